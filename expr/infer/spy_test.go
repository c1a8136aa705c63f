package infer

import (
	"context"
	"fmt"
	"time"

	"github.com/itchyny/gojq"

	"tutti/expr"
	"tutti/value"
)

// A spy sits in the tree where something was reported, and sees whether it can be right after all.

// spy remembers for one finding what went in last, and what came out.
type spy struct {
	found    Finding
	op       gojq.Operator // of a comparison
	in       map[int]bool  // by place: whether the last value there was something
	answers  map[bool]bool // of a comparison of two that were something
	refuted  bool
	inserted bool
}

// saw is called with what went into a place.
func (s *spy) saw(place int, v any) { s.in[place] = v != nil }

// came is called with what came out. A member that does not exist and a path into nothing yield null; everything
// else that was reported fails, except that nobody promises anything about null.
func (s *spy) came(v any) {
	for _, something := range s.in {
		if !something {
			return
		}
	}
	switch s.found.Code {
	case "T102", "T103":
		s.refuted = s.refuted || v != nil
	case "T112":
		s.answers[v == true] = true
		switch s.op {
		case gojq.OpEq:
			s.refuted = s.refuted || v == true
		case gojq.OpNe:
			s.refuted = s.refuted || v == false
		default:
			s.refuted = len(s.answers) > 1
		}
	default:
		s.refuted = true
	}
}

// insert puts the spy into a tree at a node of it.
func (s *spy) insert(tree *gojq.Query, id int, node any) {
	if v, ok := node.(variableOf); ok {
		node = v.suffix
	}
	(&inserter{spy: s, id: id, node: node}).query(tree)
}

// inserter looks for the node.
type inserter struct {
	*spy
	id   int
	node any
}

func parsed(format string, args ...any) *gojq.Query {
	q, err := gojq.Parse(fmt.Sprintf(format, args...))
	if err != nil {
		panic(err)
	}
	return q
}

func (n *inserter) entering(q *gojq.Query, place int) *gojq.Query {
	return pipe(q, parsed("spy_in(%d; %d)", n.id, place))
}

func (n *inserter) leaving(q *gojq.Query) *gojq.Query { return pipe(q, parsed("spy_out(%d)", n.id)) }

func pipe(left, right *gojq.Query) *gojq.Query {
	return &gojq.Query{Left: enclosed(left), Op: gojq.OpPipe, Right: right}
}

func enclosed(q *gojq.Query) *gojq.Query {
	return &gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeQuery, Query: q}}
}

func (n *inserter) query(q *gojq.Query) {
	if q == nil {
		return
	}
	for _, fd := range q.FuncDefs {
		n.query(fd.Body)
	}
	if q.Term != nil {
		n.term(q.Term)
		return
	}
	binary := q.Op >= gojq.OpAdd && q.Op <= gojq.OpLe
	if binary && (q == n.node || (q.Left == n.node || q.Right == n.node) && q.Op >= gojq.OpEq && n.found.Code == "T112") {
		n.op, n.inserted = q.Op, true
		inner := &gojq.Query{Left: enclosed(n.entering(q.Left, 0)), Op: q.Op, Right: enclosed(n.entering(q.Right, 1))}
		*q = gojq.Query{FuncDefs: q.FuncDefs, Left: enclosed(inner), Op: gojq.OpPipe, Right: parsed("spy_out(%d)", n.id)}
		return
	}
	n.query(q.Left)
	n.query(q.Right)
}

func (n *inserter) term(t *gojq.Term) {
	if t == n.node && (t.Type == gojq.TermTypeIndex || t.Type == gojq.TermTypeFunc || t.Type == gojq.TermTypeUnary || t.Type == gojq.TermTypeFormat) {
		n.head(t)
		return
	}
	for i, s := range t.SuffixList {
		if s == n.node {
			n.suffix(t, i)
			return
		}
		if s.Index != nil {
			n.query(s.Index.Start)
			n.query(s.Index.End)
		}
	}
	n.children(t)
}

// head wraps what stands before the suffixes.
func (n *inserter) head(t *gojq.Term) {
	n.inserted = true
	head := *t
	head.SuffixList = nil
	switch {
	case t.Type == gojq.TermTypeUnary:
		head.Unary = &gojq.Unary{Op: t.Unary.Op, Term: enclosed(n.entering(&gojq.Query{Term: t.Unary.Term}, 0)).Term}
	case t.Type == gojq.TermTypeFunc && rules[fmt.Sprintf("%s/%d", t.Func.Name, len(t.Func.Args))].args != nil:
		f := &gojq.Func{Name: t.Func.Name}
		for i, arg := range t.Func.Args {
			f.Args = append(f.Args, n.entering(arg, i+1))
		}
		head.Func = f
	}
	whole := n.leaving(&gojq.Query{Term: &head})
	if t.Type != gojq.TermTypeUnary {
		whole = pipe(parsed("spy_in(%d; 0)", n.id), whole)
	}
	*t = gojq.Term{Type: gojq.TermTypeQuery, Query: whole, SuffixList: t.SuffixList}
}

func (n *inserter) suffix(t *gojq.Term, i int) {
	n.inserted = true
	before := *t
	before.SuffixList = t.SuffixList[:i]
	at := &gojq.Term{Type: gojq.TermTypeQuery, Query: n.entering(&gojq.Query{Term: &before}, 0), SuffixList: t.SuffixList[i : i+1]}
	*t = gojq.Term{Type: gojq.TermTypeQuery, Query: n.leaving(&gojq.Query{Term: at}), SuffixList: t.SuffixList[i+1:]}
}

func (n *inserter) children(t *gojq.Term) {
	switch t.Type {
	case gojq.TermTypeFunc:
		for _, a := range t.Func.Args {
			n.query(a)
		}
	case gojq.TermTypeObject:
		for _, kv := range t.Object.KeyVals {
			n.member(kv)
		}
	case gojq.TermTypeArray:
		n.query(t.Array.Query)
	case gojq.TermTypeUnary:
		n.term(t.Unary.Term)
	case gojq.TermTypeString:
		for _, q := range t.Str.Queries {
			n.query(q)
		}
	case gojq.TermTypeIf:
		n.query(t.If.Cond)
		n.query(t.If.Then)
		for _, e := range t.If.Elif {
			n.query(e.Cond)
			n.query(e.Then)
		}
		n.query(t.If.Else)
	case gojq.TermTypeTry:
		n.query(t.Try.Body)
		n.query(t.Try.Catch)
	case gojq.TermTypeReduce:
		n.query(t.Reduce.Query)
		n.query(t.Reduce.Start)
		n.query(t.Reduce.Update)
	case gojq.TermTypeForeach:
		n.query(t.Foreach.Query)
		n.query(t.Foreach.Start)
		n.query(t.Foreach.Update)
	case gojq.TermTypeQuery:
		n.query(t.Query)
	}
}

// member also knows {a}, which is {a: .a}.
func (n *inserter) member(kv *gojq.ObjectKeyVal) {
	if kv == n.node && kv.Val == nil && kv.Key != "" {
		n.inserted = true
		kv.Val = enclosed(n.leaving(parsed(".%s", kv.Key)))
	}
	n.query(kv.KeyQuery)
	n.query(kv.Val)
}

// watch runs the tree with its spies on values of $x. It is compiled once, since gojq changes what it compiles.
func watch(tree *gojq.Query, spies []*spy, values []value.Value, after func(x value.Value)) error {
	code, err := gojq.Compile(tree, gojq.WithVariables([]string{"$x"}),
		gojq.WithFunction("spy_in", 2, 2, func(v any, args []any) any {
			spies[args[0].(int)].saw(args[1].(int), v)
			return v
		}),
		gojq.WithFunction("spy_out", 1, 1, func(v any, args []any) any {
			spies[args[0].(int)].came(v)
			return v
		}))
	if err != nil {
		return err
	}
	for _, x := range values {
		drain(code, x)
		after(x)
	}
	return nil
}

// drain runs gojq as it is, whose own bugs end it early.
func drain(code *gojq.Code, x value.Value) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	defer func() { _ = recover() }()
	it := code.RunWithContext(ctx, nil, x.Any())
	for range 1000 {
		v, ok := it.Next()
		if _, failed := v.(error); !ok || failed {
			break
		}
	}
}

// oneVariable is the environment of an evaluation with $x alone.
type oneVariable struct{ x value.Value }

func (v oneVariable) Var(int) value.Value { return v.x }

var _ expr.Env = oneVariable{}
