package schema

import (
	"slices"

	"tutti/value"
)

// What one sample may take. Schemas contain themselves: what is optional ends at sampleDeep, what is not at sampleEnd.
const (
	sampleDeep  = 5   // objects and arrays inside each other, up to where optional members are made
	sampleLists = 2   // further on lists still have an element
	sampleEnd   = 40  // up to where anything is made
	sampleSize  = 150 // optional members and elements of one value
	sampleSteps = 6000
	sampleParts = 1000 // schemas that hold together
	sampleTries = 8    // branches of one oneOf or anyOf
)

// Sample is a value that s accepts in that direction: an example, default or word of an enum, else one made for what s
// says. The same schema has the same sample. It is false if there is no such value, or none was found: what a schema
// excludes (not, if, patterns that look around themselves) it can only try to meet.
func Sample(s *Schema, d Direction) (value.Value, bool) {
	for _, try := range []maker{{}, {lean: true}, {turn: 1}, {turn: 2, lean: true}, {turn: 3}} {
		m := try
		m.options = Options{Direction: d, Formats: true, Max: 1}
		m.left, m.steps = sampleSize, sampleSteps
		if v, ok := m.value([]*Schema{s}, 0); ok && m.accepts(s, v) {
			return v, true
		}
	}
	return value.Value{}, false
}

// maker makes one value.
type maker struct {
	options Options
	lean    bool // what is optional is left out
	turn    int  // above 0: the values are others
	left    int  // optional members and elements that may still come
	steps   int  // values that may still be tried
	inside  []*Schema
}

func (m *maker) accepts(s *Schema, v value.Value) bool { return s.Accepts(v, m.options) }

// value makes one that all of several schemas accept.
func (m *maker) value(all []*Schema, depth int) (value.Value, bool) {
	if m.steps--; m.steps < 0 || depth > sampleEnd {
		return value.Value{}, false
	}
	w := &wants{}
	for _, s := range all {
		w.add(s)
	}
	if w.never {
		return value.Value{}, false
	}
	if v, ok := m.given(all, w); ok {
		return v, true
	}
	return m.choose(w, depth)
}

// given is an example, a default or a word of an enum, if it suits.
func (m *maker) given(all []*Schema, w *wants) (value.Value, bool) {
	candidates := w.given()
	for i := range candidates {
		v := candidates[(i+m.turn)%len(candidates)]
		if !slices.ContainsFunc(all, func(s *Schema) bool { return !m.accepts(s, v) }) {
			return v, true
		}
	}
	return value.Value{}, false
}

// choose settles what may be one thing or another, one question after the other, and makes the value that is left.
func (m *maker) choose(w *wants, depth int) (value.Value, bool) {
	if len(w.choices) == 0 {
		return m.make(w, depth)
	}
	c := w.choices[0]
	for _, branch := range m.ordered(c.branches) {
		if v, ok := m.branch(w, c, branch, depth); ok {
			return v, true
		}
	}
	return value.Value{}, false
}

// branch makes a value in which that branch of the first choice holds, under the name that the discriminator has for it;
// documents are put together in ways that leave the names behind, so another one is tried too.
func (m *maker) branch(w *wants, c choice, branch []*Schema, depth int) (value.Value, bool) {
	left := m.left
	for _, by := range []*Discriminator{c.by, nil}[:c.ways()] {
		if m.steps--; m.steps < 0 {
			break
		}
		m.left = left
		if v, ok := m.choose(w.settled(by, branch), depth); ok {
			if v, ok = m.only(c, branch, v); ok {
				return v, true
			}
		}
	}
	m.left = left
	return value.Value{}, false
}

// ordered are the branches to try: the turn's first, and last those that would go on inside of themselves.
func (m *maker) ordered(branches [][]*Schema) [][]*Schema {
	var first, last [][]*Schema
	for i := range branches {
		if b := branches[(i+m.turn)%len(branches)]; m.within(b) {
			last = append(last, b)
		} else {
			first = append(first, b)
		}
	}
	all := append(first, last...)
	return all[:min(len(all), sampleTries)]
}

// within tells whether one of the schemas is being made.
func (m *maker) within(all []*Schema) bool {
	return slices.ContainsFunc(all, func(s *Schema) bool { return s != nil && slices.Contains(m.inside, s) })
}

// make makes a value of the type that suits best.
func (m *maker) make(w *wants, depth int) (value.Value, bool) {
	if w.never {
		return value.Value{}, false
	}
	if v, ok := m.given(w.all, w); ok || w.enum {
		return v, ok
	}
	m.inside = append(m.inside, w.all...)
	defer func() { m.inside = m.inside[:len(m.inside)-len(w.all)] }()
	kinds := w.kinds()
	for i := range kinds {
		if v, ok := m.kind(kinds[(i+m.turn)%len(kinds)], w, depth); ok {
			return v, true
		}
	}
	return value.Value{}, false
}

func (m *maker) kind(t Types, w *wants, depth int) (value.Value, bool) {
	switch t {
	case Object:
		return m.object(w, depth)
	case Array:
		return m.array(w, depth)
	case String:
		return m.text(w)
	case Integer, Number:
		return m.number(w, t == Integer)
	case Boolean:
		return value.FromBool(m.turn%2 == 0), true
	default:
		return value.Value{}, true
	}
}

// optional tells whether something that need not be there is made: not too deep, not too much, and not inside of itself.
func (m *maker) optional(all []*Schema, depth int) bool {
	if m.lean || depth >= sampleDeep || m.left <= 0 || m.within(all) {
		return false
	}
	m.left--
	return true
}
