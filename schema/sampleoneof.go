package schema

import (
	"slices"

	"tutti/value"
)

// only is v if the schema of the choice accepts it. Branches of a oneOf often overlap, because each allows members that
// it does not name: then v gets a member that spoils it for the others.
func (m *maker) only(c choice, branch []*Schema, v value.Value) (value.Value, bool) {
	if m.accepts(c.of, v) {
		return v, true
	}
	if v.Kind() != value.Object {
		return v, false
	}
	for _, other := range c.of.OneOf() {
		if slices.Contains(branch, other) || !m.accepts(other, v) {
			continue
		}
		spoilt, ok := m.spoil(v, other, branch)
		if !ok {
			return v, false
		}
		v = spoilt
	}
	return v, m.accepts(c.of, v)
}

// spoil gives v a member that the other schema knows and refuses, and the branch takes.
func (m *maker) spoil(v value.Value, other *Schema, branch []*Schema) (value.Value, bool) {
	var w wants
	w.add(other)
	for _, s := range w.all {
		for _, p := range s.fields().properties {
			if _, there := v.Lookup(p.Name); there {
				continue
			}
			for _, odd := range []value.Value{value.FromBool(true), value.FromString("text")} {
				if m.steps--; m.steps < 0 {
					return v, false
				}
				spoilt := with(v, value.Member{Name: p.Name, Value: odd})
				if !m.accepts(other, spoilt) && !slices.ContainsFunc(branch, func(s *Schema) bool { return !m.accepts(s, spoilt) }) {
					return spoilt, true
				}
			}
		}
	}
	return v, false
}

// with is the object v with one member more.
func with(v value.Value, added value.Member) value.Value {
	var all []value.Member
	for name, member := range v.Members() {
		all = append(all, value.Member{Name: name, Value: member})
	}
	return value.ObjectOf(append(all, added)...)
}
