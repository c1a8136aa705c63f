package infer

import (
	"strings"

	"github.com/itchyny/gojq"

	"tutti/expr"
	"tutti/shape"
)

// assign is what `=`, `|=` and `+=` and its like make of the input. Their left side may name what is not there yet.
func (i *inference) assign(q *gojq.Query, in shape.Shape, sc *scope) shape.Shape {
	target := i.mute(func() shape.Shape { return i.query(q.Left, in, sc) })
	var put shape.Shape
	switch q.Op {
	case gojq.OpAssign:
		put = i.query(q.Right, in, sc)
	case gojq.OpModify:
		put = i.query(q.Right, target, sc)
	case gojq.OpUpdateAlt:
		put = shape.Union(truthy(target), i.query(q.Right, in, sc))
	default:
		put = i.calculate(q, q.Op-gojq.OpUpdateAdd+gojq.OpAdd, target, i.query(q.Right, in, sc))
	}
	steps, ok := stepsOf(q.Left)
	if !ok || !put.Possible() {
		return shape.Any()
	}
	return placement{put, q.Op != gojq.OpModify || yields(q.Right, sc)}.in(in, steps)
}

// stepsOf takes `.a.b[].c` apart; an empty step is for all elements.
func stepsOf(q *gojq.Query) ([]string, bool) {
	t := q.Term
	if t == nil || len(q.FuncDefs) > 0 {
		return nil, false
	}
	var steps []string
	switch t.Type {
	case gojq.TermTypeIdentity:
	case gojq.TermTypeIndex:
		name, ok := expr.ConstantField(t.Index)
		if !ok || name == "" {
			return nil, false
		}
		steps = append(steps, name)
	default:
		return nil, false
	}
	for _, s := range t.SuffixList {
		name, ok := expr.ConstantField(s.Index)
		switch {
		case s.Iter:
			name = ""
		case s.Optional || !ok || name == "":
			return nil, false
		}
		steps = append(steps, name)
	}
	return steps, true
}

// yields tells whether q is seen to always yield a value, if it does not fail.
func yields(q *gojq.Query, sc *scope) bool {
	switch {
	case len(q.FuncDefs) > 0 || len(q.Patterns) > 0:
		return false
	case q.Term != nil:
		return termYields(q.Term, sc)
	default:
		return yields(q.Left, sc) && yields(q.Right, sc)
	}
}

func termYields(t *gojq.Term, sc *scope) bool {
	for _, s := range t.SuffixList {
		if s.Iter || s.Optional || s.Index.Start != nil || s.Index.End != nil {
			return false
		}
	}
	switch t.Type {
	case gojq.TermTypeIdentity, gojq.TermTypeNumber, gojq.TermTypeNull, gojq.TermTypeTrue, gojq.TermTypeFalse, gojq.TermTypeArray:
		return true
	case gojq.TermTypeIndex:
		return t.Index.Name != ""
	case gojq.TermTypeString:
		return t.Str.Queries == nil
	case gojq.TermTypeQuery:
		return yields(t.Query, sc)
	case gojq.TermTypeFunc:
		return callYields(t.Func, sc)
	default:
		return false
	}
}

// callYields knows variables and the commonest functions that yield exactly one value.
func callYields(f *gojq.Func, sc *scope) bool {
	if strings.HasPrefix(f.Name, "$") {
		return true
	}
	if sc.find(f.Name, len(f.Args)) != nil {
		return false
	}
	switch f.Name {
	case "length", "tostring", "tonumber", "tojson", "fromjson", "not", "type", "ascii_downcase", "ascii_upcase", "trim", "ltrim",
		"rtrim", "floor", "ceil", "round", "abs", "keys", "add", "sort", "unique", "reverse", "map":
		return len(f.Args) == 0 || f.Name == "map"
	default:
		return false
	}
}

// placement is a value that is put somewhere. If it is not sure, there may be none, and then the place is deleted.
type placement struct {
	value shape.Shape
	sure  bool
}

// in is s with the value put where the steps lead.
func (p placement) in(s shape.Shape, steps []string) shape.Shape {
	if len(steps) == 0 {
		return p.value
	}
	solid := s.Kinds().Solid()
	switch {
	case steps[0] == "" && s.Is(shape.Array):
		return shape.ArrayOf(p.in(s.Elem(), steps[1:]))
	case steps[0] == "" || solid&^shape.Object != 0:
		return shape.Any()
	}
	var results []shape.Shape
	if solid != 0 {
		member, is := s.Field(steps[0])
		if is != shape.Surely {
			member = shape.Union(member, shape.Of(shape.Absent))
		}
		results = append(results, s.Restrict(shape.Object).With(p.field(member, steps)))
	}
	if s.Kinds().Has(shape.Null | shape.Absent) {
		null := shape.Of(shape.Absent)
		results = append(results, shape.ObjectOf(p.field(null, steps)))
		if !p.sure {
			results = append(results, null)
		}
	}
	return shape.Union(results...)
}

func (p placement) field(member shape.Shape, steps []string) shape.Field {
	return shape.Field{Name: steps[0], Shape: p.in(member, steps[1:]), Required: p.sure}
}

// without is the input after del(paths).
func without(s shape.Shape, paths *gojq.Query) shape.Shape {
	if paths.Op == gojq.OpComma {
		return without(without(s, paths.Left), paths.Right)
	}
	steps, ok := stepsOf(paths)
	if !ok || len(steps) != 1 || steps[0] == "" {
		return shape.Any()
	}
	return s.Without(steps[0])
}
