package schema

import (
	"slices"

	"tutti/value"
)

// array makes as few elements as allowed, but one to see.
func (m *maker) array(w *wants, depth int) (value.Value, bool) {
	a := listRules{max: -1}
	for _, s := range w.all {
		a.meet(s)
	}
	var elems []value.Value
	for i := 0; ; i++ {
		all := w.elementsOf(i)
		if i < a.minContains {
			all = append(all, a.contains)
		}
		needed := i < a.min || i < a.minContains
		if !needed && (i > 0 || a.max == 0 || !m.optional(all, depth-sampleLists)) {
			break
		}
		v, ok := m.element(all, elems, a.unique, depth)
		if !ok && needed {
			return value.Value{}, false
		}
		if !ok {
			break
		}
		elems = append(elems, v)
	}
	return value.ArrayOf(elems...), a.max < 0 || len(elems) <= a.max
}

// meet narrows the rules by those of a schema.
func (a *listRules) meet(s *Schema) {
	l := s.rare().list
	if l == nil {
		return
	}
	a.min = max(a.min, l.min)
	if l.max >= 0 && (a.max < 0 || l.max < a.max) {
		a.max = l.max
	}
	a.unique = a.unique || l.unique
	if l.contains != nil {
		a.contains, a.minContains = l.contains, l.minContains
	}
}

// elementsOf is all that the schemas say about the element at i.
func (w *wants) elementsOf(i int) []*Schema {
	var all []*Schema
	for _, s := range w.all {
		l := s.rare().list
		switch {
		case l != nil && i < len(l.prefix):
			all = append(all, l.prefix[i])
		case s.items != nil:
			all = append(all, s.items)
		case l != nil && l.unevaluated != nil:
			all = append(all, l.unevaluated)
		}
	}
	return all
}

// element makes the next one; where they must differ, another one than those before.
func (m *maker) element(all []*Schema, before []value.Value, unique bool, depth int) (value.Value, bool) {
	if !unique {
		return m.value(all, depth+1)
	}
	other := *m
	defer func() { m.left, m.steps = other.left, other.steps }()
	for try := range sampleTries {
		other.turn = m.turn + len(before) + try
		v, ok := other.value(all, depth+1)
		if ok && !slices.ContainsFunc(before, func(b value.Value) bool { return value.Equal(b, v) }) {
			return v, true
		}
	}
	return value.Value{}, false
}
