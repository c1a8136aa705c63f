package machine_test

import (
	"slices"

	"tutti/flow"
)

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
