package check

import "tutti/flow"

// unused warns about what was asked for, or made, and nothing uses: the answer of a call
// that changes nothing, and the names of a set. Where any name is wrong it says nothing,
// since that may be the one that was meant.
func (c *checker) unused() {
	u := &usage{checker: c, used: map[string]bool{}, turns: map[*flow.Step]bool{}}
	if !c.types.unresolved.HasErrors() && u.gather() {
		u.list(c.def.Steps, true)
	}
}

// usage is which names are used.
type usage struct {
	*checker
	used  map[string]bool
	turns map[*flow.Step]bool // the repeats whose $last is
}

// gather is false if some expression does not tell what it uses.
func (u *usage) gather() bool {
	for _, e := range u.names.Exprs() {
		p, err := u.types.parse(e)
		if err != nil {
			return false
		}
		for _, ref := range p.Refs() {
			name := ref.Name
			if name == "meta" && len(ref.Path) > 0 {
				name = ref.Path[0]
			}
			b := u.names.At(e).Lookup(name)
			if b == nil {
				return false
			}
			u.used[name] = true
			if name == "last" {
				u.turns[b.Loop] = true
			}
		}
	}
	return true
}

// list looks at steps that run one after the other; counts tells whether the value of the
// whole, which is that of the last, is used.
func (u *usage) list(steps []*flow.Step, counts bool) {
	for i, s := range steps {
		u.step(s, counts && i == len(steps)-1 || u.used[s.Name.Text])
	}
}

func (u *usage) step(s *flow.Step, counts bool) {
	switch a := s.Do.(type) {
	case *flow.Call:
		op, ok := u.types.operation(a)
		if ok && op.Safe && !counts && s.Name.Text != "" {
			u.warnf(s.Name.Pos, CodeUnused, "use $"+s.Name.Text+", or remove the step", "nothing uses $%s, and %s changes nothing", s.Name.Text, a.Target())
		}
	case *flow.Set:
		for _, f := range a.Fields {
			if !counts && !u.used[f.Name.Text] {
				u.warnf(f.Name.Pos, CodeUnused, "remove it", "nothing uses $%s", f.Name.Text)
			}
		}
	case *flow.Parallel:
		for _, b := range a.Branches {
			u.list(b.Steps, counts || b.IsStep() || u.used[b.Name.Text]) // a step needs its name there
		}
	case *flow.Try: // a call in it may be made to see whether it fails
		for i, list := range flow.Lists(a) {
			u.list(list, counts || i == 0)
		}
	default:
		for _, list := range flow.Lists(s.Do) {
			u.list(list, counts || u.turns[s])
		}
	}
}
