package infer

import (
	"github.com/itchyny/gojq"

	"tutti/shape"
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
