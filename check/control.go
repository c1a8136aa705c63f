package check

import (
	"tutti/flow"
	"tutti/value"
)

// unreachable reports the first step behind one that always ends the run.
func (c *checker) unreachable(steps []*flow.Step) {
	for i, s := range steps {
		if i+1 < len(steps) && ends(s) {
			c.errorf(steps[i+1].Pos, CodeUnreachable, "give that step a condition, or remove what is behind it",
				"this never runs: the step at line %d always ends the run", s.Line)
			return
		}
	}
}

// ends tells whether nothing runs after a step, whatever the data.
func ends(s *flow.Step) bool {
	switch a := s.Do.(type) {
	case *flow.Return, *flow.Fail:
		return always(s.If)
	case *flow.If:
		return endsOne(a.Then) && endsOne(a.Else)
	case *flow.Parallel:
		for _, b := range a.Branches {
			if endsOne(b.Steps) {
				return always(s.If)
			}
		}
	}
	return false
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

// condition warns about a condition that does not depend on any data.
func (c *checker) condition(v flow.Value) {
	switch v := v.(type) {
	case *flow.Literal:
		c.warnf(v.Pos, CodeConstant, "", "this condition is always %s", v.JSON.Raw())
	case *flow.Expr:
		if p := c.parsed[v]; p != nil && len(p.Refs()) == 0 {
			c.warnf(v.Pos, CodeConstant, "", "this condition uses no variable, so it is always the same")
		}
	}
}

func (c *checker) parallel(s *flow.Step, p *flow.Parallel) {
	if n := c.cfg.Limits.Branches; len(p.Branches) > n {
		c.errorf(p.Branches[n].Name.Pos, CodeBranches, "use for with concurrency", "a parallel has at most %d branches, and this one has %d", n, len(p.Branches))
	}
	for _, b := range p.Branches {
		c.list(b.Steps, s)
	}
}

func (c *checker) loop(s *flow.Step, f *flow.For, at *place, crowd *flow.Step) {
	c.values(at, f.In)
	if v := f.In; v != nil && !mayBeArray(v) {
		c.errorf(v.At(), CodeNoList, "write a list, or an expression that gives one", "a loop goes through a list, and this is none")
	}
	if f.Concurrency > 1 {
		crowd = s
	}
	c.list(f.Steps, crowd)
}

func mayBeArray(v flow.Value) bool {
	switch v := v.(type) {
	case *flow.Array, *flow.Expr:
		return true
	case *flow.Literal:
		return v.JSON.Kind() == value.Array
	}
	return false
}

// returns checks a return. It ends the whole run, so nothing may run beside it.
func (c *checker) returns(s *flow.Step, r *flow.Return, at *place, crowd *flow.Step) {
	if crowd != nil {
		what := "a for with concurrency over 1"
		if _, ok := crowd.Do.(*flow.Parallel); ok {
			what = "a parallel"
		}
		c.errorf(s.Pos, CodeReturn, "return after that block", "return may not stand inside of %s (line %d), where other steps run at the same time", what, crowd.Line)
	}
	c.values(at, r.Status, r.Body)
	c.fields(at, r.Headers)
	c.headers(r.Headers, answerHeaders)
}

// maxDepth bounds how deeply steps are nested. It is far above what can be read,
// and far below what would trouble a stack.
const maxDepth = 32

// tooDeep reports the first step or value that is nested too deeply; nothing
// else may walk such a definition.
func (c *checker) tooDeep(steps []*flow.Step) bool {
	d := depthMeter{values: c.cfg.Limits.JSONDepth}
	d.list(steps, 1)
	if d.found {
		c.errorf(d.at, CodeDepth, "make a part of it simpler", "nested too deeply: steps go %d deep at most, values %d", maxDepth, d.values)
	}
	return d.found
}
