package shape

import "slices"

// closure says why an object has no other members than those listed.
type closure uint8

// What is declared open stays open, whatever is added to it; what lists nothing takes the list of the other.
const (
	declared  closure = iota // it may have others, and says so
	unlisted                 // it lists none, so it may have any
	byDefault                // its schema lists some and does not speak of others
	byRule                   // its schema forbids others
	byLiteral                // an expression lists all of them
)

func (c closure) open() bool { return c <= unlisted }

// object is one thing that an object may be.
type object struct {
	fields []field
	rest   Shape // what other members are, if it is open
	closed closure
}

// field is a member; if a schema describes it in several places, the value is all of the shapes.
type field struct {
	name     string
	shape    Shape
	also     []Shape
	required bool
}

func (f *field) value() Shape {
	if len(f.also) == 0 {
		return f.shape
	}
	known := *f.shape.facts()
	for _, s := range f.also {
		known = known.and(s.facts())
	}
	return f.shape.instead(known)
}

func (o *object) find(name string) *field {
	for i := range o.fields {
		if o.fields[i].name == name {
			return &o.fields[i]
		}
	}
	return nil
}

// set adds a member, or puts it in the place of the one with its name.
func (o *object) set(f Field) {
	given := field{name: f.Name, shape: f.Shape, required: f.Required}
	if old := o.find(f.Name); old != nil {
		*old = given
		return
	}
	o.fields = append(o.fields, given)
}

// Presence says whether a member is there.
type Presence uint8

// The presences. Open is a member that nobody speaks of, of an object that may have any.
const (
	Never Presence = iota
	Perhaps
	Open
	Surely
)

// Field is the member called name of the object, and whether there is one. It is without the Absent
// of a member that may be missing. For a value that is no object it is Never.
func (s Shape) Field(name string) (Shape, Presence) {
	f := s.facts()
	switch {
	case !f.kinds.Has(Object):
		return Nothing(), Never
	case f.objects == nil:
		return Any(), Open
	}
	shapes := make([]Shape, 0, len(f.objects))
	is := Presence(0)
	for i := range f.objects {
		member, there := f.objects[i].field(name)
		if there != Never {
			shapes = append(shapes, member)
		}
		is = either(is, there, i == 0)
	}
	return s.below(name, shapes), is
}

// below is one of the shapes, as a part of s.
func (s Shape) below(step string, shapes []Shape) Shape {
	u := Union(shapes...)
	if u.n != nil && u.at == nil && s.at != nil {
		u.at = &origin{parent: s.at, step: step}
	}
	return u
}

func (o *object) field(name string) (Shape, Presence) {
	switch f, is := o.has(name); {
	case f != nil:
		return f.value(), is
	case is == Open:
		return o.rest, is
	default:
		return Nothing(), is
	}
}

// has is a member without a look at its shape, nil if it is not among those listed.
func (o *object) has(name string) (*field, Presence) {
	switch f := o.find(name); {
	case f != nil && f.required:
		return f, Surely
	case f != nil:
		return f, Perhaps
	case o.closed.open():
		return nil, Open
	default:
		return nil, Never
	}
}

// either is the presence in one of two alternatives.
func either(a, b Presence, first bool) Presence {
	switch {
	case first || a == b:
		return b
	case a == Open || b == Open:
		return Open
	default:
		return Perhaps
	}
}

// Names are the members that the object is known to have or may have, in order.
func (s Shape) Names() []string {
	var names []string
	for _, o := range s.facts().objects {
		for _, f := range o.fields {
			if !slices.Contains(names, f.name) {
				names = append(names, f.name)
			}
		}
	}
	return names
}

// Values is what any member of the object may be.
func (s Shape) Values() Shape {
	f := s.facts()
	switch {
	case !f.kinds.Has(Object):
		return Nothing()
	case f.objects == nil:
		return Any()
	}
	var shapes []Shape
	for _, o := range f.objects {
		for i := range o.fields {
			shapes = append(shapes, o.fields[i].value())
		}
		if o.closed.open() {
			shapes = append(shapes, o.rest)
		}
	}
	return Union(shapes...)
}

// merged is one object that is each of the alternatives: with all their members, each required only if it
// is required everywhere.
func merged(all []object) object {
	m := object{closed: byLiteral}
	var rest []Shape
	var each []*object
	for i := range all {
		each = append(each, &all[i])
		m.closed = min(m.closed, all[i].closed)
		if all[i].closed.open() {
			rest = append(rest, all[i].rest)
		}
	}
	for _, name := range names(each...) {
		m.fields = append(m.fields, together(all, name))
	}
	m.rest = later(func() []Shape { return rest })
	return m
}

// together is the member of all alternatives. Their shapes are not looked at yet: an alternative may be read from a
// schema that is being read.
func together(all []object, name string) field {
	f := field{name: name, required: true}
	for i := range all {
		_, is := all[i].has(name)
		f.required = f.required && is == Surely
	}
	f.shape = later(func() []Shape {
		var shapes []Shape
		for i := range all {
			if member, is := all[i].field(name); is != Never {
				shapes = append(shapes, member)
			}
		}
		return shapes
	})
	return f
}

// later is a union that is made when it is asked for.
func later(shapes func() []Shape) Shape {
	return Shape{n: &node{load: func() facts { return *Union(shapes()...).facts() }}}
}

// bothObject is what an object is that is one of as and one of bs: each pair is possible.
func bothObject(as, bs []object) []object {
	switch {
	case as == nil:
		return bs
	case bs == nil:
		return as
	case len(as)*len(bs) > maxObjects:
		as, bs = []object{merged(as)}, []object{merged(bs)}
	}
	var both []object
	for i := range as {
		for j := range bs {
			both = append(both, as[i].and(&bs[j]))
		}
	}
	return both
}

// and is an object that is both. What lists no members leaves the other closed; what lists some adds them,
// since parts of a schema are read as parts of one list.
func (o *object) and(p *object) object {
	b := object{fields: slices.Clone(o.fields), closed: max(o.closed, p.closed)}
	switch declared {
	case o.closed:
		b.closed, b.rest = declared, o.rest
	case p.closed:
		b.closed, b.rest = declared, p.rest
	}
	for _, f := range p.fields {
		old := b.find(f.name)
		if old == nil {
			b.fields = append(b.fields, f)
			continue
		}
		old.also = append(slices.Clip(old.also), f.shape)
		old.also = append(old.also, f.also...)
		old.required = old.required || f.required
	}
	return b
}

// Open tells whether the object may have members that nobody knows the names of.
func (s Shape) Open() bool {
	f := s.facts()
	return f.kinds.Has(Object) && (f.objects == nil || slices.ContainsFunc(f.objects, func(o object) bool { return o.closed.open() }))
}
