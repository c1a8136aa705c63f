package infer

import (
	"flag"
	"testing"

	"pgregory.net/rapid"

	"tutti/expr"
	"tutti/schema"
	"tutti/shape"
	"tutti/value"
)

var soak = flag.Int("soak", 1, "how many times the usual number of random expressions")

// TestNoFalseAlarms draws contracts, values that keep to them and expressions, and evaluates these: what was
// reported must fail or yield nothing wherever it is reached, and what comes out must have the shape that was told.
func TestNoFalseAlarms(t *testing.T) {
	var tried, told, spied, reached int
	expressions := 75
	if raceEnabled {
		expressions = 10
	}
	rapid.Check(t, func(t *rapid.T) {
		g := generator{t}
		for range *soak {
			s := g.spec(3)
			shaped := shapeOf(t, s.schema())
			values := make([]value.Value, 4)
			for i := range values {
				values[i] = value.Trusted([]byte(g.value(s)))
				if !shaped.Contains(values[i]) {
					t.Fatalf("the schema %s\nhas the shape %s\nwithout the value %s", s.schema(), shaped, values[i])
				}
			}
			for range expressions {
				src := g.expression(s, g.upTo(3))
				c := trial{src: src, schema: s.schema(), shape: shaped}
				c.run(t, values)
				tried += c.tried
				told += len(c.spies)
				spied += c.spied
				reached += c.values
			}
		}
	})
	t.Logf("%d evaluations, %d findings, %d of them with a spy, %d values compared", tried, told, spied, reached)
	if !t.Failed() && (told < 150 || spied < told/2 || reached < 600) {
		t.Errorf("too little came of it: %d findings, %d values", told, reached)
	}
}

func shapeOf(t *rapid.T, text string) shape.Shape {
	parsed, err := schema.Parse(value.Trusted([]byte(text)))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return shape.FromSchema(parsed, "shop.x", schema.Both)
}

// trial is one expression.
type trial struct {
	src, schema string
	shape       shape.Shape
	spies       []*spy

	tried, values, spied int
}

func (c *trial) run(t *rapid.T, values []value.Value) {
	e, err := expr.Parse(c.src)
	if err != nil {
		return
	}
	program, err := e.Compile(func(string) (int, bool) { return 0, true }, expr.Limits{Steps: 20_000, Bytes: 1 << 20})
	if err != nil {
		return
	}
	var nodes []any
	i := inference{expr: e, env: func(expr.Ref) shape.Shape { return c.shape }}
	i.report = func(node any, f Finding) {
		nodes = append(nodes, node)
		c.spies = append(c.spies, &spy{found: f, in: map[int]bool{}, answers: map[bool]bool{}})
	}
	result := i.query(e.Tree(), shape.Of(shape.Null), nil)
	for _, x := range values {
		c.tried++
		v, fault := program.Eval(oneVariable{x})
		if fault != nil {
			continue
		}
		if c.values++; !result.Contains(v) {
			t.Fatalf("%s\nwith %s\nof %s\nyields %s\nwhich is not in %s", c.src, x, c.schema, v, result)
		}
	}
	tree := e.Tree()
	for id, s := range c.spies {
		if s.insert(tree, id, nodes[id]); s.inserted {
			c.spied++
		}
	}
	err = watch(tree, c.spies, values, func(x value.Value) {
		for _, s := range c.spies {
			if s.refuted {
				t.Fatalf("%s\nwith %s\nof %s\nis right, but found was: %s %s\n%s", c.src, x, c.schema, s.found.Code, s.found.Message, tree)
			}
		}
	})
	if err != nil {
		t.Fatalf("%s\nwith spies: %v", c.src, err)
	}
}
