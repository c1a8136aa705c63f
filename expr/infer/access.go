package infer

import (
	"fmt"
	"strings"

	"github.com/itchyny/gojq"

	"tutti/shape"
)

// access is a place where something is taken out of a value: node is the part of the tree, and path the term
// that it is a suffix of, if it is one.
type access struct {
	*inference
	path *gojq.Term
	node any
}

// field is the member called name.
func (a access) field(s shape.Shape, name string) shape.Shape {
	if a.look.asks(name, s) {
		return shape.Any()
	}
	kinds := s.Kinds()
	switch {
	case kinds.Solid() == 0: // null has no members, and says null to that
		return s
	case !kinds.Has(shape.Object):
		a.noMember(s, name)
		return shape.Any()
	}
	member, is := s.Field(name)
	if is == shape.Never {
		a.unknownField(s, name)
		return shape.Any()
	}
	if is != shape.Surely || kinds.Has(shape.Null|shape.Absent) {
		return member.OrAbsent()
	}
	return member
}

// element is what stands at a number: of an array or, a character, of a string.
func (a access) element(s shape.Shape) shape.Shape {
	kinds := s.Kinds()
	switch {
	case kinds.Solid() == 0:
		return s
	case !kinds.Has(shape.Array | shape.String):
		a.noElement(s)
		return shape.Any()
	}
	found := s.Elem()
	if kinds.Has(shape.String) {
		found = shape.Union(found, shape.Of(shape.String))
	}
	return found.OrAbsent()
}

// iterate is what .[] yields: elements, or the values of members.
func (a access) iterate(s shape.Shape) shape.Shape {
	kinds := s.Kinds()
	switch {
	case kinds == 0:
		return s
	case !a.takes(a.spot(), s, shape.Array|shape.Object, "T110", "`.[]`"):
		return shape.Any()
	case kinds.Solid() == 0:
		return shape.Nothing()
	}
	return shape.Union(s.Elem(), s.Values())
}

// index is `.name`, `."name"`, `[…]` or a slice; what stands in brackets is evaluated on the input of the term.
func (a access) index(s shape.Shape, x *gojq.Index, in shape.Shape, sc *scope) shape.Shape {
	switch {
	case x.Name != "":
		return a.field(s, x.Name)
	case x.Str != nil:
		return a.at(s, a.text(x.Str, in, sc))
	case x.IsSlice:
		return a.slice(s, x, in, sc)
	default:
		return a.at(s, a.query(x.Start, in, sc))
	}
}

// at is the part of s at a key: a name or a number.
func (a access) at(s, key shape.Shape) shape.Shape {
	kinds := key.Kinds()
	switch {
	case kinds == 0:
		return key
	case kinds&^shape.Number == 0:
		return a.element(s)
	case kinds != shape.String:
		return shape.Any()
	}
	if keys := names(key); len(keys) == 1 {
		return a.field(s, keys[0])
	}
	switch solid := s.Kinds().Solid(); {
	case solid == 0:
		return s
	case !solid.Has(shape.Object):
		a.noMember(s, "")
		return shape.Any()
	}
	return s.Values().OrAbsent()
}

func (a access) slice(s shape.Shape, x *gojq.Index, in shape.Shape, sc *scope) shape.Shape {
	for _, bound := range []*gojq.Query{x.Start, x.End} {
		if bound != nil && !a.query(bound, in, sc).Possible() {
			return shape.Nothing()
		}
	}
	if !a.takes(a.spot(), s, shape.Array|shape.String|shape.Null, "T110", "a slice") {
		return shape.Any()
	}
	return s.Wide().Restrict(shape.Array | shape.String | shape.Null | shape.Absent)
}

// spot is the part of the tree that a finding points at: the variable that the path starts from, or the dot.
func (a access) spot() any {
	if a.path != nil && a.path.Type == gojq.TermTypeFunc && strings.HasPrefix(a.path.Func.Name, "$") {
		return variableOf{a.path, a.node}
	}
	return a.node
}

func (a access) unknownField(s shape.Shape, name string) {
	a.find(a.spot(), Finding{Code: "T102", Message: fmt.Sprintf("%s has no %q", subject(s), name), Suggestion: mendName(name, s.Names())})
}

func (a access) noMember(s shape.Shape, name string) {
	if a.caught > 0 {
		return
	}
	f := Finding{Code: "T103", Message: fmt.Sprintf("%s is %s: it has no %q", subject(s), article(s.Kinds()), name)}
	if name == "" {
		f.Message = fmt.Sprintf("%s is %s: it has no members", subject(s), article(s.Kinds()))
	} else if s.Kinds().Has(shape.Array) {
		f.Suggestion = fmt.Sprintf("write `[0]%s` for one element, `map(%s)` for each", dotted(name), dotted(name))
	}
	a.find(a.spot(), f)
}

func (a access) noElement(s shape.Shape) {
	if a.caught > 0 {
		return
	}
	f := Finding{Code: "T103", Message: fmt.Sprintf("%s is %s: it has no elements", subject(s), article(s.Kinds()))}
	if names := s.Names(); len(names) > 0 {
		f.Suggestion = listed(names)
	}
	a.find(a.spot(), f)
}
