package machine

import (
	"tutti/fault"
	"tutti/plan"
	"tutti/value"
)

// answer takes in what a command came to.
func (m *Machine) answer(e Event) {
	w, ok := m.take(e.Seq)
	switch {
	case !ok: // it was cancelled
	case w.fiber == nil && w.scope.timer == w.seq && w.scope.state == open:
		m.timedOut(w.scope)
	case w.pause:
		m.goOn(w)
	case w.fiber == nil:
		m.late(w, e)
	default:
		m.answered(w, e)
	}
}

// timedOut is the end of a scope's time.
func (m *Machine) timedOut(s *scope) {
	s.timer = 0
	f := &fault.Fault{Kind: fault.Timeout, Detail: "it took longer than its timeout"}
	m.fail(s, m.explain(s.step, f))
}

// goOn is the end of a pause: before another attempt, a turn, or a try that starts again.
func (m *Machine) goOn(w wait) {
	ins := &m.plan.Code[w.ins]
	switch ins.Op {
	case plan.Again:
		m.nextTurn(w.fiber, ins)
		m.spawn(w.fiber)
	case plan.Retry:
		m.resume(w.fiber, ins.To)
	default:
		w.pause = false
		if err := m.send(w, ins); err != nil {
			m.fail(w.fiber.scope, m.explain(ins.Step, err))
		}
	}
}

// late is the answer to a call whose scope has failed meanwhile.
func (m *Machine) late(w wait, e Event) {
	s := w.scope
	s.orphans--
	switch {
	case mutant == 11:
	case e.Fault == nil:
		w.frame.set(m.plan.Code[w.ins].Undo.Own, e.Out) // the compensation may read it
		m.remember(&w, s)
	case w.maybe || unsure(e.Fault):
		m.mayHaveHappened(&w, s)
		s.fault.Also = append(s.fault.Also, m.explain(m.plan.Code[w.ins].Step, e.Fault))
	default:
		s.fault.Also = append(s.fault.Also, m.explain(m.plan.Code[w.ins].Step, e.Fault))
	}
	m.unwind(s)
}

// answered is the answer that a fiber waits for.
func (m *Machine) answered(w wait, e Event) {
	ins := &m.plan.Code[w.ins]
	if e.Fault != nil {
		m.faulted(w, ins, e.Fault)
		return
	}
	w.frame.set(ins.Dst, e.Out)
	if ins.Meta != plan.None {
		w.frame.set(ins.Meta, m.meta(ins, &w, e))
	}
	if ins.Undo != nil {
		m.remember(&w, w.fiber.scope)
	}
	m.resume(w.fiber, w.ins+1)
}

// faulted is an attempt that failed: the next one, or the end of the scope. A call
// without an answer may have happened all the same, so it is undone too if its
// compensation can do without its value.
func (m *Machine) faulted(w wait, ins *plan.Ins, f *fault.Fault) {
	f.Attempts = w.attempt
	w.maybe = w.maybe || unsure(f)
	if m.retryCall(&w, ins, f) {
		return
	}
	if w.maybe {
		m.mayHaveHappened(&w, w.fiber.scope)
	}
	m.explain(ins.Step, f)
	w.frame.set(ins.Meta, state("failed", f))
	m.fail(w.fiber.scope, f)
}

// unsure tells whether a failed call may have done what it was for: nobody answered, or
// the service acted and its answer is of no use. An error status says that it did not.
func unsure(f *fault.Fault) bool {
	return f.Processed == fault.Unknown || f.Processed == fault.Yes && f.Kind != fault.Status
}

// meta is the $meta of what waited.
func (m *Machine) meta(ins *plan.Ins, w *wait, e Event) value.Value {
	members := []value.Member{{Name: "state", Value: value.FromString("done")}}
	if ins.Op == plan.Call {
		var hs value.Value
		if e.Headers != nil {
			hs = e.Headers()
		}
		service, _ := split(m.plan.Ops[ins.Call.Op])
		members = append(members,
			value.Member{Name: "status", Value: value.FromInt(int64(e.Status))},
			value.Member{Name: "headers", Value: hs},
			value.Member{Name: "attempts", Value: value.FromInt(int64(w.attempt))},
			value.Member{Name: "service", Value: value.FromString(service)},
		)
	}
	for name, v := range e.Meta.Members() {
		members = append(members, value.Member{Name: name, Value: v})
	}
	return value.ObjectOf(members...)
}
