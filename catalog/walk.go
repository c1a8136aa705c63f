package catalog

import "tutti/flow"

// inherit gives the calls that say nothing of retries what their service says.
func (p *Project) inherit(d *flow.Definition) {
	services := contracts{p}
	walk(d.Steps, func(s *flow.Step) {
		c, ok := s.Do.(*flow.Call)
		if !ok || s.Retry != nil || c.Idempotent != nil && !*c.Idempotent {
			return
		}
		if service := services.find(c.Service.Text); service != nil {
			s.Retry = service.Flow.Retry
		}
	})
}

// walk calls yield for all steps, at every depth, with their compensations.
func walk(steps []*flow.Step, yield func(*flow.Step)) {
	for _, s := range steps {
		yield(s)
		for _, inside := range inner(s.Do) {
			walk(inside, yield)
		}
		if s.Compensate != nil {
			walk([]*flow.Step{s.Compensate}, yield)
		}
	}
}

// inner are the lists of steps in a step.
func inner(do flow.Action) [][]*flow.Step {
	var out [][]*flow.Step
	switch a := do.(type) {
	case *flow.Call:
		out = append(out, a.Fallback)
	case *flow.Parallel:
		for _, b := range a.Branches {
			out = append(out, b.Steps)
		}
	case *flow.For:
		out = append(out, a.Steps)
	case *flow.Repeat:
		out = append(out, a.Steps)
	case *flow.If:
		out = append(out, a.Then, a.Else)
	case *flow.Switch:
		for _, c := range a.Cases {
			out = append(out, c.Then)
		}
		out = append(out, a.Else)
	case *flow.Try:
		out = append(out, a.Steps, a.Finally)
		for _, c := range a.Catch {
			out = append(out, c.Then)
		}
	}
	return out
}
