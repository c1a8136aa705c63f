package schema

import (
	"slices"

	"tutti/value"
)

// unevaluated holds what no part of s looked at against unevaluatedProperties and unevaluatedItems. The value is right
// otherwise.
func (v *validator) unevaluated(s *Schema, from int) bool {
	v.c.Seek(from)
	m := s.more
	switch v.c.Kind() {
	case value.Object:
		if m.object != nil && m.object.unevaluated != nil {
			return v.otherMembers(s, from, v.active(s, from, nil))
		}
	case value.Array:
		if m.list != nil && m.list.unevaluated != nil {
			return v.otherElems(s, from, v.active(s, from, nil))
		}
	}
	return true
}

// active adds s and the schemas it is made of that accept the value at from: those whose word counts.
func (v *validator) active(s *Schema, from int, to []*Schema) []*Schema {
	if s == nil || v.overrun || slices.Contains(to, s) {
		return to
	}
	if v.work++; v.work > maxWork+workPerByte*len(v.root.Raw()) {
		v.overrun = true
		return to
	}
	to = append(to, s)
	depth := len(v.scope)
	if s.res != nil && s.res.family.dynamic && (depth == 0 || v.scope[depth-1] != s.res) {
		v.scope = append(v.scope, s.res)
	}
	to = v.active(s.ref, from, to)
	if m := s.more; m != nil {
		for _, part := range m.allOf {
			to = v.active(part, from, to)
		}
		to = v.activeOf(m.anyOf, from, to)
		to = v.activeOf(m.oneOf, from, to)
		if m.rules != nil {
			to = v.activeRules(m.rules, from, to)
		}
		if m.object != nil && len(m.object.dependent) > 0 {
			to = v.activeDependent(m.object, from, to)
		}
	}
	v.scope = v.scope[:depth]
	return to
}

func (v *validator) activeOf(branches []*Schema, from int, to []*Schema) []*Schema {
	for _, b := range branches {
		v.c.Seek(from)
		if v.tries(b) {
			to = v.active(b, from, to)
		}
	}
	return to
}

func (v *validator) activeRules(r *rules, from int, to []*Schema) []*Schema {
	if r.dynamic != nil {
		to = v.active(v.follow(r.dynamic), from, to)
	}
	if r.test == nil {
		return to
	}
	v.c.Seek(from)
	if !v.tries(r.test) {
		return v.active(r.orElse, from, to)
	}
	return v.active(r.then, from, v.active(r.test, from, to))
}

func (v *validator) activeDependent(o *objectRules, from int, to []*Schema) []*Schema {
	v.c.Seek(from)
	object := v.c.Value()
	if object.Kind() != value.Object {
		return to
	}
	for _, d := range o.dependent {
		if _, has := object.Lookup(d.name); has {
			to = v.active(d.schema, from, to)
		}
	}
	return to
}

func (v *validator) otherMembers(s *Schema, from int, active []*Schema) bool {
	v.c.Seek(from)
	ok := true
	for more := v.c.Enter(); more; more = v.c.Next() {
		at := v.c.At()
		name, escaped := v.c.Name()
		if escaped {
			name = value.Plain(nil, name)
		}
		if slices.ContainsFunc(active, func(a *Schema) bool { return a.knows(name, a == s) }) {
			v.c.Skip()
			continue
		}
		if !v.other(s, s.more.object.unevaluated, at, "unevaluatedProperties") {
			if ok = false; v.enough() {
				return false
			}
		}
	}
	return ok
}

// other holds the value behind the cursor against what unevaluated ones must be.
func (v *validator) other(s, must *Schema, at int, keyword string) bool {
	if must.traits&never == 0 {
		return v.value(must)
	}
	from := v.c.At()
	v.c.Skip()
	return v.unknown(from, at, s, keyword)
}

// knows tells whether s looks at the member called name; self is the schema that asks.
func (s *Schema) knows(name []byte, self bool) bool {
	if s.fields().additional != nil || s.place(name, 0) >= 0 {
		return true
	}
	if s.more == nil || s.more.object == nil {
		return false
	}
	o := s.more.object
	return !self && o.unevaluated != nil || slices.ContainsFunc(o.patterns, func(p patternProperty) bool { return p.pattern.matches(name) })
}

func (v *validator) otherElems(s *Schema, from int, active []*Schema) bool {
	v.c.Seek(from)
	ok, n := true, 0
	for more := v.c.Enter(); more; more = v.c.Next() {
		at := v.c.At()
		if slices.ContainsFunc(active, func(a *Schema) bool { return v.looked(a, n, a == s) }) {
			v.c.Skip()
		} else if !v.other(s, s.more.list.unevaluated, at, "unevaluatedItems") {
			if ok = false; v.enough() {
				return false
			}
		}
		n++
	}
	return ok
}

// looked tells whether a looks at the n-th element, before which the cursor stands.
func (v *validator) looked(a *Schema, n int, self bool) bool {
	if a.items != nil {
		return true
	}
	if a.more == nil || a.more.list == nil {
		return false
	}
	l := a.more.list
	return n < len(l.prefix) || !self && l.unevaluated != nil || l.contains != nil && v.tries(l.contains)
}
