package machine

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"tutti/fault"
	"tutti/plan"
	"tutti/value"
)

// join waits for the branches of a Fork or the turns of an Each.
type join struct {
	fiber     *fiber // who waits
	ins       int
	spec      plan.JoinSpec
	need      int // successes that are enough; 0: all must come to their end
	total     int
	next      int // the next one to start
	left      int // how many have not come to their end
	won       int
	over      bool // met, or failed
	items     []value.Value
	turns     []value.Value // Each: the values, if somebody wants them
	succeeded []bool        // with Any: which have succeeded
	errors    []value.Value // with Continue
	parts     []*scope      // with Parts: of those that run, by number; nil when over
}

func (m *Machine) newJoin(f *fiber, spec plan.JoinSpec, total int) *join {
	j := &join{fiber: f, ins: f.pc, spec: spec, need: min(spec.Any, total), total: total, left: total}
	if spec.Parts() {
		j.parts = make([]*scope, total)
	}
	if spec.Any > 0 {
		j.succeeded = make([]bool, total)
	}
	return j
}

// fork starts the branches; the fiber goes on when the join is met.
func (m *Machine) fork(f *fiber, ins *plan.Ins) {
	j := m.newJoin(f, ins.Fork.JoinSpec, len(ins.Fork.Branches))
	atOnce := ins.Fork.Concurrency
	if atOnce == 0 {
		atOnce = j.total
	}
	m.begin(j, atOnce)
}

// each starts the first turns; every turn that ends starts the next one.
func (m *Machine) each(f *fiber, ins *plan.Ins) *fault.Fault {
	in, err := ins.Each.In.Eval(f.frame)
	if err != nil {
		return err
	}
	if in.Kind() != value.Array {
		return &fault.Fault{Kind: fault.Expression, Detail: "for: in yields " + in.Kind().String() + ", not an array"}
	}
	atOnce, err := concurrency(ins.Each.Concurrency, f.frame)
	if err != nil {
		return err
	}
	items := make([]value.Value, 0, 16)
	for v := range in.Elems() {
		if items = append(items, v); len(items) > m.plan.Limits.ForElements {
			return &fault.Fault{Kind: fault.Limit, Detail: fmt.Sprintf("for: more than %d elements", m.plan.Limits.ForElements)}
		}
	}
	j := m.newJoin(f, ins.Each.JoinSpec, len(items))
	j.items = items
	if ins.Dst != plan.None {
		j.turns = make([]value.Value, len(items))
	}
	m.begin(j, atOnce)
	return nil
}

func concurrency(t *plan.Template, f *frame) (int, *fault.Fault) {
	if t == nil {
		return 1, nil
	}
	v, err := t.Eval(f)
	if err != nil {
		return 0, err
	}
	n, ok := v.Int()
	if !ok || n < 1 {
		return 0, &fault.Fault{Kind: fault.Expression, Detail: fmt.Sprintf("for: concurrency is %s, not a number from 1 on", v)}
	}
	return int(min(n, math.MaxInt32)), nil
}

// begin starts the first branches or turns.
func (m *Machine) begin(j *join, atOnce int) {
	for range min(atOnce, j.total) {
		m.startNext(j)
	}
	m.settle(j, nil)
}

// startNext starts the next branch or turn, as a scope of its own if its failure
// does not end the whole.
func (m *Machine) startNext(j *join) {
	if j.over || j.next == j.total {
		return
	}
	n := j.next
	j.next++
	ins := &m.plan.Code[j.ins]
	f := &fiber{frame: j.fiber.frame, scope: j.fiber.scope, join: j, index: n}
	switch {
	case ins.Op == plan.Each:
		f.pc, f.frame = ins.Each.Body, m.newFrame(ins.Each.Frame, f.frame)
		f.frame.slots[plan.SlotElement], f.frame.slots[plan.SlotIndex] = j.items[n], value.FromInt(int64(n))
	case j.parts != nil:
		f.pc, f.frame = ins.Fork.Branches[n].Entry, f.frame.twin()
	default:
		f.pc = ins.Fork.Branches[n].Entry
	}
	if j.parts != nil {
		part := &scope{owner: f, frame: f.frame, join: j, step: ins.Step}
		f.scope.adopt(part)
		f.scope, j.parts[n] = part, part
	}
	m.spawn(f)
}

// end is the end of a fiber: of the run, an undo, a branch or a turn.
func (m *Machine) end(f *fiber) {
	switch {
	case f.join != nil:
		m.partEnded(f)
	case f.scope.undo != nil:
		s := f.scope.undo
		f.scope.state = closed
		// a loser inside the compensation may still be undoing: it goes on by itself
		s.busy = false
		m.unwind(s)
	default:
		m.result = Result{Failed: m.result.Failed} // without the answer of a return that did not get out
		m.finished = true
	}
}

// partEnded is the good end of a branch or turn.
func (m *Machine) partEnded(f *fiber) {
	j := f.join
	if j.parts != nil {
		m.adopt(j, f)
		m.leave(f)
		j.parts[f.index] = nil
	}
	j.left--
	j.won++
	if j.succeeded != nil {
		j.succeeded[f.index] = true
	}
	if ins := &m.plan.Code[j.ins]; ins.Op == plan.Each {
		if j.turns != nil {
			j.turns[f.index] = f.frame.slots[ins.Each.Value]
		}
		m.trim(f.frame)
	}
	m.startNext(j)
	m.settle(j, nil)
}

// partFailed is the end of a branch or turn that failed by itself and is undone.
func (m *Machine) partFailed(s *scope) {
	j, n := s.join, s.owner.index
	j.parts[n] = nil
	j.left--
	if j.spec.Continue {
		j.errors = append(j.errors, value.ObjectOf(
			value.Member{Name: "index", Value: value.FromInt(int64(n))},
			value.Member{Name: "item", Value: j.items[n]},
			value.Member{Name: "error", Value: s.fault.Value()},
		))
	}
	m.forget(j, n, state("failed", s.fault))
	m.startNext(j)
	m.settle(j, s.fault)
}

// settle looks whether the join is met, or cannot be met any more: then it fails
// with the last error.
func (m *Machine) settle(j *join, last *fault.Fault) {
	switch need := j.need; {
	case j.over:
	case need > 0 && j.won >= need, need == 0 && j.left == 0:
		j.over = true
		m.loseRest(j)
		m.joined(j)
	case need > 0 && j.won+j.left < need:
		j.over = true
		m.fail(j.fiber.scope, last)
	}
}

// loseRest ends those that the join does not need: they are undone beside the run.
func (m *Machine) loseRest(j *join) {
	for n, part := range j.parts {
		if part == nil {
			continue
		}
		m.forget(j, n, state("cancelled", nil))
		part.lost = true
		if part.state == open && mutant != 5 {
			m.fail(part, &fault.Fault{Kind: fault.Cancelled, Detail: "another branch was first", Step: m.plan.Steps[part.step].Label})
		}
	}
	j.parts = nil
}

// adopt makes the names of a branch that ended well those of the frame around, for
// the run and for the compensations in the branch, which see what finishes later.
func (m *Machine) adopt(j *join, f *fiber) {
	ins := &m.plan.Code[j.ins]
	if ins.Op != plan.Fork {
		return
	}
	own, around := f.frame, j.fiber.frame
	for _, slot := range ins.Fork.Branches[f.index].Names {
		around.slots[slot] = own.slots[slot]
	}
	around.undone = around.undone || own.undone
	undos := f.scope.undos
	for i := range undos {
		if undos[i].frame == own {
			undos[i].frame = around
			continue
		}
		for turn := undos[i].frame; turn != nil; turn = turn.parent {
			if turn.parent == own {
				turn.parent = around
			}
		}
	}
}

// forget makes the names of a branch null that failed or lost; what they were is
// still there for its compensations, which have the branch's own frame.
func (m *Machine) forget(j *join, n int, meta value.Value) {
	if ins := &m.plan.Code[j.ins]; ins.Op == plan.Fork {
		br := &ins.Fork.Branches[n]
		clearSlots(j.fiber.frame, br.Names)
		j.fiber.frame.set(br.Meta, meta)
	}
}

// joined lets the waiting fiber go on with the value of the whole.
func (m *Machine) joined(j *join) {
	f, ins := j.fiber, &m.plan.Code[j.ins]
	if ins.Dst != plan.None {
		f.frame.set(ins.Dst, j.value(ins))
	}
	if ins.Op == plan.Each && ins.Meta != plan.None && j.spec.Continue {
		slices.SortFunc(j.errors, byIndex) // whatever order they came in
		f.frame.set(ins.Meta, value.ObjectOf(
			value.Member{Name: "state", Value: value.FromString("done")},
			value.Member{Name: "errors", Value: value.ArrayOf(j.errors...)},
		))
	}
	m.resume(f, ins.To)
}

func byIndex(a, b value.Value) int {
	i, _ := a.Get("index").Int()
	k, _ := b.Get("index").Int()
	return cmp.Compare(i, k)
}

// value is the array of the turns, or the object of the branches; with Any only of
// those that succeeded.
func (j *join) value(ins *plan.Ins) value.Value {
	if ins.Op == plan.Each {
		if j.succeeded == nil {
			return value.ArrayOf(j.turns...)
		}
		won := make([]value.Value, 0, j.won)
		for n, v := range j.turns {
			if j.succeeded[n] {
				won = append(won, v)
			}
		}
		return value.ArrayOf(won...)
	}
	var members []value.Member
	for n, br := range ins.Fork.Branches {
		if j.succeeded == nil || j.succeeded[n] {
			members = append(members, value.Member{Name: br.Name, Value: j.fiber.frame.slots[br.Slot]})
		}
	}
	return value.ObjectOf(members...)
}
