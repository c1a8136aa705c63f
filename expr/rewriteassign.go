package expr

import "github.com/itchyny/gojq"

// updated is the operator of an update like `+=`.
func updated(op gojq.Operator) gojq.Operator {
	switch op {
	case gojq.OpUpdateAdd:
		return gojq.OpAdd
	case gojq.OpUpdateSub:
		return gojq.OpSub
	case gojq.OpUpdateMul:
		return gojq.OpMul
	case gojq.OpUpdateDiv:
		return gojq.OpDiv
	default:
		return gojq.OpMod
	}
}

// assignment: the right side is evaluated first, and once for all paths.
func (r *rewriter) assignment(q *gojq.Query) *gojq.Query {
	left, right := r.query(q.Left), r.query(q.Right)
	paths := term(&gojq.Term{Type: gojq.TermTypeArray, Array: &gojq.Array{
		Query: pipe(call("path", left), callNative("%path")),
	}})
	modify := func(f *gojq.Query) *gojq.Query {
		return r.bind(paths, func(ps *gojq.Query) *gojq.Query { return r.fromPrelude("__modify", ps, f) })
	}
	switch q.Op {
	case gojq.OpModify:
		return modify(right)
	case gojq.OpAssign:
		if path := constantIndices(q.Left); path != nil {
			return callNative("%setpath", path, right)
		}
		return r.bind(right, func(v *gojq.Query) *gojq.Query {
			return r.bind(paths, func(ps *gojq.Query) *gojq.Query { return callNative("%assign", ps, v) })
		})
	case gojq.OpUpdateAlt:
		return r.bindAlways(right, func(v *gojq.Query) *gojq.Query {
			return modify(&gojq.Query{Left: identity0(), Op: gojq.OpAlt, Right: v})
		})
	default:
		return r.bindAlways(right, func(v *gojq.Query) *gojq.Query {
			return modify(r.operation(updated(q.Op), identity0(), v))
		})
	}
}

// constantIndices is the path of `.a[0]["b"][1:2]` as an array, nil if any step is not constant. gojq sets such
// a path without asking for it, which shows in its errors.
func constantIndices(q *gojq.Query) *gojq.Query {
	steps := indicesOfQuery(q)
	if steps == nil {
		return nil
	}
	list := steps[0]
	for _, s := range steps[1:] {
		list = &gojq.Query{Left: list, Op: gojq.OpComma, Right: s}
	}
	return term(&gojq.Term{Type: gojq.TermTypeArray, Array: &gojq.Array{Query: list}})
}

func indicesOfQuery(q *gojq.Query) (steps []*gojq.Query) {
	if q.Term == nil || len(q.FuncDefs) > 0 {
		return nil
	}
	switch t := q.Term; t.Type {
	case gojq.TermTypeIndex:
		if s := indexStep(t.Index); s != nil {
			steps = []*gojq.Query{s}
		}
	case gojq.TermTypeQuery:
		steps = indicesOfQuery(t.Query)
	}
	for _, s := range q.Term.SuffixList {
		if steps == nil || s.Index == nil {
			return nil
		}
		next := indexStep(s.Index)
		if next == nil {
			return nil
		}
		steps = append(steps, next)
	}
	return steps
}

// indexStep is one constant step of a path as a value.
func indexStep(x *gojq.Index) *gojq.Query {
	if name, ok := ConstantField(x); ok {
		return literal(name)
	}
	if x.Str != nil {
		return nil
	}
	if !x.IsSlice {
		return constantOf(x.Start)
	}
	null := term(&gojq.Term{Type: gojq.TermTypeNull})
	start, end := null, null
	if x.Start != nil {
		start = constantOf(x.Start)
	}
	if x.End != nil {
		end = constantOf(x.End)
	}
	if start == nil || end == nil {
		return nil
	}
	return term(&gojq.Term{Type: gojq.TermTypeObject, Object: &gojq.Object{KeyVals: []*gojq.ObjectKeyVal{
		{Key: "start", Val: start}, {Key: "end", Val: end},
	}}})
}

func literal(s string) *gojq.Query {
	return term(&gojq.Term{Type: gojq.TermTypeString, Str: &gojq.String{Str: s}})
}

// constantOf is q if it is a number or a string, else nil.
func constantOf(q *gojq.Query) *gojq.Query {
	if q.Term == nil || len(q.FuncDefs) > 0 || len(q.Term.SuffixList) > 0 {
		return nil
	}
	switch t := q.Term; {
	case t.Type == gojq.TermTypeNumber, t.Type == gojq.TermTypeString && t.Str.Queries == nil:
		return q
	case t.Type == gojq.TermTypeUnary && t.Unary.Term.Type == gojq.TermTypeNumber && len(t.Unary.Term.SuffixList) == 0:
		return q
	default:
		return nil
	}
}

// bindAlways also binds `.`, which means something else inside the body.
func (r *rewriter) bindAlways(value *gojq.Query, body func(v *gojq.Query) *gojq.Query) *gojq.Query {
	if value.Term != nil && value.Term.Type == gojq.TermTypeIdentity {
		value = &gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeQuery, Query: value}}
	}
	return r.bind(value, body)
}
