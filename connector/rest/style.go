package rest

import (
	"strings"

	"tutti/value"
)

// takes tells whether v can be written: what is neither JSON nor a scalar is an array of scalars.
func (p *param) takes(v value.Value) bool {
	switch k := v.Kind(); {
	case p.json:
		return true
	case k != value.Array:
		return k != value.Object
	}
	for e := range v.Elems() {
		if k := e.Kind(); k == value.Object || k == value.Array {
			return false
		}
	}
	return true
}

// pairs appends name=value, each pair after a separator: one, or one per element of an exploded array.
// An empty array is no pair.
func (p *param) pairs(dst []byte, between byte, v value.Value) []byte {
	if v.Kind() != value.Array || p.json {
		return p.list(p.pair(dst, between), v)
	}
	if !p.explode {
		if v.Len() == 0 {
			return dst
		}
		return p.list(p.pair(dst, between), v)
	}
	for e := range v.Elems() {
		dst = p.scalar(p.pair(dst, between), e)
	}
	return dst
}

func (p *param) pair(dst []byte, between byte) []byte {
	dst = append(dst, between)
	if between == ';' {
		dst = append(dst, ' ')
	}
	return append(escape(dst, p.name), '=')
}

// list appends a value, of an array the elements with separators between them.
func (p *param) list(dst []byte, v value.Value) []byte {
	if v.Kind() != value.Array || p.json {
		return p.scalar(dst, v)
	}
	first := true
	for e := range v.Elems() {
		if !first {
			dst = append(dst, p.separator...)
		}
		first = false
		dst = p.scalar(dst, e)
	}
	return dst
}

// scalar appends one value, escaped: the text of a string, the JSON of anything else.
func (p *param) scalar(dst []byte, v value.Value) []byte {
	if v.Kind() == value.String && !p.json {
		return escape(dst, v.Text())
	}
	return escape(dst, v.Raw())
}

// plain is a value as a header has it: not escaped, elements with commas between them.
func (p *param) plain(v value.Value) string {
	if v.Kind() != value.Array || p.json {
		return p.word(v)
	}
	var words []string
	for e := range v.Elems() {
		words = append(words, p.word(e))
	}
	return strings.Join(words, ",")
}

func (p *param) word(v value.Value) string {
	if v.Kind() == value.String && !p.json {
		return v.Text()
	}
	return string(v.Raw())
}
