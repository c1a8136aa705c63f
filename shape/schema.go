package shape

import (
	"slices"
	"sync"

	"tutti/diag"
	"tutti/schema"
	"tutti/value"
)

// Bounds of one look at a schema: how far its parts may lead to further parts, and to how many.
const (
	maxParts   = 32
	maxVisited = 500
)

// FromSchema is the shape of values that s accepts. Of says whose they are, for messages: "inventory.checkStock".
// In a request nothing readOnly is required; in an answer nothing writeOnly is there.
func FromSchema(s *schema.Schema, of string, d schema.Direction) Shape {
	src := &source{direction: d, nodes: map[*schema.Schema]*node{}}
	return Shape{src.node(s), &origin{of: of}}
}

// source is the schemas that one leads to.
type source struct {
	direction schema.Direction

	mu    sync.Mutex
	nodes map[*schema.Schema]*node
}

func (src *source) node(s *schema.Schema) *node {
	src.mu.Lock()
	defer src.mu.Unlock()
	n := src.nodes[s]
	if n == nil {
		n = &node{schema: s, load: func() facts { return (&reader{source: src}).read(s, false) }}
		src.nodes[s] = n
	}
	return n
}

// reader reads one schema with its parts: what $ref, allOf, oneOf and anyOf lead to, but no members.
type reader struct {
	*source
	inside  []*schema.Schema // the parts being read
	visited int
}

// read is what s says. As a part of allOf, a discriminator says nothing: the branches have chosen already.
func (r *reader) read(s *schema.Schema, part bool) facts {
	if s.Never() {
		return facts{}
	}
	if r.visited++; s.Any() || r.visited > maxVisited || len(r.inside) == maxParts || slices.Contains(r.inside, s) {
		return anything
	}
	r.inside = append(r.inside, s)
	f := r.own(s)
	if ref := s.Ref(); ref != nil {
		f = r.and(f, ref, part)
	}
	for _, p := range s.AllOf() {
		f = r.and(f, p, true)
	}
	for _, choice := range [][]*schema.Schema{s.AnyOf(), s.OneOf()} {
		if len(choice) > 0 {
			u := r.any(choice)
			f = f.and(&u)
		}
	}
	if !part && hasHeirs(s) {
		f.objects = opened(f.objects)
	}
	r.inside = r.inside[:len(r.inside)-1]
	if s.Nullable() {
		f.kinds = f.kinds&^Absent | Null
	}
	return f
}

func (r *reader) and(f facts, s *schema.Schema, part bool) facts {
	g := r.read(s, part)
	return f.and(&g)
}

func (r *reader) any(choice []*schema.Schema) facts {
	u := r.read(choice[0], false)
	for _, s := range choice[1:] {
		g := r.read(s, false)
		u = u.or(&g)
	}
	return u
}

// hasHeirs tells whether a discriminator chooses from what nothing else lists: OpenAPI's way to say that any schema may
// be there that builds on this one, mapped or not, with members of its own.
func hasHeirs(s *schema.Schema) bool {
	return s.Discriminator() != nil && len(s.OneOf()) == 0 && len(s.AnyOf()) == 0
}

// opened are the objects with any members beside those they list.
func opened(all []object) []object {
	out := slices.Clone(all)
	for i := range out {
		if !out[i].closed.open() {
			out[i].closed, out[i].rest = declared, Any()
		}
	}
	return out
}

// own is what the schema says itself.
func (r *reader) own(s *schema.Schema) facts {
	f := facts{kinds: kindsOf(s)}
	if f.kinds.Has(Object) {
		f.objects = r.objects(s)
	}
	if f.kinds.Has(Array) {
		f.elems = r.elems(s)
	}
	f.only(s.Enum())
	return f
}

// kindsOf does not take null for allowed where a contract only leaves the type open. One that lists members or
// elements means an object or an array.
func kindsOf(s *schema.Schema) Kinds {
	types := s.Types()
	if types == 0 {
		var implied Kinds
		if len(s.Properties()) > 0 || len(s.Required()) > 0 || s.Additional() != nil {
			implied |= Object
		}
		if s.Items() != nil || len(s.Prefix()) > 0 {
			implied |= Array
		}
		if implied == 0 {
			implied = Something
		}
		return implied | Absent
	}
	var k Kinds
	for _, one := range []struct {
		said  schema.Types
		means Kinds
	}{
		{schema.Null, Null},
		{schema.Boolean, Boolean},
		{schema.Integer, Integer},
		{schema.Number, Number},
		{schema.String, String},
		{schema.Array, Array},
		{schema.Object, Object},
	} {
		if types&one.said != 0 {
			k |= one.means
		}
	}
	return k
}

// only keeps the values of an enum. Null that the type allows and the enum forgets stays possible.
func (f *facts) only(enum []value.Value) {
	if enum == nil {
		return
	}
	var listed Kinds
	for _, v := range enum {
		listed |= KindOf(v)
	}
	null := f.kinds & (Null | Absent)
	switch {
	case null == 0:
	case listed.Has(Null):
		null = Null
	default:
		null = Absent
	}
	f.kinds = f.kinds&listed&Something | null
	if len(enum) > maxConsts {
		return
	}
	f.pinned = f.kinds & Scalar
	for _, v := range enum {
		if KindOf(v).Has(f.pinned) {
			f.consts = append(f.consts, v)
		}
	}
}

func (r *reader) objects(s *schema.Schema) []object {
	o := object{closed: unlisted}
	for _, p := range s.Properties() {
		if r.direction == schema.Response && p.Schema.WriteOnly() {
			continue
		}
		required := p.Required && (r.direction != schema.Request || !p.Schema.ReadOnly())
		o.fields = append(o.fields, field{name: p.Name, shape: r.child(p.Schema), required: required})
		o.closed = byDefault
	}
	for _, name := range s.Required() {
		if _, known := s.Property(name); !known {
			o.fields = append(o.fields, field{name: name, required: true})
		}
	}
	switch {
	case s.Open() || s.Conditional() || s.Discriminator() != nil && len(s.Discriminator().Branches) == 0:
		o.closed = declared
		o.rest = r.rest(s)
	case s.Closed():
		o.closed = byRule
	}
	if o.closed == unlisted && len(o.fields) == 0 {
		return nil
	}
	return []object{o}
}

// rest is what members are that have no name, if additionalProperties alone says so.
func (r *reader) rest(s *schema.Schema) Shape {
	if a := s.Additional(); a != nil && !s.Conditional() && !a.Never() && !s.Patterns() {
		return r.child(a)
	}
	return Any()
}

func (r *reader) elems(s *schema.Schema) []Shape {
	var all []Shape
	for _, p := range s.Prefix() {
		all = append(all, r.child(p))
	}
	if len(all) == 0 && s.Items() == nil {
		return nil
	}
	return append(all, r.child(s.Items()))
}

func (r *reader) child(s *schema.Schema) Shape { return Shape{n: r.node(s)} }

// Schema is what the shape was read from, nil for others.
func (s Shape) Schema() *schema.Schema {
	if s.n == nil {
		return nil
	}
	return s.n.schema
}

// At is where the schema stands, the zero Pos if there is none.
func (s Shape) At() diag.Pos { return s.Schema().At() }

// Doc is what the contract says about it for people.
func (s Shape) Doc() string {
	sc := s.Schema()
	for range maxParts {
		if doc := sc.Doc(); doc != "" || sc == nil {
			return doc
		}
		sc = sc.Ref()
	}
	return ""
}
