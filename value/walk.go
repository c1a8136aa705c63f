package value

import "iter"

// The functions of this file walk over text that Scan accepted, so they check nothing.

// Get is the member called name, null if v has none or is no object.
func (v Value) Get(name string) Value {
	m, _ := v.Lookup(name)
	return m
}

// Lookup is the member called name and whether there is one.
func (v Value) Lookup(name string) (Value, bool) {
	b := v.raw
	if v.Kind() != Object {
		return Value{}, false
	}
	for i := next(b, 1); b[i] != '}'; {
		end, escaped := stringEnd(b, i)
		inside := b[i+1 : end-1]
		i = next(b, next(b, end)+1)
		if !escaped && string(inside) == name || escaped && decodeString(inside) == name {
			end = valueEnd(b, i)
			return Value{b[i:end:end]}, true
		}
		i = after(b, valueEnd(b, i))
	}
	return Value{}, false
}

// Elem is the i-th element, counted from the end if i is negative; null if there is none or
// v is no array.
func (v Value) Elem(i int) Value {
	if i < 0 && v.Kind() == Array {
		if i += v.Len(); i < 0 {
			return Value{}
		}
	}
	for e := range v.Elems() {
		if i == 0 {
			return e
		}
		i--
	}
	return Value{}
}

// Elems yields the elements of an array, nothing for other values.
func (v Value) Elems() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		b := v.raw
		if v.Kind() != Array {
			return
		}
		for i := next(b, 1); b[i] != ']'; {
			end := valueEnd(b, i)
			if !yield(Value{b[i:end:end]}) {
				return
			}
			i = after(b, end)
		}
	}
}

// Members yields the names and values of an object in order of the text, nothing for other values.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		b := v.raw
		if v.Kind() != Object {
			return
		}
		for i := next(b, 1); b[i] != '}'; {
			end, _ := stringEnd(b, i)
			name := decodeString(b[i+1 : end-1])
			i = next(b, next(b, end)+1)
			end = valueEnd(b, i)
			if !yield(name, Value{b[i:end:end]}) {
				return
			}
			i = after(b, end)
		}
	}
}

// count is the number of elements or members of the container b.
func count(b []byte) int {
	n := 0
	for i := next(b, 1); b[i] != ']' && b[i] != '}'; n++ {
		if b[0] == '{' {
			end, _ := stringEnd(b, i)
			i = next(b, next(b, end)+1)
		}
		i = after(b, valueEnd(b, i))
	}
	return n
}

// next is the first place from i on that is no space.
func next(b []byte, i int) int {
	for b[i] <= ' ' {
		i++
	}
	return i
}

// after is where the next element or member begins behind the one that ends at i, or the closing bracket.
func after(b []byte, i int) int {
	i = next(b, i)
	if b[i] == ',' {
		return next(b, i+1)
	}
	return i
}

// stringEnd is the place behind the string at i, and whether it has escapes.
func stringEnd(b []byte, i int) (end int, escaped bool) {
	for i = quoteEnd(b, i+1); b[i] != '"'; i = quoteEnd(b, i+2) {
		escaped = true
	}
	return i + 1, escaped
}

// valueEnd is the place behind the value at i.
func valueEnd(b []byte, i int) int {
	switch b[i] {
	case '"':
		end, _ := stringEnd(b, i)
		return end
	case '{', '[':
		return containerEnd(b, i)
	case 't', 'n':
		return i + 4
	case 'f':
		return i + 5
	default:
		for i < len(b) && isNumber(b[i]) {
			i++
		}
		return i
	}
}

func isNumber(c byte) bool {
	return '0' <= c && c <= '9' || c == '.' || c == '-' || c == '+' || c|0x20 == 'e'
}

// containerEnd is the place behind the array or object at i.
func containerEnd(b []byte, i int) int {
	for open := 0; ; i++ {
		switch b[i] {
		case '"':
			end, _ := stringEnd(b, i)
			i = end - 1
		case '{', '[':
			open++
		case '}', ']':
			if open--; open == 0 {
				return i + 1
			}
		}
	}
}
