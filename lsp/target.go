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
	from  int    // where its word begins in the expression, without a $
	name  string // the word
	field bool   // the member of something, not a variable
	whose string // of which variable, if the member stands directly behind it
}

// targetAt finds the word of an expression at the cursor.
func (v *view) targetAt(s *spot) (target, bool) {
	marked := v.read(s.src)
	if marked == nil {
		return target{}, false
	}
	e, at := marked.marked()
	if e == nil {
		return target{}, false
	}
	in := v.insight(v.text.src)
	if in == nil {
		return target{}, false
	}
	e = in.twin(e)
	if e == nil || at > len(e.Source) {
		return target{}, false
	}
	from, to := wordAround(e.Source, at)
	t := target{in: in, expr: e, from: from, name: e.Source[from:to]}
	if t.name == "" || from == 0 {
		return target{}, false
	}
	t.field = e.Source[from-1] == '.'
	if m := pathEnd.FindString(e.Source[:from-1]); t.field && !strings.Contains(m, ".") {
		t.whose = strings.TrimPrefix(m, "$")
	}
	return t, t.field || e.Source[from-1] == '$'
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
	s, ok := t.in.operand(t.expr, t.expr.Source[:t.from-1])
	if !ok {
		return s, false
	}
	f, is := s.Field(t.name)
	return f, is != shape.Never
}

// variable is the variable that the word names: by itself, or as the step of which $meta tells.
func (t target) variable() (check.Visible, bool) {
	if t.field && t.whose != "meta" {
		return check.Visible{}, false
	}
	for _, v := range t.in.info.Scope(t.expr) {
		if v.Name == t.name {
			return v, true
		}
	}
	return check.Visible{}, false
}

// spanAt is a name of n bytes that begins at a place.
func spanAt(t *text, at diag.Pos, n int) span {
	from := t.place(at.Line, at.Col)
	return t.span(from, min(from+n, len(t.src)))
}
