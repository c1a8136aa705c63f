package schema

import (
	"tutti/diag"
	"tutti/value"
)

// Options say how a value is looked at.
type Options struct {
	Direction Direction
	Formats   bool // the formats that the package knows are asserted; without it a format says nothing
	Max       int  // how many findings are enough; 0: 20
}

// Direction says which way a value goes: members that are readOnly need not be in a request, those that are writeOnly
// not in an answer.
type Direction uint8

// The directions.
const (
	Both Direction = iota
	Request
	Response
)

// Finding is one way in which a value breaks its schema. It names members, never what they hold.
type Finding struct {
	Instance string   // JSON pointer into the value
	Schema   string   // file#/pointer of the keyword
	At       diag.Pos // of the schema
	Message  string
}

const defaultMax = 20

// Validate is what is wrong with a value, nil if nothing is. A value that is right is walked through once for the usual
// schema, and once more for each part that allOf, anyOf, oneOf, not, if or a $ref with company adds; nothing is allocated.
func (s *Schema) Validate(v value.Value, o Options) []Finding {
	if s.Accepts(v, o) {
		return nil
	}
	if o.Max <= 0 {
		o.Max = defaultMax
	}
	w := validator{c: v.Cursor(), o: o, root: v, memo: map[visit]bool{}}
	w.value(s)
	if w.overrun {
		return []Finding{{Schema: s.path(""), At: s.At(), Message: "this is nested too deeply, or takes too long to look at"}}
	}
	return w.found
}

// Accepts tells whether Validate finds nothing.
func (s *Schema) Accepts(v value.Value, o Options) bool {
	if s == nil || s.has(plain) {
		return true
	}
	w := validator{c: v.Cursor(), o: o, root: v, quiet: true, calm: 4*len(v.Raw()) + 1000}
	return w.value(s) && !w.overrun
}

const (
	// maxNesting bounds values inside each other and schemas that apply to the same value.
	maxNesting = 5000
	// maxWork bounds the visits of a schema to a value, beside what the length of the value allows.
	maxWork, workPerByte = 1_000_000, 200
)

// validator holds one value against a schema. Its methods look at the value behind the cursor and step over it; when
// quiet they may stop anywhere once something is wrong.
type validator struct {
	c       value.Cursor
	o       Options
	root    value.Value
	quiet   bool // findings are not kept: a branch is tried
	trying  int  // how many choices are being explained inside each other
	depth   int
	work    int
	calm    int // the work from which on results are remembered
	overrun bool
	found   []Finding
	memo    map[visit]bool
	scope   []*resource // what led here, if there are dynamic references
	around  [16]visit   // the schemas made of others that are being looked at; the first ones
	inside  int         // how many there are
}

// visit is a schema at a place of the value.
type visit struct {
	schema *Schema
	at     int
}

// value holds the value behind the cursor against s.
func (v *validator) value(s *Schema) bool {
	if s == nil || s.traits&plain != 0 {
		v.c.Skip()
		return true
	}
	v.work++
	if s.traits&composed == 0 {
		return v.own(s)
	}
	return v.composed(s)
}

// own is what s says without other schemas that apply to the same value.
func (v *validator) own(s *Schema) bool {
	from, kind := v.c.At(), v.c.Kind()
	if s.traits&(never|nullable) != 0 {
		if s.traits&never != 0 {
			v.c.Skip()
			return v.broken(from, s, "")
		}
		if kind == value.Null {
			v.c.Skip()
			return true
		}
	}
	if s.types != 0 && s.types&typesOf[kind] == 0 || s.types&(Integer|Number) == Integer && kind == value.Number && !v.whole() {
		v.c.Seek(from)
		v.c.Skip()
		return v.broken(from, s, "type")
	}
	ok := v.kind(s, kind)
	if s.more != nil && s.more.enum != nil && (ok || !v.quiet) {
		v.c.Seek(from)
		ok = v.enum(s) && ok
	}
	return ok
}

var typesOf = [...]Types{
	value.Null: Null, value.Bool: Boolean, value.Number: Integer | Number, value.String: String, value.Array: Array, value.Object: Object,
}

// whole tells whether the number behind the cursor is an integer, and leaves the cursor where it is.
func (v *validator) whole() bool {
	from := v.c.At()
	n := v.c.Value()
	v.c.Seek(from)
	return n.Whole()
}

func (v *validator) kind(s *Schema, kind value.Kind) bool {
	switch kind {
	case value.Object:
		return v.object(s)
	case value.Array:
		return v.array(s)
	case value.String:
		return v.text(s)
	case value.Number:
		return v.number(s)
	default:
		v.c.Skip()
		return true
	}
}

// enum: texts that are the same are equal values; others may be.
func (v *validator) enum(s *Schema) bool {
	from := v.c.At()
	have := v.c.Value()
	for _, want := range s.more.enum {
		if string(want.Raw()) == string(have.Raw()) {
			return true
		}
	}
	for _, want := range s.more.enum {
		if want.Kind() == have.Kind() && value.Equal(want, have) {
			return true
		}
	}
	return v.broken(from, s, "enum")
}
