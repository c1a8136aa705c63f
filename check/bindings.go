package check

import (
	"iter"

	"tutti/expr"
	"tutti/flow"
	"tutti/shape"
)

// variable is what a variable of an expression is, without the path behind it.
func (t *types) variable(e *flow.Expr, ref expr.Ref) shape.Shape {
	switch ref.Name {
	case "input":
		return t.input()
	case "run":
		return t.facts.language.run.Named("$run")
	case "request":
		return t.facts.language.request.Named("$request")
	case "env":
		return shape.OpenObject(shape.Of(shape.String))
	case "meta":
		return t.meta(e, ref).Named("$meta")
	}
	return t.named(t.names.At(e).Meanings(ref.Name), t.survey.sites[e]).Named("$" + ref.Name)
}

// named is what a name is that has these meanings, the newest first: one that may be
// missing leaves the name to those before it, and none of them to null.
func (t *types) named(meanings iter.Seq[*flow.Binding], at site) shape.Shape {
	var ways []shape.Shape
	for b := range meanings {
		ways = append(ways, t.binding(b))
		if !t.mayBeMissing(b, at) {
			return shape.Union(ways...)
		}
	}
	if len(ways) == 0 {
		return shape.Any()
	}
	return shape.Union(ways...).OrAbsent()
}

// binding is what a name stands for once its step is over.
func (t *types) binding(b *flow.Binding) shape.Shape {
	switch b.Kind {
	case flow.OfStep:
		if b.Step != nil {
			return t.step(b.Step)
		}
		return t.branch(b.Name)
	case flow.OfSet:
		return t.set(b)
	case flow.OfLoop:
		in := t.value(b.Step.Do.(*flow.For).In)
		if !in.Kinds().Has(shape.Array) {
			return shape.Any() // which has a finding
		}
		return in.Elem()
	}
	switch b.Name.Text {
	case "index":
		return shape.Of(shape.Integer)
	case "last":
		return t.last(b.Loop)
	case "error":
		return t.facts.language.failure
	}
	return shape.Any()
}

// branch is the value of a branch of several steps.
func (t *types) branch(name flow.Name) shape.Shape {
	at := t.survey.names[name]
	return t.list(flow.Lists(at.block.step.Do)[at.list])
}

func (t *types) set(b *flow.Binding) shape.Shape {
	for _, f := range b.Step.Do.(*flow.Set).Fields {
		if f.Name == b.Name {
			return t.value(f.Value)
		}
	}
	return shape.Any()
}

// last is the value of the turn before. What it depends on in the turn itself is not
// known then, so that nothing is said about it.
func (t *types) last(loop *flow.Step) shape.Shape {
	if !t.enter(lastOf{loop}) {
		return shape.Any()
	}
	defer t.leave(lastOf{loop})
	return t.list(loop.Do.(*flow.Repeat).Steps).OrAbsent()
}

// lastOf is the $last of a loop, as something that is being inferred.
type lastOf struct{ loop *flow.Step }
