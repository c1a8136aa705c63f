package expr

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tutti/value"
)

// datum is a value on the fast path: raw JSON that nobody has looked into yet, or what was made of it.
type datum struct {
	kind datumKind
	num  uint64      // dInt: the int64; dFloat: its bits
	raw  value.Value // dRaw*
	text string      // dText
	list *[]datum    // dArray: the elements; dObject: name, value, name, value …, each name once
}

// datumBytes is the size of a datum.
const datumBytes = 64

type datumKind uint8

// The order is jq's order of types, once the kinds of one type are put together (rank).
const (
	dNull datumKind = iota
	dFalse
	dTrue
	dInt
	dFloat
	dRawNumber
	dText
	dRawString
	dArray
	dRawArray
	dObject
	dRawObject
)

// rank is the place in jq's order of types.
func (d *datum) rank() int {
	return [...]int{
		dNull: 0, dFalse: 1, dTrue: 2, dInt: 3, dFloat: 3, dRawNumber: 3, dText: 4, dRawString: 4,
		dArray: 5, dRawArray: 5, dObject: 6, dRawObject: 6,
	}[d.kind]
}

const (
	rankNumber = 3
	rankString = 4
	rankArray  = 5
	rankObject = 6
)

func intDatum(n int64) datum     { return datum{kind: dInt, num: uint64(n)} }
func floatDatum(f float64) datum { return datum{kind: dFloat, num: math.Float64bits(f)} }
func textDatum(s string) datum   { return datum{kind: dText, text: s} }

func boolDatum(b bool) datum {
	if b {
		return datum{kind: dTrue}
	}
	return datum{kind: dFalse}
}

func listDatum(kind datumKind, list []datum) datum { return datum{kind: kind, list: &list} }

func rawDatum(v value.Value) datum {
	switch v.Kind() {
	case value.Null:
		return datum{}
	case value.Bool:
		return boolDatum(v.Bool())
	case value.Number:
		return datum{kind: dRawNumber, raw: v}
	case value.String:
		return datum{kind: dRawString, raw: v}
	case value.Array:
		return datum{kind: dRawArray, raw: v}
	default:
		return datum{kind: dRawObject, raw: v}
	}
}

func (d *datum) truthy() bool { return d.kind > dFalse }

// number makes an int or a float of a number; false for other types and for what gojq would
// calculate with big integers or write as an infinity.
func (d *datum) number() (n datum, ok bool) {
	switch d.kind {
	case dInt, dFloat:
		return *d, true
	case dRawNumber:
		return parseNumber(d.raw.Raw())
	default:
		return datum{}, false
	}
}

func (d *datum) int() int64 { return int64(d.num) }

// float is the number as a float64; d is dInt or dFloat.
func (d *datum) float() float64 {
	if d.kind == dInt {
		return float64(int64(d.num))
	}
	return math.Float64frombits(d.num)
}

// parseNumber reads a JSON number as gojq does: whole numbers are ints, others floats.
func parseNumber(b []byte) (datum, bool) {
	if len(b) > maxDigits {
		return datum{}, false
	}
	digits, negative := b, false
	if digits[0] == '-' {
		digits, negative = digits[1:], true
	}
	var mantissa uint64
	fraction := -1 // digits behind the point
	for i, c := range digits {
		switch {
		case isDigit(c) && i < 18:
			mantissa = mantissa*10 + uint64(c-'0')
		case c == '.' && i < 18:
			fraction = len(digits) - i - 1
		default:
			return parseLong(b)
		}
	}
	switch {
	case fraction < 0 && negative:
		return intDatum(-int64(mantissa)), true
	case fraction < 0:
		return intDatum(int64(mantissa)), true
	case mantissa >= 1<<53:
		return parseLong(b)
	}
	// Both are exact, so the division rounds once, as parsing the text does.
	f := float64(mantissa) / powersOf10[fraction]
	if negative {
		f = -f
	}
	return floatDatum(f), true
}

var powersOf10 = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18}

func parseLong(b []byte) (datum, bool) {
	if !bytes.ContainsAny(b, ".eE") {
		n, err := strconv.ParseInt(string(b), 10, 64)
		return intDatum(n), err == nil
	}
	f, err := strconv.ParseFloat(string(b), 64)
	return floatDatum(f), err == nil
}

// string is the decoded text; false for other types.
func (d *datum) string() (string, bool) {
	switch d.kind {
	case dText:
		return d.text, true
	case dRawString:
		return d.raw.Text(), true
	default:
		return "", false
	}
}

// plainText is the text of a raw string that has no escapes, without a copy.
func (d *datum) plainText() ([]byte, bool) {
	if d.kind != dRawString {
		return nil, false
	}
	b := d.raw.Raw()
	b = b[1 : len(b)-1]
	return b, bytes.IndexByte(b, '\\') < 0
}

// size bounds the length of d as text from below: what it takes to look at d.
func (d *datum) size() int {
	switch d.kind {
	case dText:
		return len(d.text)
	case dArray, dObject:
		return len(*d.list) * slotBytes
	default:
		return len(d.raw.Raw())
	}
}

// pairs are the members of an object in jq's order, that of the names.
func (e *fastEval) pairs(d *datum) []datum {
	if d.kind == dObject {
		sorted := slices.Clone(*d.list)
		sortPairs(sorted)
		return sorted
	}
	var list []datum
	for name, v := range d.raw.Members() {
		list = append(list, textDatum(name), rawDatum(v))
	}
	sortPairs(list)
	return list
}

func sortPairs(pairs []datum) {
	sorted := true
	for i := 2; i < len(pairs) && sorted; i += 2 {
		sorted = pairs[i-2].text < pairs[i].text
	}
	if sorted {
		return
	}
	type pair struct{ name, value datum }
	list := make([]pair, len(pairs)/2)
	for i := range list {
		list[i] = pair{pairs[2*i], pairs[2*i+1]}
	}
	slices.SortFunc(list, func(a, b pair) int { return strings.Compare(a.name.text, b.name.text) })
	for i, p := range list {
		pairs[2*i], pairs[2*i+1] = p.name, p.value
	}
}

// elements yields what is in a container, as jq's .[] does; false if d is none or the
// evaluation is over. Yield stops it by false.
func (e *fastEval) elements(d *datum, yield func(datum) bool) bool {
	switch d.kind {
	case dArray:
		for i := range *d.list {
			if !e.tick() {
				return false
			}
			if !yield((*d.list)[i]) {
				return !e.over()
			}
		}
	case dRawArray:
		for v := range d.raw.Elems() {
			if !e.spend(len(v.Raw()), 0) {
				return false
			}

			if !yield(rawDatum(v)) {
				return !e.over()
			}
		}
	case dObject, dRawObject:
		n, _ := d.length()
		if !e.spend(d.size()+n*log2(n)*stringBytes, n*(datumBytes+stringBytes)) {
			return false
		}
		pairs := e.pairs(d)
		for i := 1; i < len(pairs); i += 2 {
			if !e.tick() {
				return false
			}
			if !yield(pairs[i]) {
				return !e.over()
			}
		}
	default:
		return e.leave()
	}
	return true
}

// length is the number of elements or members; false if d is no container.
func (d *datum) length() (int, bool) {
	switch d.kind {
	case dArray:
		return len(*d.list), true
	case dObject:
		return len(*d.list) / 2, true
	case dRawArray, dRawObject:
		return d.raw.Len(), true
	default:
		return 0, false
	}
}

// field is .name; false if d is neither an object nor null.
func (d *datum) field(name string) (datum, bool) {
	switch d.kind {
	case dRawObject:
		return rawDatum(d.raw.Get(name)), true
	case dNull:
		return datum{}, true
	case dObject:
		for i := 0; i < len(*d.list); i += 2 {
			if (*d.list)[i].text == name {
				return (*d.list)[i+1], true
			}
		}
		return datum{}, true
	default:
		return datum{}, false
	}
}

// element is .[i]; false if d is neither an array nor null.
func (d *datum) element(i int) (datum, bool) {
	switch d.kind {
	case dRawArray:
		return rawDatum(d.raw.Elem(i)), true
	case dNull:
		return datum{}, true
	case dArray:
		if i < 0 {
			i += len(*d.list)
		}
		if i < 0 || i >= len(*d.list) {
			return datum{}, true
		}
		return (*d.list)[i], true
	default:
		return datum{}, false
	}
}

// codePointsOf is jq's length of a text.
func codePointsOf(d *datum) int {
	if d.kind == dRawString {
		return d.raw.Len()
	}
	return utf8.RuneCountInString(d.text)
}
