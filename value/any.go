package value

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
)

// Any is v as gojq takes it: nil, bool, string, []any, map[string]any, and for numbers an int or a float64
// where gojq would print the very same text again, else a json.Number, which gojq passes on unchanged
// and turns into an int, *big.Int or float64 when it calculates.
func (v Value) Any() any {
	a, _ := decode(v.Raw(), 0)
	return a
}

// decode is the value at i and the place behind it.
func decode(b []byte, i int) (any, int) {
	switch b[i] {
	case '{':
		return decodeObject(b, i)
	case '[':
		return decodeArray(b, i)
	}
	end := valueEnd(b, i)
	switch kindOf(b[i]) {
	case String:
		return decodeString(b[i+1 : end-1]), end
	case Number:
		return decodeNumber(b[i:end]), end
	case Bool:
		return b[i] == 't', end
	default:
		return nil, end
	}
}

func decodeObject(b []byte, i int) (map[string]any, int) {
	m := map[string]any{}
	for i = next(b, i+1); b[i] != '}'; {
		end, _ := stringEnd(b, i)
		name := decodeString(b[i+1 : end-1])
		m[name], i = decode(b, next(b, next(b, end)+1))
		i = after(b, i)
	}
	return m, i + 1
}

func decodeArray(b []byte, i int) ([]any, int) {
	s := []any{}
	for i = next(b, i+1); b[i] != ']'; {
		var e any
		e, i = decode(b, i)
		s = append(s, e)
		i = after(b, i)
	}
	return s, i + 1
}

func decodeNumber(b []byte) any {
	if n, ok := smallInt(b); ok && (n != 0 || b[0] != '-') && n == int64(int(n)) {
		return int(n)
	}
	if len(b) <= 17 {
		if f, err := strconv.ParseFloat(string(b), 64); err == nil {
			var room [32]byte
			if string(appendFloat(room[:0], f)) == string(b) {
				return f
			}
		}
	}
	return json.Number(b)
}

// FromAny is the value of what gojq yields: nil, bool, int, float64, *big.Int, json.Number, string, []any and
// map[string]any. Members stand in order of their names. Floats are written as FromFloat does. Anything else,
// a json.Number that is none, and nesting of more than 10,000 containers are errors.
func FromAny(a any) (Value, error) {
	b, err := appendAny(nil, a, maxDepth)
	if err != nil {
		return Value{}, err
	}
	return Value{b}, nil
}

func appendAny(dst []byte, a any, depth int) ([]byte, error) {
	switch a := a.(type) {
	case nil:
		return append(dst, "null"...), nil
	case bool:
		return strconv.AppendBool(dst, a), nil
	case int:
		return strconv.AppendInt(dst, int64(a), 10), nil
	case float64:
		return FromFloat(a).Append(dst), nil
	case *big.Int:
		return a.Append(dst, 10), nil
	case json.Number:
		return appendNumber(dst, string(a))
	case string:
		return AppendString(dst, a), nil
	case []any:
		return appendArray(dst, a, depth)
	case map[string]any:
		return appendObject(dst, a, depth)
	default:
		return nil, fmt.Errorf("a %T is no JSON value", a)
	}
}

// appendNumber takes the text as it is if JSON allows it, else what it means: gojq also reads .5 and 1.
func appendNumber(dst []byte, text string) ([]byte, error) {
	s := scanner{b: []byte(text)}
	if s.number(0) == len(text) {
		return append(dst, text...), nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return nil, fmt.Errorf("%q is no number", text)
	}
	return FromFloat(f).Append(dst), nil
}

var errDeep = fmt.Errorf("more than %d arrays and objects inside each other", maxDepth)

func appendArray(dst []byte, elems []any, depth int) ([]byte, error) {
	if depth == 0 {
		return nil, errDeep
	}
	var err error
	dst = append(dst, '[')
	for i, e := range elems {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = appendAny(dst, e, depth-1); err != nil {
			return nil, err
		}
	}
	return append(dst, ']'), nil
}

func appendObject(dst []byte, members map[string]any, depth int) ([]byte, error) {
	if depth == 0 {
		return nil, errDeep
	}
	var err error
	members, names := sortedNames(members)
	dst = append(dst, '{')
	for i, name := range names {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(AppendString(dst, name), ':')
		if dst, err = appendAny(dst, members[name], depth-1); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

// sortedNames also replaces what is not UTF-8 in the names (@base64d makes such strings), since two
// of them may become the same name; of those the one that sorts last stays.
func sortedNames(members map[string]any) (map[string]any, []string) {
	names := slices.Sorted(maps.Keys(members))
	if !slices.ContainsFunc(names, invalidUTF8) {
		return members, names
	}
	mended := make(map[string]any, len(members))
	for _, name := range names {
		mended[validUTF8(name)] = members[name]
	}
	return mended, slices.Sorted(maps.Keys(mended))
}
