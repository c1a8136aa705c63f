package machine

import (
	"encoding/json"
	"fmt"

	"tutti/fault"
	"tutti/plan"
	"tutti/value"
)

// image is a machine written out: what is linked in memory has numbers here, in the
// order in which it is met. It is taken between events, when no fiber is ready.
type image struct {
	Plan      string // hash
	ID        string
	Seq       int
	Order     int
	Unwinding int
	Finished  bool
	Ended     bool
	Result    imageResult
	Frames    []imageFrame
	Scopes    []imageScope
	Fibers    []imageFiber
	Joins     []imageJoin
	Waits     []imageWait
}

type imageResult struct {
	Fault   value.Value
	Status  int
	Headers []Header
	Body    texts
	Failed  []value.Value
}

type imageFrame struct {
	Kind, Parent int
	Slots, Turns texts
	Undone       bool
}

type imageScope struct {
	Parent         int
	Kids           []int
	State          scopeState
	Spec           int // the instruction that opened it; -1: none
	Begun          int
	Step           int
	Owner          int
	Frame          int
	Join           int
	Undo           int
	Undos          []imageUndo
	Fault          value.Value
	Timer          int
	Lost           bool
	Busy           bool
	Orphans, Sides int
}

type imageUndo struct{ Order, Ins, Frame int }

type imageFiber struct{ PC, Frame, Scope, Join, Index int }

type imageJoin struct {
	Fiber, Ins, Need, Total, Next, Left, Won int
	Over                                     bool
	Items, Turns, Errors                     texts
	Keeps                                    bool // Turns are wanted
	Succeeded                                []bool
	Parts                                    []int
}

type imageWait struct {
	Seq, Fiber, Scope, Ins, Frame, Attempt int
	Pause, Maybe, Undoes                   bool
}

// texts are values as texts of JSON: an encoder takes the spaces out of what is JSON
// itself, and what a restored run sends again must be the same byte by byte.
type texts []value.Value

// MarshalJSON implements json.Marshaler.
func (t texts) MarshalJSON() ([]byte, error) {
	if t == nil {
		return []byte("null"), nil
	}
	out := make([]string, len(t))
	for i, v := range t {
		out[i] = string(v.Raw())
	}
	return json.Marshal(out)
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *texts) UnmarshalJSON(b []byte) error {
	var in []string
	if err := json.Unmarshal(b, &in); err != nil || in == nil {
		return err
	}
	*t = make(texts, len(in))
	for i, s := range in {
		(*t)[i] = value.Trusted([]byte(s))
	}
	return nil
}

// Snapshot writes the run out between two events. Restore continues it identically.
func (m *Machine) Snapshot() ([]byte, error) {
	w := writer{m: m, frames: map[*frame]int{}, scopes: map[*scope]int{}, fibers: map[*fiber]int{}, joins: map[*join]int{}}
	return json.Marshal(w.image())
}

// Restore makes the run that a snapshot holds. It must have been taken of a run of
// the same plan.
func Restore(p *plan.Plan, snapshot []byte) (*Machine, error) {
	var img image
	if err := json.Unmarshal(snapshot, &img); err != nil {
		return nil, fmt.Errorf("restore a run: %w", err)
	}
	if img.Plan != p.Hash {
		return nil, fmt.Errorf("restore run %s: it was made with another plan", img.ID)
	}
	r := reader{img: &img, plan: p}
	return r.machine(), nil
}

// writer numbers what it meets.
type writer struct {
	m      *Machine
	img    image
	frames map[*frame]int
	scopes map[*scope]int
	fibers map[*fiber]int
	joins  map[*join]int
}

func (w *writer) image() image {
	m := w.m
	w.img = image{
		Plan: m.plan.Hash, ID: m.id, Seq: m.seq, Order: m.order,
		Unwinding: m.unwinding, Finished: m.finished, Ended: m.ended,
		Result: imageResult{Fault: faultValue(m.result.Fault), Status: m.result.Status, Headers: m.result.Headers, Body: texts{m.result.Body}},
	}
	for _, f := range m.result.Failed {
		w.img.Result.Failed = append(w.img.Result.Failed, f.Value())
	}
	w.frame(m.base)
	w.scope(m.root)
	for _, wt := range m.waits {
		w.img.Waits = append(w.img.Waits, imageWait{
			Seq: wt.seq, Fiber: w.fiber(wt.fiber), Scope: w.scope(wt.scope), Ins: wt.ins, Frame: w.frame(wt.frame),
			Attempt: wt.attempt, Pause: wt.pause, Maybe: wt.maybe, Undoes: wt.undoes,
		})
	}
	return w.img
}

func faultValue(f *fault.Fault) value.Value {
	if f == nil {
		return value.Value{}
	}
	return f.Value()
}

// number is the number of what is met; -1 for nothing. What is met for the first time
// is drawn, and drawing it may meet it again.
func number[T, Image any](met map[*T]int, images *[]Image, it *T, draw func() Image) int {
	if it == nil {
		return -1
	}
	if n, ok := met[it]; ok {
		return n
	}
	n := len(*images)
	met[it] = n
	*images = append(*images, *new(Image))
	image := draw()
	(*images)[n] = image
	return n
}

func (w *writer) frame(f *frame) int {
	return number(w.frames, &w.img.Frames, f, func() imageFrame {
		return imageFrame{Kind: f.kind, Slots: f.slots, Turns: f.turns, Undone: f.undone, Parent: w.frame(f.parent)}
	})
}

func (w *writer) scope(s *scope) int {
	return number(w.scopes, &w.img.Scopes, s, func() imageScope {
		i := imageScope{
			Parent: w.scope(s.parent), State: s.state, Spec: opener(s), Begun: s.begun, Step: s.step,
			Owner: w.fiber(s.owner), Frame: w.frame(s.frame), Join: w.join(s.join), Undo: w.scope(s.undo),
			Fault: faultValue(s.fault), Timer: s.timer, Lost: s.lost, Busy: s.busy, Orphans: s.orphans, Sides: s.sides,
		}
		for _, kid := range s.kids {
			i.Kids = append(i.Kids, w.scope(kid))
		}
		for _, u := range s.undos {
			i.Undos = append(i.Undos, imageUndo{u.order, u.ins, w.frame(u.frame)})
		}
		return i
	})
}

// opener is the Enter that opened a scope.
func opener(s *scope) int {
	if s.spec == nil {
		return -1
	}
	return s.ins
}

func (w *writer) fiber(f *fiber) int {
	return number(w.fibers, &w.img.Fibers, f, func() imageFiber {
		return imageFiber{PC: f.pc, Frame: w.frame(f.frame), Scope: w.scope(f.scope), Join: w.join(f.join), Index: f.index}
	})
}

func (w *writer) join(j *join) int {
	return number(w.joins, &w.img.Joins, j, func() imageJoin {
		i := imageJoin{
			Fiber: w.fiber(j.fiber), Ins: j.ins, Need: j.need, Total: j.total, Next: j.next, Left: j.left, Won: j.won,
			Over: j.over, Items: j.items, Turns: j.turns, Keeps: j.turns != nil, Errors: j.errors, Succeeded: j.succeeded,
		}
		for _, part := range j.parts {
			i.Parts = append(i.Parts, w.scope(part))
		}
		return i
	})
}

// reader makes everything first and links it then.
type reader struct {
	img    *image
	plan   *plan.Plan
	frames []*frame
	scopes []*scope
	fibers []*fiber
	joins  []*join
}

func (r *reader) machine() *Machine {
	img := r.img
	r.frames = pointers[frame](len(img.Frames))
	r.scopes = pointers[scope](len(img.Scopes))
	r.fibers = pointers[fiber](len(img.Fibers))
	r.joins = pointers[join](len(img.Joins))
	for n, f := range img.Frames {
		*r.frames[n] = frame{kind: f.Kind, parent: at(r.frames, f.Parent), slots: f.Slots, turns: f.Turns, undone: f.Undone}
	}
	for n := range img.Scopes {
		r.scope(n)
	}
	for n, f := range img.Fibers {
		*r.fibers[n] = fiber{pc: f.PC, frame: at(r.frames, f.Frame), scope: at(r.scopes, f.Scope), join: at(r.joins, f.Join), index: f.Index}
	}
	for n := range img.Joins {
		r.join(n)
	}
	m := &Machine{
		plan: r.plan, id: img.ID, root: r.scopes[0], base: r.frames[0], seq: img.Seq, order: img.Order,
		unwinding: img.Unwinding, finished: img.Finished, ended: img.Ended,
		result: Result{Fault: r.fault(img.Result.Fault), Status: img.Result.Status, Headers: img.Result.Headers, Body: img.Result.Body[0]},
	}
	for _, v := range img.Result.Failed {
		m.result.Failed = append(m.result.Failed, r.fault(v))
	}
	for _, w := range img.Waits {
		m.waits = append(m.waits, wait{
			seq: w.Seq, fiber: at(r.fibers, w.Fiber), scope: at(r.scopes, w.Scope), ins: w.Ins, frame: at(r.frames, w.Frame),
			attempt: w.Attempt, pause: w.Pause, maybe: w.Maybe, undoes: w.Undoes,
		})
	}
	return m
}

func (r *reader) scope(n int) {
	i := &r.img.Scopes[n]
	s := r.scopes[n]
	*s = scope{
		parent: at(r.scopes, i.Parent), place: s.place, state: i.State, step: i.Step,
		owner: at(r.fibers, i.Owner), frame: at(r.frames, i.Frame), join: at(r.joins, i.Join), undo: at(r.scopes, i.Undo),
		fault: r.fault(i.Fault), timer: i.Timer, lost: i.Lost, busy: i.Busy, orphans: i.Orphans, sides: i.Sides,
	}
	if i.Spec >= 0 {
		s.spec, s.ins, s.begun = r.plan.Code[i.Spec].Scope, i.Spec, i.Begun
	}
	for place, kid := range i.Kids {
		s.kids = append(s.kids, r.scopes[kid])
		r.scopes[kid].place = place
	}
	for _, u := range i.Undos {
		s.undos = append(s.undos, undo{order: u.Order, ins: u.Ins, frame: at(r.frames, u.Frame)})
	}
}

func (r *reader) join(n int) {
	i := &r.img.Joins[n]
	j := r.joins[n]
	*j = join{
		fiber: at(r.fibers, i.Fiber), ins: i.Ins, need: i.Need, total: i.Total, next: i.Next, left: i.Left, won: i.Won,
		over: i.Over, items: i.Items, turns: i.Turns, errors: i.Errors, succeeded: i.Succeeded,
	}
	if ins := &r.plan.Code[i.Ins]; ins.Op == plan.Each {
		j.spec = ins.Each.JoinSpec
	} else {
		j.spec = ins.Fork.JoinSpec
	}
	if i.Keeps && j.turns == nil {
		j.turns = []value.Value{}
	}
	for _, part := range i.Parts {
		j.parts = append(j.parts, at(r.scopes, part))
	}
}

func pointers[T any](n int) []*T {
	out := make([]*T, n)
	for i := range out {
		out[i] = new(T)
	}
	return out
}

// at is the item of a number; nil for -1.
func at[T any](items []*T, n int) *T {
	if n < 0 {
		return nil
	}
	return items[n]
}

func (r *reader) fault(v value.Value) *fault.Fault {
	if v.IsNull() {
		return nil
	}
	return located(r.plan, fault.FromValue(v))
}
