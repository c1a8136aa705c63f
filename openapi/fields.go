package openapi

import (
	"slices"

	"tutti/schema"
	"tutti/value"
)

// Fields is what a schema and all it is made of say about the members of an object.
//
// JSON Schema allows other members unless told otherwise. Contracts rarely tell, and mean to list all fields; so an object is open
// only if the schema says so, lists none, or has conditions.
type Fields struct {
	List   []Field // in order of the schema
	Open   bool    // members beyond List are allowed, or it is not known which are
	Object bool    // an object is accepted at all
}

// Field is one member of an object.
type Field struct {
	Name     string
	Required bool           // in requests: a readOnly one is not
	Nullable bool           // null is accepted
	ReadOnly bool           // only answers have it
	Schema   *schema.Schema // of its value; nil: any
}

// FieldsOf merges what s says: all of allOf, and the fields of every branch of oneOf and anyOf, none of which is required, since which
// branch is meant is not known.
func FieldsOf(s *schema.Schema) Fields {
	m := &merger{seen: map[*schema.Schema]bool{}, nulls: map[*schema.Schema]bool{}, writable: map[*schema.Schema]bool{}}
	f := m.newFields()
	m.merge(f, s)
	m.inherit(f)
	out := Fields{List: f.list, Open: f.open, Object: f.object || !f.other}
	if len(f.list) == 0 && out.Object && !s.Never() && !s.Closed() {
		out.Open = true
	}
	return out
}

// merger walks schemas. A schema counts once, however often it is met, so cycles end.
type merger struct {
	seen     map[*schema.Schema]bool
	nulls    map[*schema.Schema]bool // whether null is accepted, as far as is known
	writable map[*schema.Schema]bool // looked at, and not readOnly
	bases    []*schema.Schema        // have a discriminator that names the schemas they stand for
}

// fields are the fields so far.
type fields struct {
	list   []Field
	index  map[string]int
	open   bool
	other  bool // a type that is no object is accepted
	object bool // an object is accepted, by name of the type
}

func (m *merger) newFields() *fields { return &fields{index: map[string]int{}} }

// merge adds what one schema says.
func (m *merger) merge(f *fields, s *schema.Schema) {
	if s == nil || s.Any() {
		f.open = true
		return
	}
	if s.Never() || m.seen[s] {
		return
	}
	m.seen[s] = true
	if s.Ref() != nil {
		m.merge(f, s.Ref())
	}
	for _, part := range s.AllOf() {
		m.merge(f, part)
	}
	if t := s.Types(); t != 0 {
		f.object = f.object || t&schema.Object != 0
		f.other = f.other || t&^(schema.Object|schema.Null) != 0
	}
	m.properties(f, s)
	branches := slices.Concat(s.OneOf(), s.AnyOf())
	m.alternatives(f, branches)
	if s.Discriminator() != nil && len(branches) == 0 {
		m.bases = append(m.bases, s)
	}
	f.open = f.open || s.Open() || s.Conditional()
}

func (m *merger) properties(f *fields, s *schema.Schema) {
	for _, p := range s.Properties() {
		f.object = true
		read := readOnly(p.Schema, m.writable)
		f.add(Field{Name: p.Name, Required: p.Required && !read, Nullable: m.nullable(p.Schema), ReadOnly: read, Schema: p.Schema})
	}
	for _, name := range s.Required() {
		if _, known := s.Property(name); !known {
			f.add(Field{Name: name, Required: true, Nullable: true})
		}
	}
}

// add enters a field, or what else is known about it: required if anyone says so, nullable only if all agree.
func (f *fields) add(n Field) {
	i, ok := f.index[n.Name]
	if !ok {
		f.index[n.Name] = len(f.list)
		f.list = append(f.list, n)
		return
	}
	known := &f.list[i]
	known.ReadOnly = known.ReadOnly || n.ReadOnly
	known.Required = (known.Required || n.Required) && !known.ReadOnly
	known.Nullable = known.Nullable && n.Nullable
	if known.Schema == nil {
		known.Schema = n.Schema
	}
}

// alternatives adds the fields of all branches.
func (m *merger) alternatives(f *fields, branches []*schema.Schema) {
	any := m.newFields()
	for _, branch := range branches {
		b := m.newFields()
		m.merge(b, branch)
		for _, n := range b.list {
			any.either(n)
		}
		f.open = f.open || b.open
		f.object = f.object || b.object
		f.other = f.other || b.other
	}
	for _, n := range any.list {
		f.add(n)
	}
}

// inherit adds the fields of the schemas that a base stands for, as alternatives: a discriminator without a oneOf or anyOf names those that
// are made of it by allOf. Where one of them was met, it is settled which is meant.
func (m *merger) inherit(f *fields) {
	for i := 0; i < len(m.bases); i++ { // alternatives may find more
		var branches []*schema.Schema
		for _, b := range m.bases[i].Discriminator().Branches {
			branches = append(branches, b.Schema)
		}
		if !slices.ContainsFunc(branches, func(b *schema.Schema) bool { return m.seen[b] && b != m.bases[i] }) {
			m.alternatives(f, branches)
		}
	}
}

// either enters a field of one of several branches.
func (f *fields) either(n Field) {
	n.Required = false
	i, ok := f.index[n.Name]
	if !ok {
		f.add(n)
		return
	}
	known := &f.list[i]
	known.ReadOnly = known.ReadOnly && n.ReadOnly
	known.Nullable = known.Nullable || n.Nullable
	known.Schema = schema.Either(known.Schema, n.Schema)
}

// readOnly tells whether a schema, or what it is made of, says that only answers have the value. Each schema is asked once.
func readOnly(s *schema.Schema, seen map[*schema.Schema]bool) bool {
	if s == nil || seen[s] {
		return false
	}
	if s.ReadOnly() {
		return true
	}
	if s.Ref() == nil && s.AllOf() == nil {
		return false
	}
	seen[s] = true
	return readOnly(s.Ref(), seen) ||
		slices.ContainsFunc(s.AllOf(), func(part *schema.Schema) bool { return readOnly(part, seen) })
}

// nullable tells whether a schema accepts null: by its type, or by saying nothing about the type.
func (m *merger) nullable(s *schema.Schema) bool {
	if s == nil || s.Any() {
		return true
	}
	if known, ok := m.nulls[s]; ok {
		return known
	}
	m.nulls[s] = false // where it contains itself
	n := m.acceptsNull(s)
	m.nulls[s] = n
	return n
}

func (m *merger) acceptsNull(s *schema.Schema) bool {
	switch branches := slices.Concat(s.OneOf(), s.AnyOf()); {
	case s.Never():
		return false
	case s.Types() != 0:
		return s.Types()&schema.Null != 0
	case s.Enum() != nil:
		return slices.ContainsFunc(s.Enum(), value.Value.IsNull)
	case s.Ref() != nil && !m.nullable(s.Ref()):
		return false
	case len(branches) > 0:
		return slices.ContainsFunc(branches, m.nullable)
	default:
		return !slices.ContainsFunc(s.AllOf(), func(part *schema.Schema) bool { return !m.nullable(part) })
	}
}
