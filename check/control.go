package check

import (
	"tutti/diag"
	"tutti/flow"
	"tutti/value"
)

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

func (c *checker) parallel(s *flow.Step, p *flow.Parallel, in around) {
	if n := c.cfg.Limits.Branches; len(p.Branches) > n {
		c.errorf(p.Branches[n].Name.Pos, CodeBranches, "use for with concurrency", "a parallel has at most %d branches, and this one has %d", n, len(p.Branches))
	}
	c.join(s, p.Join, len(p.Branches), "branches")
	if p.Concurrency < 0 {
		c.errorf(s.Pos, CodeJoin, "leave it out to run all branches at once", "concurrency is at least 1, not %d", p.Concurrency)
	}
	in.crowd = s
	for _, b := range p.Branches {
		c.list(b.Steps, in)
	}
}

// join holds the number of successes asked for against the n that are possible.
func (c *checker) join(s *flow.Step, j flow.Join, n int, what string) {
	switch {
	case j.Any < 0:
		c.errorf(s.Pos, CodeJoin, "", "a join waits for at least 1 success, not %d", j.Any)
	case j.Any > n:
		c.errorf(s.Pos, CodeJoin, "wait for fewer", "the join waits for %d successes, and there are %d %s", j.Any, n, what)
	case j.Any > 0 && n == 1:
		c.warnf(s.Pos, CodeUseless, "remove the join, or add what it shall choose from", "a join over only one of the %s changes nothing", what)
	}
}

func (c *checker) loop(s *flow.Step, f *flow.For, at *place, in around) {
	c.values(at, f.In, f.Concurrency)
	if v := f.In; v != nil && !mayBeArray(v) {
		c.errorf(v.At(), CodeNoList, "write a list, or an expression that gives one", "a loop goes through a list, and this is none")
	}
	if list, ok := f.In.(*flow.Array); ok && len(list.Items) > 0 {
		c.join(s, f.Join, len(list.Items), "elements")
	}
	if c.concurrent(f.Concurrency) {
		in.crowd = s
	}
	c.list(f.Steps, in)
}

// concurrent tells whether several turns may run at once.
func (c *checker) concurrent(v flow.Value) bool {
	l, ok := v.(*flow.Literal)
	if !ok {
		_, computed := v.(*flow.Expr)
		if v != nil && !computed {
			c.errorf(v.At(), CodeJoin, "", "concurrency is a number")
		}
		return v != nil
	}
	n, ok := l.JSON.Int()
	if !ok || n < 1 {
		c.errorf(l.Pos, CodeJoin, "", "concurrency is a whole number of at least 1, not %s", l.JSON.Raw())
	}
	return n > 1
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

func (c *checker) repeat(s *flow.Step, r *flow.Repeat, at *place, in around) {
	c.values(at, r.Every, r.Until)
	c.condition(r.Until)
	most := c.cfg.Limits.RepeatTurns
	switch {
	case r.Until == nil && r.Max == 0:
		c.errorf(s.Pos, CodeTurns, "write until: with the condition that ends it", "nothing ends this repeat")
	case most > 0 && r.Max > most:
		c.errorf(s.Pos, CodeTurns, "", "a repeat has at most %d turns, and this one asks for %d", most, r.Max)
	}
	if l, ok := r.Every.(*flow.Literal); ok {
		if n, number := l.JSON.Float(); number && n <= 0 {
			c.warnf(l.Pos, CodeUseless, "leave it out", "every: %s is no pause", l.JSON.Raw())
		}
	}
	c.list(r.Steps, in)
}

// choice checks a switch: what stands behind a case that is always taken never runs.
func (c *checker) choice(a *flow.Switch, at *place, in around) {
	var taken flow.Value // what is always true
	for _, k := range a.Cases {
		c.values(at, k.When)
		c.condition(k.When)
		if taken != nil {
			c.neverTaken(k.When.At(), taken)
		}
		if taken == nil && k.When != nil && always(k.When) {
			taken = k.When
		}
		c.list(k.Then, in)
	}
	if taken != nil && len(a.Else) > 0 {
		c.neverTaken(a.Else[0].Pos, taken)
	}
	c.list(a.Else, in)
}

func (c *checker) neverTaken(p diag.Pos, before flow.Value) {
	c.errorf(p, CodeUnreachable, "", "this never runs: the case at line %d is always taken", before.At().Line)
}

func (c *checker) fail(s *flow.Step, f *flow.Fail, at *place) {
	c.values(at, f.Error)
	if s.Continue {
		c.warnf(s.Pos, CodeUseless, "remove the step, or its onError", "a fail that goes on does nothing")
	}
}

// returns checks a return. It ends the whole run, so nothing may run beside it; and
// a finally is on the way out already.
func (c *checker) returns(s *flow.Step, r *flow.Return, at *place, in around) {
	if crowd := in.crowd; crowd != nil {
		what := "a for with concurrency over 1"
		if _, ok := crowd.Do.(*flow.Parallel); ok {
			what = "a parallel"
		}
		c.errorf(s.Pos, CodeReturn, "return after that block", "return may not stand inside of %s (line %d), where other steps run at the same time", what, crowd.Line)
	}
	if in.finally != nil {
		c.errorf(s.Pos, CodeReturn, "return after the try", "return may not stand in a finally (of the try at line %d): it also runs when something has failed", in.finally.Line)
	}
	c.values(at, r.Status, r.Body)
	c.fields(at, r.Headers)
	c.headers(r.Headers, answerHeaders)
}
