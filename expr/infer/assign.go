package infer

import (
	"github.com/itchyny/gojq"

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
	return placed(in, steps, put)
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
		name, ok := constantName(t.Index)
		if !ok || name == "" {
			return nil, false
		}
		steps = append(steps, name)
	default:
		return nil, false
	}
	for _, s := range t.SuffixList {
		name, ok := constantName(s.Index)
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

// placed is s with a value put where the steps lead.
func placed(s shape.Shape, steps []string, put shape.Shape) shape.Shape {
	if len(steps) == 0 {
		return put
	}
	switch solid := s.Kinds().Solid(); {
	case steps[0] == "" && solid == shape.Array && s.Is(shape.Array):
		return shape.ArrayOf(placed(s.Elem(), steps[1:], put))
	case steps[0] != "" && solid == shape.Object:
		member, is := s.Field(steps[0])
		if is != shape.Surely {
			member = shape.Union(member, shape.Of(shape.Absent))
		}
		f := shape.Field{Name: steps[0], Shape: placed(member, steps[1:], put), Required: true}
		if s.Is(shape.Object) {
			return s.With(f)
		}
		return shape.Union(s.Restrict(shape.Object).With(f), shape.ObjectOf(f))
	case steps[0] != "" && solid == 0:
		return shape.ObjectOf(shape.Field{Name: steps[0], Shape: placed(s, steps[1:], put), Required: true})
	default:
		return shape.Any()
	}
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
