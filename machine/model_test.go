package machine_test

import (
	"fmt"
	"time"

	"tutti/flow"
	"tutti/value"
)

// The steps, each as a reader of the language would run it by hand: one after the
// other, on one strand.

func (f *strand) list(steps []*flow.Step) value.Value {
	var last value.Value
	for _, s := range steps {
		last = f.step(s)
	}
	return last
}

func (f *strand) step(s *flow.Step) value.Value {
	if _, block := s.Do.(*flow.If); s.If != nil && !block && !f.eval(s.If).Truthy() {
		f.mark(s, result{state: "skipped"})
		return value.Value{}
	}
	v := f.tolerant(s)
	f.env.set(s.Name.Text, v)
	return v
}

func (f *strand) mark(s *flow.Step, r result) { f.env.mark(s.Name.Text, r) }

func (f *strand) tolerant(s *flow.Step) (v value.Value) {
	if _, each := s.Do.(*flow.For); !s.Continue || each {
		return f.timed(s)
	}
	err := f.scoped(&realm{}, func() { v = f.timed(s) })
	if err == nil {
		return v
	}
	f.mark(s, result{state: "failed", err: err})
	return value.Value{}
}

func (f *strand) timed(s *flow.Step) (v value.Value) {
	call, isCall := s.Do.(*flow.Call)
	if s.Timeout == nil || isCall && s.Retry == nil && len(call.Fallback) == 0 {
		return f.tried(s)
	}
	r := &realm{step: s.Label()}
	r.timer = f.m.timer(f, s, f.eval(s.Timeout).Text(), &request{realm: r})
	if err := f.scoped(r, func() { v = f.tried(s) }); err != nil {
		f.fail(err)
	}
	return v
}

func (f *strand) tried(s *flow.Step) (v value.Value) {
	_, isCall := s.Do.(*flow.Call)
	if s.Retry == nil || isCall {
		return f.action(s)
	}
	for n := 1; ; n++ {
		f.forget(s)
		err := f.scoped(&realm{}, func() { f.counted(n, func() { v = f.action(s) }) })
		if err == nil {
			return v
		}
		if n >= s.Retry.Attempts || !err.fits(s.Retry.On) {
			f.fail(err)
			return value.Value{}
		}
		f.pause(s, n, s.Retry, request{step: &flow.Step{}})
	}
}

// counted runs an attempt, whose number is in the keys.
func (f *strand) counted(n int, attempt func()) {
	around := f.tries
	f.tries = append(around[:len(around):len(around)], n)
	attempt()
	f.tries = around
}

// forget makes the names in a step null before it starts again.
func (f *strand) forget(s *flow.Step) {
	for _, name := range namesIn(s.Do) {
		delete(f.env.own().vars, name)
		delete(f.env.own().meta, name)
	}
}

// namesIn are the names that a step defines inside, but for those of turns.
func namesIn(do flow.Action) []string {
	var lists [][]*flow.Step
	var out []string
	switch a := do.(type) {
	case *flow.If:
		lists = [][]*flow.Step{a.Then, a.Else}
	case *flow.Switch:
		lists = append(lists, a.Else)
		for _, c := range a.Cases {
			lists = append(lists, c.Then)
		}
	case *flow.Parallel:
		for _, b := range a.Branches {
			out, lists = append(out, b.Name.Text), append(lists, b.Steps)
		}
	case *flow.Try:
		lists = [][]*flow.Step{a.Steps, a.Finally}
		for _, c := range a.Catch {
			lists = append(lists, c.Then)
		}
	case *flow.Set:
		for _, f := range a.Fields {
			out = append(out, f.Name.Text)
		}
	}
	for _, l := range lists {
		for _, s := range l {
			out = append(append(out, s.Name.Text), namesIn(s.Do)...)
		}
	}
	return out
}

func (f *strand) action(s *flow.Step) (v value.Value) {
	switch a := s.Do.(type) {
	case *flow.Call:
		return f.call(s, a)
	case *flow.Wait, *flow.Await, *flow.Human, *flow.Emit, *flow.Run:
		return f.leaf(s)
	case *flow.For:
		v, errors := f.each(s, a)
		f.mark(s, result{state: "done", errors: errors})
		return v
	case *flow.Fail:
		f.failStep(s, a)
		return v
	case *flow.Return:
		panic(&returning{f.eval(a.Body)})
	case *flow.Set:
		name := a.Fields[0].Name.Text
		of := f.eval(a.Fields[0].Value)
		f.env.set(name, of)
		v = value.ObjectOf(value.Member{Name: name, Value: of})
	case *flow.If:
		if f.eval(s.If).Truthy() {
			v = f.list(a.Then)
		} else {
			v = f.list(a.Else)
		}
	case *flow.Switch:
		v = f.choose(a)
	case *flow.Parallel:
		v = f.parallel(s, a)
	case *flow.Repeat:
		v = f.repeat(s, a)
	case *flow.Try:
		v = f.try(s, a)
	default:
		panic(fmt.Sprintf("model: %T", a))
	}
	f.mark(s, result{state: "done"})
	return v
}

func (f *strand) failStep(s *flow.Step, a *flow.Fail) {
	if _, passes := a.Error.(*flow.Expr); !passes {
		f.fail(&failure{kind: "fail", status: 404, step: s.Label()})
	} else if f.env.err != nil {
		f.fail(f.env.err.copied())
	}
}

func (f *strand) choose(a *flow.Switch) value.Value {
	for _, c := range a.Cases {
		if f.eval(c.When).Truthy() {
			return f.list(c.Then)
		}
	}
	return f.list(a.Else)
}

func (f *strand) call(s *flow.Step, a *flow.Call) (v value.Value) {
	if len(a.Fallback) == 0 {
		return f.leaf(s)
	}
	if err := f.scoped(&realm{}, func() { v = f.leaf(s) }); err == nil {
		return v
	}
	last := len(a.Fallback) - 1
	for _, b := range a.Fallback[:last] {
		if err := f.scoped(&realm{}, func() { v = f.instead(s, b) }); err == nil {
			return v
		}
	}
	return f.instead(s, a.Fallback[last])
}

// instead asks a fallback.
func (f *strand) instead(s, b *flow.Step) value.Value {
	as := *b
	as.Name, as.Place = s.Name, b.Label()
	f.label = b.Label()
	v := f.leaf(&as)
	return v
}

// leaf does what asks the host for something, attempt by attempt.
func (f *strand) leaf(s *flow.Step) value.Value {
	label := s.Label()
	if f.label != "" {
		label, f.label = f.label, ""
	}
	_, isCall := s.Do.(*flow.Call)
	maybe := false
	for n := 1; ; n++ {
		got := f.ask(label, s, n, maybe)
		if got.err == nil {
			f.mark(s, done(s, n))
			f.env.set(s.Name.Text, got.out)
			f.remember(s)
			return got.out
		}
		got.err.attempts = n
		if got.err.step == "" {
			got.err.step = label
		}
		maybe = maybe || got.err.unknown
		once := isCall && s.Do.(*flow.Call).Idempotent != nil && maybe
		if !isCall || s.Retry == nil || n >= s.Retry.Attempts || !got.err.fits(s.Retry.On) || once {
			return f.gaveUp(s, got.err, maybe)
		}
		f.pause(s, n, s.Retry, request{step: s, maybe: maybe})
	}
}

func done(s *flow.Step, attempts int) result {
	if _, isCall := s.Do.(*flow.Call); !isCall {
		attempts = 0
	}
	return result{state: "done", attempts: attempts}
}

func (f *strand) gaveUp(s *flow.Step, err *failure, maybe bool) value.Value {
	if maybe && s.Compensate != nil && !f.m.gen.usesOwn[s.Compensate] {
		f.remember(s)
	}
	f.mark(s, result{state: "failed", err: err.copied()})
	f.fail(err)
	return value.Value{}
}

func (f *strand) repeat(s *flow.Step, r *flow.Repeat) value.Value {
	around, turns := f.env, f.turns
	var all []value.Value
	var last value.Value
	for n := 0; ; n++ {
		f.env, f.turns = newEnv(around), append(turns[:len(turns):len(turns)], n)
		f.env.set("index", value.FromInt(int64(n)))
		f.env.set("last", last)
		last = f.list(r.Steps)
		all = append(all, last)
		if f.eval(r.Until).Truthy() {
			break
		}
		if n+1 >= r.Max {
			f.fail(&failure{kind: "limit", step: s.Label()})
		}
		if r.Every != nil {
			f.m.timer(f, s, f.eval(r.Every).Text(), &request{strand: f, step: &flow.Step{}})
			f.wait()
		}
	}
	f.env, f.turns = around, turns
	return value.ArrayOf(all...)
}

func (f *strand) try(s *flow.Step, a *flow.Try) value.Value {
	v, failed, left := f.attempts(s, a)
	if failed != nil && len(a.Finally) > 0 {
		if err := f.scoped(&realm{}, func() { f.finally(a, failed) }); err != nil {
			failed = err.causedBy(failed)
		}
	}
	if failed != nil {
		f.fail(failed)
	}
	f.finally(a, nil)
	if left != nil {
		panic(left)
	}
	return v
}

func (f *strand) finally(a *flow.Try, err *failure) {
	f.catching(err, func() { f.list(a.Finally) })
}

// catching runs steps that see $error.
func (f *strand) catching(err *failure, steps func()) {
	around := f.env
	f.env = around.with(err)
	steps()
	f.env = around
}

// attempts runs the try and its catches, up to the finally.
func (f *strand) attempts(s *flow.Step, a *flow.Try) (v value.Value, failed *failure, left *returning) {
	again := false
	for _, k := range a.Catch {
		again = again || k.Retry != nil
	}
	for n := 1; ; n++ {
		f.forget(&flow.Step{Do: &flow.If{Then: a.Steps}})
		body := func() { v = f.list(a.Steps) }
		if once := body; again {
			body = func() { f.counted(n, once) }
		}
		failed, left = f.left(f.guarded(a), body)
		if failed == nil {
			return v, nil, left
		}
		k := matching(a, failed)
		if k != nil && k.Retry != nil && n < k.Retry.Attempts {
			f.pause(s, n, k.Retry, request{step: &flow.Step{}})
			continue
		}
		if k == nil || k.Then == nil {
			return v, failed, nil
		}
		var worse *failure
		worse, left = f.left(f.guarded(a), func() {
			f.catching(failed, func() { v = f.list(k.Then) })
		})
		if worse != nil {
			return v, worse.causedBy(failed), nil
		}
		return v, nil, left
	}
}

func matching(a *flow.Try, err *failure) *flow.Catch {
	for i := range a.Catch {
		if err.fits(a.Catch[i].On) {
			return &a.Catch[i]
		}
	}
	return nil
}

// guarded is the realm of a try's steps or catch: if a scope around it fails, its
// finally is part of the undo.
func (f *strand) guarded(a *flow.Try) *realm {
	if len(a.Finally) == 0 {
		return &realm{}
	}
	f.m.order++
	at := *f
	return &realm{begun: f.m.order, last: func(g *strand, err *failure) {
		g.env, g.turns, g.tries = at.env, at.turns, at.tries
		g.finally(a, err)
	}}
}

// pause waits before another attempt.
func (f *strand) pause(s *flow.Step, made int, p *flow.Retry, r request) {
	most := p.Min
	for i := 1; i < made && most < p.Max; i++ {
		most *= 2
	}
	most = min(most, p.Max)
	d := "0s"
	if most > 0 {
		d = fmt.Sprintf("0s..%v", most)
	}
	r.strand, r.pause = f, true
	r.label = s.Label()
	f.m.seq++
	r.seq, r.env, r.turns, r.tries = f.m.seq, f.env, f.turns, f.tries
	f.m.post(f, fmt.Sprintf("timer %d %s %s", r.seq, r.label, d), &r)
	f.wait()
}

func (f *strand) eval(v flow.Value) value.Value {
	switch v := v.(type) {
	case *flow.Literal:
		return v.JSON
	case *flow.Expr:
		return f.m.gen.reads[v](f.env)
	case *flow.Array:
		var items []value.Value
		for _, i := range v.Items {
			items = append(items, f.eval(i))
		}
		return value.ArrayOf(items...)
	case *flow.Object:
		var members []value.Member
		for _, m := range v.Fields {
			members = append(members, value.Member{Name: m.Name.Text, Value: f.eval(m.Value)})
		}
		return value.ObjectOf(members...)
	case nil:
		return value.Value{}
	default:
		panic(fmt.Sprintf("model: %T", v))
	}
}

// timer asks for a timer that is no pause between attempts.
func (m *model) timer(f *strand, s *flow.Step, d string, r *request) int {
	length, err := flow.ParseDuration(d)
	if err != nil {
		panic(err)
	}
	m.seq++
	r.seq = m.seq
	m.post(f, fmt.Sprintf("timer %d %s %v", r.seq, s.Label(), time.Duration(length)), r)
	return r.seq
}
