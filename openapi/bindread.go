package openapi

import (
	"slices"
	"sync"

	"tutti/schema"
	"tutti/value"
)

// maxLevels bounds walks through schemas that refer to each other, and the depth of an object in a query.
const maxLevels = 8

// reader makes values of text, as a schema says: what is text for HTTP is a number for the workflow. What it knows of the parts of a value is
// looked up when a request has some: the schemas that a body can reach are many, and a request names few of them.
type reader struct {
	schema *schema.Schema
	kinds  schema.Types // that are accepted; anyKind if the schema does not say
	all    *readers     // nil: nothing is known of parts

	ofList struct {
		sync.Once
		items *reader
	}
	ofObject struct {
		sync.Once
		fields map[string]*reader
		open   bool    // there are others
		others *reader // reads them
	}
}

// anyKind is all types: with it text stays text.
const anyKind = schema.Null | schema.Boolean | schema.Integer | schema.Number | schema.String | schema.Array | schema.Object

const scalarKinds = anyKind &^ (schema.Array | schema.Object)

// readers are those of one operation, one for each schema. It is safe for concurrent use.
type readers struct {
	sync.Mutex
	known map[*schema.Schema]*reader
}

func (rs *readers) of(s *schema.Schema) *reader {
	rs.Lock()
	defer rs.Unlock()
	r := rs.known[s]
	if r == nil {
		if rs.known == nil {
			rs.known = map[*schema.Schema]*reader{}
		}
		r = &reader{schema: s, kinds: kindsOf(s), all: rs}
		rs.known[s] = r
	}
	return r
}

func (r *reader) isList() bool   { return r.kinds != anyKind && r.kinds&schema.Array != 0 }
func (r *reader) isObject() bool { return r.kinds != anyKind && r.kinds&schema.Object != 0 }
func (r *reader) isScalar() bool { return r.kinds == anyKind || r.kinds&scalarKinds != 0 }

// items is the reader of the elements.
func (r *reader) items() *reader {
	if r.all == nil || !r.isList() {
		return anyText
	}
	r.ofList.Do(func() { r.ofList.items = r.all.of(partOf(r.schema, (*schema.Schema).Items)) })
	return r.ofList.items
}

// fields are the readers of the members that the schema names, and open tells whether there are others.
func (r *reader) fields() (named map[string]*reader, open bool) {
	if r.all == nil || !r.isObject() {
		return nil, true
	}
	r.ofObject.Do(func() {
		of := FieldsOf(r.schema)
		r.ofObject.fields, r.ofObject.open = make(map[string]*reader, len(of.List)), of.Open
		for _, f := range of.List {
			r.ofObject.fields[f.Name] = r.all.of(f.Schema)
		}
		r.ofObject.others = r.all.of(partOf(r.schema, (*schema.Schema).Additional))
	})
	return r.ofObject.fields, r.ofObject.open
}

// names tells whether the schema names the member.
func (r *reader) names(name string) bool {
	named, _ := r.fields()
	return named[name] != nil
}

// field is the reader of a member.
func (r *reader) field(name string) *reader {
	named, _ := r.fields()
	switch {
	case named[name] != nil:
		return named[name]
	case named != nil:
		return r.ofObject.others
	default:
		return anyText
	}
}

// anyText reads what no schema is known of.
var anyText = &reader{kinds: anyKind}

// kindsOf are the types that a schema leaves.
func kindsOf(s *schema.Schema) schema.Types {
	const most = 2000 // parts that are looked at
	w := walk{left: most}
	return w.kinds(s, 0)
}

// walk is a walk through the parts of a schema.
type walk struct{ left int }

func (w *walk) kinds(s *schema.Schema, level int) schema.Types {
	if w.left--; s == nil || level > maxLevels || w.left < 0 {
		return anyKind
	}
	kinds := anyKind
	if t := s.Types(); t != 0 {
		kinds = t
	} else if t := impliedBy(s); t != 0 {
		kinds = t
	}
	if kinds&schema.Number != 0 {
		kinds |= schema.Integer
	}
	if s.Ref() != nil {
		kinds &= w.kinds(s.Ref(), level+1)
	}
	for _, part := range s.AllOf() {
		kinds &= w.kinds(part, level+1)
	}
	for _, branches := range [][]*schema.Schema{s.AnyOf(), s.OneOf()} {
		var of schema.Types
		for _, b := range branches {
			of |= w.kinds(b, level+1)
		}
		if len(branches) > 0 {
			kinds &= of
		}
	}
	return kinds
}

// impliedBy is what a schema without a type means by what else it says; 0: nothing.
func impliedBy(s *schema.Schema) schema.Types {
	var t schema.Types
	for _, v := range s.Enum() {
		t |= typeOfValue(v)
	}
	if len(s.Properties()) > 0 {
		t |= schema.Object
	}
	if s.Items() != nil || len(s.Prefix()) > 0 {
		t |= schema.Array
	}
	return t
}

func typeOfValue(v value.Value) schema.Types {
	switch v.Kind() {
	case value.Null:
		return schema.Null
	case value.Bool:
		return schema.Boolean
	case value.Number:
		return schema.Number
	case value.String:
		return schema.String
	case value.Array:
		return schema.Array
	default:
		return schema.Object
	}
}

// partOf is a part, such as that of the elements, of s or the first of the schemas it is made of that has one; nil: any.
func partOf(s *schema.Schema, part func(*schema.Schema) *schema.Schema) *schema.Schema {
	const most = 2000
	todo, seen := []*schema.Schema{s}, map[*schema.Schema]bool{nil: true}
	for i := 0; i < len(todo) && i < most; i++ {
		at := todo[i]
		if seen[at] {
			continue
		}
		seen[at] = true
		if p := part(at); p != nil {
			return p
		}
		todo = slices.Concat(todo, []*schema.Schema{at.Ref()}, at.AllOf(), at.AnyOf(), at.OneOf())
	}
	return nil
}

// scalar is what a text means. Where it may mean several things ("7" may be a number or a text) it is the first that the schema accepts,
// numbers and booleans before text; where it can mean nothing it stays text, for the schema to complain about.
func (r *reader) scalar(text string) value.Value {
	if r.kinds == anyKind || r.kinds&scalarKinds == schema.String {
		return value.FromString(text)
	}
	meant, ok := r.typed(text)
	switch {
	case !ok:
		return value.FromString(text)
	case r.kinds&schema.String == 0 || r.accepts(meant) || !r.accepts(value.FromString(text)):
		return meant
	default:
		return value.FromString(text)
	}
}

// typed is a text as something other than text.
func (r *reader) typed(text string) (value.Value, bool) {
	switch {
	case text == "" || text == "null":
		return value.Value{}, r.kinds&(schema.Null|schema.String) == schema.Null
	case text == "true" || text == "false":
		return value.FromBool(text == "true"), r.kinds&schema.Boolean != 0
	case text[0] == '{' && r.isObject() || text[0] == '[' && r.isList(): // inside of what no style can hold more of
		v, err := value.Scan([]byte(text), 0)
		return v, err == nil
	case r.kinds&(schema.Number|schema.Integer) == 0:
		return value.Value{}, false
	}
	v, err := value.Scan([]byte(text), 1)
	return v, err == nil && v.Kind() == value.Number && len(v.Raw()) == len(text)
}

func (r *reader) accepts(v value.Value) bool {
	return len(r.schema.Validate(v, schema.Options{Direction: schema.Request, Formats: true, Max: 1})) == 0
}

// array is what texts mean as elements.
func (r *reader) array(texts []string) value.Value {
	b := value.NewBuilder(16 * len(texts))
	b.BeginArray()
	for _, t := range texts {
		b.Value(r.items().scalar(t))
	}
	b.EndArray()
	return b.Done()
}
