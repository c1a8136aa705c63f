package rest

import (
	"strconv"
	"strings"

	"tutti/connector"
	"tutti/value"
)

// write appends a value, separator and name included. What the style has no form for, such as an array in an array, is JSON
// text. An empty list is nothing, and so is a member of an object that is null.
func (p *param) write(dst []byte, v value.Value) []byte {
	switch k := v.Kind(); {
	case p.json || k != value.Array && k != value.Object || k == value.Object && !p.layout.objects:
		return p.text(p.head(dst), v)
	case p.layout.deep:
		return p.deep(dst, v, nil, 0)
	case k == value.Object && p.explode:
		return p.exploded(dst, v)
	case k == value.Object:
		return p.members(dst, v)
	default:
		return p.elements(dst, v)
	}
}

// plain is a value as a header has it. A line break in JSON stands between its parts and means nothing.
func (p *param) plain(v value.Value) string {
	switch {
	case p.json:
		return strings.NewReplacer("\r", " ", "\n", " ").Replace(v.String())
	case v.Kind() == value.String:
		return v.Text()
	default:
		return string(p.write(nil, v))
	}
}

// head begins a value.
func (p *param) head(dst []byte) []byte {
	dst = append(dst, p.layout.first...)
	if p.layout.named {
		dst = append(append(dst, p.key...), '=')
	}
	return dst
}

// elements appends an array.
func (p *param) elements(dst []byte, v value.Value) []byte {
	first := true
	for e := range v.Elems() {
		switch {
		case first || p.explode && p.layout.named:
			dst = p.head(dst)
		case p.explode:
			dst = append(dst, p.layout.apart...)
		default:
			dst = append(dst, p.layout.comma...)
		}
		first = false
		dst = p.text(dst, e)
	}
	return dst
}

// members appends an object that is not exploded: names and values in turn.
func (p *param) members(dst []byte, v value.Value) []byte {
	first := true
	for name, m := range v.Members() {
		if m.IsNull() {
			continue
		}
		if first {
			dst = p.head(dst)
		} else {
			dst = append(dst, p.layout.comma...)
		}
		first = false
		dst = append(appendText(dst, p, name), p.layout.comma...)
		dst = p.text(dst, m)
	}
	return dst
}

// exploded appends an object whose members stand by themselves. Where names may come twice, a list repeats its name.
func (p *param) exploded(dst []byte, v value.Value) []byte {
	first := true
	member := func(name string, m value.Value) {
		if first {
			dst = append(dst, p.layout.first...)
		} else {
			dst = append(dst, p.layout.apart...)
		}
		first = false
		dst = append(appendText(dst, p, name), '=')
		dst = p.text(dst, m)
	}
	for name, m := range v.Members() {
		switch k := m.Kind(); {
		case k == value.Null:
		case k == value.Array && p.layout.named:
			for e := range m.Elems() {
				member(name, e)
			}
		default:
			member(name, m)
		}
	}
	return dst
}

// deepest is how far deepObject goes into a value; what is deeper is JSON text.
const deepest = 16

// deep appends a value by the way to each of its parts: name[member][0]=part. OpenAPI leaves open how arrays and objects inside are
// written; with their indexes nothing is lost.
func (p *param) deep(dst []byte, v value.Value, way []byte, depth int) []byte {
	at := len(way)
	switch k := v.Kind(); {
	case k == value.Object && depth < deepest:
		for name, m := range v.Members() {
			if !m.IsNull() {
				dst = p.deep(dst, m, append(escape(append(way[:at], '['), name), ']'), depth+1)
			}
		}
	case k == value.Array && depth < deepest:
		i := 0
		for e := range v.Elems() {
			dst = p.deep(dst, e, append(strconv.AppendInt(append(way[:at], '['), int64(i), 10), ']'), depth+1)
			i++
		}
	default:
		dst = append(append(dst, p.layout.first...), p.key...)
		dst = p.text(append(append(dst, way...), '='), v)
	}
	return dst
}

// text appends one value: the text of a string, the JSON of anything else.
func (p *param) text(dst []byte, v value.Value) []byte {
	if v.Kind() == value.String && !p.json {
		return appendText(dst, p, v.Text())
	}
	return appendText(dst, p, v.Raw())
}

// appendText appends a text so that it is one part of what the parameter is put into.
func appendText[T string | []byte](dst []byte, p *param, s T) []byte {
	switch {
	case p.in == connector.InHeader:
		return append(dst, s...)
	case p.reserved && p.explode:
		return escapeBut(dst, s, reserved+",")
	case p.reserved:
		return escapeBut(dst, s, reserved) // a comma separates
	case p.dots:
		return escapeMore(dst, s)
	default:
		return escape(dst, s)
	}
}
