package machine_test

import (
	"slices"

	"tutti/flow"
	"tutti/value"
)

// race is the branches or turns of one step.
type race struct {
	f       *strand
	label   string   // of the step
	element string   // of a loop
	names   []string // of the branches; nil: turns
	items   []value.Value
	steps   func(i int) []*flow.Step
	need    int // so many successes are enough; 0: all
	goesOn  bool
	next    int
	left    int
	won     []int
	values  []value.Value
	errors  map[int]*failure
	running map[int]*realm // with parts
	over    bool
}

func (f *strand) parallel(s *flow.Step, a *flow.Parallel) value.Value {
	j := &race{f: f, label: s.Label(), need: a.Join.Any, steps: func(i int) []*flow.Step { return a.Branches[i].Steps }}
	for _, b := range a.Branches {
		j.names = append(j.names, b.Name.Text)
	}
	atOnce := a.Concurrency
	if atOnce == 0 {
		atOnce = len(a.Branches)
	}
	j.run(len(a.Branches), atOnce)
	var members []value.Member
	for i, name := range j.names {
		if slices.Contains(j.won, i) {
			members = append(members, value.Member{Name: name, Value: j.values[i]})
		}
	}
	return value.ObjectOf(members...)
}

func (f *strand) each(s *flow.Step, a *flow.For) (value.Value, []value.Value) {
	j := &race{f: f, label: s.Label(), element: a.Name.Text, need: a.Join.Any, goesOn: s.Continue, steps: func(int) []*flow.Step { return a.Steps }}
	for v := range f.eval(a.In).Elems() {
		j.items = append(j.items, v)
	}
	atOnce := 1
	if a.Concurrency != nil {
		n, _ := f.eval(a.Concurrency).Int()
		atOnce = int(n)
	}
	j.need = min(j.need, len(j.items))
	around := f.turns
	f.turns = append(around[:len(around):len(around)], 0)
	j.run(len(j.items), atOnce)
	f.turns = around
	out := []value.Value{}
	for i, v := range j.values {
		if j.need == 0 || slices.Contains(j.won, i) {
			out = append(out, v)
		}
	}
	return value.ArrayOf(out...), j.told()
}

// told are the errors of the turns, for $meta.
func (j *race) told() []value.Value {
	if !j.goesOn {
		return nil
	}
	out := []value.Value{}
	for i, item := range j.items {
		if err := j.errors[i]; err != nil {
			out = append(out, value.ArrayOf(value.FromInt(int64(i)), item, value.FromString(err.step)))
		}
	}
	return out
}

func (j *race) run(total, atOnce int) {
	j.left, j.values = total, make([]value.Value, total)
	j.errors, j.running = map[int]*failure{}, map[int]*realm{}
	for range min(total, atOnce) {
		j.startNext()
	}
	if total == 0 {
		j.f.m.wake(j.f, reply{}) // the others go first, as ever
	}
	j.f.wait()
}

// parts tells whether each is a realm of its own.
func (j *race) parts() bool { return j.need > 0 || j.goesOn }

func (j *race) startNext() {
	if j.over || j.next == len(j.values) {
		return
	}
	i := j.next
	j.next++
	around := j.f
	f := &strand{realm: around.realm, env: around.env, turns: around.turns, tries: around.tries, undoes: around.undoes}
	switch {
	case j.names == nil:
		f.env = newEnv(around.env)
		f.turns = slices.Clone(around.turns)
		f.turns[len(f.turns)-1] = i
		f.env.set(j.element, j.items[i])
		f.env.set("index", value.FromInt(int64(i)))
	case j.parts():
		f.env = around.env.copied()
	}
	if j.parts() {
		part := &realm{race: j, index: i, owner: f}
		f.realm.adopt(part)
		f.realm, j.running[i] = part, part
	}
	around.m.spawn(f, func() {
		err, left := f.left(nil, func() { j.values[i] = f.list(j.steps(i)) })
		if err == nil && left != nil {
			if j.parts() {
				f.m.handUp(f.realm)
			}
			f.m.wake(around, reply{left: left})
			return
		}
		j.win(i, f)
	})
}

func (j *race) win(i int, f *strand) {
	delete(j.running, i)
	if j.parts() {
		f.m.handUp(f.realm)
		f.realm = f.realm.parent
	}
	if j.names != nil {
		own, around := f.env.own(), j.f.env.own()
		if own != around {
			own.give(around, j.steps(i))
		}
		j.f.env.set(j.names[i], j.values[i])
	}
	j.won = append(j.won, i)
	j.left--
	j.startNext()
	j.settle(nil)
}

// give makes the names of a branch those of the frame around.
func (n *names) give(around *names, steps []*flow.Step) {
	for _, name := range namesIn(&flow.If{Then: steps}) {
		if v, ok := n.vars[name]; ok {
			around.vars[name] = v
		}
		if r, ok := n.meta[name]; ok {
			around.meta[name] = r
		}
	}
	n.into = around
}

// lose is the end of one that failed and is undone.
func (j *race) lose(s *realm) {
	delete(j.running, s.index)
	j.left--
	j.errors[s.index] = s.err
	j.mark(s.index, result{state: "failed", err: s.err.copied()})
	j.startNext()
	j.settle(s.err)
}

func (j *race) mark(i int, r result) {
	if j.names != nil {
		j.f.env.mark(j.names[i], r)
	}
}

func (j *race) settle(last *failure) {
	switch {
	case j.over:
	case j.need > 0 && len(j.won) >= j.need, j.need == 0 && j.left == 0:
		j.over = true
		for i := range j.values {
			if part := j.running[i]; part != nil {
				j.mark(i, result{state: "cancelled"})
				part.lost = true
				j.f.m.fail(part, &failure{kind: "cancelled", step: j.label, unknown: true})
			}
		}
		j.f.m.wake(j.f, reply{})
	case j.need > 0 && len(j.won)+j.left < j.need:
		j.over = true
		j.f.m.fail(j.f.realm, last)
	}
}
