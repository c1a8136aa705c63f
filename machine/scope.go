package machine

import (
	"cmp"
	"slices"

	"tutti/fault"
	"tutti/plan"
	"tutti/value"
)

// scope is what fails as one: the run, what stands between an Enter and its Leave,
// a branch or turn whose failure does not end the whole, a compensation.
type scope struct {
	parent *scope // nil: the run, or a compensation
	kids   []*scope
	place  int // among the parent's kids
	state  scopeState

	spec  *plan.ScopeSpec // of an Enter; nil for the others
	ins   int             // the Enter
	begun int             // order in which it was opened, if it has a finally
	step  int
	owner *fiber // who entered it, or whose branch or turn it is
	frame *frame // of the owner when it entered
	join  *join  // of a branch or turn
	undo  *scope // of a compensation: the scope that is being undone

	undos []undo
	fault *fault.Fault
	timer int  // number of its timer; 0: none
	lost  bool // its join is met without it
	busy  bool // a compensation is running
	// calls in flight, and scopes inside, that must come to their end before the undo
	orphans, sides int
}

type scopeState uint8

const (
	open scopeState = iota
	failing
	closed
)

// undo is a compensation that waits for its scope to fail, or a finally that waits
// with them. Order is that in which the steps finished and the scopes with a finally
// were opened, over the whole run.
type undo struct {
	order int
	ins   int // the instruction of the step, or the Enter
	frame *frame
}

func (s *scope) adopt(kid *scope) {
	kid.parent, kid.place = s, len(s.kids)
	s.kids = append(s.kids, kid)
}

// leaveParent takes the scope from its parent.
func (s *scope) leaveParent() {
	kids := s.parent.kids
	last := kids[len(kids)-1]
	kids[s.place], last.place = last, s.place
	s.parent.kids = kids[:len(kids)-1]
}

func (s *scope) inside(outer *scope) bool {
	for ; s != nil; s = s.parent {
		if s == outer {
			return true
		}
	}
	return false
}

// enter opens a scope around what the fiber does next.
func (m *Machine) enter(f *fiber, ins *plan.Ins) *fault.Fault {
	s := &scope{spec: ins.Scope, ins: f.pc, step: ins.Step, owner: f, frame: f.frame}
	if s.spec.Finally != plan.None {
		m.order++
		s.begun = m.order
	}
	if mutant != 9 {
		clearSlots(f.frame, ins.Scope.Clear)
	}
	if ins.Scope.Timeout != nil {
		d, err := duration(ins.Scope.Timeout, f.frame, "timeout")
		if err != nil {
			return err
		}
		m.seq++
		s.timer = m.seq
		m.post(Command{Kind: Timer, Seq: m.seq, Step: ins.Step, Undoes: f.undoing(), Ask: &Ask{Min: d, Max: d}}, wait{scope: s})
	}
	f.scope.adopt(s)
	f.scope = s
	return nil
}

// leave closes the fiber's innermost scope well: what was done in it can be undone
// by the scope around, and a loser still being undone in it is that one's business.
func (m *Machine) leave(f *fiber) {
	s := f.scope
	m.stopTimer(s)
	m.handUp(s)
	f.scope = s.parent
}

func (m *Machine) handUp(s *scope) {
	s.state = closed
	s.leaveParent()
	if mutant != 3 {
		s.parent.undos = append(s.parent.undos, s.undos...)
	}
	for _, kid := range s.kids {
		s.parent.adopt(kid)
	}
	s.undos, s.kids = nil, nil
}

func (m *Machine) stopTimer(s *scope) {
	if s.timer == 0 || mutant == 8 {
		return
	}
	if _, ok := m.take(s.timer); ok {
		m.out = append(m.out, Command{Kind: Cancel, Seq: s.timer, Step: s.step})
	}
	s.timer = 0
}

// fail ends a scope: everything in it stops, then what was done in it is undone.
func (m *Machine) fail(s *scope, f *fault.Fault) {
	switch s.state {
	case failing:
		s.fault.Also = append(s.fault.Also, f)
		return
	case closed:
		return
	}
	s.state, s.fault = failing, f
	m.unwinding++
	m.stopTimer(s)
	m.drop(s)
	m.gather(s, s)
	s.sort()
	m.unwind(s)
}

// gather closes the scopes inside and takes over what they had done. Those that are
// failing already go on beside; the undo waits for them.
func (m *Machine) gather(s, into *scope) {
	kids := s.kids
	s.kids = nil
	for _, kid := range kids {
		if kid.state == failing {
			into.adopt(kid)
			into.sides++
			continue
		}
		m.stopTimer(kid)
		kid.state = closed
		if mutant != 4 {
			into.undos = append(into.undos, kid.undos...)
		}
		kid.undos = nil
		into.finally(kid)
		m.gather(kid, into)
	}
}

// finally makes the finally of a scope inside, which nobody else runs any more, part
// of the undo: it comes when what was done since that scope was opened is undone.
func (s *scope) finally(kid *scope) {
	if kid.spec != nil && kid.spec.Finally != plan.None && mutant != 12 {
		s.undos = append(s.undos, undo{order: kid.begun, ins: kid.ins, frame: kid.frame})
	}
}

func (s *scope) sort() {
	slices.SortFunc(s.undos, func(a, b undo) int { return cmp.Compare(a.order, b.order) })
	if mutant == 1 {
		slices.Reverse(s.undos)
	}
}

// drop takes back what is asked of the host inside a scope. What has a compensation
// is waited for, since it may have succeeded.
func (m *Machine) drop(s *scope) {
	kept := m.waits[:0]
	for i := range m.waits {
		w := m.waits[i]
		switch {
		case w.fiber == nil || !w.fiber.scope.inside(s):
			kept = append(kept, w)
		case w.undoable(m.plan) && !w.pause && mutant != 2:
			m.cancelled(&w)
			w.fiber, w.scope = nil, s
			s.orphans++
			kept = append(kept, w)
		default:
			m.cancelled(&w)
			if w.pause && w.maybe {
				m.mayHaveHappened(&w, s)
			}
			m.out = append(m.out, Command{Kind: Cancel, Seq: w.seq, Step: m.plan.Code[w.ins].Step})
		}
	}
	clear(m.waits[len(kept):])
	m.waits = kept
}

// cancelled says in $meta that a step was not waited for.
func (m *Machine) cancelled(w *wait) {
	if ins := &m.plan.Code[w.ins]; ins.Op <= plan.Child { // not the pause of a loop or a try
		w.frame.set(ins.Meta, state("cancelled", nil))
	}
}

// unwind goes on with the undo of a failing scope once nothing in it is awaited.
func (m *Machine) unwind(s *scope) {
	if s.orphans > 0 || s.sides > 0 || s.busy {
		return
	}
	n := len(s.undos)
	if n == 0 {
		m.undone(s)
		return
	}
	u := s.undos[n-1]
	s.undos = s.undos[:n-1]
	s.busy = true
	f := &fiber{frame: u.frame, scope: &scope{undo: s}}
	if ins := &m.plan.Code[u.ins]; ins.Op == plan.Enter {
		f.pc = ins.Scope.Finally
		f.frame.set(ins.Scope.Caught, s.fault.Value())
	} else {
		f.pc, f.frame = ins.Undo.Entry, m.newFrame(ins.Undo.Frame, u.frame)
		f.frame.slots[plan.SlotError] = s.fault.Value()
	}
	m.spawn(f)
}

// undone is the end of a failed scope.
func (m *Machine) undone(s *scope) {
	s.state = closed
	m.unwinding--
	switch {
	case s.undo != nil: // a compensation has failed; the others go on
		m.result.Failed = append(m.result.Failed, s.fault)
		s.undo.busy = false
		m.unwind(s.undo)
		return
	case s.parent == nil:
		m.result = Result{Fault: s.fault, Failed: m.result.Failed}
		m.finished = true
		return
	}
	parent := s.parent
	s.leaveParent()
	switch {
	case parent.state == failing:
		parent.sides--
		parent.finally(s)
		parent.sort()
		m.unwind(parent)
	case s.lost:
	case s.join != nil:
		m.partFailed(s)
	default:
		f := s.owner
		f.frame, f.scope = s.frame, parent
		f.frame.set(s.spec.Error, s.fault.Value())
		m.resume(f, s.spec.Handler)
	}
}

// remember notes a finished step that can be undone.
func (m *Machine) remember(w *wait, s *scope) {
	m.order++
	s.undos = append(s.undos, undo{order: m.order, ins: w.ins, frame: w.frame})
	for f := w.frame; f != nil && !f.undone; f = f.parent {
		f.undone = true
	}
}

// mayHaveHappened notes a step without an answer, if its compensation can do
// without its value.
func (m *Machine) mayHaveHappened(w *wait, s *scope) {
	if u := m.plan.Code[w.ins].Undo; u != nil && !u.UsesOwn && mutant != 10 {
		m.remember(w, s)
	}
}

// failure is the error that a fail step says.
func failure(ins *plan.Ins, f *frame) *fault.Fault {
	v, err := ins.Value.Eval(f)
	if err != nil {
		return err
	}
	s := v.Get("status")
	status, ok := s.Int()
	if !s.IsNull() && (!ok || status < 400 || status > 599) {
		return &fault.Fault{Kind: fault.Expression, Detail: "fail: status is " + s.String() + ", not a number from 400 to 599"}
	}
	return fault.FromValue(v)
}

// caused is an error with the one it replaces as its cause; an error that is only
// passed on stays as it is.
func caused(now, before value.Value) value.Value {
	if before.IsNull() || value.Equal(now, before) {
		return now
	}
	f := fault.FromValue(now)
	f.Cause = fault.FromValue(before)
	return f.Value()
}

// returns keeps the answer that a return gives.
func (m *Machine) returns(f *fiber, ins *plan.Ins) *fault.Fault {
	r := ins.Return
	status, err := eval(r.Status, f.frame)
	if err != nil {
		return err
	}
	code, ok := status.Int()
	if !status.IsNull() && (!ok || code < 100 || code > 599) {
		return &fault.Fault{Kind: fault.Expression, Detail: "return: status is " + status.String() + ", not a number from 100 to 599"}
	}
	hs, err := headers(r.Headers, f.frame)
	if err != nil {
		return err
	}
	body, err := eval(r.Body, f.frame)
	if err != nil {
		return err
	}
	m.result.Status, m.result.Headers, m.result.Body = int(code), hs, body
	return nil
}

// exit takes a return outwards: the innermost scope with a finally runs that and
// comes back here; without one the run has ended well. True means that the fiber
// itself goes on.
func (m *Machine) exit(f *fiber) bool {
	for s := f.scope; s != m.root; s = s.parent {
		m.stopTimer(s)
		m.handUp(s)
		if s.spec == nil || s.spec.Exit == plan.None {
			continue
		}
		owner := s.owner
		owner.frame, owner.scope = s.frame, s.parent
		owner.pc = s.spec.Exit
		if owner == f {
			return true
		}
		m.spawn(owner)
		return false
	}
	m.finished = true
	return false
}
