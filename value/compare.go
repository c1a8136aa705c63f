package value

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Equal tells whether a and b are the same value: numbers by exact value (1, 1.0 and 1e0 are one
// number, 9007199254740993 and 9007199254740992 are two), objects in any order of members.
func Equal(a, b Value) bool {
	x, y := a.Raw(), b.Raw()
	if bytes.Equal(x, y) {
		return true
	}
	p := pair{a: x, b: y}
	return p.equal()
}

// pair walks over two texts in step; i and j are the places reached.
type pair struct {
	a, b []byte
	i, j int
}

// equal compares the values at i and j and moves behind them if they are equal.
func (p *pair) equal() bool {
	kind := kindOf(p.a[p.i])
	if kind != kindOf(p.b[p.j]) {
		return false
	}
	switch kind {
	case Array:
		return p.equalArrays()
	case Object:
		return p.equalObjects()
	}
	x, y := p.scalars()
	switch kind {
	case Number:
		return compareNumbers(x, y) == 0
	case String:
		return compareStrings(x, y) == 0
	default:
		return x[0] == y[0]
	}
}

// scalars takes the texts of two scalars and moves behind them.
func (p *pair) scalars() (x, y []byte) {
	i, j := valueEnd(p.a, p.i), valueEnd(p.b, p.j)
	x, y = p.a[p.i:i], p.b[p.j:j]
	p.i, p.j = i, j
	return x, y
}

func (p *pair) equalArrays() bool {
	p.i, p.j = next(p.a, p.i+1), next(p.b, p.j+1)
	for p.a[p.i] != ']' && p.b[p.j] != ']' {
		if !p.equal() {
			return false
		}
		p.i, p.j = after(p.a, p.i), after(p.b, p.j)
	}
	if p.a[p.i] != p.b[p.j] {
		return false
	}
	p.i, p.j = p.i+1, p.j+1
	return true
}

// equalObjects goes in step as long as the names stand in the same order.
func (p *pair) equalObjects() bool {
	p.i, p.j = next(p.a, p.i+1), next(p.b, p.j+1)
	for p.a[p.i] != '}' && p.b[p.j] != '}' {
		i, _ := stringEnd(p.a, p.i)
		j, _ := stringEnd(p.b, p.j)
		if compareStrings(p.a[p.i:i], p.b[p.j:j]) != 0 {
			return p.equalRest()
		}
		p.i, p.j = next(p.a, next(p.a, i)+1), next(p.b, next(p.b, j)+1)
		if !p.equal() {
			return false
		}
		p.i, p.j = after(p.a, p.i), after(p.b, p.j)
	}
	if p.a[p.i] != p.b[p.j] {
		return false
	}
	p.i, p.j = p.i+1, p.j+1
	return true
}

// equalRest compares the members from i and j on by name.
func (p *pair) equalRest() bool {
	rest := map[string]int{}
	for p.b[p.j] != '}' {
		end, _ := stringEnd(p.b, p.j)
		at := next(p.b, next(p.b, end)+1)
		rest[decodeString(p.b[p.j+1:end-1])] = at
		p.j = after(p.b, valueEnd(p.b, at))
	}
	for p.a[p.i] != '}' {
		end, _ := stringEnd(p.a, p.i)
		name := decodeString(p.a[p.i+1 : end-1])
		at, ok := rest[name]
		member := pair{p.a, p.b, next(p.a, next(p.a, end)+1), at}
		if !ok || !member.equal() {
			return false
		}
		delete(rest, name)
		p.i = after(p.a, member.i)
	}
	p.i, p.j = p.i+1, p.j+1
	return len(rest) == 0
}

// Compare is jq's order: null, false, true, numbers (by exact value), strings (by code point), arrays,
// objects (first by their sorted names, then by the values in order of the names).
func Compare(a, b Value) int {
	if c := cmp.Compare(a.rank(), b.rank()); c != 0 {
		return c
	}
	switch a.Kind() {
	case Number:
		return compareNumbers(a.raw, b.raw)
	case String:
		return compareStrings(a.raw, b.raw)
	case Array:
		return compareArrays(a, b)
	case Object:
		return compareObjects(a, b)
	default:
		return 0
	}
}

// rank is the place of v's type in jq's order.
func (v Value) rank() int {
	if v.Bool() {
		return int(Bool)*2 + 1
	}
	return int(v.Kind()) * 2
}

// compareStrings orders two strings with their quotes; the order of UTF-8 is that of the code points.
func compareStrings(a, b []byte) int {
	a, b = a[1:len(a)-1], b[1:len(b)-1]
	if bytes.IndexByte(a, '\\') < 0 && bytes.IndexByte(b, '\\') < 0 {
		return bytes.Compare(a, b)
	}
	return strings.Compare(decodeString(a), decodeString(b))
}

func compareArrays(a, b Value) int {
	i, j := next(a.raw, 1), next(b.raw, 1)
	for a.raw[i] != ']' && b.raw[j] != ']' {
		endI, endJ := valueEnd(a.raw, i), valueEnd(b.raw, j)
		if c := Compare(Value{a.raw[i:endI]}, Value{b.raw[j:endJ]}); c != 0 {
			return c
		}
		i, j = after(a.raw, endI), after(b.raw, endJ)
	}
	return more(a.raw[i]) - more(b.raw[j])
}

// more is 1 unless c closes the array.
func more(c byte) int {
	if c == ']' {
		return 0
	}
	return 1
}

func compareObjects(a, b Value) int {
	x, y := maps.Collect(a.Members()), maps.Collect(b.Members())
	names := slices.Sorted(maps.Keys(x))
	if c := slices.Compare(names, slices.Sorted(maps.Keys(y))); c != 0 {
		return c
	}
	for _, name := range names {
		if c := Compare(x[name], y[name]); c != 0 {
			return c
		}
	}
	return 0
}
