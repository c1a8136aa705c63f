package plan

import (
	"slices"
	"time"

	"tutti/flow"
	"tutti/value"
)

// call compiles a call with its fallbacks: each is tried when the one before failed,
// and fills the value and the $meta of the call.
func (c *compiler) call(s *flow.Step, a *flow.Call, id, out, meta int) {
	if len(a.Fallback) == 0 {
		c.oneCall(s, a, id, out, meta)
		return
	}
	_, over := c.scoped(id, nil, func() { c.oneCall(s, a, id, out, meta) })
	last := len(a.Fallback) - 1
	for _, f := range a.Fallback[:last] {
		_, well := c.scoped(id, nil, func() { c.into(f, None, out, meta) })
		over = append(over, well...)
	}
	c.into(a.Fallback[last], None, out, meta)
	c.here(over...)
}

func (c *compiler) oneCall(s *flow.Step, a *flow.Call, id, out, meta int) {
	spec := &CallSpec{
		Op: c.op(a.Target()), With: c.template(a.With), Body: c.template(a.Body),
		Headers: c.headers(a.Headers), Accept: accepted(a.Accept), URL: c.template(a.URL),
		Idempotent: a.Idempotent, Undone: s.Compensate != nil,
	}
	retry := c.retrySpec(s.Retry)
	if s.Retry != nil {
		spec.Timeout = s.Retry.Timeout
	} else if d, ok := constant(s.Timeout); ok {
		spec.Timeout = d
	}
	c.emit(Ins{Op: Call, Step: id, Dst: out, Meta: meta, Call: spec, Retry: retry, Undo: c.undo(s)})
}

// deadlined tells whether the timeout of a step is that of its one attempt, so
// that it needs no timer of its own.
func deadlined(s *flow.Step) bool {
	a, isCall := s.Do.(*flow.Call)
	_, fixed := constant(s.Timeout)
	return isCall && fixed && s.Retry == nil && len(a.Fallback) == 0
}

// constant is a duration that does not depend on data.
func constant(v flow.Value) (time.Duration, bool) {
	l, ok := v.(*flow.Literal)
	if !ok || l.JSON.Kind() != value.String {
		return 0, false
	}
	d, err := flow.ParseDuration(l.JSON.Text())
	return d, err == nil
}

func (c *compiler) retrySpec(r *flow.Retry) *RetrySpec {
	if r == nil {
		return nil
	}
	return &RetrySpec{On: matches(r.On), Attempts: r.Attempts, Min: r.Min, Max: r.Max}
}

func matches(on []flow.Match) []string {
	var out []string
	for _, m := range on {
		out = append(out, m.Text)
	}
	return out
}

// undo makes room for the compensation of a step; nil if it has none.
func (c *compiler) undo(s *flow.Step) *Undo {
	if s.Compensate == nil {
		return nil
	}
	u := &Undo{Own: c.slot(s.Name)}
	c.undos = append(c.undos, pendingUndo{undo: u, step: s, frame: c.frame, tries: slices.Clone(c.tries)})
	return u
}

func (c *compiler) op(target string) int { return index(&c.plan.Ops, target) }

// index is the place of a text in a list, which gets it if it is not there yet.
func index(list *[]string, text string) int {
	if i := slices.Index(*list, text); i >= 0 {
		return i
	}
	*list = append(*list, text)
	return len(*list) - 1
}

// leaf compiles what waits for something other than a call.
func (c *compiler) leaf(s *flow.Step, id, out, meta int) {
	ins := Ins{Step: id, Dst: out, Meta: meta, Undo: c.undo(s), Wait: &WaitSpec{}}
	w := ins.Wait
	switch a := s.Do.(type) {
	case *flow.Wait:
		ins.Op, w.For = Wait, c.template(a.For)
	case *flow.Await:
		ins.Op, w.Match = Await, c.headers(a.Match)
		for _, t := range a.Types {
			w.Types = append(w.Types, t.Text)
		}
	case *flow.Human:
		ins.Op = Task
		w.Title, w.Form = c.template(a.Title), c.template(a.Form)
		w.Users, w.Roles = c.template(a.Users), c.template(a.Roles)
		for _, e := range a.Escalate {
			w.Escalate = append(w.Escalate, Escalation{After: e.After, Users: c.template(e.Users), Roles: c.template(e.Roles)})
		}
	case *flow.Emit:
		ins.Op, w.Types, w.Data, w.To = Emit, []string{a.Type.Text}, c.template(a.Data), a.To.Text
	case *flow.Run:
		ins.Op, w.Workflow, w.Version, w.Data, w.Detach = Child, a.Workflow.Text, a.Version, c.template(a.With), a.Detach
		index(&c.plan.Runs, a.Workflow.Text)
	}
	c.emit(ins)
}

// compensations compiles what undoes the steps, each as a fiber of its own in a
// frame that holds $error.
func (c *compiler) compensations() {
	for i := 0; i < len(c.undos); i++ {
		u := c.undos[i]
		u.undo.Frame = len(c.plan.Frames)
		c.plan.Frames = append(c.plan.Frames, Frame{Parent: u.frame, Slots: []string{"$error"}})
		c.frame, c.tries = u.undo.Frame, u.tries
		c.errors, c.labels = []address{{c.frame, SlotError}}, nil
		u.undo.Entry, u.undo.UsesOwn = c.pc(), c.usesOwn(u.step)
		step := *u.step.Compensate
		step.Place, step.Name = u.step.Label()+".compensate", flow.Name{}
		c.step(&step, None)
		c.emit(Ins{Op: End, Step: len(c.plan.Steps) - 1})
		c.keep(u)
	}
}

// usesOwn tells whether the compensation of s reads the value of s.
func (c *compiler) usesOwn(s *flow.Step) bool {
	own := c.byName[s.Name]
	uses := false
	c.refs(s.Compensate, func(b *flow.Binding, meta bool) { uses = uses || !meta && own != nil && b == own })
	return uses
}

// keep notes the slots of turns that a compensation reads, so that they outlive
// their turn, and only they.
func (c *compiler) keep(u pendingUndo) {
	c.refs(u.step.Compensate, func(b *flow.Binding, meta bool) {
		slots := c.value
		if meta {
			slots = c.meta
		}
		slot, ok := slots[placeOf(b)]
		if b.Name.Text == "last" { // it has no definition that would have given it its slot
			slot, ok = SlotElement, true
		}
		if ok && slot != None {
			c.keepSlot(address{c.frames[b.Loop], slot})
		}
	})
	for _, t := range u.tries { // its idempotency key names the attempt
		c.keepSlot(t)
	}
}

func (c *compiler) keepSlot(at address) {
	f := &c.plan.Frames[at.frame]
	if f.Turn && !slices.Contains(f.Kept, at.slot) {
		f.Kept = append(f.Kept, at.slot)
		slices.Sort(f.Kept)
	}
}

// refs calls yield for every name that a compensation reads.
func (c *compiler) refs(undo *flow.Step, yield func(b *flow.Binding, meta bool)) {
	flow.StepExprs(undo, func(e *flow.Expr) {
		p := c.parsed[e]
		if p == nil {
			return
		}
		for _, ref := range p.Refs() {
			name, meta := ref.Name, ref.Name == "meta" && len(ref.Path) > 0
			if meta {
				name = ref.Path[0]
			}
			if b := c.names.At(e).Lookup(name); b != nil {
				yield(b, meta)
			}
		}
	})
}

func accepted(statuses []flow.Status) []int {
	var out []int
	for _, s := range statuses {
		out = append(out, s.Code)
	}
	return out
}
