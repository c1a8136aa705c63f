package machine

import (
	"fmt"

	"tutti/fault"
	"tutti/plan"
	"tutti/value"
)

// firstTurn enters a repeat: its turns run on the fiber itself, each in a frame of its own.
func (m *Machine) firstTurn(f *fiber, ins *plan.Ins) {
	f.frame = m.newFrame(ins.Repeat.Frame, f.frame)
	f.frame.slots[plan.SlotIndex] = value.FromInt(0)
	f.pc = ins.Repeat.Body
}

// again is the end of a turn: the next one, now or after a pause, or the end of the loop.
func (m *Machine) again(f *fiber, ins *plan.Ins) (bool, *fault.Fault) {
	r := ins.Repeat
	until, err := eval(r.Until, f.frame)
	if err != nil {
		return false, err
	}
	if r.Keep {
		f.frame.turns = append(f.frame.turns, f.frame.slots[r.Value])
	}
	if until.Truthy() {
		turn := f.frame
		f.frame = turn.parent
		if ins.Dst != plan.None {
			f.frame.set(ins.Dst, value.ArrayOf(turn.turns...))
		}
		m.trim(turn)
		f.pc++
		return true, nil
	}
	if n, _ := f.frame.slots[plan.SlotIndex].Int(); int(n)+1 >= r.Max {
		return false, &fault.Fault{Kind: fault.Limit, Detail: fmt.Sprintf("repeat: more than %d turns", r.Max)}
	}
	if r.Every == nil {
		m.nextTurn(f, ins)
		return true, nil
	}
	d, err := duration(r.Every, f.frame.parent, "every") // it stands around the turns
	if err != nil {
		return false, err
	}
	m.seq++
	m.post(Command{Kind: Timer, Seq: m.seq, Step: ins.Step, Ask: &Ask{Min: d, Max: d}, Undoes: f.undoing()},
		wait{fiber: f, ins: f.pc, frame: f.frame, pause: true, undoes: f.undoing()})
	return false, nil
}

// nextTurn gives the fiber a new frame, with the value of the turn before as $last.
func (m *Machine) nextTurn(f *fiber, ins *plan.Ins) {
	before := f.frame
	n, _ := before.slots[plan.SlotIndex].Int()
	turn := m.newFrame(ins.Repeat.Frame, before.parent)
	turn.slots[plan.SlotIndex] = value.FromInt(n + 1)
	if ins.Repeat.Value != plan.None {
		turn.slots[plan.SlotElement] = before.slots[ins.Repeat.Value]
	}
	turn.turns = before.turns
	m.trim(before)
	f.frame, f.pc = turn, ins.Repeat.Body
}
