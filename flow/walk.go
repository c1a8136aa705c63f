package flow

// Lists gives the lists of steps inside an action.
func Lists(do Action) [][]*Step {
	switch a := do.(type) {
	case *Call:
		return [][]*Step{a.Fallback}
	case *Parallel:
		var out [][]*Step
		for _, b := range a.Branches {
			out = append(out, b.Steps)
		}
		return out
	case *For:
		return [][]*Step{a.Steps}
	case *Repeat:
		return [][]*Step{a.Steps}
	case *If:
		return [][]*Step{a.Then, a.Else}
	case *Switch:
		var out [][]*Step
		for _, c := range a.Cases {
			out = append(out, c.Then)
		}
		return append(out, a.Else)
	case *Try:
		out := [][]*Step{a.Steps}
		for _, c := range a.Catch {
			out = append(out, c.Then)
		}
		return append(out, a.Finally)
	default:
		return nil
	}
}

// HasGoto tells whether any step of the definition is a goto.
func HasGoto(d *Definition) bool { return hasGoto(d.Steps) }

func hasGoto(steps []*Step) bool {
	for _, s := range steps {
		if _, ok := s.Do.(*Goto); ok {
			return true
		}
		for _, l := range Lists(s.Do) {
			if hasGoto(l) {
				return true
			}
		}
	}
	return false
}
