package schema

import (
	"slices"

	"tutti/value"
)

// composed holds the value behind the cursor against a schema that is made of others. Results are remembered once the work
// is more than a usual value takes: schemas that choose between schemas that choose would take forever on a deep value.
func (v *validator) composed(s *Schema) bool {
	from := v.c.At()
	if v.overrun || v.depth >= maxNesting || v.work > maxWork+workPerByte*len(v.root.Raw()) {
		v.overrun = true
		return false
	}
	family := s.res.family
	if v.memo == nil && v.work > v.calm && !family.dynamic {
		v.memo = map[visit]bool{}
	}
	if known, ok := v.memo[visit{s, from}]; ok && (v.quiet || known) {
		v.c.Skip()
		return known
	}
	if !v.quiet && v.tries(s) {
		v.c.Skip()
		return true
	}
	v.depth++
	depth := len(v.scope)
	if family.dynamic && (depth == 0 || v.scope[depth-1] != s.res) {
		v.scope = append(v.scope, s.res)
	}
	if v.inside < len(v.around) {
		v.around[v.inside] = visit{s, from}
	}
	v.inside++
	ok := v.applies(s, from)
	v.inside--
	v.scope = v.scope[:depth]
	v.depth--
	if v.memo != nil && !v.overrun && !family.dynamic {
		v.memo[visit{s, from}] = ok
	}
	return ok
}

// tries tells whether the value behind the cursor is right, and leaves the cursor where it is.
func (v *validator) tries(s *Schema) bool {
	from, quiet := v.c.At(), v.quiet
	v.quiet = true
	ok := v.value(s)
	v.quiet = quiet
	v.c.Seek(from)
	return ok
}

// again holds the value at a place against one more schema.
func (v *validator) again(s *Schema, from int) bool {
	v.c.Seek(from)
	return v.value(s)
}

// applies holds the value at from against all that s says and is made of.
func (v *validator) applies(s *Schema, from int) bool {
	if kind := v.c.Kind(); kind == value.Null && s.traits&nullable != 0 {
		v.c.Skip()
		return true
	}
	ok := v.own(s)
	if !ok && v.enough() {
		return false
	}
	end := v.c.At()
	if s.ref != nil {
		ok = v.again(s.ref, from) && ok
	}
	if m := s.more; m != nil && (ok || !v.enough()) {
		ok = v.made(s, m, from) && ok
	}
	if ok && s.traits&closing != 0 {
		ok = v.unevaluated(s, from)
	}
	v.c.Seek(end)
	return ok
}

// made holds the value against the schemas that s is made of.
func (v *validator) made(s *Schema, m *more, from int) bool {
	ok := true
	for _, part := range m.allOf {
		if !v.again(part, from) {
			if ok = false; v.enough() {
				return false
			}
		}
	}
	if m.anyOf != nil {
		ok = v.anyOf(s, m, from) && ok
	}
	if m.oneOf != nil && (ok || !v.enough()) {
		ok = v.oneOf(s, m, from) && ok
	}
	if m.rules != nil && (ok || !v.enough()) {
		ok = v.rules(s, m.rules, from) && ok
	}
	return ok
}

func (v *validator) anyOf(s *Schema, m *more, from int) bool {
	if b := v.discriminated(m, m.anyOf, from); b != nil {
		return v.again(b, from)
	}
	for _, b := range m.anyOf {
		v.c.Seek(from)
		if v.tries(b) {
			return true
		}
	}
	return v.noneOf(s, "anyOf", m.anyOf, from)
}

func (v *validator) oneOf(s *Schema, m *more, from int) bool {
	if b := v.discriminated(m, m.oneOf, from); b != nil {
		return v.again(b, from)
	}
	fitting := 0
	for _, b := range m.oneOf {
		v.c.Seek(from)
		if !v.tries(b) {
			continue
		}
		if fitting++; fitting > 1 {
			return v.broken(from, s, "oneOf")
		}
	}
	return fitting == 1 || v.noneOf(s, "oneOf", m.oneOf, from)
}

// discriminated is the branch that the value names, nil if it names none of them.
func (v *validator) discriminated(m *more, branches []*Schema, from int) *Schema {
	d := m.discriminator
	if d == nil {
		return nil
	}
	v.c.Seek(from)
	if v.c.Kind() != value.Object {
		return nil
	}
	object := v.c.Value()
	name, ok := object.Lookup(d.Property)
	if !ok || name.Kind() != value.String {
		return nil
	}
	for _, b := range d.Branches {
		if name.Text() == b.Value && slices.Contains(branches, b.Schema) {
			return b.Schema
		}
	}
	return nil
}

func (v *validator) rules(s *Schema, r *rules, from int) bool {
	ok := true
	v.c.Seek(from)
	if r.not != nil && v.tries(r.not) {
		ok = v.broken(from, s, "not")
	}
	if r.test != nil {
		v.c.Seek(from)
		if v.tries(r.test) {
			ok = v.again(r.then, from) && ok
		} else {
			ok = v.again(r.orElse, from) && ok
		}
	}
	if r.dynamic != nil {
		ok = v.again(v.follow(r.dynamic), from) && ok
	}
	return ok
}

// follow is what a $dynamicRef means here: of the resources that led here, the outermost one that has the anchor.
func (v *validator) follow(d *dynamic) *Schema {
	if d.anchor == "" {
		return d.initial
	}
	for _, r := range v.scope {
		if s := r.dynamic[d.anchor]; s != nil {
			return s
		}
	}
	return d.initial
}
