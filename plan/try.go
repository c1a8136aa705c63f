package plan

import (
	"slices"

	"tutti/flow"
)

// tolerant compiles a step with what stands beside it, from the outside in: what
// goes on after a failure (onError), how long it may take (timeout), how often it
// is tried (retry; of a call that is the call's own business), the action.
func (c *compiler) tolerant(s *flow.Step, id, out, meta int) {
	if _, each := s.Do.(*flow.For); !s.Continue || each {
		c.timed(s, id, out, meta)
		return
	}
	scope, over := c.scoped(id, nil, func() { c.timed(s, id, out, meta) })
	c.forget(id, out)
	if meta != None {
		c.emit(Ins{Op: Mark, Step: id, Dst: meta, Src: scope.Error, State: "failed"})
	}
	c.here(over...)
}

// forget makes a value null that a failed attempt may have left.
func (c *compiler) forget(id, slot int) {
	if slot != None {
		c.emit(Ins{Op: Clear, Step: id, Slots: []int{slot}})
	}
}

func (c *compiler) timed(s *flow.Step, id, out, meta int) {
	if s.Timeout == nil || deadlined(s) {
		c.tried(s, id, out, meta)
		return
	}
	scope, over := c.scoped(id, c.template(s.Timeout), func() { c.tried(s, id, out, meta) })
	c.emit(Ins{Op: Raise, Step: id, Src: scope.Error})
	c.here(over...)
}

func (c *compiler) tried(s *flow.Step, id, out, meta int) {
	_, isCall := s.Do.(*flow.Call)
	if s.Retry == nil || isCall {
		c.once(s, id, out, meta)
		return
	}
	counter := c.counter()
	c.emit(Ins{Op: Clear, Step: id, Slots: []int{counter}})
	again := c.emit(Ins{Op: Count, Step: id, Src: counter})
	before := c.mark()
	scope, over := c.scoped(id, nil, func() {
		c.counted(counter, func() {
			if _, run := s.Do.(*flow.Run); run { // under the same key it would be the run that has failed
				c.plan.Steps[id].Tries = c.attempts()
			}
			c.once(s, id, out, meta)
		})
	})
	scope.Clear = c.since(before, None)
	c.emit(Ins{Op: Retry, Step: id, Src: counter, Old: scope.Error, To: again, Retry: c.retrySpec(s.Retry)})
	c.emit(Ins{Op: Raise, Step: id, Src: scope.Error})
	c.here(over...)
}

// once compiles one attempt.
func (c *compiler) once(s *flow.Step, id, out, meta int) {
	c.action(s, id, out, meta)
	if meta != None && !waits(s.Do) && !marksItself(s) {
		c.emit(Ins{Op: Mark, Step: id, Dst: meta, Src: None, State: "done"})
	}
}

// marksItself tells whether the instruction of a step fills its $meta.
func marksItself(s *flow.Step) bool {
	_, each := s.Do.(*flow.For)
	return each && s.Continue
}

// scoped emits code in a scope of its own, and gives the jumps of its good end. The
// code after it is what handles its failure.
func (c *compiler) scoped(id int, timeout *Template, emit func()) (*ScopeSpec, []int) {
	scope := &ScopeSpec{Exit: None, Finally: None, Error: c.newSlot(c.frame, "error"), Timeout: timeout}
	c.emit(Ins{Op: Enter, Step: id, Scope: scope})
	c.sealed(emit)
	c.emit(Ins{Op: Leave, Step: id})
	over := c.emit(Ins{Op: Jump, Step: id})
	scope.Handler = c.pc()
	return scope, []int{over}
}

// counter is a slot for the number of a try's attempts.
func (c *compiler) counter() int { return c.newSlot(c.frame, "attempts") }

// counted emits code whose idempotency keys name the attempt.
func (c *compiler) counted(counter int, emit func()) {
	c.tries = append(c.tries, address{c.frame, counter})
	emit()
	c.tries = c.tries[:len(c.tries)-1]
}

// attempts are the addresses of the attempt counters around.
func (c *compiler) attempts() []int {
	var out []int
	for _, t := range c.tries {
		out = append(out, Address(c.depth(t.frame), t.slot))
	}
	return out
}

// caught emits code that sees $error in a slot of the current frame.
func (c *compiler) caught(slot int, emit func()) {
	c.errors = append(c.errors, address{c.frame, slot})
	emit()
	c.errors = c.errors[:len(c.errors)-1]
}

// try compiles the steps in a scope, the catches behind it, and the finally once
// for each way out: well, with an error, with a return, with the failure of a scope
// around.
func (c *compiler) try(a *flow.Try, id, out int) {
	t := &tryCode{Try: a, id: id, out: out, counter: None}
	if out != None && len(a.Finally) > 0 { // it has a value when the finally is over
		t.out = c.newSlot(c.frame, "value")
	}
	if slices.ContainsFunc(a.Catch, func(k flow.Catch) bool { return k.Retry != nil }) {
		t.counter = c.counter()
		c.emit(Ins{Op: Clear, Step: id, Slots: []int{t.counter}})
	}
	t.again = c.pc()
	body := func() { c.list(a.Steps, t.out) }
	if once := body; t.counter != None {
		c.emit(Ins{Op: Count, Step: id, Src: t.counter})
		body = func() { c.counted(t.counter, once) }
	}
	before := c.mark()
	scope, well := c.scoped(id, nil, body)
	t.error = scope.Error
	scope.Clear = c.since(before, None)
	for _, k := range a.Catch {
		well = append(well, c.catch(t, k)...)
	}
	c.emit(Ins{Op: Jump, Step: id, To: None})
	t.failing = append(t.failing, c.pc()-1)
	c.endings(t, scope, well, out)
}

// tryCode is a try being compiled.
type tryCode struct {
	*flow.Try
	id, out int
	counter int          // slot of the attempts, or None
	again   int          // where it starts again
	error   int          // slot of its error
	failing []int        // jumps to the end with an error
	scopes  []*ScopeSpec // of the catches; with a finally, a return in them goes through it
}

// catch compiles one catch and gives the jumps of its good end. An error in it
// replaces the one caught and has that as its cause.
func (c *compiler) catch(t *tryCode, k flow.Catch) []int {
	next := c.emit(Ins{Op: Match, Step: t.id, Src: t.error, On: matches(k.On)})
	if k.Retry != nil {
		again := c.retrySpec(k.Retry)
		again.On = nil // the catch says which errors
		c.emit(Ins{Op: Retry, Step: t.id, Src: t.counter, Old: t.error, To: t.again, Retry: again})
	}
	var well []int
	if k.Then == nil {
		t.failing = append(t.failing, c.emit(Ins{Op: Jump, Step: t.id}))
	} else {
		var scope *ScopeSpec
		scope, well = c.scoped(t.id, nil, func() {
			c.forget(t.id, t.out)
			c.caught(t.error, func() { c.list(k.Then, t.out) })
		})
		t.scopes = append(t.scopes, scope)
		c.emit(Ins{Op: Cause, Step: t.id, Src: scope.Error, Old: t.error, Dst: t.error})
		t.failing = append(t.failing, c.emit(Ins{Op: Jump, Step: t.id}))
	}
	c.here(next)
	return well
}

// endings compiles the ways out of a try.
func (c *compiler) endings(t *tryCode, body *ScopeSpec, well []int, out int) {
	finally := func() {
		c.sealed(func() { c.caught(t.error, func() { c.list(t.Finally, None) }) })
	}
	c.here(t.failing...)
	if len(t.Finally) > 0 {
		scope, over := c.scoped(t.id, nil, finally)
		c.emit(Ins{Op: Cause, Step: t.id, Src: scope.Error, Old: t.error, Dst: t.error})
		c.here(over...)
	}
	c.emit(Ins{Op: Raise, Step: t.id, Src: t.error})
	if len(t.Finally) > 0 {
		for _, s := range append(t.scopes, body) {
			s.Exit = c.pc()
		}
		c.emit(Ins{Op: Clear, Step: t.id, Slots: []int{t.error}})
		finally()
		c.emit(Ins{Op: Finish, Step: t.id})
		for _, s := range append(t.scopes, body) {
			s.Finally, s.Caught = c.pc(), t.error
		}
		finally()
		c.emit(Ins{Op: End, Step: t.id})
	}
	c.here(well...)
	if len(t.Finally) > 0 {
		c.emit(Ins{Op: Clear, Step: t.id, Slots: []int{t.error}})
		finally()
	}
	if t.out != out {
		c.emit(Ins{Op: Copy, Step: t.id, Src: t.out, Dst: out})
	}
}
