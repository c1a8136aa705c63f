// Package value is the JSON that flows between steps: text that stays bytes until someone looks inside.
// It does not know schemas or expressions, and it never turns a number into a float unless asked to.
package value

import (
	"bytes"
	"math"
	"strconv"
	"unicode/utf8"
)

// Value is one JSON value as text without surrounding space. The zero Value is
// null. Values are immutable, and a part of a Value shares the bytes of the whole,
// so whoever hands bytes in must not change them afterwards.
type Value struct{ raw []byte }

// Kind is what jq's `type` distinguishes; the order of the constants is jq's order of types,
// except that false and true share Bool.
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// String is the name that jq's `type` gives.
func (k Kind) String() string {
	switch k {
	case Null:
		return "null"
	case Bool:
		return "boolean"
	case Number:
		return "number"
	case String:
		return "string"
	case Array:
		return "array"
	case Object:
		return "object"
	default:
		return "Kind(" + strconv.Itoa(int(k)) + ")"
	}
}

// The texts of the three constants; never written to, and without spare capacity.
var (
	nullText  = []byte("null")
	trueText  = []byte("true")
	falseText = []byte("false")
)

// Trusted takes b for the text of one valid value without surrounding space: what
// Scan accepted before, or what was written with Append, AppendString or a Builder.
func Trusted(b []byte) Value { return Value{b} }

// FromString is the string s; bytes of s that are not UTF-8 become U+FFFD.
func FromString(s string) Value { return Value{AppendString(make([]byte, 0, len(s)+2), s)} }

// FromBool is true or false.
func FromBool(b bool) Value {
	if b {
		return Value{trueText}
	}
	return Value{falseText}
}

// FromInt is the number n.
func FromInt(n int64) Value { return Value{strconv.AppendInt(nil, n, 10)} }

// FromFloat is the shortest number that reads back as f. JSON has no NaN and no
// infinities: NaN is null and an infinity the largest float, as jq prints them.
func FromFloat(f float64) Value {
	if math.IsNaN(f) {
		return Value{}
	}
	return Value{appendFloat(nil, f)}
}

// Raw is the JSON text; it must not be changed.
func (v Value) Raw() []byte {
	if len(v.raw) == 0 {
		return nullText
	}
	return v.raw
}

// Append appends the JSON text to dst.
func (v Value) Append(dst []byte) []byte { return append(dst, v.Raw()...) }

// String is the JSON text, for messages.
func (v Value) String() string { return string(v.Raw()) }

// Kind tells what v is, by its first byte.
func (v Value) Kind() Kind {
	if len(v.raw) == 0 {
		return Null
	}
	return kindOf(v.raw[0])
}

func kindOf(first byte) Kind {
	switch first {
	case '"':
		return String
	case '{':
		return Object
	case '[':
		return Array
	case 't', 'f':
		return Bool
	case 'n':
		return Null
	default:
		return Number
	}
}

// IsNull tells whether v is null.
func (v Value) IsNull() bool { return v.Kind() == Null }

// Truthy is what jq's `if` takes for true: everything but null and false.
func (v Value) Truthy() bool {
	return len(v.raw) != 0 && v.raw[0] != 'n' && v.raw[0] != 'f'
}

// Bool tells whether v is the value true.
func (v Value) Bool() bool { return len(v.raw) != 0 && v.raw[0] == 't' }

// Text is the decoded string, or "" if v is no string.
func (v Value) Text() string {
	if v.Kind() != String {
		return ""
	}
	return decodeString(v.raw[1 : len(v.raw)-1])
}

// Len is what jq's `length` says of containers and strings: elements of an array, members of
// an object, code points of a string. It is 0 for everything else.
func (v Value) Len() int {
	switch v.Kind() {
	case String:
		return textLen(v.raw[1 : len(v.raw)-1])
	case Array, Object:
		return count(v.raw)
	default:
		return 0
	}
}

// textLen counts the code points of the inside of a string.
func textLen(inside []byte) int {
	if bytes.IndexByte(inside, '\\') < 0 {
		return utf8.RuneCount(inside)
	}
	return utf8.RuneCountInString(decodeString(inside))
}

// MarshalJSON is the text as it is.
func (v Value) MarshalJSON() ([]byte, error) { return v.Raw(), nil }

// UnmarshalJSON takes a copy of b after the strict Scan with DefaultDepth.
func (v *Value) UnmarshalJSON(b []byte) error {
	scanned, err := Scan(bytes.Clone(b), 0)
	if err != nil {
		return err
	}
	*v = scanned
	return nil
}
