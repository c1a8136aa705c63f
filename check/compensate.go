package check

import (
	"tutti/expr"
	"tutti/flow"
	"tutti/shape"
)

// compensation checks what undoes a step.
func (c *checker) compensation(s *flow.Step, at *place) {
	undo := s.Compensate
	if undo == nil {
		return
	}
	if why := nothingLeft(s.Do); why != "" {
		c.errorf(undo.Pos, CodeCompensate, "compensate a step that leaves something behind", "%s %s", aVerb(s.Do), why)
		return
	}
	switch undo.Do.(type) {
	case *flow.Call, *flow.Emit, *flow.Run:
	default:
		c.errorf(undo.Pos, CodeCompensate, "a compensation is a call, an emit or a run", "%s cannot be a compensation", aVerb(undo.Do))
		return
	}
	switch {
	case undo.Compensate != nil:
		c.errorf(undo.Compensate.Pos, CodeCompensate, "remove it", "a compensation is not compensated itself")
	case undo.Name.Text != "":
		c.errorf(undo.Name.Pos, CodeCompensate, "remove the name", "nothing can use the result of a compensation")
	default:
		c.step(undo, around{})
	}
	if isCall(s) {
		c.undoes(s, undo)
		c.lostUndo(s)
	}
}

// undoes warns about a compensation that undoes nothing, or always the same, as far as
// the contracts tell.
func (c *checker) undoes(s, undo *flow.Step) {
	call := s.Do.(*flow.Call)
	if op, ok := c.types.operation(call); ok && op.Safe {
		c.warnf(undo.Pos, CodeCompensate, "remove it", "%s changes nothing, its contract says, so there is nothing to undo", call.Target())
		return
	}
	by, ok := undo.Do.(*flow.Call)
	if !ok {
		return
	}
	op, ok := c.types.operation(by)
	switch {
	case ok && op.Safe:
		c.warnf(by.Service.Pos, CodeCompensate, "call what undoes "+call.Target(), "%s changes nothing, its contract says, so it undoes nothing", by.Target())
	case by.With != nil && !computed(by) && computed(call) && undo.If == nil:
		c.warnf(by.With.At(), CodeCompensate, "name what the step has done: by $run.id or an input of it",
			"this undoes the same each time, and %s does not do the same each time", call.Target())
	}
}

// computed tells whether what a call sends depends on data.
func computed(c *flow.Call) bool {
	found := false
	for _, v := range operands(c) {
		flow.Exprs(v, func(*flow.Expr) { found = true })
	}
	return found
}

// nothingLeft says why there is nothing to undo for an action; "" if there may be.
func nothingLeft(do flow.Action) string {
	switch a := do.(type) {
	case *flow.Call, *flow.Await, *flow.Human, *flow.Emit, *flow.Run:
		return ""
	case *flow.Set:
		if len(a.Fields) == 0 {
			return "" // what a parser leaves of a step that it could not read
		}
	case *flow.Parallel, *flow.For, *flow.Repeat, *flow.If, *flow.Switch, *flow.Try:
		return "leaves nothing behind itself; the steps in it may, and each has its own compensation"
	}
	return "leaves nothing behind that could be undone"
}

// lostUndo warns when a compensation needs the answer of the call it undoes: if
// that answer is lost, the call may have happened and cannot be undone.
func (c *checker) lostUndo(s *flow.Step) {
	warned := false
	flow.StepExprs(s.Compensate, func(e *flow.Expr) {
		ref, ok := c.ownValue(e, s)
		switch {
		case !ok || warned:
		case c.types.step(s).Is(shape.Absent):
			warned = true
			c.errorf(e.Place(ref.Offset), CodeCompensate, "undo by something known before the call, such as $run.id or an input of it",
				"%s answers without a body, so $%s is always null and says nothing of what to undo", s.Do.(*flow.Call).Target(), ref.Name)
		default:
			warned = true
			c.warnf(e.Place(ref.Offset), CodeLostUndo,
				"undo by something known before the call, such as $run.id or an input of it",
				"if the answer of step %q is lost, this compensation cannot run, because it needs $%s", s.Label(), ref.Name)
		}
	})
}

// ownValue finds where the expression reads the value of the step.
func (c *checker) ownValue(e *flow.Expr, s *flow.Step) (expr.Ref, bool) {
	p, err := c.types.parse(e)
	if err != nil {
		return expr.Ref{}, false
	}
	for _, ref := range p.Refs() {
		if b := c.names.At(e).Lookup(ref.Name); b != nil && b.Step == s && b.Kind == flow.OfStep {
			return ref, true
		}
	}
	return expr.Ref{}, false
}
