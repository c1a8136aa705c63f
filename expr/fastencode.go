package expr

import (
	"strconv"

	"tutti/value"
)

// appendTo writes d as JSON; false if there is no room, or it is nested too deeply.
func (e *fastEval) appendTo(dst []byte, d *datum, depth int) ([]byte, bool) {
	if len(dst) > e.bytes {
		return dst, e.spend(0, len(dst))
	}
	switch d.kind {
	case dNull:
		return append(dst, "null"...), true
	case dFalse:
		return append(dst, "false"...), true
	case dTrue:
		return append(dst, "true"...), true
	case dInt:
		return strconv.AppendInt(dst, d.int(), 10), true
	case dFloat:
		return value.FromFloat(d.float()).Append(dst), true
	case dText:
		return value.AppendString(dst, d.text), true
	case dArray:
		return e.appendList(dst, *d.list, depth)
	case dObject:
		return e.appendPairs(dst, *d.list, depth)
	default:
		b := d.raw.Raw()
		if len(b) > 2*(e.limits.Depth-depth) && depthOf(b)+depth > e.limits.Depth {
			return dst, e.tooDeep()
		}
		return append(dst, b...), true
	}
}

func (e *fastEval) appendList(dst []byte, list []datum, depth int) ([]byte, bool) {
	if depth >= e.limits.Depth {
		return dst, e.tooDeep()
	}
	ok := true
	dst = append(dst, '[')
	for i := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, ok = e.appendTo(dst, &list[i], depth+1); !ok {
			return dst, false
		}
	}
	return append(dst, ']'), true
}

func (e *fastEval) appendPairs(dst []byte, pairs []datum, depth int) ([]byte, bool) {
	if depth >= e.limits.Depth {
		return dst, e.tooDeep()
	}
	ok := true
	dst = append(dst, '{')
	for i := 0; i < len(pairs); i += 2 {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(value.AppendString(dst, pairs[i].text), ':')
		if dst, ok = e.appendTo(dst, &pairs[i+1], depth+1); !ok {
			return dst, false
		}
	}
	return append(dst, '}'), true
}

// depthOf counts how deep the containers of a JSON text are nested.
func depthOf(b []byte) int {
	deepest, open := 0, 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			for i++; b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			open++
			deepest = max(deepest, open)
		case '}', ']':
			open--
		}
	}
	return deepest
}
