package infer_test

import (
	"testing"

	"tutti/expr"
	"tutti/expr/infer"
)

// FuzzExpr: whatever parses has a shape, findings stand inside of it, and every place can be asked about.
func FuzzExpr(f *testing.F) {
	for _, src := range []string{
		`$stock.items | map(.prise * .qty) | add`, `if $pet.type == "dog" then $pet.bark else $pet.purr end`, `def f(g): g | f(g); f($name)`,
		`$stock as {items: [{$sku}], ("to" + "tal"): $t} ?// $sku | [$sku, $t]`, `reduce $list[] as [$a] ({}; .a[$a] |= . + 1)`,
		`label $out | foreach $list[] as $n (0; . + $n; if . > 9 then ., break $out else empty end)`, `"a\($name | @json)" | ltrimstr("a")?`,
		`{$stock, (("a", "b")): 1} | .a.b?, .stock.totl`, `try error({a: 1}) catch .a`, `$stock | .items[0].price += 1 | del(.items[1:])`, `[limit(3; repeat(1))]`,
		`$list | [.[-1:][0], .[$name]?, (. - [1] | first)]`, `$stock.items | INDEX(.sku) | with_entries(.value |= {n: length})`,
	} {
		f.Add(src, len(src)/2)
	}
	f.Fuzz(func(t *testing.T, src string, offset int) {
		vars := env(t)
		infer.Before(src, vars, offset)
		e, err := expr.Parse(src)
		if err != nil {
			t.Skip()
		}
		s := infer.Expr(e, vars, func(found infer.Finding) {
			if found.Offset < 0 || found.Offset >= len(src) || found.Message == "" || found.Code == "" {
				t.Errorf("%s: %+v", src, found)
			}
		})
		_ = s.String()
		infer.Dot(e, vars, offset)
	})
}
