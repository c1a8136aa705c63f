package check

import (
	"tutti/expr"
	"tutti/flow"
)

// compensation checks what undoes a step.
func (c *checker) compensation(s *flow.Step, at *place) {
	undo := s.Compensate
	if undo == nil {
		return
	}
	call, ok := undo.Do.(*flow.Call)
	switch {
	case !isCall(s):
		c.errorf(undo.Pos, CodeCompensate, "put it on the calls", "only a call can be compensated in this version")
		return
	case !ok:
		c.errorf(undo.Pos, CodeCompensate, "", "a compensation is a call in this version")
		return
	}
	c.values(at, undo.If)
	c.condition(undo.If)
	c.call(undo, call, at)
	c.lostUndo(s)
}

// lostUndo warns when a compensation needs the answer of the call it undoes: if
// that answer is lost, the call may have happened and cannot be undone.
func (c *checker) lostUndo(s *flow.Step) {
	warned := false
	flow.StepExprs(s.Compensate, func(e *flow.Expr) {
		if ref, ok := c.ownValue(e, s); ok && !warned {
			warned = true
			c.warnf(e.Place(ref.Offset), CodeLostUndo,
				"undo by something known before the call, such as $run.id or an input of it",
				"if the answer of step %q is lost, this compensation cannot run, because it needs $%s", s.Label(), ref.Name)
		}
	})
}

// ownValue finds where the expression reads the value of the step.
func (c *checker) ownValue(e *flow.Expr, s *flow.Step) (expr.Ref, bool) {
	p := c.parsed[e]
	if p == nil {
		return expr.Ref{}, false
	}
	for _, ref := range p.Refs() {
		if b := c.names.At(e).Lookup(ref.Name); b != nil && b.Step == s && b.Kind == flow.OfStep {
			return ref, true
		}
	}
	return expr.Ref{}, false
}
