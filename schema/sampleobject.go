package schema

import (
	"fmt"
	"maps"
	"slices"

	"tutti/value"
)

// object makes the members that must be there, and of the others as many as are wanted.
func (m *maker) object(w *wants, depth int) (value.Value, bool) {
	o := objectMaker{maker: m, wants: w, depth: depth, most: -1}
	o.bounds()
	for _, s := range w.all {
		for _, p := range s.fields().properties {
			if !o.member(p.Name) {
				return value.Value{}, false
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(w.named)) {
		if !o.need(name) {
			return value.Value{}, false
		}
	}
	for _, s := range w.all { // names that are required but not described
		for _, name := range s.fields().required {
			if !o.need(name) {
				return value.Value{}, false
			}
		}
	}
	if !o.dependent() || !o.fill() {
		return value.Value{}, false
	}
	return value.ObjectOf(o.members...), true
}

type objectMaker struct {
	*maker
	*wants
	depth       int
	least, most int // members; most -1: any number
	needed      int // members that must still come
	members     []value.Member
}

func (o *objectMaker) bounds() {
	needed := map[string]bool{}
	for _, s := range o.wants.all {
		for _, name := range s.fields().required {
			needed[name] = true
		}
		r := s.rare().object
		if r == nil {
			continue
		}
		o.least = max(o.least, r.min)
		if r.max >= 0 && (o.most < 0 || r.max < o.most) {
			o.most = r.max
		}
	}
	o.needed = len(needed)
}

func (o *objectMaker) has(name string) bool {
	return slices.ContainsFunc(o.members, func(m value.Member) bool { return m.Name == name })
}

// member makes a described member if it is to be there. It is false if it must be and cannot.
func (o *objectMaker) member(name string) bool {
	if o.wants.requires(name) {
		return o.need(name)
	}
	all := o.schemasOf(name)
	if o.has(name) || o.elsewhere(all) || o.most >= 0 && len(o.members)+o.needed >= o.most || !o.optional(all, o.depth) {
		return true
	}
	if v, ok := o.value(all, o.depth+1); ok {
		o.members = append(o.members, value.Member{Name: name, Value: v})
	}
	return true
}

// need makes a member that must be there.
func (o *objectMaker) need(name string) bool {
	if o.has(name) {
		return true
	}
	all := o.schemasOf(name)
	if o.elsewhere(all) {
		return true
	}
	o.needed--
	v, ok := o.value(all, o.depth+1)
	if ok {
		o.members = append(o.members, value.Member{Name: name, Value: v})
	}
	return ok
}

// elsewhere tells whether a member only travels in the other direction.
func (o *objectMaker) elsewhere(all []*Schema) bool {
	w := wants{}
	w.add(all...)
	return slices.ContainsFunc(w.all, func(s *Schema) bool {
		return o.options.Direction == Request && s.ReadOnly() || o.options.Direction == Response && s.WriteOnly()
	})
}

// schemasOf is all that the schemas say about the member of a name.
func (o *objectMaker) schemasOf(name string) []*Schema {
	var all []*Schema
	if word, ok := o.named[name]; ok {
		all = append(all, word)
	}
	for _, s := range o.wants.all {
		known := false
		if p, ok := s.Property(name); ok {
			all, known = append(all, p.Schema), true
		}
		r := s.rare().object
		if r != nil {
			for _, p := range r.patterns {
				if p.pattern.matches([]byte(name)) {
					all, known = append(all, p.schema), true
				}
			}
		}
		switch {
		case known:
		case s.fields().additional != nil:
			all = append(all, s.fields().additional)
		case r != nil && r.unevaluated != nil && !o.describes(name):
			all = append(all, r.unevaluated)
		}
	}
	return all
}

// describes tells whether any of the schemas knows the name.
func (o *objectMaker) describes(name string) bool {
	return slices.ContainsFunc(o.wants.all, func(s *Schema) bool {
		_, ok := s.Property(name)
		return ok
	})
}

// dependent adds what must be there because something else is.
func (o *objectMaker) dependent() bool {
	for range len(o.members) + 1 {
		before := len(o.members)
		for _, s := range o.wants.all {
			r := s.rare().object
			if r == nil {
				continue
			}
			for _, d := range r.dependent {
				if o.has(d.name) && slices.ContainsFunc(d.required, func(name string) bool { return !o.need(name) }) {
					return false
				}
			}
		}
		if len(o.members) == before {
			break
		}
	}
	return true
}

// fill makes up members until there are enough; of a map it shows one.
func (o *objectMaker) fill() bool {
	least := o.least
	if least == 0 && o.isMap() && o.most != 0 {
		least = 1
	}
	for n := 0; len(o.members) < least; n++ {
		name, ok := o.name(n)
		if !ok || n > least+sampleTries {
			return len(o.members) >= o.least
		}
		if o.has(name) {
			continue
		}
		if v, ok := o.value(o.schemasOf(name), o.depth+1); ok {
			o.members = append(o.members, value.Member{Name: name, Value: v})
		}
	}
	return true
}

// isMap tells whether there may be members of any name, which a schema describes, and room for one.
func (o *objectMaker) isMap() bool {
	if len(o.members) > 0 {
		return false
	}
	at := slices.IndexFunc(o.wants.all, func(s *Schema) bool { return s.fields().additional != nil && !s.fields().additional.Never() })
	return at >= 0 && o.optional([]*Schema{o.wants.all[at].fields().additional}, o.depth)
}

// name makes up the nth name: of a described member, else one that propertyNames or patternProperties ask for.
func (o *objectMaker) name(n int) (string, bool) {
	var rules []*Schema
	for _, s := range o.wants.all {
		if n < len(s.fields().properties) {
			return s.fields().properties[n].Name, true
		}
		r := s.rare().object
		if r == nil {
			continue
		}
		if r.names != nil {
			rules = append(rules, r.names)
		}
		if len(r.patterns) > 0 && (s.fields().additional.Never() || r.unevaluated.Never()) {
			rules = append(rules, &Schema{more: &more{rest: &noRest, text: &textRules{max: -1, pattern: r.patterns[0].pattern}}})
		}
	}
	if len(rules) == 0 {
		return fmt.Sprintf("name%d", n+1), true
	}
	other := *o.maker
	other.turn += n
	v, ok := other.value(append(rules, &Schema{types: String}), o.depth+1)
	return v.Text(), ok && v.Kind() == value.String
}
