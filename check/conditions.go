package check

import (
	"tutti/flow"
	"tutti/shape"
)

// condition warns about a condition that is the same whatever the data.
func (c *checker) condition(v flow.Value) {
	switch v := v.(type) {
	case *flow.Literal:
		c.warnf(v.Pos, CodeConstant, "", "this condition is always %s", v.JSON.Raw())
	case *flow.Expr:
		p, err := c.types.parse(v)
		if err == nil && len(p.Refs()) == 0 {
			c.warnf(v.Pos, CodeConstant, "", "this condition uses no variable, so it is always the same")
			return
		}
		c.decided(v)
	}
}

// decided warns about a condition whose type decides it.
func (c *checker) decided(e *flow.Expr) {
	got := c.types.expr(e)
	k := got.Kinds()
	if c.types.wrong[e] || !got.Possible() {
		return
	}
	switch {
	case k.Solid() == 0:
		c.warnf(e.Pos, CodeDecided, "", "this condition is never true: it is always null")
	case k.Has(shape.Boolean | shape.Null | shape.Absent):
	default:
		c.warnf(e.Pos, CodeDecided, decidedMend(k), "this condition is always true: %s is, whatever it holds", aKind(k))
	}
}

func decidedMend(k shape.Kinds) string {
	switch {
	case k&^(shape.Array|shape.Object) == 0:
		return "write … | length > 0"
	case k == shape.String:
		return `write … != ""`
	case k&^shape.Number == 0:
		return "write … > 0"
	}
	return ""
}

// aKind is a set of kinds as a sentence has it: a string, an array or object.
func aKind(k shape.Kinds) string {
	s := k.Solid().String()
	switch s[0] {
	case 'a', 'i', 'o':
		return "an " + s
	}
	return "a " + s
}
