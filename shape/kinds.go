package shape

import (
	"math"
	"strings"

	"tutti/value"
)

// Kinds is a set of kinds of values.
type Kinds uint16

// The kinds. A whole number is an Integer however it is written (1.0, 1e3), any other number a Fraction.
// Absent is also null, but null that nobody promised: a member that is not there, an element beyond the
// end, or a schema that does not say whether null is allowed. Null was said.
const (
	Null Kinds = 1 << iota
	Absent
	Boolean
	Integer
	Fraction
	String
	Array
	Object

	Number    = Integer | Fraction
	Scalar    = Boolean | Number | String
	Something = Scalar | Array | Object // all but null
	All       = Something | Null | Absent
)

// Has tells whether any of other is in k.
func (k Kinds) Has(other Kinds) bool { return k&other != 0 }

// Solid is k without null of either sort.
func (k Kinds) Solid() Kinds { return k & Something }

// String lists the kinds as JSON Schema names them, joined with "or".
func (k Kinds) String() string {
	if k.Solid() == Something {
		return "anything"
	}
	names := k.names()
	switch n := len(names); n {
	case 0:
		return "nothing"
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], ", ") + " or " + names[n-1]
	}
}

func (k Kinds) names() []string {
	var names []string
	for _, one := range []struct {
		kind Kinds
		name string
	}{{Object, "object"}, {Array, "array"}, {String, "string"}, {Fraction, "number"}, {Integer, "integer"}, {Boolean, "boolean"}, {Null, "null"}} {
		if k.Has(one.kind) && (one.kind != Integer || !k.Has(Fraction)) {
			names = append(names, one.name)
		}
	}
	if len(names) == 0 && k.Has(Absent) {
		names = append(names, "null")
	}
	return names
}

// KindOf is the kind of a value.
func KindOf(v value.Value) Kinds {
	switch v.Kind() {
	case value.Bool:
		return Boolean
	case value.Number:
		if whole(v) {
			return Integer
		}
		return Fraction
	case value.String:
		return String
	case value.Array:
		return Array
	case value.Object:
		return Object
	default:
		return Null
	}
}

// whole tells whether a number has no fraction; of numbers beyond floats that is taken for granted.
func whole(v value.Value) bool {
	if _, ok := v.Int(); ok {
		return true
	}
	f, _ := v.Float()
	return math.IsInf(f, 0) || f == math.Trunc(f)
}
