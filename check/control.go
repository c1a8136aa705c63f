package check

import (
	"tutti/diag"
	"tutti/flow"
	"tutti/shape"
	"tutti/value"
)

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
	c.elements(f.In)
	if list, ok := f.In.(*flow.Array); ok && len(list.Items) > 0 {
		c.join(s, f.Join, len(list.Items), "elements")
	}
	if c.concurrent(f.Concurrency) {
		in.crowd = s
	}
	c.list(f.Steps, in)
}

// elements reports a loop over something that is never a list.
func (c *checker) elements(in flow.Value) {
	e, ok := in.(*flow.Expr)
	if !ok {
		return
	}
	got := c.types.expr(e)
	if c.types.wrong[e] || !got.Possible() {
		return
	}
	switch k := got.Kinds(); {
	case k.Solid() == 0:
		c.errorf(e.Pos, CodeLoopType, "", "a loop goes through a list, and this is always null")
	case !k.Has(shape.Array):
		c.errorf(e.Pos, CodeLoopType, listMend(e, got), "a loop goes through a list, and this is %s", aKind(k))
	case k.Has(shape.Null) && got.Known() && !c.types.guarded(e):
		c.warnf(e.Pos, CodeMayBeNull, "write … // []", "a loop goes through a list, and this may be null")
	}
}

// listMend names the member of an object that is a list, if there is one.
func listMend(e *flow.Expr, got shape.Shape) string {
	if !got.Is(shape.Object) {
		return ""
	}
	if mend := fieldMend(e, got, shape.Of(shape.Array)); mend != "" {
		return mend
	}
	return "for the members of an object write … | to_entries"
}

// concurrent tells whether several turns may run at once.
func (c *checker) concurrent(v flow.Value) bool {
	l, ok := v.(*flow.Literal)
	if !ok {
		e, computed := v.(*flow.Expr)
		switch {
		case computed:
			c.takes(e, anyInteger, "concurrency")
		case v != nil:
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
	c.lasting(r.Every, "every")
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
