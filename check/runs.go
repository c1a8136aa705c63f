package check

import (
	"tutti/diag"
	"tutti/flow"
	"tutti/shape"
)

// result is what a workflow that is run gives back: what its returns say.
func (t *types) result(r *flow.Run) shape.Shape {
	if r.Detach {
		return null
	}
	other := t.other(r)
	if other == nil || !other.enter(other.def) {
		return shape.Any()
	}
	defer other.leave(other.def)
	return other.returned()
}

// other is what is inferred of the workflow that a step runs; nil if nothing is.
func (t *types) other(r *flow.Run) *types {
	if r.Workflow.Text == t.def.Name.Text {
		return t
	}
	for _, m := range t.cfg.Workflows {
		if m.Name == r.Workflow.Text && m.Definition != nil {
			return t.facts.of(m.Definition, t.cfg)
		}
	}
	return nil
}

// returned is the body of any return; null too, if the workflow can come to its end
// without one.
func (t *types) returned() shape.Shape {
	var ways []shape.Shape
	eachStep(t.def.Steps, func(s *flow.Step) {
		if r, ok := s.Do.(*flow.Return); ok {
			ways = append(ways, t.value(r.Body))
		}
	})
	if !endsOne(t.def.Steps) {
		ways = append(ways, null)
	}
	return shape.Union(ways...)
}

// eachStep calls yield for all steps at every depth, but those of compensations.
func eachStep(steps []*flow.Step, yield func(*flow.Step)) {
	for _, s := range steps {
		yield(s)
		for _, list := range flow.Lists(s.Do) {
			eachStep(list, yield)
		}
	}
}

// runInput holds the input of a run against what the other workflow takes.
func (c *checker) runInput(r *flow.Run) {
	other := c.types.other(r)
	if other == nil || other.member.Input == nil && other.member.Public == nil {
		return // what events bring is not all that it may take
	}
	want := other.input()
	if !want.Known() {
		return
	}
	f := c.fitter("the input of " + r.Workflow.Text)
	if r.With != nil {
		f.whole(r.With, want, "")
	} else if !want.Kinds().Has(shape.Null | shape.Absent) {
		f.add(r.Workflow.Pos, CodeRunInput, "add with", "the workflow %q takes an input, and this gives none", r.Workflow.Text)
	}
	for _, found := range f.found {
		if found.Severity == diag.Error {
			found.Code = CodeRunInput
		}
		c.diags.Add(found)
	}
}
