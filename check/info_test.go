package check_test

import (
	"strings"
	"testing"

	"tutti/check"
	"tutti/flow"
)

// Info answers what editors ask about an expression, a step and a value.
func TestInspect(t *testing.T) {
	d := parse(t, "w.yaml", "workflow: w\nsteps:\n"+stock+`
  - for: line
    in: $stock.lines
    steps:
      - { name: shelf, call: inventory.getStock, with: { sku: $line.sku, limit: 5 } }
  - call: orders.create
    with: { customer: $stock.checked, address: { street: a, city: $meta.stock.state }, pay: $input }
  - return: { body: "$stock.lines | map(.price)" }
`)
	info := check.Inspect(d, typed())
	shelf := d.Steps[1].Do.(*flow.For).Steps[0]
	sku := shelf.Do.(*flow.Call).With.(*flow.Object).Fields[0].Value.(*flow.Expr)
	body := d.Steps[3].Do.(*flow.Return).Body.(*flow.Expr)
	address := d.Steps[2].Do.(*flow.Call).With.(*flow.Object).Fields[1].Value
	var seen []string
	for _, v := range info.Scope(sku) {
		seen = append(seen, v.Name+": "+v.What)
	}
	known, _ := info.Var(sku, "line", "price")
	dot, _ := info.Dot(body, len("$stock.lines | map("))
	wanted, _ := info.At(address)
	for _, c := range []struct{ what, got, want string }{
		{"scope", strings.Join(seen[:3], ", "), "line: the element of a loop, index: the number of the turn, from 0, stock: the answer of inventory.checkStock"},
		{"of a variable", known.String(), "number"},
		{"of an expression", info.Shape(body).String(), "[number]"},
		{"of a dot", dot.String(), "{ sku: string, price: number, tags?: [string] }"},
		{"of a step", info.Value(shelf).String(), "{ sku: string, price: number }"},
		{"wanted", wanted.String(), "{ street: string, city: string, zip?: string }"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, c.got, c.want)
		}
	}
	if _, ok := info.Var(sku, "nobody"); ok {
		t.Error("an unknown name is known")
	}
}
