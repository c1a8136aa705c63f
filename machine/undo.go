package machine

import (
	"tutti/fault"
	"tutti/plan"
	"tutti/value"
)

// undo is a compensation that waits for the run to fail; their order is that in
// which their steps finished.
type undo struct {
	entry int
	frame int
	step  int
}

// cancel ends the run from outside; what is done is undone. A run that is already
// undoing goes on with that.
func (m *Machine) cancel(f *fault.Fault) {
	if m.state == running {
		m.unwind(f)
	}
}

// fail is a fault in a fiber: the end of the run, or of one compensation, which
// does not stop the others.
func (m *Machine) fail(i int, f *fault.Fault) {
	if m.fibers[i].undoes {
		m.result.Failed = append(m.result.Failed, f)
		m.freeFiber(i)
		return
	}
	m.unwind(f)
}

// unwind stops everything still running. A call in flight that has a compensation
// is waited for, since it may have succeeded; the others are cancelled.
func (m *Machine) unwind(f *fault.Fault) {
	m.state = unwinding
	m.result.Fault = f
	m.frames[0].slots[plan.SlotError] = f.Value()
	m.ready, m.head, m.fibers = m.ready[:0], 0, m.fibers[:0]
	m.idle.fibers = m.idle.fibers[:0]
	kept := m.calls[:0]
	for _, p := range m.calls {
		ins := &m.plan.Code[p.pc]
		if ins.Call.Undo != nil {
			p.fiber = noFiber
			kept = append(kept, p)
			continue
		}
		m.out = append(m.out, Command{Kind: Cancel, Seq: p.seq, Step: ins.Step})
	}
	m.calls = kept
}

// also adds a later fault of the failing run to the one it failed of.
func (m *Machine) also(f *fault.Fault) {
	if f != nil {
		m.result.Fault.Also = append(m.result.Fault.Also, f)
	}
}

// undoNext starts the next compensation, the last finished step first, once no
// call is awaited any more; without one left, the run has ended. It tells whether
// there is something to run.
func (m *Machine) undoNext() bool {
	if len(m.calls) > 0 {
		return false
	}
	n := len(m.undos)
	if n == 0 {
		m.state = ended
		return false
	}
	u := m.undos[n-1]
	m.undos = m.undos[:n-1]
	m.spawn(fiber{pc: u.entry, frame: u.frame, join: noJoin, undoes: true})
	return true
}

// failure is the error that a fail step says.
func (m *Machine) failure(ins *plan.Ins, env view) *fault.Fault {
	v, err := ins.Value.Eval(env)
	if err != nil {
		return err
	}
	return failed(v)
}

// failed is the fault that an object describes: what a fail step says, or $error passed on.
func failed(v value.Value) *fault.Fault {
	status, ok := v.Get("status").Int()
	if s := v.Get("status"); !s.IsNull() && (!ok || status < 400 || status > 599) {
		return &fault.Fault{Kind: fault.Expression, Detail: "fail: status is " + string(s.Raw()) + ", not a number from 400 to 599"}
	}
	return fault.FromValue(v)
}

// finish is a return: the run ends well and keeps what it did.
func (m *Machine) finish(ins *plan.Ins, env view) *fault.Fault {
	r := ins.Return
	status, err := eval(r.Status, env)
	if err != nil {
		return err
	}
	code, ok := status.Int()
	if !status.IsNull() && (!ok || code < 100 || code > 599) {
		return &fault.Fault{Kind: fault.Expression, Detail: "return: status is " + string(status.Raw()) + ", not a number from 100 to 599"}
	}
	hs, err := headers(r.Headers, env)
	if err != nil {
		return err
	}
	body, err := eval(r.Body, env)
	if err != nil {
		return err
	}
	m.result = Result{Status: int(code), Headers: hs, Body: body}
	m.state = ended
	return nil
}
