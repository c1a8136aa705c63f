package check

import "tutti/flow"

// mayBeMissing tells whether a name that an expression sees may be null there, since
// its step may have been skipped or failed, or is not over.
func (t *types) mayBeMissing(b *flow.Binding, at site) bool {
	if t.jumps || at.undo || at.at == nil {
		return true
	}
	def := t.survey.defined(b)
	if def == nil {
		return false
	}
	here, there := fork(at.at, def)
	for p := def; p != there; p = p.block {
		if p.mayBeSkipped() || p.block.mayLeaveOut(p.list) {
			return true
		}
	}
	return here != there && (there.mayBeSkipped() || here.list != there.list)
}

// defined is where the step or branch stands that gives the value of a name; nil for
// the language's own.
func (s *survey) defined(b *flow.Binding) *place {
	if b.Kind == flow.OfSet {
		return s.places[b.Step]
	}
	return s.names[b.Name]
}

func (p *place) mayBeSkipped() bool { return p.step != nil && mayBeSkipped(p.step) }

// mayLeaveOut tells whether the block may have ended well without that its list did.
func (p *place) mayLeaveOut(list int) bool {
	switch a := p.step.Do.(type) {
	case *flow.If, *flow.Switch:
		return true
	case *flow.Try:
		return list <= len(a.Catch) && len(a.Catch) > 0
	case *flow.Parallel:
		return a.Join.Any > 0
	}
	return false
}
