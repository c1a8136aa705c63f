package check

import (
	"tutti/flow"
	"tutti/schema"
	"tutti/shape"
	"tutti/value"
)

// step is the value of a step that ran and did not fail.
func (t *types) step(s *flow.Step) shape.Shape {
	if v, ok := t.steps[s]; ok {
		return v
	}
	if !t.enter(s) {
		return shape.Any()
	}
	defer t.leave(s)
	v := t.action(s)
	t.steps[s] = v
	return v
}

// list is the value of steps that run one after the other: that of the last. Where
// there are gotos, any of them may be the last.
func (t *types) list(steps []*flow.Step) shape.Shape {
	switch {
	case len(steps) == 0:
		return null
	case t.jumps:
		return shape.Any()
	}
	last := steps[len(steps)-1]
	v := t.step(last)
	if mayBeSkipped(last) {
		v = v.OrAbsent()
	}
	return v
}

// mayBeSkipped tells whether a step may be over without a value: its guard was false,
// or it has failed and that did not matter.
func mayBeSkipped(s *flow.Step) bool {
	_, block := s.Do.(*flow.If)
	return s.Continue || s.If != nil && !block
}

// null is a value that nobody gave.
var null = shape.Of(shape.Absent)

// action is the value of what a step does.
func (t *types) action(s *flow.Step) shape.Shape {
	switch a := s.Do.(type) {
	case *flow.Call:
		return t.call(a)
	case *flow.Parallel:
		return t.parallel(a)
	case *flow.For:
		return t.turns(s, a.Steps)
	case *flow.Repeat:
		return t.turns(s, a.Steps)
	case *flow.If:
		return shape.Union(t.list(a.Then), t.list(a.Else))
	case *flow.Switch:
		return t.choice(a)
	case *flow.Try:
		return t.try(a)
	case *flow.Set:
		return t.object(a.Fields)
	case *flow.Await:
		return t.awaited(a)
	case *flow.Human:
		return t.filled(a.Form)
	case *flow.Run:
		return t.result(a)
	case *flow.Fail, *flow.Return:
		return shape.Nothing()
	case *flow.Wait, *flow.Emit:
		return null
	default:
		return shape.Any()
	}
}

func (t *types) parallel(p *flow.Parallel) shape.Shape {
	var branches []shape.Field
	for _, b := range p.Branches {
		branches = append(branches, shape.Field{Name: b.Name.Text, Shape: t.list(b.Steps), Required: p.Join.Any == 0})
	}
	return shape.ObjectOf(branches...)
}

// turns is the array of what the turns of a loop come to.
func (t *types) turns(loop *flow.Step, steps []*flow.Step) shape.Shape {
	turn := t.list(steps)
	if loop.Continue {
		turn = turn.OrAbsent()
	}
	return shape.ArrayOf(turn)
}

func (t *types) choice(a *flow.Switch) shape.Shape {
	cases := []shape.Shape{t.list(a.Else)}
	for _, k := range a.Cases {
		cases = append(cases, t.list(k.Then))
	}
	return shape.Union(cases...)
}

// try is the value of its steps, or of a catch that goes on.
func (t *types) try(a *flow.Try) shape.Shape {
	ways := []shape.Shape{t.list(a.Steps)}
	for _, k := range a.Catch {
		if k.Then != nil {
			ways = append(ways, t.list(k.Then))
		}
	}
	return shape.Union(ways...)
}

func (t *types) object(fields []flow.Field) shape.Shape {
	members := make([]shape.Field, len(fields))
	for i, f := range fields {
		members[i] = shape.Field{Name: f.Name.Text, Shape: t.value(f.Value), Required: true}
	}
	return shape.ObjectOf(members...)
}

// value is what a written value comes to; nil is null.
func (t *types) value(v flow.Value) shape.Shape {
	switch v := v.(type) {
	case nil:
		return null
	case *flow.Literal:
		return shape.Const(v.JSON)
	case *flow.Expr:
		return t.expr(v)
	case *flow.Text:
		return shape.Of(shape.String)
	case *flow.Object:
		return t.object(v.Fields)
	case *flow.Array:
		items := make([]shape.Shape, len(v.Items))
		for i, item := range v.Items {
			items[i] = t.value(item)
		}
		return shape.ArrayOf(shape.Union(items...))
	default:
		panic("check: unknown kind of value")
	}
}

// filled is what a form comes to: what its schema says, if it is written out.
func (t *types) filled(form flow.Value) shape.Shape {
	if form == nil {
		return shape.Of(shape.Object)
	}
	text, ok := constant(form)
	if !ok {
		return shape.Any()
	}
	s, err := schema.Parse(text)
	if err != nil {
		return shape.Any() // which has a finding of its own
	}
	return shape.FromSchema(s, "the form", schema.Response)
}

// constant is a written value without expressions.
func constant(v flow.Value) (value.Value, bool) {
	switch v := v.(type) {
	case *flow.Literal:
		return v.JSON, true
	case *flow.Object:
		members := make([]value.Member, len(v.Fields))
		for i, f := range v.Fields {
			member, ok := constant(f.Value)
			if !ok {
				return value.Value{}, false
			}
			members[i] = value.Member{Name: f.Name.Text, Value: member}
		}
		return value.ObjectOf(members...), true
	case *flow.Array:
		items := make([]value.Value, len(v.Items))
		for i, item := range v.Items {
			part, ok := constant(item)
			if !ok {
				return value.Value{}, false
			}
			items[i] = part
		}
		return value.ArrayOf(items...), true
	default:
		return value.Value{}, false
	}
}
