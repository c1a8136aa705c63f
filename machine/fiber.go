package machine

import (
	"slices"
	"strconv"

	"tutti/fault"
	"tutti/plan"
	"tutti/value"
)

// fiber is one thread of the plan: the run itself, a branch, a turn, or an undo.
type fiber struct {
	pc    int
	frame *frame
	scope *scope
	join  *join // who waits for its end; nil for the run itself and for an undo
	index int   // its number among the join's
}

// alive tells whether the fiber may go on: a scope that has failed takes everything
// inside with it.
func (f *fiber) alive() bool {
	for s := f.scope; s != nil; s = s.parent {
		if s.state != open {
			return false
		}
	}
	return true
}

// frame holds the values of the run, of one turn, or of an undo.
type frame struct {
	kind   int // index into Plan.Frames
	parent *frame
	slots  []value.Value
	turns  []value.Value // of a repeat that keeps them: the values so far
	undone bool          // a compensation will read it
}

func (f *frame) set(slot int, v value.Value) {
	if slot != plan.None {
		f.slots[slot] = v
	}
}

// twin is a frame that begins as f is. A branch that can lose has one, so that what
// it does is seen by nobody else unless it ends well.
func (f *frame) twin() *frame {
	t := *f
	t.slots = slices.Clone(f.slots)
	return &t
}

func (m *Machine) newFrame(kind int, parent *frame) *frame {
	return &frame{kind: kind, parent: parent, slots: make([]value.Value, len(m.plan.Frames[kind].Slots))}
}

// trim drops what of a turn that is over nobody will read any more.
func (m *Machine) trim(f *frame) {
	if !f.undone {
		return
	}
	kept := m.plan.Frames[f.kind].Kept
	slots := make([]value.Value, len(f.slots))
	slots[plan.SlotIndex] = f.slots[plan.SlotIndex]
	for _, k := range kept {
		slots[k] = cutOut(f.slots[k])
	}
	f.slots, f.turns = slots, nil
}

// cutOut is a value that does not hold the answer that it may be a part of, if that
// is worth it.
func cutOut(v value.Value) value.Value {
	const small = 512
	if raw := v.Raw(); !v.IsNull() && len(raw) <= small {
		return value.Trusted(slices.Clone(raw))
	}
	return v
}

// Var implements expr.Env.
func (f *frame) Var(address int) value.Value {
	depth, slot := plan.Locate(address)
	for range depth {
		f = f.parent
	}
	return f.slots[slot]
}

// spawn lets a fiber go on when its turn in the ready list comes.
func (m *Machine) spawn(f *fiber) { m.ready = append(m.ready, f) }

func (m *Machine) resume(f *fiber, pc int) {
	f.pc = pc
	m.spawn(f)
}

// run executes a fiber until it waits or ends. An instruction that goes on
// elsewhere than at the next one sets the pc to the one before.
func (m *Machine) run(f *fiber) {
	for {
		ins := &m.plan.Code[f.pc]
		goOn, err := m.execute(f, ins)
		if err != nil {
			m.fail(f.scope, m.explain(ins.Step, err))
			return
		}
		if !goOn {
			return
		}
	}
}

// execute runs one instruction; false means that the fiber waits or has ended.
func (m *Machine) execute(f *fiber, ins *plan.Ins) (bool, *fault.Fault) {
	next := f.pc + 1
	var err *fault.Fault
	switch ins.Op {
	case plan.Call, plan.Wait, plan.Await, plan.Task, plan.Emit, plan.Child:
		return false, m.ask(f, ins)
	case plan.Set:
		err = set(ins, f.frame)
	case plan.Copy:
		f.frame.set(ins.Dst, f.frame.slots[ins.Src])
	case plan.Mark:
		f.frame.set(ins.Dst, mark(ins, f.frame))
	case plan.Clear:
		clearSlots(f.frame, ins.Slots)
	case plan.Count:
		n, _ := f.frame.slots[ins.Src].Int()
		f.frame.slots[ins.Src] = value.FromInt(n + 1)
	case plan.Jump:
		next = ins.To
	case plan.Unless:
		var v value.Value
		if v, err = ins.Cond.Eval(f.frame); err == nil && !v.Truthy() {
			next = ins.To
		}
	case plan.Fork:
		m.fork(f, ins)
		return false, nil
	case plan.Each:
		return false, m.each(f, ins)
	case plan.Loop:
		m.firstTurn(f, ins)
		return true, nil
	case plan.Again:
		return m.again(f, ins)
	case plan.Enter:
		err = m.enter(f, ins)
	case plan.Leave:
		m.leave(f)
	case plan.Match:
		if !matches(ins.On, f.frame.slots[ins.Src]) {
			next = ins.To
		}
	case plan.Retry:
		if m.retryScope(f, ins) {
			return false, nil
		}
	case plan.Fail:
		err = failure(ins, f.frame)
	case plan.Raise:
		if v := f.frame.slots[ins.Src]; !v.IsNull() {
			err = fault.FromValue(v)
		}
	case plan.Cause:
		f.frame.set(ins.Dst, caused(f.frame.slots[ins.Src], f.frame.slots[ins.Old]))
	case plan.Return:
		if err = m.returns(f, ins); err == nil {
			return m.exit(f), nil
		}
	case plan.Finish:
		return m.exit(f), nil
	case plan.End:
		m.end(f)
		return false, nil
	default:
		panic("machine: unknown instruction " + strconv.Itoa(int(ins.Op)))
	}
	f.pc = next
	return err == nil, err
}

func clearSlots(f *frame, slots []int) {
	for _, s := range slots {
		f.slots[s] = value.Value{}
	}
}

// mark is the $meta of a step that was skipped, has failed, or just ended.
func mark(ins *plan.Ins, f *frame) value.Value {
	members := []value.Member{{Name: "state", Value: value.FromString(ins.State)}}
	if ins.Src != plan.None {
		members = append(members, value.Member{Name: "error", Value: f.slots[ins.Src]})
	}
	return value.ObjectOf(members...)
}

// state is the $meta of what did not end well.
func state(word string, err *fault.Fault) value.Value {
	members := []value.Member{{Name: "state", Value: value.FromString(word)}}
	if err != nil {
		members = append(members, value.Member{Name: "error", Value: err.Value()})
	}
	return value.ObjectOf(members...)
}

// set evaluates all values before any name has one: they do not see each other.
func set(ins *plan.Ins, f *frame) *fault.Fault {
	s := ins.Set
	values := make([]value.Value, len(s.Values))
	for i, t := range s.Values {
		v, err := t.Eval(f)
		if err != nil {
			return err
		}
		values[i] = v
	}
	for i, slot := range s.Slots {
		f.set(slot, values[i])
	}
	if ins.Dst == plan.None {
		return nil
	}
	members := make([]value.Member, len(values))
	for i, name := range s.Names {
		members[i] = value.Member{Name: name, Value: values[i]}
	}
	f.set(ins.Dst, value.ObjectOf(members...))
	return nil
}

// explain says in the fault which step it came from, unless it knows already.
func (m *Machine) explain(id int, f *fault.Fault) *fault.Fault {
	step := &m.plan.Steps[id]
	if f.Step == "" {
		f.Step = step.Label
		if f.Pos.Line == 0 {
			f.Pos = step.Pos
		}
	}
	return located(m.plan, f)
}

// located gives an error that tells its step, as $error does, the place of that step.
func located(p *plan.Plan, f *fault.Fault) *fault.Fault {
	if f.Pos.Line > 0 {
		return f
	}
	for i := range p.Steps {
		if p.Steps[i].Label == f.Step {
			f.Pos = p.Steps[i].Pos
			break
		}
	}
	return f
}
