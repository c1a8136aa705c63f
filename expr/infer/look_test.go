package infer_test

import (
	"strings"
	"testing"

	"tutti/expr"
	"tutti/expr/infer"
)

// cut takes the mark out of a source.
func cut(t *testing.T, marked string) (src string, offset int) {
	t.Helper()
	before, after, ok := strings.Cut(marked, "^")
	if !ok {
		t.Fatalf("%s has no mark", marked)
	}
	return before + after, len(before)
}

func TestDot(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`$stock.items | map(^.price)`, `{ sku: string, price: number, qty: integer, kind?: "part" | "whole" }`},
		{`$stock.items | map(.price | ^. + 1)`, `number`},
		{`$stock | .items | ^length`, `[{ sku: string, price: number, qty: integer, kind?: "part" | "whole" }]`},
		{`$stock.items | map(select(.price > 2 and ^.qty > 1))`, `{ sku: string, price: number, qty: integer, kind?: "part" | "whole" }`},
		{`$pet | if .type == "dog" then ^.bark else 1 end`, `{ type: "dog", bark: string }`},
		{`($list, $name) | ^.`, `[integer] | string`},
		{`^$stock`, `null`},
	} {
		src, offset := cut(t, c.src)
		e, err := expr.Parse(src)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := infer.Dot(e, env(t), offset)
		if !ok || got.String() != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.src, got, c.want)
		}
	}
}

func TestBefore(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`$stock.^`, "available total items status missing note ratio owner tags"},
		{`$stock.items[0].^`, "sku price qty kind"},
		{`$stock.items | map(.^`, "sku price qty kind"},
		{`$stock.items | map(.pr^ * 2) | add`, "sku price qty kind"},
		{`$stock.items | map(select(.kind == "part" and .q^`, "sku price qty kind"},
		{`{a: $stock.owner.^`, "name boss"},
		{`"hello \($stock.owner.n^`, "name boss"},
		{`if $stock.total > 2 then $stock.owner.boss.^`, "name boss"},
		{`reduce $stock.items[] as $i (0; . + $i.^`, "sku price qty kind"},
		{`$pet.^`, "type bark purr"},
		{`$free.^`, ""},
		{`$list.^`, ""},
	} {
		src, offset := cut(t, c.src)
		got, ok := infer.Before(src, env(t), offset)
		want := strings.Fields(c.want)
		for _, name := range want {
			if _, is := got.Field(name); is == 0 {
				t.Errorf("%s: there is no %s", c.src, name)
			}
		}
		if !ok || len(got.Names()) != len(want) {
			t.Errorf("%s: got %q, want %s", c.src, got.Names(), c.want)
		}
	}
	for _, marked := range []string{`$stock^`, `^`, `$stock | map(^`, `.^`, `1 +* $stock.^`} {
		src, offset := cut(t, marked)
		if got, ok := infer.Before(src, env(t), offset); ok {
			t.Errorf("%s: got %s, want nothing", marked, got)
		}
	}
}
