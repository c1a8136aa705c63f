package expr

import (
	"fmt"
	"strings"
	"testing"

	"tutti/value"
)

func mustCompile(tb testing.TB, src string) *Program {
	tb.Helper()
	e, err := Parse(src)
	if err != nil {
		tb.Fatalf("%s: %v", src, err)
	}
	p, err := e.Compile(func(string) (int, bool) { return 0, true }, Limits{})
	if err != nil {
		tb.Fatalf("%s: %v", src, err)
	}
	return p
}

// order has the shape of a customer's order: items of about 60 bytes.
func order(items int) value.Value {
	list := make([]string, items)
	for i := range list {
		list[i] = fmt.Sprintf(`{"sku":"A-%04d","name":"Thing","price":%d.95,"qty":%d}`, i, i+3, i%5+1)
	}
	return value.Trusted([]byte(`{"cartId":"c-1","customer":{"id":"u-7","tier":"gold","address":{"city":"Ulm","zip":"89073"}},` +
		`"items":[` + strings.Join(list, ",") + `],"total":120.5,"a":{"b":{"c":"found"}}}`))
}

func BenchmarkEval(b *testing.B) {
	for _, c := range []struct {
		name, src string
		items     int
	}{
		{"Path", `$x.a.b.c`, 1},
		{"Condition", `$x.customer.tier == "gold" and $x.total > 100`, 1},
		{"Object", `{id: $x.customer.id, city: $x.customer.address.city, items: $x.items}`, 3},
		{"Text", `"order \($x.cartId) of \($x.customer.id)"`, 3},
		{"MapAdd41", `$x.items | map(.price * .qty) | add`, 41},
		{"MapAdd400", `$x.items | map(.price * .qty) | add`, 400},
		{"Select41", `[$x.items[] | select(.qty > 2) | {sku, price}]`, 41},
		{"MachineSort41", `$x.items | sort_by(.price) | map(.sku)`, 41},
		{"MachineReduce41", `reduce $x.items[] as $i (0; . + $i.price * $i.qty)`, 41},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := mustCompile(b, c.src)
			env := testEnv{order(c.items)}
			if _, f := p.Eval(env); f != nil {
				b.Fatal(f)
			}
			b.ReportAllocs()
			for b.Loop() {
				p.Eval(env)
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	for _, src := range []string{`$x.a.b.c`, `$x.items | map(.price * .qty) | add`, `$x.items | sort_by(.price) | map(.sku)`} {
		b.Run(src, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				mustCompile(b, src)
			}
		})
	}
}
