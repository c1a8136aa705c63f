// Package infer tells what a jq expression yields from the shapes of its variables, and what in it can never be
// right. It evaluates nothing and reads no contract; where a shape comes from its caller knows.
//
// # What it says nothing about
//
// A finding must be right for every value that the shapes allow, so much is passed over in silence:
//
//   - What nobody knows: variables without a shape, objects that may have any member, what recurses (`..`, walk,
//     recurse, a def that calls itself), fromjson, getpath, and everything else that is not modelled. All of
//     them yield shape.Any.
//   - Alternatives. If a value is a string or an array, what works for one of the two is not reported.
//   - Null. A member that may be absent and a step that was skipped are null, and most of jq takes null for
//     nothing. What a value is beside null decides; only what is null and nothing else is held against an operator.
//   - Errors that are caught: within try, directly before `?` and on the left of `//` only a member that does not exist is
//     reported, since no catching makes it exist. So is a comparison that is always the same.
//   - What an assignment changes: its left side may name members that are to be made.
//   - Loops: what reduce and foreach build is followed for a few rounds; if it still changes then, it is unknown.
//   - How many values there are: empty and `,` yield the union of what may come.
//   - Numbers: overflow and NaN, which is null in the end, are not followed through arithmetic.
package infer

import (
	"github.com/itchyny/gojq"

	"tutti/expr"
	"tutti/shape"
)

// Env is the shape of a variable, without the path that may stand behind it.
type Env func(ref expr.Ref) shape.Shape

// Finding is something that can never be right. Offset counts bytes from the start of the expression.
type Finding struct {
	Offset     int
	Code       string
	Message    string
	Suggestion string
	Warning    bool
}

// Bounds of one inference. Over them nothing more is known and nothing more reported.
const (
	maxSteps = 20_000
	maxCalls = 32 // of definitions inside each other
)

// Expr is the shape of the one value that e yields. Report gets what is wrong, in no order, each once; it
// may be nil.
func Expr(e *expr.Expr, env Env, report func(Finding)) shape.Shape {
	i := inference{expr: e, env: env}
	if report != nil {
		i.report = i.once(report)
	}
	return i.query(e.Tree(), shape.Of(shape.Null), nil)
}

// inference is one walk over a tree.
type inference struct {
	expr   *expr.Expr
	env    Env
	report func(node any, f Finding)
	places *expr.Places
	steps  int
	caught int // how many things around catch errors
	muted  int // how many things around want nothing reported
	calls  []*gojq.FuncDef
	look   *look
}

// step is false when the walk has taken too long.
func (i *inference) step() bool {
	i.steps++
	return i.steps <= maxSteps
}

// mute runs f without reports.
func (i *inference) mute(f func() shape.Shape) shape.Shape {
	i.muted++
	defer func() { i.muted-- }()
	return f()
}

// catch runs f where errors are caught.
func (i *inference) catch(f func() shape.Shape) shape.Shape {
	i.caught++
	defer func() { i.caught-- }()
	return f()
}

func (i *inference) catchIf(caught bool, f func()) {
	if caught {
		i.caught++
		defer func() { i.caught-- }()
	}
	f()
}

// query is what q yields on the input in; several values are a union.
func (i *inference) query(q *gojq.Query, in shape.Shape, sc *scope) shape.Shape {
	if q == nil {
		return in
	}
	if !i.step() {
		return shape.Any()
	}
	i.look.note(q, in)
	for _, fd := range q.FuncDefs {
		sc = sc.define(fd)
	}
	switch {
	case q.Term != nil:
		return i.term(q.Term, in, sc)
	case len(q.Patterns) > 0:
		return i.bind(q, in, sc)
	case q.Op == gojq.OpPipe:
		return i.query(q.Right, i.query(q.Left, in, sc), sc)
	case q.Op == gojq.OpComma:
		return shape.Union(i.query(q.Left, in, sc), i.query(q.Right, in, sc))
	case q.Op == gojq.OpAlt:
		left := i.catch(func() shape.Shape { return i.query(q.Left, in, sc) })
		return shape.Union(truthy(left), i.query(q.Right, in, sc))
	case q.Op == gojq.OpAnd, q.Op == gojq.OpOr:
		i.query(q.Left, in, sc)
		in, sc := i.narrow(q.Left, q.Op == gojq.OpAnd, in, sc)
		i.query(q.Right, in, sc)
		return shape.Of(shape.Boolean)
	case q.Op >= gojq.OpAssign:
		return i.assign(q, in, sc)
	default:
		left := i.query(q.Left, in, sc)
		return i.operate(q, left, i.query(q.Right, in, sc))
	}
}

// truthy is the value if it is neither null nor false.
func truthy(s shape.Shape) shape.Shape {
	s = s.Restrict(shape.Something)
	if consts, ok := s.Consts(); ok && len(consts) == 1 && s.Is(shape.Boolean) && !consts[0].Truthy() {
		return shape.Nothing()
	}
	return s
}
