package machine_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"tutti/flow"
	"tutti/value"
)

// model is a second interpreter, written to be read: a step is a function that calls
// those of the steps inside, on a coroutine for each thing that happens at once. It
// gets the same events as the machine and must ask the host for the same things.
type model struct {
	gen        *generator
	queue      []*strand
	strands    []*strand
	open       []*request // what the host has not answered, in order
	asked      []string   // since the last event
	cancelled  []int
	seq, order int
	unwinding  int
	root       *realm
	finished   bool
	ended      bool
	body       value.Value
	err        *failure
	failed     []*failure // compensations
}

// request is something asked of the host.
type request struct {
	seq          int
	strand       *strand // who waits
	realm        *realm  // whose timer it is, or that waits for it before its undo
	step         *flow.Step
	env          *env
	turns, tries []int
	label        string
	pause, maybe bool
}

// reply is what a strand is woken with.
type reply struct {
	out  value.Value
	err  *failure
	left *returning
	fell *realm // the realm that failed, for the strand that opened it
}

// returning is how a return gets out of the steps around it.
type returning struct{ body value.Value }

// stopped is how a strand that nobody waits for any more is cleared away.
type stopped struct{}

// strand runs steps one after the other.
type strand struct {
	m            *model
	realm        *realm
	env          *env
	turns, tries []int
	label        string
	undoes       bool
	next         func() (struct{}, bool)
	stop         func()
	yield        func(struct{}) bool
	inbox        reply
}

func (m *model) spawn(f *strand, body func()) {
	f.m = m
	f.next, f.stop = iter.Pull(func(yield func(struct{}) bool) {
		f.yield = yield
		defer func() {
			if p := recover(); p != nil && p != any(stopped{}) {
				panic(p)
			}
		}()
		body()
	})
	m.strands = append(m.strands, f)
	m.queue = append(m.queue, f)
}

func (f *strand) wait() reply {
	if !f.yield(struct{}{}) {
		panic(stopped{})
	}
	switch got := f.inbox; {
	case got.fell != nil:
		panic(got.fell)
	case got.left != nil:
		panic(got.left)
	default:
		return got
	}
}

func (m *model) wake(f *strand, r reply) {
	f.inbox = r
	m.queue = append(m.queue, f)
}

// begin starts the run.
func (m *model) begin(d *flow.Definition, input value.Value) {
	m.root = &realm{}
	f := &strand{realm: m.root, env: newEnv(nil)}
	f.env.set("input", input)
	m.spawn(f, func() {
		if err, left := f.left(nil, func() { f.list(d.Steps) }); err == nil && left != nil {
			m.body = left.body
		}
		m.finished = true
	})
	m.work()
}

func (m *model) work() {
	for len(m.queue) > 0 {
		f := m.queue[0]
		m.queue = m.queue[1:]
		if f.realm.alive() {
			f.next()
		}
	}
	m.ended = m.finished && m.unwinding == 0
}

func (m *model) close() {
	for _, f := range m.strands {
		f.stop()
	}
}

// post asks the host, on behalf of a strand.
func (m *model) post(f *strand, text string, r *request) {
	if f.undoes {
		text += " undoes"
	}
	m.open = append(m.open, r)
	m.asked = append(m.asked, text)
}

func (m *model) cancel(r *request) { m.cancelled = append(m.cancelled, r.seq) }

// ask asks for what a step wants and waits for the answer.
func (f *strand) ask(label string, s *flow.Step, attempt int, maybe bool) reply {
	what := f.wants(s, attempt)
	m := f.m
	m.seq++
	r := &request{seq: m.seq, strand: f, step: s, env: f.env, turns: f.turns, tries: f.tries, label: label, maybe: maybe}
	kind, rest, _ := strings.Cut(what, " ")
	text := fmt.Sprintf("%s %d %s", kind, m.seq, rest)
	if kind == "timer" {
		text = fmt.Sprintf("timer %d %s %s", m.seq, label, rest)
	} else {
		text += " key=" + keyOf(label, f.turns, f.triesOf(s))
	}
	m.post(f, text, r)
	return f.wait()
}

func (f *strand) wants(s *flow.Step, attempt int) string {
	switch a := s.Do.(type) {
	case *flow.Call:
		out := fmt.Sprintf("call %s %s", a.Target(), f.eval(a.With).Raw())
		if attempt > 1 {
			out += fmt.Sprint(" attempt=", attempt)
		}
		if d, ok := s.Timeout.(*flow.Literal); ok && s.Retry == nil {
			out += " timeout=" + d.JSON.Text()
		}
		return out
	case *flow.Wait:
		return "timer 1m0s"
	case *flow.Await:
		return fmt.Sprintf("await a.b|c.d v==%s", f.eval(a.Match[0].Value).Raw())
	case *flow.Human:
		return fmt.Sprintf("task \"do it\" users=%s", f.eval(a.Users).Raw())
	case *flow.Emit:
		return fmt.Sprintf("emit e.f %s", f.eval(a.Data).Raw())
	case *flow.Run:
		out := fmt.Sprintf("run other %s", f.eval(a.With).Raw())
		if a.Detach {
			out += " detached"
		}
		return out
	default:
		panic(fmt.Sprintf("model: %T", a))
	}
}

// triesOf are the attempts in the key of a step: its own only if each is something
// new, as a workflow that is run again.
func (f *strand) triesOf(s *flow.Step) []int {
	switch s.Do.(type) {
	case *flow.Await, *flow.Human, *flow.Emit:
		if s.Retry != nil {
			return f.tries[:len(f.tries)-1]
		}
	}
	return f.tries
}

func keyOf(label string, turns, tries []int) string {
	key := "r/" + label
	switch {
	case len(turns) > 0:
		key += "/" + dotted(turns)
	case len(tries) > 0:
		key += "/-"
	}
	if len(tries) > 0 {
		key += "/" + dotted(tries)
	}
	return key
}

func dotted(ns []int) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(ns), "[]"), " ", ".")
}

// answer delivers what a request came to.
func (m *model) answer(seq int, got reply) {
	i := slices.IndexFunc(m.open, func(r *request) bool { return r.seq == seq })
	if m.ended || i < 0 {
		return
	}
	r := m.open[i]
	m.open = slices.Delete(m.open, i, i+1)
	switch {
	case r.strand != nil && r.pause:
		m.wake(r.strand, reply{})
	case r.strand != nil:
		m.wake(r.strand, got)
	case r.realm.timer == seq:
		m.fail(r.realm, &failure{kind: "timeout", step: r.realm.step, unknown: true})
	default:
		m.late(r, got)
	}
	m.work()
}

// late is the answer to what was in flight when its realm failed.
func (m *model) late(r *request, got reply) {
	s := r.realm
	s.orphans--
	usesOwn := m.gen.usesOwn[r.step.Compensate]
	if got.err == nil {
		r.env.set(r.step.Name.Text, got.out)
		m.remember(r, s)
	} else {
		if (r.maybe || got.err.unknown) && !usesOwn {
			m.remember(r, s)
		}
		got.err.step = r.label
		s.err.also = append(s.err.also, got.err)
	}
	m.unwind(s)
}

// end is a cancel from outside.
func (m *model) end(keep bool) {
	if m.ended || m.finished || m.root.state != open {
		return
	}
	gone := &failure{kind: "cancelled", unknown: true}
	if !keep {
		m.fail(m.root, gone)
		m.work()
		return
	}
	for _, r := range m.open {
		m.cancel(r)
	}
	m.open, m.err, m.ended = nil, gone, true
	m.root.state = closed
}

// realm is what fails as one.
type realm struct {
	parent     *realm
	kids       []*realm
	state      int
	owner      *strand
	step       string
	timer      int // the number of the request
	undoing    *realm
	undos      []undo
	err        *failure
	last       func(*strand, *failure) // its finally
	begun      int
	lost, busy bool
	race       *race
	index      int
	orphans    int
	sides      int
}

const (
	open = iota
	failing
	closed
)

type undo struct {
	order int
	run   func(*strand, *failure)
}

func (r *realm) alive() bool {
	for ; r != nil; r = r.parent {
		if r.state != open {
			return false
		}
	}
	return true
}

func (r *realm) within(outer *realm) bool {
	for ; r != nil && r != outer; r = r.parent {
	}
	return r != nil
}

func (r *realm) adopt(kid *realm) {
	kid.parent = r
	r.kids = append(r.kids, kid)
}

func (r *realm) leave() {
	if r.parent == nil {
		return
	}
	r.parent.kids = slices.DeleteFunc(r.parent.kids, func(k *realm) bool { return k == r })
}

// scoped runs the body in a realm and gives the error it failed with, when it is
// undone.
func (f *strand) scoped(r *realm, body func()) *failure {
	err, left := f.left(r, body)
	if left != nil {
		panic(left)
	}
	return err
}

// left is scoped, but for a return inside it, which it gives. Without a realm it
// only catches the return.
func (f *strand) left(r *realm, body func()) (err *failure, left *returning) {
	outer, env, turns, tries := f.realm, f.env, f.turns, f.tries
	if r != nil {
		outer.adopt(r)
		f.realm, r.owner = r, f
	}
	defer func() {
		p := recover()
		ret, returns := p.(*returning)
		switch {
		case p == nil:
		case returns:
			left = ret
		case p == any(r) && r != nil:
			err = r.err.copied()
		default:
			panic(p)
		}
		f.realm, f.env, f.turns, f.tries = outer, env, turns, tries
		if r != nil && err == nil {
			f.m.handUp(r)
		}
	}()
	body()
	return nil, nil
}

func (m *model) handUp(r *realm) {
	m.stopTimer(r)
	r.state = closed
	r.leave()
	r.parent.undos = append(r.parent.undos, r.undos...)
	for _, kid := range r.kids {
		r.parent.adopt(kid)
	}
}

func (m *model) stopTimer(r *realm) {
	for i, q := range m.open {
		if r.timer == q.seq {
			m.cancel(q)
			m.open = slices.Delete(m.open, i, i+1)
			break
		}
	}
	r.timer = 0
}

// fail fails the realm the strand is in, and does not come back unless somebody
// catches that.
func (f *strand) fail(err *failure) {
	f.m.fail(f.realm, err)
	f.wait()
	panic("model: a failed strand goes on")
}

func (m *model) fail(r *realm, err *failure) {
	if r.state != open {
		return
	}
	r.state, r.err = failing, err.copied()
	m.unwinding++
	m.stopTimer(r)
	m.drop(r)
	m.gather(r, r)
	m.unwind(r)
}

// drop takes back what is in flight inside, but for what may leave something behind.
func (m *model) drop(s *realm) {
	var kept []*request
	for _, r := range m.open {
		switch {
		case r.strand == nil || !r.strand.realm.within(s):
			kept = append(kept, r)
			continue
		case r.step.Compensate != nil && !r.pause:
			r.strand, r.realm = nil, s
			s.orphans++
			kept = append(kept, r)
		default:
			if r.step.Compensate != nil && r.maybe && !m.gen.usesOwn[r.step.Compensate] {
				m.remember(r, s)
			}
			m.cancel(r)
		}
		r.env.mark(r.step.Name.Text, result{state: "cancelled"})
	}
	m.open = kept
}

func (m *model) gather(s, into *realm) {
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
		into.undos = append(into.undos, kid.undos...)
		into.ends(kid)
		m.gather(kid, into)
	}
}

// ends makes the finally of a realm inside a part of the undo.
func (r *realm) ends(kid *realm) {
	if kid.last != nil {
		r.undos = append(r.undos, undo{kid.begun, kid.last})
	}
}

// unwind undoes a failing realm, the last finished first.
func (m *model) unwind(s *realm) {
	if s.orphans > 0 || s.sides > 0 || s.busy {
		return
	}
	if len(s.undos) == 0 {
		m.undone(s)
		return
	}
	u := slices.MaxFunc(s.undos, func(a, b undo) int { return a.order - b.order })
	s.undos = slices.DeleteFunc(s.undos, func(v undo) bool { return v.order == u.order })
	s.busy = true
	f := &strand{realm: &realm{undoing: s}, undoes: true}
	err := s.err.copied()
	m.spawn(f, func() {
		u.run(f, err)
		f.realm.state = closed
		s.busy = false
		m.unwind(s)
	})
}

func (m *model) undone(s *realm) {
	s.state = closed
	m.unwinding--
	switch {
	case s.undoing != nil:
		m.failed = append(m.failed, s.err)
		s.undoing.busy = false
		m.unwind(s.undoing)
		return
	case s.parent == nil:
		m.err, m.finished = s.err, true
		return
	}
	s.leave()
	switch {
	case s.parent.state == failing:
		s.parent.sides--
		s.parent.ends(s)
		m.unwind(s.parent)
	case s.lost:
	case s.race != nil:
		s.race.lose(s)
	default:
		s.owner.realm = s.parent
		m.wake(s.owner, reply{fell: s})
	}
}

// remember notes that a step left something behind.
func (m *model) remember(r *request, s *realm) {
	u := *r.step.Compensate
	u.Name, u.Place = flow.Name{}, r.label+".compensate"
	m.order++
	s.undos = append(s.undos, undo{m.order, func(f *strand, err *failure) {
		f.env, f.turns, f.tries = r.env.with(err), r.turns, r.tries
		f.step(&u)
	}})
}

func (f *strand) remember(s *flow.Step) {
	if s.Compensate == nil {
		return
	}
	f.m.remember(&request{step: s, label: s.Label(), env: f.env, turns: f.turns, tries: f.tries}, f.realm)
}
