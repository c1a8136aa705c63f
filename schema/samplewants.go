package schema

import (
	"maps"
	"slices"

	"tutti/value"
)

// wants is what several schemas say together about one value.
type wants struct {
	all     []*Schema          // with what they refer to and are made of
	choices []choice           // not settled yet
	types   Types              // 0: any
	named   map[string]*Schema // what discriminating members must be
	never   bool
	enum    bool // only given values are accepted
}

// choice is a question that a schema leaves open: one of the branches must hold, whose schemas hold together.
type choice struct {
	of       *Schema
	by       *Discriminator // names the first schema of a branch; nil: nothing does
	branches [][]*Schema
}

// add enters schemas and all that must hold with them.
func (w *wants) add(schemas ...*Schema) {
	for _, s := range schemas {
		if s == nil || slices.Contains(w.all, s) {
			continue
		}
		if len(w.all) == sampleParts {
			w.never = true
			return
		}
		w.all = append(w.all, s)
		w.never = w.never || s.Never()
		w.enum = w.enum || s.Enum() != nil
		w.narrow(s.types)
		w.add(s.ref)
		w.add(s.AllOf()...)
		w.ask(s)
	}
}

// narrow leaves the types that both sides allow; a Number may be an Integer.
func (w *wants) narrow(t Types) {
	switch {
	case t == 0:
		return
	case w.types == 0:
		w.types = t
		return
	}
	if t&Number != 0 {
		t |= Integer
	}
	if w.types&Number != 0 {
		w.types |= Integer
	}
	if w.types &= t; w.types&Number != 0 {
		w.types &^= Integer
	}
	w.never = w.never || w.types == 0
}

// ask enters the choices of a schema.
func (w *wants) ask(s *Schema) {
	d := s.Discriminator()
	for _, list := range [][]*Schema{s.OneOf(), s.AnyOf()} {
		c := choice{of: s, by: d}
		for _, branch := range list {
			c.branches = append(c.branches, []*Schema{branch})
		}
		w.leave(c)
	}
	if d != nil && len(s.OneOf())+len(s.AnyOf()) == 0 {
		w.inherit(s, d)
	}
	if r := s.rare().rules; r != nil && r.test != nil {
		w.leave(choice{of: s, branches: [][]*Schema{{r.test, r.then}, {r.orElse}}})
	}
	if o := s.rare().object; o != nil {
		for _, d := range o.dependent {
			if d.schema != nil && w.requires(d.name) {
				w.add(d.schema)
			}
		}
	}
}

// inherit: a discriminator beside no branches stands in a schema that the mapped ones are made of. The value is one of
// them; of those that are asked for the one that is made of the others, which came first.
func (w *wants) inherit(s *Schema, d *Discriminator) {
	c := choice{of: s, by: d}
	first := -1
	for _, b := range d.Branches {
		if at := slices.Index(w.all, b.Schema); at >= 0 && (first < 0 || at < first) {
			first = at
		}
		c.branches = append(c.branches, []*Schema{b.Schema})
	}
	if first >= 0 {
		if _, known := w.named[d.Property]; !known {
			w.name(d, w.all[first])
		}
		return
	}
	w.leave(c)
}

// leave keeps a choice for later.
func (w *wants) leave(c choice) {
	if len(c.branches) > 0 {
		w.choices = append(w.choices, c)
	}
}

// name holds the discriminating member to the branch, if it has a name.
func (w *wants) name(d *Discriminator, branch *Schema) {
	if d == nil {
		return
	}
	for _, b := range d.Branches {
		if b.Schema == branch {
			w.narrow(Object)
			w.named = maps.Clone(w.named)
			if w.named == nil {
				w.named = map[string]*Schema{}
			}
			w.named[d.Property] = &Schema{more: &more{rest: &noRest, enum: []value.Value{value.FromString(b.Value)}}}
			return
		}
	}
}

// ways is how often a branch is tried: with its name, and without.
func (c *choice) ways() int {
	if c.by == nil {
		return 1
	}
	return 2
}

// settled is a copy in which one of the branches of the first choice holds; by names it, if not nil.
func (w *wants) settled(by *Discriminator, branch []*Schema) *wants {
	s := *w
	s.all = slices.Clone(w.all)
	s.choices = slices.Clone(w.choices[1:])
	s.name(by, branch[0]) // it says more than what it is made of
	s.add(branch...)
	return &s
}

func (w *wants) requires(name string) bool {
	if _, ok := w.named[name]; ok {
		return true
	}
	return slices.ContainsFunc(w.all, func(s *Schema) bool { return slices.Contains(s.fields().required, name) })
}

// given are the values that the schemas show themselves.
func (w *wants) given() []value.Value {
	var all []value.Value
	for _, s := range w.all {
		all = append(all, s.Examples()...)
	}
	for _, s := range w.all {
		if v, ok := s.Default(); ok {
			all = append(all, v)
		}
		all = append(all, s.Enum()...)
	}
	return all
}

// kinds are the types that suit, the likeliest first: those that the keywords speak of.
func (w *wants) kinds() []Types {
	var first, rest []Types
	for _, t := range []Types{Object, Array, String, Number, Integer, Boolean, Null} {
		switch {
		case w.types&t == 0 && w.types != 0:
		case t == Integer && w.types&Number != 0 || t == Integer && w.types == 0:
		case slices.ContainsFunc(w.all, func(s *Schema) bool { return s.speaksOf(t) }):
			first = append(first, t)
		case t == String && w.types == 0: // anything: a text goes everywhere
			rest = append([]Types{t}, rest...)
		default:
			rest = append(rest, t)
		}
	}
	return append(first, rest...)
}

// speaksOf tells whether a keyword is about values of that type.
func (s *Schema) speaksOf(t Types) bool {
	m := s.rare()
	switch t {
	case Object:
		return len(s.fields().properties) > 0 || len(s.fields().required) > 0 || s.fields().additional != nil || m.object != nil
	case Array:
		return s.items != nil || m.list != nil
	case String:
		return m.text != nil || s.format != formatNone && !s.format.numeric()
	case Number, Integer:
		return m.number != nil || s.format.numeric()
	default:
		return false
	}
}

// numeric tells whether a format is about numbers.
func (f formatID) numeric() bool { return f >= formatInt32 && f <= formatDouble }
