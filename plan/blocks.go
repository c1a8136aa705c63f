package plan

import (
	"slices"

	"tutti/expr"
	"tutti/flow"
)

// choose compiles an if or a switch: the first case that holds.
func (c *compiler) choose(cases []flow.Case, otherwise []*flow.Step, id, out int) {
	var over []int
	for i, cs := range cases {
		next := c.emit(Ins{Op: Unless, Step: id, Cond: c.template(cs.When)})
		c.list(cs.Then, out)
		if i < len(cases)-1 || len(otherwise) > 0 {
			over = append(over, c.emit(Ins{Op: Jump, Step: id}))
		}
		c.here(next)
	}
	c.list(otherwise, out)
	c.here(over...)
}

func joinSpec(j flow.Join) JoinSpec { return JoinSpec{Any: j.Any} }

func (c *compiler) parallel(p *flow.Parallel, id, out int) {
	spec := &ForkSpec{JoinSpec: joinSpec(p.Join), Concurrency: p.Concurrency}
	at := c.emit(Ins{Op: Fork, Step: id, Dst: out, Fork: spec})
	for _, br := range p.Branches {
		before := c.mark()
		slot := c.slot(br.Name)
		if slot == None && out != None {
			slot = c.newSlot(c.frame, br.Name.Text)
		}
		branch := Branch{Name: br.Name.Text, Entry: c.pc(), Slot: slot, Meta: c.metaSlot(br.Name)}
		dst := slot
		if br.IsStep() && c.slot(br.Name) != None {
			dst = None // the step itself fills the branch's slot
		}
		c.sealed(func() { c.list(br.Steps, dst) })
		c.emit(Ins{Op: End, Step: id})
		branch.Names = c.since(before, slot)
		spec.Branches = append(spec.Branches, branch)
	}
	c.here(at)
}

// mark is how far the current frame and the sets are.
type mark struct{ slots, sets int }

func (c *compiler) mark() mark {
	return mark{slots: len(c.plan.Frames[c.frame].Slots), sets: len(c.sets)}
}

// since lists the slots of the current frame that the code since belongs to: the
// new ones, one that may be old, and those that its sets share with other sets.
func (c *compiler) since(before mark, slot int) []int {
	out := c.plan.Frames[c.frame].from(before.slots)
	old := []address{{c.frame, slot}}
	for _, a := range append(old, c.sets[before.sets:]...) {
		if a.frame == c.frame && a.slot != None && a.slot < before.slots && !slices.Contains(out, a.slot) {
			out = append(out, a.slot)
		}
	}
	slices.Sort(out)
	return out
}

// from lists the slots from n on.
func (f *Frame) from(n int) []int {
	var out []int
	for ; n < len(f.Slots); n++ {
		out = append(out, n)
	}
	return out
}

func (c *compiler) forEach(s *flow.Step, f *flow.For, id, out, meta int) {
	spec := &EachSpec{JoinSpec: joinSpec(f.Join), In: c.template(f.In), Concurrency: c.template(f.Concurrency), Value: None}
	spec.Continue = s.Continue
	at := c.emit(Ins{Op: Each, Step: id, Dst: out, Meta: meta, Each: spec})
	spec.Frame = c.turnFrame(s, "$"+f.Name.Text)
	if b := c.byName[f.Name]; b != nil {
		c.value[placeOf(b)] = SlotElement
	}
	c.inside(spec.Frame, func() {
		if out != None {
			spec.Value = c.newSlot(c.frame, "turn")
		}
		spec.Body = c.pc()
		c.list(f.Steps, spec.Value)
		c.emit(Ins{Op: End, Step: id})
	})
	c.here(at)
}

func (c *compiler) repeat(s *flow.Step, r *flow.Repeat, id, out int) {
	spec := &RepeatSpec{Max: r.Max, Every: c.template(r.Every), Keep: out != None, Value: None}
	if spec.Max == 0 {
		spec.Max = c.plan.Limits.RepeatTurns
	}
	spec.Frame = c.turnFrame(s, "$last")
	c.emit(Ins{Op: Loop, Step: id, Repeat: spec})
	c.inside(spec.Frame, func() {
		if spec.Keep || c.readsLast(r) {
			spec.Value = c.newSlot(c.frame, "turn")
		}
		spec.Body = c.pc()
		c.list(r.Steps, spec.Value)
		spec.Until = c.template(r.Until)
		c.emit(Ins{Op: Again, Step: id, Dst: out, Repeat: spec})
	})
}

// readsLast tells whether any expression of the loop reads $last. Those of loops
// inside do not count: they have their own.
func (c *compiler) readsLast(r *flow.Repeat) bool {
	for _, e := range c.names.Exprs() {
		p := c.parsed[e]
		if p == nil || !slices.ContainsFunc(p.Refs(), func(ref expr.Ref) bool { return ref.Name == "last" }) {
			continue
		}
		if b := c.names.At(e).Lookup("last"); b != nil && b.Loop != nil && b.Loop.Do == flow.Action(r) {
			return true
		}
	}
	return false
}

func (c *compiler) turnFrame(loop *flow.Step, element string) int {
	c.plan.Frames = append(c.plan.Frames, Frame{Parent: c.frame, Turn: true, Slots: []string{element, "$index"}})
	n := len(c.plan.Frames) - 1
	c.frames[loop] = n
	return n
}

// inside emits code that runs in another kind of frame.
func (c *compiler) inside(frame int, emit func()) {
	around := c.frame
	c.frame = frame
	c.sealed(emit)
	c.frame = around
}
