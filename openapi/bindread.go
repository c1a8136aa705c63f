package openapi

import (
	"tutti/schema"
	"tutti/value"
)

// maxLevels bounds walks through schemas that refer to each other, and the depth of an object in a query.
const maxLevels = 8

// reader makes values of text, as a schema says: what is text for HTTP is a number for the workflow.
type reader struct {
	schema *schema.Schema
	kinds  schema.Types       // that are accepted; anyKind if the schema does not say
	items  *reader            // of an array
	fields map[string]*reader // of an object
	open   bool               // the object has others
}

// anyKind is all types: with it text stays text.
const anyKind = schema.Null | schema.Boolean | schema.Integer | schema.Number | schema.String | schema.Array | schema.Object

const scalarKinds = anyKind &^ (schema.Array | schema.Object)

// readers are those made so far, so that schemas that contain themselves come to an end.
type readers map[*schema.Schema]*reader

func (rs readers) of(s *schema.Schema) *reader {
	if r := rs[s]; r != nil {
		return r
	}
	r := &reader{schema: s, kinds: kindsOf(s, 0)}
	rs[s] = r
	if r.isList() {
		r.items = rs.of(itemsOf(s, 0))
	}
	if r.isObject() {
		all := FieldsOf(s)
		r.fields, r.open = make(map[string]*reader, len(all.List)), all.Open
		for _, f := range all.List {
			r.fields[f.Name] = rs.of(f.Schema)
		}
	}
	return r
}

func (r *reader) isList() bool   { return r.kinds != anyKind && r.kinds&schema.Array != 0 }
func (r *reader) isObject() bool { return r.kinds != anyKind && r.kinds&schema.Object != 0 }
func (r *reader) isScalar() bool { return r.kinds == anyKind || r.kinds&scalarKinds != 0 }

// field is the reader of a member.
func (r *reader) field(name string) *reader {
	if f := r.fields[name]; f != nil {
		return f
	}
	return anyText
}

// anyText reads what no schema is known of.
var anyText = &reader{kinds: anyKind}

// kindsOf are the types that a schema leaves.
func kindsOf(s *schema.Schema, level int) schema.Types {
	if s == nil || level > maxLevels {
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
		kinds &= kindsOf(s.Ref(), level+1)
	}
	for _, part := range s.AllOf() {
		kinds &= kindsOf(part, level+1)
	}
	for _, branches := range [][]*schema.Schema{s.AnyOf(), s.OneOf()} {
		var of schema.Types
		for _, b := range branches {
			of |= kindsOf(b, level+1)
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

// itemsOf is the schema of the elements, in s or the first of its parts that has one; nil: any.
func itemsOf(s *schema.Schema, level int) *schema.Schema {
	if s == nil || level > maxLevels {
		return nil
	}
	if s.Items() != nil {
		return s.Items()
	}
	for _, parts := range [][]*schema.Schema{{s.Ref()}, s.AllOf(), s.AnyOf(), s.OneOf()} {
		for _, part := range parts {
			if items := itemsOf(part, level+1); items != nil {
				return items
			}
		}
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
	case r.kinds&(schema.Number|schema.Integer) == 0:
		return value.Value{}, false
	}
	v, err := value.Scan([]byte(text), 1)
	return v, err == nil && v.Kind() == value.Number && len(v.Raw()) == len(text)
}

func (r *reader) accepts(v value.Value) bool {
	return len(r.schema.Validate(v, schema.Options{Direction: schema.Request, Formats: true, Max: 1})) == 0
}

// list is the array of what texts mean.
func (r *reader) list(texts []string) value.Value {
	b := value.NewBuilder(16 * len(texts))
	b.BeginArray()
	for _, t := range texts {
		b.Value(r.item(t))
	}
	b.EndArray()
	return b.Done()
}

func (r *reader) item(text string) value.Value {
	if r.items == nil {
		return value.FromString(text)
	}
	return r.items.scalar(text)
}
