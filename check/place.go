package check

import (
	"math"

	"tutti/flow"
)

// place is where a step stands: in which list of which block.
type place struct {
	block *place     // the block around; nil in the workflow's own list
	step  *flow.Step // nil for a branch as a whole and for the element of a loop
	list  int        // which list of the block, as flow.Lists counts them
	index int        // in that list
}

// Names that no step of a list defines stand before or behind all its steps.
const (
	before = -1
	behind = math.MaxInt
)

// inside tells whether p lies in one of the lists of the block.
func (p *place) inside(block *place) bool {
	for b := p.block; b != nil; b = b.block {
		if b == block {
			return true
		}
	}
	return false
}

func (p *place) depth() int {
	n := 0
	for b := p.block; b != nil; b = b.block {
		n++
	}
	return n
}

// fork climbs from two places to where their ways part: the places it gives
// stand in the same block, and are the same if one of the two is in the other.
func fork(a, b *place) (*place, *place) {
	for n := a.depth() - b.depth(); n > 0; n-- {
		a = a.block
	}
	for n := b.depth() - a.depth(); n > 0; n-- {
		b = b.block
	}
	for a.block != b.block {
		a, b = a.block, b.block
	}
	return a, b
}

// loop is the outermost loop around p that is not around the other place; nil if none.
func (p *place) loop(other *place) *place {
	var found *place
	for b := p.block; b != nil; b = b.block {
		if isLoop(b.step) && !other.inside(b) {
			found = b
		}
	}
	return found
}

func isLoop(s *flow.Step) bool {
	switch s.Do.(type) {
	case *flow.For, *flow.Repeat:
		return true
	}
	return false
}

// survives tells whether something may still run in which the failure of the step
// at p can be seen.
func (p *place) survives() bool {
	for ; p != nil; p = p.block {
		if p.step.Continue || p.block != nil && p.block.outlives(p.list) {
			return true
		}
	}
	return false
}

// outlives tells whether the block may go on when one of its lists has failed.
func (p *place) outlives(list int) bool {
	switch a := p.step.Do.(type) {
	case *flow.Try:
		return list == 0 && len(a.Catch)+len(a.Finally) > 0
	case *flow.Parallel:
		return a.Join.Any > 0
	case *flow.For:
		return a.Join.Any > 0
	}
	return false
}

// definition is a name with where it is defined.
type definition struct {
	*flow.Binding
	at *place
}

// site is where an expression stands.
type site struct {
	at   *place // of its step; nil for the key of the runs
	undo bool   // in a compensation
}

// survey knows where everything stands.
type survey struct {
	places map[*flow.Step]*place
	names  map[flow.Name]*place
	sites  map[*flow.Expr]site
	byText map[string][]definition // in order of the source
}

func newSurvey(d *flow.Definition, names *flow.Names) *survey {
	s := &survey{
		places: map[*flow.Step]*place{}, names: map[flow.Name]*place{},
		sites: map[*flow.Expr]site{}, byText: map[string][]definition{},
	}
	s.steps(d.Steps, nil, 0, false)
	for _, b := range names.All {
		s.byText[b.Name.Text] = append(s.byText[b.Name.Text], definition{b, s.names[b.Name]})
	}
	return s
}

func (s *survey) steps(steps []*flow.Step, block *place, list int, undo bool) {
	for i, step := range steps {
		p := &place{block: block, step: step, list: list, index: i}
		s.places[step] = p
		s.names[step.Name] = p
		s.inner(step, p, undo)
	}
}

// inner notes what a step holds and names, and what undoes it.
func (s *survey) inner(step *flow.Step, p *place, undo bool) {
	for _, v := range append(operands(step.Do), step.If, step.Timeout) {
		flow.Exprs(v, func(e *flow.Expr) { s.sites[e] = site{p, undo} })
	}
	for i, list := range flow.Lists(step.Do) {
		s.steps(list, p, i, undo)
	}
	switch a := step.Do.(type) {
	case *flow.Parallel:
		for i, b := range a.Branches {
			if !b.IsStep() {
				s.names[b.Name] = &place{block: p, list: i, index: behind}
			}
		}
	case *flow.For:
		s.names[a.Name] = &place{block: p, index: before}
	case *flow.Set:
		for _, f := range a.Fields {
			s.names[f.Name] = p
		}
	}
	if step := step.Compensate; step != nil {
		s.places[step] = p
		s.names[step.Name] = p
		s.inner(step, p, true)
	}
}
