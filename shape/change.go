package shape

import (
	"slices"

	"tutti/value"
)

// Restrict is the value if it is of the kinds.
func (s Shape) Restrict(k Kinds) Shape {
	f := s.facts()
	if f.kinds&^k == 0 {
		return s
	}
	g := *f
	g.kinds &= k
	g.pinned &= k
	g.consts = slices.DeleteFunc(slices.Clone(g.consts), func(v value.Value) bool { return !KindOf(v).Has(k) })
	return s.instead(g)
}

// OrAbsent is the value, or null since it is not there.
func (s Shape) OrAbsent() Shape {
	f := s.facts()
	if f.kinds.Has(Absent) {
		return s
	}
	g := *f
	g.kinds |= Absent
	return s.instead(g)
}

// Wide is the shape without its constants: what calculating with it may yield.
func (s Shape) Wide() Shape {
	f := s.facts()
	if f.pinned == 0 {
		return s
	}
	g := *f
	g.pinned, g.consts = 0, nil
	return s.instead(g)
}

// With is the value with a member put in, if it is an object.
func (s Shape) With(f Field) Shape {
	g := *s.facts()
	g.objects = []object{{}}
	if of := s.facts().objects; of != nil {
		g.objects = slices.Clone(of)
	}
	for i := range g.objects {
		o := &g.objects[i]
		o.fields = slices.Clone(o.fields)
		o.set(f)
	}
	return s.instead(g)
}

// Refine is the value if keep may be true of a member, or of null where it is not there: each alternative in
// which it can be, with what keep leaves of the member.
func (s Shape) Refine(name string, keep func(Shape) Shape) Shape {
	g := *s.facts()
	all := g.objects
	if all == nil {
		all = []object{{}}
	}
	g.objects = []object{}
	for _, o := range all {
		member, is := o.field(name)
		switch {
		case is == Never:
			member = Of(Absent)
		case is != Surely || g.kinds.Has(Null|Absent):
			member = member.OrAbsent()
		}
		kept := keep(member)
		if !kept.Possible() {
			continue
		}
		if is != Never {
			o.fields = slices.Clone(o.fields)
			o.set(Field{name, kept, is == Surely || !kept.Kinds().Has(Null|Absent)})
		}
		g.objects = append(g.objects, o)
	}
	if len(g.objects) == 0 {
		return Nothing()
	}
	return s.instead(g)
}

// Both is a value that is of both shapes.
func Both(s, t Shape) Shape {
	return s.instead(s.facts().and(t.facts()))
}

// Without is the value without a member, if it is an object.
func (s Shape) Without(name string) Shape {
	g := *s.facts()
	g.objects = slices.Clone(g.objects)
	for i := range g.objects {
		o := &g.objects[i]
		o.fields = slices.DeleteFunc(slices.Clone(o.fields), func(f field) bool { return f.name == name })
	}
	return s.instead(g)
}

// instead is other facts about the same thing.
func (s Shape) instead(f facts) Shape {
	return Shape{&node{known: f, schema: s.Schema()}, s.at}
}

// Named is the same as what of stands for, unless it is known already whose it is.
func (s Shape) Named(of string) Shape {
	if s.n == nil || s.Owner() != "" {
		return s
	}
	return Shape{s.n, &origin{of: of}}
}

// Merge is an object made of two, of which the second goes over the first.
func Merge(under, over Shape) Shape {
	us, os := under.facts().objects, over.facts().objects
	if us == nil || os == nil {
		return Of(Object)
	}
	if len(us)*len(os) > maxObjects {
		us, os = []object{merged(us)}, []object{merged(os)}
	}
	g := facts{kinds: Object}
	for i := range us {
		for j := range os {
			g.objects = append(g.objects, us[i].under(&os[j]))
		}
	}
	return made(g)
}

// under is the members of o, with those of p over them.
func (o *object) under(p *object) object {
	m := object{closed: min(o.closed, p.closed)}
	for _, name := range names(o, p) {
		low, lowIs := o.field(name)
		high, highIs := p.field(name)
		f := Field{name, high, highIs == Surely}
		if highIs != Surely {
			f = Field{name, Union(low, high), lowIs == Surely}
		}
		m.set(f)
	}
	if m.closed.open() {
		m.rest = Union(o.others(), p.others())
	}
	return m
}

func (o *object) others() Shape {
	if o.closed.open() {
		return o.rest
	}
	return Nothing()
}

func names(objects ...*object) []string {
	var all []string
	seen := map[string]bool{}
	for _, o := range objects {
		for _, f := range o.fields {
			if !seen[f.name] {
				seen[f.name] = true
				all = append(all, f.name)
			}
		}
	}
	return all
}
