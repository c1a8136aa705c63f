package infer

import (
	"github.com/itchyny/gojq"

	"tutti/shape"
	"tutti/value"
)

// facts are what q tells when it is true, or false.
func facts(q *gojq.Query, when bool) []fact {
	if q == nil || len(q.FuncDefs) > 0 || len(q.Patterns) > 0 {
		return nil
	}
	switch {
	case q.Term != nil && q.Term.Type == gojq.TermTypeQuery && len(q.Term.SuffixList) == 0:
		return facts(q.Term.Query, when)
	case q.Term != nil:
		return append(about(q, either(when, truthy, falsy)), hasFact(q, when)...)
	case q.Op == gojq.OpAnd && when, q.Op == gojq.OpOr && !when:
		return append(facts(q.Left, when), facts(q.Right, when)...)
	case q.Op == gojq.OpPipe && isCall(q.Right, "not", 0):
		return facts(q.Left, !when)
	case q.Op == gojq.OpPipe:
		return pipeFacts(q, when)
	case q.Op == gojq.OpEq, q.Op == gojq.OpNe:
		return append(equal(q.Left, q.Right, when == (q.Op == gojq.OpEq)), equal(q.Right, q.Left, when == (q.Op == gojq.OpEq))...)
	case q.Op == gojq.OpGt, q.Op == gojq.OpGe:
		return above(q.Left, when)
	case q.Op == gojq.OpLt, q.Op == gojq.OpLe:
		return above(q.Right, when)
	default:
		return nil
	}
}

func either[T any](when bool, yes, no T) T {
	if when {
		return yes
	}
	return no
}

func falsy(s shape.Shape) shape.Shape {
	return s.Restrict(shape.Null | shape.Absent | shape.Boolean)
}

func notNull(s shape.Shape) shape.Shape { return s.Restrict(shape.Something) }

func onlyNull(s shape.Shape) shape.Shape { return s.Restrict(shape.Null | shape.Absent) }

// about is a fact about the path that q is, none if it is something else.
func about(q *gojq.Query, keep func(shape.Shape) shape.Shape) []fact {
	root, node, path, ok := pathOf(q)
	if !ok {
		return nil
	}
	return []fact{{root, node, path, keep}}
}

func isCall(q *gojq.Query, name string, arity int) bool {
	t := q.Term
	return t != nil && t.Type == gojq.TermTypeFunc && t.Func.Name == name && len(t.Func.Args) == arity &&
		len(t.SuffixList) == 0 && len(q.FuncDefs) == 0
}

// equal is what `q == other` tells about q, or `q != other` if it is not so.
func equal(q, other *gojq.Query, so bool) []fact {
	if name, ok := constantText(other); ok {
		if k, ok := kindNamed(name); ok && q.Term != nil && isCall(q, "type", 0) {
			return []fact{{root: ".", keep: ofKind(k, so)}}
		} else if ok && ofType(q) != nil {
			return about(ofType(q), ofKind(k, so))
		}
	}
	t := other.Term
	if t == nil || len(other.FuncDefs) > 0 || len(t.SuffixList) > 0 {
		return nil
	}
	text, isText := constantText(other)
	switch {
	case t.Type == gojq.TermTypeNull:
		return about(q, either(so, onlyNull, notNull))
	case !so:
		return nil
	case isText:
		return about(q, exactly(shape.Const(value.FromString(text))))
	case t.Type == gojq.TermTypeTrue, t.Type == gojq.TermTypeFalse:
		return about(q, exactly(shape.Const(value.FromBool(t.Type == gojq.TermTypeTrue))))
	case t.Type == gojq.TermTypeNumber, t.Type == gojq.TermTypeArray, t.Type == gojq.TermTypeObject:
		return about(q, notNull)
	default:
		return nil
	}
}

func exactly(c shape.Shape) func(shape.Shape) shape.Shape {
	return func(s shape.Shape) shape.Shape { return shape.Both(s, c) }
}

// ofType is P in `P | type`, nil for anything else.
func ofType(q *gojq.Query) *gojq.Query {
	if t := q.Term; t != nil && t.Type == gojq.TermTypeQuery && len(t.SuffixList) == 0 {
		return ofType(t.Query)
	}
	if q.Op == gojq.OpPipe && len(q.Patterns) == 0 && len(q.FuncDefs) == 0 && isCall(q.Right, "type", 0) {
		return q.Left
	}
	return nil
}

func kindNamed(name string) (shape.Kinds, bool) {
	switch name {
	case "null":
		return shape.Null | shape.Absent, true
	case "boolean":
		return shape.Boolean, true
	case "number":
		return shape.Number, true
	case "string":
		return shape.String, true
	case "array":
		return shape.Array, true
	case "object":
		return shape.Object, true
	default:
		return 0, false
	}
}

func ofKind(k shape.Kinds, so bool) func(shape.Shape) shape.Shape {
	if !so {
		k = shape.All &^ k
	}
	return func(s shape.Shape) shape.Shape { return s.Restrict(k) }
}

// above is what `q > …` tells: nothing is below null, and what is above something is not null. A length above
// something is not that of null either.
func above(q *gojq.Query, so bool) []fact {
	if !so {
		return nil
	}
	if t := q.Term; t != nil && t.Type == gojq.TermTypeQuery && len(t.SuffixList) == 0 {
		return above(t.Query, so)
	}
	if q.Op == gojq.OpPipe && len(q.Patterns) == 0 && len(q.FuncDefs) == 0 && isCall(q.Right, "length", 0) {
		return about(q.Left, notNull)
	}
	return nil
}

// pipeFacts is what `P | f` tells about P: that it has a member, or is a text that passes a test.
func pipeFacts(q *gojq.Query, when bool) []fact {
	if !when {
		return nil
	}
	for _, name := range []string{"startswith", "endswith", "test"} {
		if isCall(q.Right, name, 1) {
			return about(q.Left, notNull)
		}
	}
	if has := hasFact(q.Right, when); has != nil {
		return about(q.Left, has[0].keep)
	}
	return nil
}

// hasFact is what `has("name")` tells about `.`: that the member is there, whatever a contract says.
func hasFact(q *gojq.Query, when bool) []fact {
	if !when || !isCall(q, "has", 1) {
		return nil
	}
	name, ok := constantText(q.Term.Func.Args[0])
	if !ok {
		return nil
	}
	return []fact{{root: ".", keep: func(s shape.Shape) shape.Shape {
		s = notNull(s)
		member, is := s.Field(name)
		if is == shape.Never {
			member = shape.Any()
		}
		return s.With(shape.Field{Name: name, Shape: member, Required: true})
	}}}
}
