package machine

import (
	"fmt"

	"tutti/fault"
	"tutti/plan"
	"tutti/value"
)

// join waits for the branches of a Fork or the turns of an Each.
type join struct {
	fiber int // who waits
	left  int // how many have not ended yet
	next  int // Each: the next element to start
	items []value.Value
	turns []value.Value // Each: the values of the turns, if somebody wants them
}

func (m *Machine) newJoin(j join) int {
	if k := len(m.idle.joins); k > 0 {
		i := m.idle.joins[k-1]
		m.idle.joins = m.idle.joins[:k-1]
		m.joins[i] = j
		return i
	}
	m.joins = append(m.joins, j)
	return len(m.joins) - 1
}

func (m *Machine) freeJoin(i int) {
	m.joins[i] = join{}
	m.idle.joins = append(m.idle.joins, i)
}

// fork starts the branches; the fiber goes on when all have ended.
func (m *Machine) fork(i int, ins *plan.Ins) {
	frame := m.fibers[i].frame
	j := m.newJoin(join{fiber: i, left: len(ins.Fork)})
	for n, b := range ins.Fork {
		m.spawn(fiber{pc: b.Entry, frame: frame, join: j, index: n})
	}
}

// each starts the first turns; every turn that ends starts the next one.
func (m *Machine) each(i int, ins *plan.Ins) *fault.Fault {
	in, err := ins.Each.In.Eval(view{m, m.fibers[i].frame})
	if err != nil {
		return err
	}
	if in.Kind() != value.Array {
		return &fault.Fault{Kind: fault.Expression, Detail: "for: in yields " + in.Kind().String() + ", not an array"}
	}
	items := make([]value.Value, 0, 16)
	for v := range in.Elems() {
		if items = append(items, v); len(items) > m.plan.Limits.ForElements {
			return &fault.Fault{Kind: fault.Limit, Detail: fmt.Sprintf("for: more than %d elements", m.plan.Limits.ForElements)}
		}
	}
	j := join{fiber: i, left: len(items), items: items}
	if ins.Dst != plan.None {
		j.turns = make([]value.Value, len(items))
	}
	at := m.newJoin(j)
	for range min(ins.Each.Concurrency, len(items)) {
		m.turn(at, ins)
	}
	if len(items) == 0 {
		m.joined(at)
	}
	return nil
}

// turn starts the next element of a loop.
func (m *Machine) turn(at int, ins *plan.Ins) {
	j := &m.joins[at]
	n := j.next
	j.next++
	fr := m.newFrame(ins.Each.Frame, m.fibers[j.fiber].frame)
	slots := m.frames[fr].slots
	slots[plan.SlotElement], slots[plan.SlotIndex] = j.items[n], value.FromInt(int64(n))
	m.spawn(fiber{pc: ins.Each.Body, frame: fr, join: at, index: n})
}

// end is the end of a fiber: of the run, an undo, a branch or a turn.
func (m *Machine) end(i int) {
	f := m.fibers[i]
	m.freeFiber(i)
	switch {
	case f.undoes:
		return
	case f.join == noJoin:
		m.state = ended
		return
	}
	j := &m.joins[f.join]
	j.left--
	ins := &m.plan.Code[m.fibers[j.fiber].pc]
	if ins.Op == plan.Each {
		m.turned(f, ins)
	}
	if j.left == 0 {
		m.joined(f.join)
	}
}

// turned keeps the value of a turn, frees its frame and starts the next turn.
func (m *Machine) turned(f fiber, ins *plan.Ins) {
	j := &m.joins[f.join]
	if j.turns != nil {
		j.turns[f.index] = m.frames[f.frame].slots[ins.Each.Value]
	}
	m.freeFrame(f.frame)
	if j.next < len(j.items) {
		m.turn(f.join, ins)
	}
}

// joined lets the waiting fiber go on with the value of the whole.
func (m *Machine) joined(at int) {
	j := &m.joins[at]
	f := &m.fibers[j.fiber]
	ins := &m.plan.Code[f.pc]
	if ins.Dst != plan.None {
		m.frames[f.frame].set(ins.Dst, m.gather(j, ins, f.frame))
	}
	fiber := j.fiber
	m.freeJoin(at)
	m.resume(fiber, ins.To)
}

func (m *Machine) gather(j *join, ins *plan.Ins, frame int) value.Value {
	if ins.Op == plan.Each {
		return value.ArrayOf(j.turns...)
	}
	members := make([]value.Member, len(ins.Fork))
	for i, br := range ins.Fork {
		members[i] = value.Member{Name: br.Name, Value: m.frames[frame].slots[br.Slot]}
	}
	return value.ObjectOf(members...)
}
