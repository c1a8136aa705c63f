package lsp

import (
	"strings"

	"tutti/check"
	"tutti/diag"
	"tutti/flow"
	"tutti/shape"
)

// target is what the cursor is on in an expression.
type target struct {
	in    *insight
	expr  *flow.Expr
	front string // of the expression, in front of the word and its $ or dot
	name  string // the word
	field bool   // the member of something, not a variable
	mark  diag.Pos
}

// targetAt finds the word of an expression at the cursor.
func (v *view) targetAt(s *spot) (target, bool) {
	in := v.insight(s.src)
	if in == nil {
		return target{}, false
	}
	e, at := in.marked()
	if e == nil {
		return target{}, false
	}
	src := strings.Replace(e.Source, mark, "", 1)
	from, to := wordAround(src, at)
	if from == to || from == 0 {
		return target{}, false
	}
	t := target{in: in, expr: e, front: src[:from-1], name: src[from:to], field: src[from-1] == '.', mark: e.Place(at)}
	return t, t.field || src[from-1] == '$'
}

// wordAround is the name that an offset is in, or at the end of. A $ before it counts as its beginning.
func wordAround(src string, at int) (from, to int) {
	if at < len(src) && src[at] == '$' {
		at++
	}
	from, to = at, at
	for from > 0 && isName(src[from-1]) {
		from--
	}
	for to < len(src) && isName(src[to]) {
		to++
	}
	return from, to
}

func isName(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// shape is what is known of the value.
func (t target) shape() (shape.Shape, bool) {
	if !t.field {
		return t.in.info.Var(t.expr, t.name)
	}
	s, ok := t.in.info.Before(t.expr, t.front)
	if !ok {
		return s, false
	}
	f, is := s.Field(t.name)
	return f, is != shape.Never
}

// variable is the variable that the word names: by itself, or as the step of which $meta tells.
func (t target) variable() (check.Visible, bool) {
	if t.field && !strings.HasSuffix(t.front, "$meta") {
		return check.Visible{}, false
	}
	for _, v := range t.in.info.Scope(t.expr) {
		if v.Name != t.name {
			continue
		}
		if v.At.Line == t.mark.Line && v.At.Col > t.mark.Col {
			v.At.Col -= len(mark)
		}
		return v, true
	}
	return check.Visible{}, false
}

// spanAt is a name of n bytes that begins at a place.
func spanAt(t *text, at diag.Pos, n int) span {
	from := t.place(at.Line, at.Col)
	return t.span(from, min(from+n, len(t.src)))
}
