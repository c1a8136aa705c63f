package check

import "tutti/flow"

// unreachable reports the first step behind one after which nothing goes on. Where
// there are gotos, a step with a name may be reached all the same.
func (c *checker) unreachable(steps []*flow.Step) {
	for i, s := range steps {
		if i+1 < len(steps) && ends(s) && !(c.jumps && steps[i+1].Name.Text != "") {
			c.errorf(steps[i+1].Pos, CodeUnreachable, "give that step a condition, or remove what is behind it",
				"this never runs: nothing goes on after the step at line %d", s.Line)
			return
		}
	}
}

// ends tells whether a step never ends well, whatever the data: each way through
// it returns or fails.
func ends(s *flow.Step) bool {
	if s.Continue {
		return false
	}
	if a, ok := s.Do.(*flow.If); ok {
		return endsOne(a.Then) && endsOne(a.Else)
	}
	return always(s.If) && endsAction(s.Do)
}

func endsAction(do flow.Action) bool {
	switch a := do.(type) {
	case *flow.Return, *flow.Fail, *flow.Goto:
		return true
	case *flow.Parallel:
		return endsParallel(a)
	case *flow.Repeat:
		return endsOne(a.Steps)
	case *flow.Switch:
		for _, k := range a.Cases {
			if !endsOne(k.Then) {
				return false
			}
		}
		return endsOne(a.Else)
	case *flow.Try:
		return endsTry(a)
	}
	return false
}

// endsParallel tells whether too few branches can succeed.
func endsParallel(p *flow.Parallel) bool {
	failing := 0
	for _, b := range p.Branches {
		if endsOne(b.Steps) {
			failing++
		}
	}
	if p.Join.Any == 0 {
		return failing > 0
	}
	return len(p.Branches)-failing < p.Join.Any
}

// endsTry tells whether the try, all its catches and so the whole end, or its finally does.
func endsTry(t *flow.Try) bool {
	for _, k := range t.Catch {
		if k.Then != nil && !endsOne(k.Then) {
			return endsOne(t.Finally)
		}
	}
	return endsOne(t.Steps) || endsOne(t.Finally)
}

func endsOne(steps []*flow.Step) bool {
	for _, s := range steps {
		if ends(s) {
			return true
		}
	}
	return false
}

func always(condition flow.Value) bool {
	l, ok := condition.(*flow.Literal)
	return condition == nil || ok && l.JSON.Truthy()
}
