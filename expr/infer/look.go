package infer

import (
	"tutti/expr"
	"tutti/shape"
)

// Dot is what `.` is at an offset: for completion in `map(.…)`. False if no part of e is there.
func Dot(e *expr.Expr, env Env, offset int) (shape.Shape, bool) {
	return looked(e, env, look{places: e.Places(), offset: offset})
}

// cursor is a name that no contract has.
const cursor = "__cursor__"

// Before is the shape of what stands before the dot that a member's name is being written behind, or has just begun:
// `$stock.items[0].` or `map(.pri`. What follows the offset is not looked at, and the source need not be
// complete. False if no dot stands there.
func Before(src string, env Env, offset int) (shape.Shape, bool) {
	begun, ok := expr.Complete(src, offset, cursor)
	if !ok {
		return shape.Any(), false
	}
	e, err := expr.Parse(begun)
	if err != nil {
		return shape.Any(), false
	}
	return looked(e, env, look{member: cursor})
}

func looked(e *expr.Expr, env Env, l look) (shape.Shape, bool) {
	i := inference{expr: e, env: env, look: &l}
	i.query(e.Tree(), shape.Of(shape.Null), nil)
	return l.shape, l.found
}

// look is what an editor wants to know.
type look struct {
	places *expr.Places
	offset int
	member string // instead: the shape of what is asked for this member

	best  expr.Span
	found bool
	shape shape.Shape
}

// note keeps what `.` is in the smallest query around the offset; in one that is met several times it may be any of
// what it was.
func (l *look) note(node any, s shape.Shape) {
	if l == nil || l.places == nil {
		return
	}
	span, ok := l.places.Of(node)
	if !ok || l.offset < span.Start || l.offset > span.End {
		return
	}
	switch {
	case l.found && span == l.best:
		l.shape = shape.Union(l.shape, s)
	case !l.found || span.End-span.Start <= l.best.End-l.best.Start:
		l.best, l.found, l.shape = span, true, s
	}
}

// asks tells whether a member is the one that stands for the cursor.
func (l *look) asks(name string, of shape.Shape) bool {
	if l == nil || l.member == "" || l.member != name {
		return false
	}
	if l.found {
		of = shape.Union(l.shape, of)
	}
	l.found, l.shape = true, of
	return true
}
