package schema

import (
	"slices"

	"tutti/value"
)

// object holds the object behind the cursor against what s says of objects.
func (v *validator) object(s *Schema) bool {
	var rules *objectRules
	if s.more != nil {
		rules = s.more.object
	}
	of := s.fields()
	if rules == nil && of == &noMembers {
		v.c.Skip()
		return true
	}
	from, count, hint, have, ok := v.c.At(), 0, 0, 0, true
	for more := v.c.Enter(); more; more = v.c.Next() {
		at := v.c.At()
		name, escaped := v.c.Name()
		if escaped {
			name = value.Plain(nil, name)
		}
		count++
		place := s.place(name, hint)
		right := true
		if place >= 0 {
			hint = place + 1
			if of.properties[place].Required {
				have++
			}
			right = v.value(of.properties[place].Schema)
		} else if s.traits&loose != 0 && slices.Contains(of.required, string(name)) {
			have++
		}
		if place < 0 || rules != nil {
			right = v.member(s, rules, at, name, place) && right
		}
		if !right {
			if ok = false; v.enough() {
				return false
			}
		}
	}
	if have < len(of.required) {
		ok = v.missing(s, from) && ok
	}
	if rules != nil && (ok || !v.quiet) {
		ok = v.objectRules(s, rules, from, count) && ok
	}
	return ok
}

// place is where the property called name stands among those of s, or -1. Members mostly come in the order of the
// contract, so hint is tried first.
func (s *Schema) place(name []byte, hint int) int {
	of := s.fields()
	if hint < len(of.properties) && of.properties[hint].Name == string(name) {
		return hint
	}
	if of.order != nil {
		return of.search(name)
	}
	for i := range of.properties {
		if of.properties[i].Name == string(name) {
			return i
		}
	}
	return -1
}

func (of *members) search(name []byte) int {
	low, high := 0, len(of.order)
	for low < high {
		middle := (low + high) / 2
		at := int(of.order[middle])
		switch known := of.properties[at].Name; {
		case known == string(name):
			return at
		case known < string(name):
			low = middle + 1
		default:
			high = middle
		}
	}
	return -1
}

// member holds a member against what is said of members that are no property, or of all. at is the place of its name;
// the cursor stands before its value, or behind it if it is a property.
func (v *validator) member(s *Schema, rules *objectRules, at int, name []byte, place int) bool {
	if rules == nil {
		return v.extra(s, at)
	}
	ok, named := true, place >= 0
	if rules.names != nil {
		v.c.Seek(at)
		ok = v.value(rules.names)
	}
	for _, p := range rules.patterns {
		if p.pattern.matches(name) {
			named = true
			v.before(at)
			ok = v.value(p.schema) && ok
		}
	}
	v.before(at)
	if !named {
		return v.extra(s, at) && ok
	}
	v.c.Skip()
	return ok
}

// before goes to the value of the member whose name stands at a place.
func (v *validator) before(at int) {
	v.c.Seek(at)
	v.c.Name()
}

// extra holds a member that nothing names against additionalProperties.
func (v *validator) extra(s *Schema, at int) bool {
	additional := s.fields().additional
	if additional == nil {
		v.c.Skip()
		return true
	}
	if additional.traits&never != 0 {
		from := v.c.At()
		v.c.Skip()
		return v.unknown(from, at, s, "additionalProperties")
	}
	return v.value(additional)
}

// missing reports the required members that the object at a place lacks, as far as the direction needs them.
func (v *validator) missing(s *Schema, from int) bool {
	to, ok := v.c.At(), true
	v.c.Seek(from)
	object := v.c.Value()
	for _, name := range s.fields().required {
		if _, has := object.Lookup(name); !has && !v.spared(s, from, name) {
			ok = v.lacks(from, s, "required", name)
		}
	}
	v.c.Seek(to)
	return ok
}

// spared tells whether the direction does without a required property, which may be declared in s or in a schema that
// s is a part of, beside it.
func (v *validator) spared(s *Schema, from int, name string) bool {
	var mark traits
	switch v.o.Direction {
	case Request:
		mark = readOnly
	case Response:
		mark = writeOnly
	default:
		return false
	}
	if s.marks(name, mark, 0) {
		return true
	}
	for _, a := range v.around[:min(v.inside, len(v.around))] {
		if a.at == from && a.schema.marks(name, mark, 0) {
			return true
		}
	}
	return false
}

// marks tells whether s, or a part that always applies, declares a property that is marked.
func (s *Schema) marks(name string, mark traits, depth int) bool {
	if s == nil || depth > few {
		return false
	}
	if p, ok := s.Property(name); ok && p.Schema.marked(mark, 0) {
		return true
	}
	return s.ref.marks(name, mark, depth+1) || slices.ContainsFunc(s.AllOf(), func(p *Schema) bool { return p.marks(name, mark, depth+1) })
}

// marked tells whether s, or what it is made of, has a mark.
func (s *Schema) marked(mark traits, depth int) bool {
	if s == nil || depth > few {
		return false
	}
	return s.traits&mark != 0 || s.ref.marked(mark, depth+1) || slices.ContainsFunc(s.AllOf(), func(p *Schema) bool { return p.marked(mark, depth+1) })
}

func (v *validator) objectRules(s *Schema, rules *objectRules, from, count int) bool {
	ok := true
	if count < rules.min {
		ok = v.broken(from, s, "minProperties")
	}
	if rules.max >= 0 && count > rules.max {
		ok = v.broken(from, s, "maxProperties")
	}
	if len(rules.dependent) > 0 {
		ok = v.dependent(s, rules, from) && ok
	}
	return ok
}

// dependent holds the object at a place against what its members ask for; the cursor stands behind it.
func (v *validator) dependent(s *Schema, rules *objectRules, from int) bool {
	to, ok := v.c.At(), true
	v.c.Seek(from)
	object := v.c.Value()
	for _, d := range rules.dependent {
		if _, has := object.Lookup(d.name); !has {
			continue
		}
		for _, name := range d.required {
			if _, has := object.Lookup(name); !has {
				ok = v.lacks(from, s, "dependentRequired", name)
			}
		}
		if d.schema != nil {
			v.c.Seek(from)
			ok = v.value(d.schema) && ok
		}
	}
	v.c.Seek(to)
	return ok
}
