package expr

import "testing"

func TestComplete(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`$stock.`, `$stock.NAME`},
		{`$stock.it`, `$stock.NAME`},
		{`$stock.items[0].`, `$stock.items[0].NAME`},
		{`$stock.items | map(.`, `$stock.items | map(.NAME)`},
		{`[$x[] | select(.a == "(" and (.b | .c`, `[$x[] | select(.a == "(" and (.b | .NAME))]`},
		{`{a: 1, if: $x.`, `{a: 1, if: $x.NAME}`},
		{`if $x.`, `if $x.NAME then . end`},
		{`if $x.a then $x.`, `if $x.a then $x.NAME end`},
		{`if $x.a then 1 elif $x.`, `if $x.a then 1 elif $x.NAME then . end`},
		{`if $x.a then 1 else $x.`, `if $x.a then 1 else $x.NAME end`},
		{`"a \($x.`, `"a \($x.NAME)"`},
		{`reduce $x.`, `reduce $x.NAME as $x (.; .)`},
		{`reduce $x[] as $i ($i.`, `reduce $x[] as $i ($i.NAME; .)`},
		{`reduce $x[] as $i (0; . + ($i.`, `reduce $x[] as $i (0; . + ($i.NAME))`},
		{`def f(a; b): .x; $x | f(.`, `def f(a; b): .x; $x | f(.NAME)`},
		{`def f: .`, `def f: .NAME; .`},
		{`$x as {a: $y} | $y.`, `$x as {a: $y} | $y.NAME`},
	} {
		got, ok := Complete(c.src+" | rest)", len(c.src), "NAME")
		if !ok || got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.src, got, c.want)
		}
		if _, err := parse(got, plain); err != nil {
			t.Errorf("%s does not parse: %v", got, err)
		}
	}
	for _, src := range []string{``, `$x`, `$x. `, `$x..`, `1.`, `"a.`, `$x.a[`} {
		if got, ok := Complete(src, len(src), "NAME"); ok {
			t.Errorf("%q: got %s, want nothing", src, got)
		}
	}
	if _, ok := Complete("$x.", 9, "NAME"); ok {
		t.Error("an offset behind the end is completed")
	}
}
