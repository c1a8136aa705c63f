package lsp

import (
	"regexp"
	"strings"

	"tutti/flow"
	"tutti/shape"
)

// pathEnd is a variable or a dot with what stands directly behind it, at the end of a text: $stock.items[0].price, .price.
var pathEnd = regexp.MustCompile(`(\$[A-Za-z_]\w*|\.)?((?:\.?[A-Za-z_]\w*|\.?"[^"\\]*"|\.?\[[^\[\]]*\]|\?)*)$`)

// part is one step of a path.
var part = regexp.MustCompile(`\.?([A-Za-z_]\w*)|\.?"([^"\\]*)"|\.?\[([^\[\]]*)\]|\?`)

// operand is what is known of the term at the end of before, the beginning of an expression: that in front of a dot or
// of a comparison.
func (i *insight) operand(e *flow.Expr, before string) (shape.Shape, bool) {
	m := pathEnd.FindStringSubmatchIndex(before)
	if m == nil {
		return shape.Any(), false
	}
	rest := before[m[4]:]
	if m[2] < 0 {
		if rest != "" {
			return shape.Any(), false
		}
		// Nothing stands before the dot: it is the value that comes in.
		return i.info.Dot(e, len(before))
	}
	head := before[m[2]:m[3]]
	if head == "." {
		s, ok := i.info.Dot(e, m[2])
		return follow(s, rest), ok
	}
	return i.variable(e, head[1:], rest)
}

// variable is what a path leads to that begins at a variable.
func (i *insight) variable(e *flow.Expr, name, rest string) (shape.Shape, bool) {
	parts := part.FindAllStringSubmatch(rest, -1)
	var names []string
	for len(parts) > 0 && parts[0][1] != "" {
		names, parts = append(names, parts[0][1]), parts[1:]
	}
	s, ok := i.info.Var(e, name, names...)
	return followParts(s, parts), ok
}

// follow is the value that a path leads to from s.
func follow(s shape.Shape, rest string) shape.Shape {
	return followParts(s, part.FindAllStringSubmatch(rest, -1))
}

func followParts(s shape.Shape, parts [][]string) shape.Shape {
	for _, p := range parts {
		switch {
		case p[0] == "?":
		case p[1] != "":
			s, _ = s.Field(p[1])
		case p[2] != "":
			s, _ = s.Field(p[2])
		case strings.HasPrefix(p[3], `"`):
			s, _ = s.Field(strings.Trim(p[3], `"`))
		case strings.Contains(p[3], ":"): // a slice is of the same kind
		default:
			s = s.Elem()
		}
	}
	return s
}
