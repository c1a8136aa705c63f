package check

import (
	"tutti/flow"
	"tutti/schema"
	"tutti/shape"
)

// input is $input: what the workflow says that it must be, what the public contract
// makes of a request, or the data of the events that start it.
func (t *types) input() shape.Shape {
	m := t.member
	switch {
	case m.Input != nil:
		return shape.FromSchema(m.Input, "$input", schema.Request)
	case len(t.def.Triggers) == 0 && m.Public != nil:
		return m.requested().Named("$input")
	case len(t.def.Triggers) == 0:
		return shape.Any()
	}
	var ways []shape.Shape
	for _, trigger := range t.def.Triggers {
		switch trigger := trigger.(type) {
		case *flow.HTTP:
			ways = append(ways, m.requested())
		case *flow.OnEvent:
			ways = append(ways, t.facts.data(t.cfg, trigger.Type))
		default:
			ways = append(ways, shape.Any())
		}
	}
	return shape.Union(ways...).Named("$input")
}

// requested is what a request of the public contract comes to: its parameters and the
// fields of its body by name, and a body that is no object as `body`.
func (m Member) requested() shape.Shape {
	op := m.Public
	if op == nil {
		return shape.Any()
	}
	var fields []shape.Field
	for _, in := range op.Inputs {
		fields = append(fields, shape.Field{Name: in.Name, Shape: in.shape("$input." + in.Name), Required: in.Required && !m.Unchecked})
	}
	body := shape.FromSchema(op.Body, "$input.body", schema.Request)
	switch {
	case !op.HasBody:
	case op.OpenBody:
		return shape.OpenObject(shape.Any(), fields...)
	case body.Kinds().Solid() != shape.Object:
		fields = append(fields, shape.Field{Name: "body", Shape: body})
	}
	return shape.ObjectOf(fields...)
}

// shape is what an input of that name may be.
func (in Input) shape(of string) shape.Shape {
	if in.Schema == nil {
		return shape.Any()
	}
	return shape.FromSchema(in.Schema, of, schema.Request)
}
