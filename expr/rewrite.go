package expr

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/itchyny/gojq"
)

// rewriter makes the tree that gojq's virtual machine runs: variables from outside become loads, and what is
// not instant gets its guard (guard.go), a definition of the prelude, or a native. The order of
// evaluation and of results stays that of gojq, which evaluates the last argument first.
type rewriter struct {
	prelude   *preludeTable
	inPrelude bool
	// slot finds what stands behind a free variable.
	slot func(name string) (int, bool)
	// cut tells whether a load may take the path behind its variable along. It may not where the tree
	// asks for paths, since gojq complains about paths that do not start from the input.
	cut bool

	loads   []load
	uses    []int // of the prelude
	unknown *Error
	bound   []string
	defs    []def
	temps   int // variables made so far

	barriers int // put in so far
}

const meterName = "$__m"

func term(t *gojq.Term) *gojq.Query { return &gojq.Query{Term: t} }

func call(name string, args ...*gojq.Query) *gojq.Query {
	return term(&gojq.Term{Type: gojq.TermTypeFunc, Func: &gojq.Func{Name: name, Args: args}})
}

// native calls one of natives.
func callNative(name string, args ...*gojq.Query) *gojq.Query {
	return call(name, append([]*gojq.Query{call(meterName)}, args...)...)
}

func pipe(l, r *gojq.Query) *gojq.Query { return &gojq.Query{Left: l, Op: gojq.OpPipe, Right: r} }

func identity0() *gojq.Query { return term(&gojq.Term{Type: gojq.TermTypeIdentity}) }

func number(n int) *gojq.Query {
	return term(&gojq.Term{Type: gojq.TermTypeNumber, Number: strconv.Itoa(n)})
}

// wrap makes a term of a query, for what takes suffixes.
func wrap(q *gojq.Query) *gojq.Term {
	if q.Term != nil && len(q.FuncDefs) == 0 && len(q.Term.SuffixList) == 0 {
		return q.Term
	}
	return &gojq.Term{Type: gojq.TermTypeQuery, Query: q}
}

// bind is `value as $new | body($new)`; what costs nothing to evaluate twice needs no variable.
func (r *rewriter) bind(value *gojq.Query, body func(v *gojq.Query) *gojq.Query) *gojq.Query {
	if isTrivial(value) {
		return body(value)
	}
	r.temps++
	name := "$ " + strconv.Itoa(r.temps) // no jq name has a space
	return &gojq.Query{
		Left: value, Op: gojq.OpPipe, Right: body(call(name)),
		Patterns: []*gojq.Pattern{{Name: name}},
	}
}

func isTrivial(q *gojq.Query) bool {
	t := q.Term
	if t == nil || len(q.FuncDefs) > 0 || len(t.SuffixList) > 0 {
		return false
	}
	switch t.Type {
	case gojq.TermTypeIdentity, gojq.TermTypeNull, gojq.TermTypeTrue, gojq.TermTypeFalse, gojq.TermTypeNumber:
		return true
	case gojq.TermTypeString:
		return t.Str.Queries == nil
	case gojq.TermTypeFunc:
		return strings.HasPrefix(t.Func.Name, "$")
	default:
		return false
	}
}

// guarded is `arguments as variables | guard | f(variables)`. The last argument is the outermost loop.
func (r *rewriter) guarded(sig string, args []*gojq.Query, f func(args []*gojq.Query) *gojq.Query) *gojq.Query {
	index, ok := guardIndex(sig)
	if !ok {
		panic("expr: no guard for " + sig)
	}
	bound := make([]*gojq.Query, len(args))
	var from func(i int) *gojq.Query
	from = func(i int) *gojq.Query {
		if i < 0 {
			return pipe(callNative("%guard", append([]*gojq.Query{number(index)}, bound...)...), f(bound))
		}
		return r.bind(args[i], func(v *gojq.Query) *gojq.Query {
			bound[i] = v
			return from(i - 1)
		})
	}
	return from(len(args) - 1)
}

// scoped runs f and forgets what it bound.
func (r *rewriter) scoped(f func() *gojq.Query) *gojq.Query {
	bound, defs := len(r.bound), len(r.defs)
	q := f()
	r.bound, r.defs = r.bound[:bound], r.defs[:defs]
	return q
}

func (r *rewriter) query(q *gojq.Query) *gojq.Query {
	if q == nil {
		return nil
	}
	return r.scoped(func() *gojq.Query {
		var fds []*gojq.FuncDef
		for _, fd := range q.FuncDefs {
			fds = append(fds, r.define(fd))
		}
		body := r.body(q)
		if len(fds) == 0 {
			return body
		}
		return &gojq.Query{FuncDefs: fds, Term: &gojq.Term{Type: gojq.TermTypeQuery, Query: body}}
	})
}

func (r *rewriter) define(fd *gojq.FuncDef) *gojq.FuncDef {
	r.defs = append(r.defs, def{fd.Name, len(fd.Args), fd.Body})
	bound, defs := len(r.bound), len(r.defs)
	for _, arg := range fd.Args {
		if strings.HasPrefix(arg, "$") {
			r.bound = append(r.bound, arg)
		}
		r.defs = append(r.defs, def{strings.TrimPrefix(arg, "$"), 0, nil})
	}
	body := r.query(fd.Body)
	r.bound, r.defs = r.bound[:bound], r.defs[:defs]
	return &gojq.FuncDef{Name: fd.Name, Args: fd.Args, Body: body}
}

func (r *rewriter) body(q *gojq.Query) *gojq.Query {
	switch {
	case q.Term != nil:
		return r.term(q.Term)
	case q.Op == gojq.OpPipe && len(q.Patterns) > 0:
		left := r.query(q.Left)
		patterns := r.patterns(q.Patterns)
		return &gojq.Query{Left: left, Op: q.Op, Right: r.query(q.Right), Patterns: patterns}
	case isAssignment(q.Op):
		return r.assignment(q)
	case operatorFunction(q.Op) != "":
		return r.operation(q.Op, r.query(q.Left), r.query(q.Right))
	case q.Op == gojq.OpPipe:
		left, right := r.query(q.Left), r.query(q.Right)
		if endsInChoice(left) {
			right = r.barrier(right)
		}
		return pipe(left, right)
	default:
		return &gojq.Query{Left: r.query(q.Left), Op: q.Op, Right: r.query(q.Right)}
	}
}

// endsInChoice tells whether the last instructions of q may be the two constants of `if … then 1 else 2 end`, `and`
// or `or`. If a constant or a variable follows, gojq 0.12.20 takes the second one for superfluous and leaves the
// first one on its stack: {a: ((true or (. | .)) | 5), b: 1} fails.
func endsInChoice(q *gojq.Query) bool {
	switch {
	case q.Term != nil && len(q.Term.SuffixList) > 0:
		return false
	case q.Term != nil && q.Term.Type == gojq.TermTypeQuery:
		return endsInChoice(q.Term.Query)
	case q.Term != nil:
		return q.Term.Type == gojq.TermTypeIf || q.Term.Type == gojq.TermTypeLabel
	case q.Op == gojq.OpPipe:
		return endsInChoice(q.Right)
	default:
		return q.Op == gojq.OpAnd || q.Op == gojq.OpOr || q.Op == gojq.OpComma || q.Op == gojq.OpAlt
	}
}

// barrier is q behind an instruction that changes nothing.
func (r *rewriter) barrier(q *gojq.Query) *gojq.Query {
	r.barriers++
	r.temps++
	return &gojq.Query{
		Left: identity0(), Op: gojq.OpPipe, Right: q,
		Patterns: []*gojq.Pattern{{Name: "$ " + strconv.Itoa(r.temps)}},
	}
}

// operation is a guarded operator.
func (r *rewriter) operation(op gojq.Operator, left, right *gojq.Query) *gojq.Query {
	return r.guarded(operatorFunction(op), []*gojq.Query{left, right}, func(args []*gojq.Query) *gojq.Query {
		return &gojq.Query{Left: args[0], Op: op, Right: args[1]}
	})
}

// operatorFunction is gojq's function behind an operator that works on two values.
func operatorFunction(op gojq.Operator) string {
	switch op {
	case gojq.OpAdd, gojq.OpUpdateAdd:
		return "_add/2"
	case gojq.OpSub, gojq.OpUpdateSub:
		return "_subtract/2"
	case gojq.OpMul, gojq.OpUpdateMul:
		return "_multiply/2"
	case gojq.OpDiv, gojq.OpUpdateDiv:
		return "_divide/2"
	case gojq.OpMod, gojq.OpUpdateMod:
		return "_modulo/2"
	case gojq.OpEq:
		return "_equal/2"
	case gojq.OpNe:
		return "_notequal/2"
	case gojq.OpLt:
		return "_less/2"
	case gojq.OpLe:
		return "_lesseq/2"
	case gojq.OpGt:
		return "_greater/2"
	case gojq.OpGe:
		return "_greatereq/2"
	default:
		return ""
	}
}

// fromPrelude calls a definition of the prelude.
func (r *rewriter) fromPrelude(name string, args ...*gojq.Query) *gojq.Query {
	index, ok := r.prelude.index[signature(name, len(args))]
	if !ok {
		panic(fmt.Sprintf("expr: the prelude has no %s/%d yet", name, len(args)))
	}
	r.uses = append(r.uses, index)
	return call(mangled(name), args...)
}

func (r *rewriter) patterns(ps []*gojq.Pattern) []*gojq.Pattern {
	if len(ps) > 1 {
		for _, p := range ps {
			r.bound = append(r.bound, patternVariables(p)...)
		}
	}
	list := make([]*gojq.Pattern, len(ps))
	for i, p := range ps {
		list[i] = r.pattern(p)
	}
	return list
}

func (r *rewriter) pattern(p *gojq.Pattern) *gojq.Pattern {
	if p == nil {
		return nil
	}
	n := &gojq.Pattern{Name: p.Name}
	if p.Name != "" {
		r.bound = append(r.bound, p.Name)
	}
	for _, a := range p.Array {
		n.Array = append(n.Array, r.pattern(a))
	}
	for _, o := range p.Object {
		m := &gojq.PatternObject{Key: o.Key, KeyString: r.keyText(o.KeyString)}
		if strings.HasPrefix(o.Key, "$") {
			r.bound = append(r.bound, o.Key)
		}
		if o.KeyQuery != nil {
			index, _ := guardIndex("{()}")
			m.KeyQuery = pipe(r.query(o.KeyQuery), callNative("%guard", number(index)))
		}
		m.Val = r.pattern(o.Val)
		n.Object = append(n.Object, m)
	}
	return n
}

// keyText is a text where gojq wants a *String. A single interpolation is not joined with anything.
func (r *rewriter) keyText(s *gojq.String) *gojq.String {
	if s == nil || s.Queries == nil {
		return s
	}
	return &gojq.String{Queries: []*gojq.Query{term(wrapAlways(r.text(s, "")))}}
}

func wrapAlways(q *gojq.Query) *gojq.Term { return &gojq.Term{Type: gojq.TermTypeQuery, Query: q} }
