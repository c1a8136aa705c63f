package infer

import (
	"fmt"

	"github.com/itchyny/gojq"

	"tutti/shape"
)

// operate is what an arithmetic operator or a comparison makes of two values; q is where it stands.
func (i *inference) operate(q *gojq.Query, left, right shape.Shape) shape.Shape {
	if !left.Possible() || !right.Possible() {
		return shape.Nothing()
	}
	if q.Op >= gojq.OpEq && q.Op <= gojq.OpLe {
		i.compare(q, left, right)
		return shape.Of(shape.Boolean)
	}
	return i.calculate(q, q.Op, left, right)
}

// calculate is also what `+=` and its like do; q is where the operator stands.
func (i *inference) calculate(q *gojq.Query, op gojq.Operator, left, right shape.Shape) shape.Shape {
	l, r := left.Kinds(), right.Kinds()
	if !possible(op, l, r) {
		if i.caught == 0 {
			i.find(q, Finding{
				Code:       "T110",
				Message:    fmt.Sprintf("`%s` does not work on %s and %s", op, article(l), article(r)),
				Suggestion: mendOperator(op, l, r),
			})
		}
		return shape.Any()
	}
	switch op {
	case gojq.OpAdd:
		return sum(left, right)
	case gojq.OpSub:
		return difference(left, right)
	case gojq.OpMul:
		return product(l, r)
	case gojq.OpDiv:
		return quotient(l, r)
	case gojq.OpMod:
		return shape.Of(shape.Integer | (l|r)&shape.Absent)
	default:
		return shape.Any()
	}
}

// pairs are the kinds that an operator works on, left and right.
var pairs = map[gojq.Operator][][2]shape.Kinds{
	gojq.OpAdd: {
		{shape.Number, shape.Number}, {shape.String, shape.String}, {shape.Array, shape.Array}, {shape.Object, shape.Object},
	},
	gojq.OpSub: {{shape.Number, shape.Number}, {shape.Array, shape.Array}},
	gojq.OpMul: {
		{shape.Number, shape.Number}, {shape.Object, shape.Object}, {shape.String, shape.Number}, {shape.Number, shape.String},
	},
	gojq.OpDiv: {{shape.Number, shape.Number}, {shape.String, shape.String}},
	gojq.OpMod: {{shape.Number, shape.Number}},
}

// possible tells whether an operator may work. Only `+` takes null, for nothing; for the others null alone
// is wrong, but what may be null beside something else is judged by that.
func possible(op gojq.Operator, l, r shape.Kinds) bool {
	if l.Solid() == 0 || r.Solid() == 0 {
		return op == gojq.OpAdd || l != shape.Null && r != shape.Null
	}
	for _, p := range pairs[op] {
		if l.Has(p[0]) && r.Has(p[1]) {
			return true
		}
	}
	return false
}

func mendOperator(op gojq.Operator, l, r shape.Kinds) string {
	l, r = l.Solid(), r.Solid()
	text, number := l == shape.String || r == shape.String, l&^shape.Number == 0 || r&^shape.Number == 0
	switch {
	case op == gojq.OpAdd && text && (number || l == shape.Boolean || r == shape.Boolean):
		return "make it text with `tostring`, or the text a number with `tonumber`"
	case op != gojq.OpAdd && text && number:
		return "make the text a number with `tonumber`"
	case op == gojq.OpAdd && (l == shape.Array || r == shape.Array):
		return "put the other one in [ ]"
	case op == gojq.OpSub && l == shape.Object:
		return "write `del(.name)` to take a member out"
	default:
		return ""
	}
}

// sum is left + right.
func sum(left, right shape.Shape) shape.Shape {
	l, r := left.Kinds(), right.Kinds()
	var results []shape.Shape
	if l.Has(shape.Null | shape.Absent) {
		results = append(results, right)
	}
	if r.Has(shape.Null | shape.Absent) {
		results = append(results, left)
	}
	if l.Has(shape.Number) && r.Has(shape.Number) {
		results = append(results, numbers(l, r))
	}
	if l.Has(shape.String) && r.Has(shape.String) {
		results = append(results, shape.Of(shape.String))
	}
	if l.Has(shape.Array) && r.Has(shape.Array) {
		results = append(results, shape.ArrayOf(shape.Union(left.Elem(), right.Elem())))
	}
	if l.Has(shape.Object) && r.Has(shape.Object) {
		results = append(results, shape.Merge(left, right))
	}
	return shape.Union(results...)
}

// numbers is a number calculated from two; whole ones stay whole. What is Absent may be NaN, which stays null.
func numbers(l, r shape.Kinds) shape.Shape {
	k := (l | r) & (shape.Number | shape.Absent)
	if k.Has(shape.Fraction) {
		k |= shape.Integer
	}
	return shape.Of(k)
}

// difference is left - right: of arrays, the elements that are not in the other.
func difference(left, right shape.Shape) shape.Shape {
	l, r := left.Kinds(), right.Kinds()
	var results []shape.Shape
	if l.Has(shape.Number) && r.Has(shape.Number) {
		results = append(results, numbers(l, r))
	}
	if l.Has(shape.Array) && r.Has(shape.Array) {
		results = append(results, left.Restrict(shape.Array))
	}
	return shape.Union(results...)
}

// product is l * r: a text is repeated, objects are merged all the way down.
func product(l, r shape.Kinds) shape.Shape {
	var k shape.Kinds
	if l.Has(shape.Number) && r.Has(shape.Number) {
		k |= numbers(l, r).Kinds()
	}
	if l.Has(shape.Object) && r.Has(shape.Object) {
		k |= shape.Object
	}
	if l.Has(shape.String) && r.Has(shape.Number) || l.Has(shape.Number) && r.Has(shape.String) {
		k |= shape.String | shape.Absent
	}
	return shape.Of(k)
}

func quotient(l, r shape.Kinds) shape.Shape {
	var results []shape.Shape
	if l.Has(shape.Number) && r.Has(shape.Number) {
		results = append(results, shape.Of(shape.Number|(l|r)&shape.Absent))
	}
	if l.Has(shape.String) && r.Has(shape.String) {
		results = append(results, shape.ArrayOf(shape.Of(shape.String)))
	}
	return shape.Union(results...)
}
