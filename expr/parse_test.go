package expr

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		src, at string // at: what stands at the offset
		message string
		mend    string
	}{
		{``, ``, "empty", ""},
		{`# nothing`, ``, "empty", ""},
		{`def f: 1;`, ``, "not followed", ""},
		{`$x.a +`, ``, "too early", ""},
		{`$x.a.`, ``, "too early", ""},
		{`[$x`, ``, "too early", ""},
		{`"abc`, ``, "unterminated", ""},
		{`$a && $b`, `&& $b`, "unexpected token", "`and`"},
		{`$a || $b`, `| $b`, "unexpected token", "`or`"},
		{`!$a`, `!$a`, "unexpected token", "| not"},
		{`not $a.b`, `$a.b`, "unexpected token", "`$a.b | not`"},
		{`'text'`, `'text'`, "unexpected token", "double quotes"},
		{`$a === $b`, `= $b`, "unexpected token", "=="},
		{`$a AND $b`, `AND $b`, "unexpected token", "`and`"},
		{`$a.items.0`, `.0`, "unexpected token", "[0]"},
		{`$input.foo-bar`, `bar`, `no function "bar"`, "write `$input[\"foo-bar\"]`"},
		{`$input.a.x-request-id`, `request`, `no function "request"`, "write `$input.a[\"x-request-id\"]`"},
		{`$input.content-length`, `length`, "reads its input", "write `$input[\"content-length\"]`"},
		{`$order-id`, `id`, `no function "id"`, "names of variables"},
		{`$x | lenght`, `lenght`, `no function "lenght"`, `"length"`},
		{`$x | def double: . * 2; duble`, `duble`, `no function "duble"`, `"double"`},
		{`$x | length(1)`, `length(1)`, "length has no argument, not 1", ""},
		{`$x | map`, `map`, "map has one argument, not 0", ""},
		{`$x | @jsn`, `@jsn`, `no format "@jsn"`, `"@json"`},
		{`$x | _modify(.a; 1)`, `_modify`, "no function", ""},
		{`break $out`, `$out`, "no label", ""},
		{`import "a" as a; 1`, `import`, "modules", ""},
		{`$x::y`, `$x::y`, "modules", ""},
		{`$__m`, `$__m`, "reserved", ""},

		// What would read the missing input.
		{`.`, `.`, "an expression has none", "start from a variable"},
		{`.a.b`, `.a.b`, "an expression has none", "`$input.a`"},
		{`..`, `..`, "an expression has none", "`$input | ..`"},
		{`.[0]`, `.[0]`, "an expression has none", ""},
		{`$x + .a`, `.a`, "an expression has none", ""},
		{`[$x, .a]`, `.a`, "an expression has none", ""},
		{`"a\(.b)"`, `.b`, "an expression has none", ""},
		{`if $x then .a else 1 end`, `.a`, "an expression has none", ""},
		{`$x[.i]`, `.i`, "an expression has none", ""},
		{`$x as $y | .a`, `.a`, "an expression has none", ""},
		{`reduce .a[] as $i (0; . + $i)`, `.a`, "an expression has none", ""},
		{`first(.a)`, `.a`, "an expression has none", ""},
		{`any(.a[]; . == 1)`, `.a`, "an expression has none", ""},
		{`{a}`, `a}`, "reads the input", "`{a: $input.a}`"},
		{`length`, `length`, "reads its input", "`$input | length`"},
		{`map(.a)`, `map`, "reads its input", "map(…)"},
		{`@json`, `@json`, "reads its input", ""},
		{`$x.a = 1`, `$x.a`, "changes its input", "write `==`"},
		{`def f: .a; f`, `f`, "reads its input", ""},

		{strings.Repeat("[", 1200) + "1" + strings.Repeat("]", 1200), "", "nested", ""},
		{strings.Repeat("a", maxSource+1), "*", "longer than 64 KiB", ""},
	} {
		_, err := Parse(c.src)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%.80s: got %v, want an error with %q", c.src, err, c.message)
			continue
		}
		if !strings.Contains(e.Message, c.message) || !strings.Contains(e.Suggestion, c.mend) {
			t.Errorf("%.80s: got %q (%q), want %q (%q)", c.src, e.Message, e.Suggestion, c.message, c.mend)
		}
		if e.Offset < 0 || e.Offset > len(c.src) || c.at != "*" && !strings.HasPrefix(c.src[e.Offset:], c.at) {
			t.Errorf("%.80s: offset %d, want that of %q", c.src, e.Offset, c.at)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, name := range []string{
		"input", "inputs", "debug", "stderr", "now", "env", "$ENV", "localtime", `strflocaltime("%Y")`, "halt", "halt_error", "input_filename",
		"input_line_number", "$__loc__", "$__prog_args", "modulemeta", "get_search_list", "builtins", `debug("x")`, "halt_error(1)",
	} {
		for _, src := range []string{name, "$x | " + name, "[1 | (" + name + ")]", "def f: " + name + "; 1"} {
			_, err := Parse(src)
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(e.Message, "refused") {
				t.Errorf("%s: got %v, want it refused", src, err)
			} else if !strings.HasPrefix(src[e.Offset:], name) {
				t.Errorf("%s: offset %d, want that of %s", src, e.Offset, name)
			}
		}
	}
	// A definition of that name is the author's own.
	if _, err := Parse(`def now: 1; now + 1`); err != nil {
		t.Errorf("a function called now: %v", err)
	}
}

func TestParseAccepts(t *testing.T) {
	for _, src := range []string{
		`1`, `"x"`, `null`, `[]`, `{}`, `-1`, `$x`, `[range(3)]`, `{$x}`, `{"a": $x}`, `$x | .a`, `$x | map(.a)`, `[$x[] | .a]`, `error("x")`,
		`first($x[] | select(.a))`, `any($x[]; .a)`, `reduce $x[] as $i (0; . + $i.n)`, `if $x then 1 end`, `try error("x") catch .`, `@base64 "a\($x)"`,
		`def f: 1; f`, `def f(g): g; f($x)`, `def f: .a; $x | f`, `$x as {a: $b} | $b`, `label $out | $x | ., break $out`, `pow($x; 2)`, `$x | .a = 1`,
		`$x | .now`, `$x.input`, `{now: 1}`, `{input: $x.env}`, `"now \("x") input"`, `limit(3; $x[])`, `$x # . comment with a . dot`,
	} {
		if _, err := Parse(src); err != nil {
			t.Errorf("%s: %v", src, err)
		}
	}
}

func TestRefs(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`$a`, "a@0[]"},
		{`$stock.a["b-c"].d[0].e`, "stock@0[a b-c d]"},
		{`$x."a b".c`, "x@0[a b c]"},
		{`$x.a?.b`, "x@0[a b]"},
		{`$x.["a"]`, "x@0[a]"},
		{`$x[$y.k].z`, "x@0[] y@3[k]"},
		{`$x | .a`, "x@0[]"},
		{`($x).a`, "x@1[]"},
		{`$x + $y.b + $x.c`, "x@0[] y@5[b] x@12[c]"},
		{`"t\($x.a)u\("\($y)")"`, "x@4[a] y@15[]"},
		{`# $no
		$x`, "x@8[]"},
		{`"$no" + $x`, "x@8[]"},
		{`{$x, y: $y, ($z): 1, "k\($k)": 2}`, "x@1[] y@8[] z@13[] k@25[]"},
		{`$a as $x | $x + $b`, "a@0[] b@16[]"},
		{`$a as $x | $x | $x.c`, "a@0[]"},
		{`$x as $x | $x`, "x@0[]"},
		{`($a as $x | $x) + $x`, "a@1[] x@18[]"},
		{`$a as [$x, {y: $y, $z}] | [$x, $y, $z, $w]`, "a@0[] w@39[]"},
		{`$a as {("k" + $b): $v} | $v`, "a@0[] b@14[]"},
		{`$a as [$x] ?// $y | [$x, $y, $z]`, "a@0[] z@29[]"},
		{`reduce $l[] as $i ($i; . + $i + $j)`, "l@7[] i@19[] j@32[]"},
		{`foreach $l[] as [$i] (0; . + $i; [$i, $k])`, "l@8[] k@38[]"},
		{`def f($a): $a + $b; f($a)`, "b@16[] a@22[]"},
		{`def f(g; $h): g + $h; f($x; $y) | $h`, "x@24[] y@28[] h@34[]"},
		{`label $out | $x | ., break $out`, "x@13[]"},
		{`$meta.stock.state`, "meta@0[stock state]"},
		{`$env["URL"]`, "env@0[URL]"},
		{`if $a then $b elif $c then $d else $e end`, "a@3[] b@11[] c@19[] d@27[] e@35[]"},
		{`try $a catch $b`, "a@4[] b@13[]"},
		{`-$a`, "a@1[]"},
		{`$x[$a:$b]`, "x@0[] a@3[] b@6[]"},
		{`@json "\($x)"`, "x@9[]"},
		{`$x | .a |= $y`, "x@0[] y@11[]"},
		{`[$x, "é", $y]`, "x@1[] y@11[]"},
	} {
		e, err := Parse(c.src)
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		var got []string
		for _, r := range e.Refs() {
			got = append(got, fmt.Sprintf("%s@%d%v", r.Name, r.Offset, r.Path))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.src, s, c.want)
		}
	}
}

func TestNamespacesNeedAName(t *testing.T) {
	for _, src := range []string{`$meta`, `$env | .URL`, `$secrets[$x]`, `$meta[0]`, `$meta[]`, `{$env}`, `$secrets["a\($x)"]`} {
		_, err := Parse(src)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.Message, "a constant name must follow") || !strings.HasPrefix(src[e.Offset:], "$") {
			t.Errorf("%s: got %v", src, err)
		}
	}
	if _, err := Parse(`1 as $meta | $meta`); err != nil {
		t.Errorf("a variable of one's own called $meta: %v", err)
	}
}

// TestPlaces holds the lexer to gojq's parser: the tree names as many variables, calls, dots, formats and keys as
// there are tokens of the kind.
func TestPlaces(t *testing.T) {
	sources := append([]string{
		`{a: .b, "c": .d, (.e): .f, $g, @base64 "x": 1}?`, `.. | .a`, `. .a`, `1 as $x | 2 as $y | [$x, $y]`, `.a."b"."c\(.d)".["e"]`, `{if: 1, then: .and}`,
		`def f(a; $b): a + $b; f(.x; .y)`, `reduce .[] as [$a, {b: $c}] (.; .[$a] = $c)`, `"\(1 + (2 * (3)))" | .x`, `{a: 1 | . + 1}`, `[.[] | -.a]`,
	}, fuzzSeeds...)
	for _, src := range sources {
		w := &walker{places: locate(src), dialect: plain, end: len(src)}
		e, err := parse(src, plain)
		if err != nil {
			continue
		}
		w.program(e.tree)
		for _, s := range []struct {
			what        string
			tree, found int
		}{
			{"variables", w.variable, len(w.variables)},
			{"calls", w.call, len(w.calls)},
			{"dots", w.start, len(w.starts)},
			{"formats", w.format, len(w.formats)},
			{"keys", w.key, len(w.keys)},
		} {
			if s.tree != s.found {
				t.Errorf("%s: the tree has %d %s, the text %d", src, s.tree, s.what, s.found)
			}
		}
	}
}
