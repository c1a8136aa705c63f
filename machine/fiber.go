package machine

import (
	"strconv"

	"tutti/fault"
	"tutti/plan"
	"tutti/value"
)

const (
	noJoin  = -1
	noFiber = -1
)

// fiber is one thread of the plan: the run itself, a branch, a turn, or an undo.
type fiber struct {
	pc     int
	frame  int
	join   int // who waits for its end; noJoin for the run itself and for an undo
	index  int // its number among the join's
	undoes bool
	dead   bool
}

// frame holds the values of the run or of one turn.
type frame struct {
	kind   int // index into Plan.Frames
	parent int // -1 for the run's
	slots  []value.Value
	pinned bool // a compensation will read it
}

func (f *frame) set(slot int, v value.Value) {
	if slot != plan.None {
		f.slots[slot] = v
	}
}

// view is a frame as expressions see it.
type view struct {
	m     *Machine
	frame int
}

// Var implements expr.Env.
func (v view) Var(address int) value.Value {
	depth, slot := plan.Locate(address)
	f := &v.m.frames[v.frame]
	for range depth {
		f = &v.m.frames[f.parent]
	}
	return f.slots[slot]
}

func (m *Machine) newFrame(kind, parent int) int {
	n := len(m.plan.Frames[kind].Slots)
	if k := len(m.idle.frames); k > 0 {
		i := m.idle.frames[k-1]
		m.idle.frames = m.idle.frames[:k-1]
		f := &m.frames[i]
		if cap(f.slots) < n {
			f.slots = make([]value.Value, n)
		}
		*f = frame{kind: kind, parent: parent, slots: f.slots[:n]}
		clear(f.slots)
		return i
	}
	m.frames = append(m.frames, frame{kind: kind, parent: parent, slots: make([]value.Value, n)})
	return len(m.frames) - 1
}

// pin keeps a frame, and those around it, until the run ends.
func (m *Machine) pin(i int) {
	for ; i >= 0 && !m.frames[i].pinned; i = m.frames[i].parent {
		m.frames[i].pinned = true
	}
}

func (m *Machine) freeFrame(i int) {
	if !m.frames[i].pinned {
		m.idle.frames = append(m.idle.frames, i)
	}
}

// spawn starts a fiber; it goes on when its turn in the ready list comes.
func (m *Machine) spawn(f fiber) {
	i := len(m.fibers)
	if k := len(m.idle.fibers); k > 0 {
		i = m.idle.fibers[k-1]
		m.idle.fibers = m.idle.fibers[:k-1]
		m.fibers[i] = f
	} else {
		m.fibers = append(m.fibers, f)
	}
	m.ready = append(m.ready, i)
}

func (m *Machine) resume(i, pc int) {
	m.fibers[i].pc = pc
	m.ready = append(m.ready, i)
}

func (m *Machine) freeFiber(i int) {
	m.fibers[i].dead = true
	m.idle.fibers = append(m.idle.fibers, i)
}

// run executes a fiber until it waits or ends.
func (m *Machine) run(i int) {
	for m.state != ended {
		f := &m.fibers[i]
		ins := &m.plan.Code[f.pc]
		env := view{m, f.frame}
		var err *fault.Fault
		switch ins.Op {
		case plan.Call:
			if err = m.call(i, ins); err == nil {
				return
			}
		case plan.Set:
			err = m.set(ins, env)
		case plan.Copy:
			m.frames[f.frame].set(ins.Dst, m.frames[f.frame].slots[ins.Src])
		case plan.Mark:
			m.frames[f.frame].set(ins.Dst, mark(ins.State))
		case plan.Jump:
			f.pc = ins.To
			continue
		case plan.Unless:
			var v value.Value
			if v, err = ins.Cond.Eval(env); err == nil && !v.Truthy() {
				f.pc = ins.To
				continue
			}
		case plan.Fork:
			m.fork(i, ins)
			return
		case plan.Each:
			if err = m.each(i, ins); err == nil {
				return
			}
		case plan.Fail:
			err = m.failure(ins, env)
		case plan.Return:
			if err = m.finish(ins, env); err == nil {
				return
			}
		case plan.End:
			m.end(i)
			return
		default:
			panic("machine: unknown instruction " + strconv.Itoa(int(ins.Op)))
		}
		if err != nil {
			m.fail(i, m.explain(ins, err))
			return
		}
		m.fibers[i].pc++
	}
}

func mark(state string) value.Value {
	return value.ObjectOf(value.Member{Name: "state", Value: value.FromString(state)})
}

// set evaluates all values before any name has one: they do not see each other.
func (m *Machine) set(ins *plan.Ins, env view) *fault.Fault {
	s := ins.Set
	values := make([]value.Value, len(s.Values))
	for i, t := range s.Values {
		v, err := t.Eval(env)
		if err != nil {
			return err
		}
		values[i] = v
	}
	f := &m.frames[env.frame]
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

// call asks the host for a call; the fiber waits for the answer.
func (m *Machine) call(i int, ins *plan.Ins) *fault.Fault {
	f := &m.fibers[i]
	env := view{m, f.frame}
	c := Command{Kind: Call, Step: ins.Step, Call: ins.Call, Undoes: f.undoes}
	var err *fault.Fault
	if c.With, err = eval(ins.Call.With, env); err != nil {
		return err
	}
	if c.Body, err = eval(ins.Call.Body, env); err != nil {
		return err
	}
	if c.Headers, err = headers(ins.Call.Headers, env); err != nil {
		return err
	}
	m.seq++
	c.Seq, c.Key = m.seq, m.key(ins.Step, f.frame)
	m.calls = append(m.calls, pending{seq: m.seq, fiber: i, pc: f.pc, frame: f.frame})
	m.out = append(m.out, c)
	return nil
}

// key names the call for the service: run, step, turns of the loops around it.
func (m *Machine) key(step, frame int) string {
	key := make([]byte, 0, 64)
	key = append(append(append(key, m.id...), '/'), m.plan.Steps[step].Label...)
	if m.frames[frame].parent < 0 {
		return string(key)
	}
	return string(m.turns(append(key, '/'), frame))
}

func (m *Machine) turns(dst []byte, frame int) []byte {
	f := &m.frames[frame]
	if f.parent < 0 {
		return dst
	}
	if outer := m.frames[f.parent].parent; outer >= 0 {
		dst = append(m.turns(dst, f.parent), '.')
	}
	return append(dst, f.slots[plan.SlotIndex].Raw()...)
}

func eval(t *plan.Template, env view) (value.Value, *fault.Fault) {
	if t == nil {
		return value.Value{}, nil
	}
	return t.Eval(env)
}

// headers evaluates header values; a null leaves its header out.
func headers(hs []plan.Header, env view) ([]Header, *fault.Fault) {
	var out []Header
	for _, h := range hs {
		v, err := h.Value.Eval(env)
		if err != nil {
			return nil, err
		}
		if v.IsNull() {
			continue
		}
		s, ok := v.Scalar()
		if !ok {
			return nil, &fault.Fault{Kind: fault.Expression, Detail: "header " + h.Name + " is of type " + v.Kind().String() + ", and a header is text"}
		}
		out = append(out, Header{h.Name, s})
	}
	return out, nil
}
