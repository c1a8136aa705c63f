package check

import (
	"strings"

	"tutti/flow"
	"tutti/schema"
	"tutti/shape"
)

// call is the answer of a call, or of a fallback.
func (t *types) call(c *flow.Call) shape.Shape {
	ways := []shape.Shape{shape.Union(t.answers(c)...).Named(c.Target())}
	for _, f := range c.Fallback {
		if inner, ok := f.Do.(*flow.Call); ok {
			ways = append(ways, t.answers(inner)...)
		}
	}
	return shape.Union(ways...)
}

// answers are the answers that are no errors: those in the 2xx that the contract
// lists, and the accepted ones.
func (t *types) answers(c *flow.Call) []shape.Shape {
	op, ok := t.operation(c)
	if !ok {
		return []shape.Shape{shape.Any()}
	}
	var ways []shape.Shape
	for _, a := range op.Answers {
		if strings.HasPrefix(a.Status, "2") {
			ways = append(ways, a.shape(c.Target()))
		}
	}
	if len(ways) == 0 {
		ways = append(ways, shape.Any())
	}
	for _, status := range c.Accept {
		a, ok := op.answer(status.Code)
		if !ok {
			return []shape.Shape{shape.Any()}
		}
		ways = append(ways, a.shape(c.Target()))
	}
	return ways
}

// operation is the contract of a call, if there is one.
func (t *types) operation(c *flow.Call) (Operation, bool) {
	if t.cfg.Contracts == nil {
		return Operation{}, false
	}
	return t.cfg.Contracts.Operation(c.Service.Text, c.Operation.Text)
}

// shape is the value of an answer of the operation called of.
func (a Answer) shape(of string) shape.Shape {
	switch {
	case a.Empty:
		return null
	case a.Schema == nil:
		return shape.Any()
	default:
		return shape.FromSchema(a.Schema, of, schema.Response)
	}
}
