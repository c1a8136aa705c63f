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
