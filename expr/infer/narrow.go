package infer

import (
	"strings"

	"github.com/itchyny/gojq"

	"tutti/shape"
	"tutti/value"
)

// fact is what a condition tells about a path that starts from a variable or from `.`.
type fact struct {
	root string // "$x", or "."
	node any    // where the variable stands
	path []string
	keep func(shape.Shape) shape.Shape
}

// narrow is the input and the scope where cond came out as when. What a condition contradicts is
// not known any more, so that branches which the contract makes impossible are left in peace.
func (i *inference) narrow(cond *gojq.Query, when bool, in shape.Shape, sc *scope) (shape.Shape, *scope) {
	for _, f := range facts(cond, when) {
		if f.root == "." {
			in = narrowAt(in, f.path, f.keep)
			continue
		}
		sc = sc.bind(f.root, narrowAt(i.variable(f.node, f.root, sc), f.path, f.keep))
	}
	return in, sc
}

// narrowAt is s if keep is true of what stands at the path.
func narrowAt(s shape.Shape, path []string, keep func(shape.Shape) shape.Shape) shape.Shape {
	if !s.Possible() {
		return s
	}
	if kept := kept(s, path, keep); kept.Possible() {
		return kept
	}
	return unknownAt(s, path)
}

func kept(s shape.Shape, path []string, keep func(shape.Shape) shape.Shape) shape.Shape {
	if len(path) == 0 {
		return keep(s)
	}
	if !s.Kinds().Has(shape.Object) {
		return s
	}
	nullable := false
	refined := s.Refine(path[0], func(member shape.Shape) shape.Shape {
		member = kept(member, path[1:], keep)
		nullable = nullable || member.Kinds().Has(shape.Null|shape.Absent)
		return member
	})
	if nullable {
		return refined
	}
	return refined.Restrict(shape.Object) // null has only null in it
}

// unknownAt forgets what is known of what stands at the path.
func unknownAt(s shape.Shape, path []string) shape.Shape {
	if len(path) == 0 || !s.Kinds().Has(shape.Object) {
		return shape.Any()
	}
	member, _ := s.Field(path[0])
	return s.With(shape.Field{Name: path[0], Shape: unknownAt(member, path[1:])})
}

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

// pathOf takes `$x.a["b"]` or `.a.b` apart.
func pathOf(q *gojq.Query) (root string, node any, path []string, ok bool) {
	t := q.Term
	if t == nil || len(q.FuncDefs) > 0 {
		return "", nil, nil, false
	}
	switch {
	case t.Type == gojq.TermTypeQuery && len(t.SuffixList) == 0:
		return pathOf(t.Query)
	case t.Type == gojq.TermTypeIdentity:
		root = "."
	case t.Type == gojq.TermTypeIndex:
		name, ok := constantName(t.Index)
		if !ok {
			return "", nil, nil, false
		}
		root, path = ".", []string{name}
	case t.Type == gojq.TermTypeFunc && strings.HasPrefix(t.Func.Name, "$"):
		root = t.Func.Name
	default:
		return "", nil, nil, false
	}
	for _, s := range t.SuffixList {
		if s.Optional {
			continue
		}
		name, ok := constantName(s.Index)
		if !ok {
			return "", nil, nil, false
		}
		path = append(path, name)
	}
	return root, t, path, true
}

// constantName is the name that an index always asks for.
func constantName(x *gojq.Index) (string, bool) {
	switch {
	case x == nil || x.IsSlice:
		return "", false
	case x.Name != "":
		return x.Name, true
	case x.Str != nil:
		return x.Str.Str, x.Str.Queries == nil
	default:
		return constantText(x.Start)
	}
}

func constantText(q *gojq.Query) (string, bool) {
	if q == nil || q.Term == nil || q.Term.Type != gojq.TermTypeString || len(q.Term.SuffixList) > 0 || len(q.FuncDefs) > 0 {
		return "", false
	}
	return q.Term.Str.Str, q.Term.Str.Queries == nil
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

// kindNames are what `type` yields.
func kindNames() shape.Shape {
	var all []shape.Shape
	for _, name := range []string{"null", "boolean", "number", "string", "array", "object"} {
		all = append(all, shape.Const(value.FromString(name)))
	}
	return shape.Union(all...)
}
