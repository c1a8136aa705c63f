package check

import (
	"slices"

	"tutti/expr"
	"tutti/flow"
)

// guarded tells whether some condition of the workflow looks at what the expression
// uses, or at a part of it. What may be null is then left to the one who wrote that.
func (t *types) guarded(e *flow.Expr) bool {
	if t.guards == nil {
		t.guards = map[string][]expr.Ref{}
		t.gatherGuards(t.def.Steps)
	}
	p, err := t.parse(e)
	if err != nil {
		return true
	}
	return slices.ContainsFunc(p.Refs(), func(ref expr.Ref) bool {
		return slices.ContainsFunc(t.guards[ref.Name], func(g expr.Ref) bool {
			n := min(len(g.Path), len(ref.Path))
			return slices.Equal(g.Path[:n], ref.Path[:n])
		})
	})
}

func (t *types) gatherGuards(steps []*flow.Step) {
	eachStep(steps, func(s *flow.Step) {
		t.guard(s.If)
		if s.Compensate != nil {
			t.guard(s.Compensate.If)
		}
		switch a := s.Do.(type) {
		case *flow.Repeat:
			t.guard(a.Until)
		case *flow.Switch:
			for _, k := range a.Cases {
				t.guard(k.When)
			}
		}
	})
}

func (t *types) guard(condition flow.Value) {
	flow.Exprs(condition, func(e *flow.Expr) {
		p, err := t.parse(e)
		if err != nil {
			return
		}
		for _, ref := range p.Refs() {
			t.guards[ref.Name] = append(t.guards[ref.Name], ref)
		}
	})
}
