package infer

import (
	"tutti/shape"
)

// special is a builtin that needs more than a rule; false if there is none of the signature.
func (c *call) special(signature string) (shape.Shape, bool) {
	for _, group := range []func(string) func(*call) shape.Shape{collections, filters, scalars} {
		if f := group(signature); f != nil {
			if !c.in.Possible() {
				return c.in, true
			}
			return f(c), true
		}
	}
	return shape.Any(), false
}

// scalars are functions whose result follows from what they are given.
func scalars(signature string) func(*call) shape.Shape {
	switch signature {
	case "length/0":
		return length
	case "tonumber/0":
		return toNumber
	case "abs/0":
		return absolute
	case "addtime/1":
		return addTime
	case "index/1", "rindex/1":
		return index
	case "indices/1":
		return indices
	case "contains/1":
		return contains
	case "inside/1":
		return inside
	case "sub/2", "sub/3", "gsub/2", "gsub/3":
		return substitute
	default:
		return nil
	}
}

// length of a number is the number without its sign, of null 0.
func length(c *call) shape.Shape {
	if !c.takesInput(shape.All &^ shape.Boolean) {
		return shape.Any()
	}
	return shape.Of(shape.Integer | c.in.Kinds()&shape.Number)
}

func toNumber(c *call) shape.Shape {
	if !c.takesInput(shape.Number | shape.String) {
		return shape.Any()
	}
	if c.in.Kinds().Has(shape.String) {
		return aNumber
	}
	return shape.Of(c.in.Kinds() & shape.Number)
}

// absolute passes on what is no number, if it stands above numbers in jq's order.
func absolute(c *call) shape.Shape {
	if !c.takesInput(shape.Number | shape.String | shape.Array | shape.Object) {
		return shape.Any()
	}
	return c.in.Wide()
}

// addTime moves a text or a number of seconds, which it yields again.
func addTime(c *call) shape.Shape {
	duration := c.arg(0, c.in)
	if !c.takesInput(shape.String|shape.Number) || !c.takesArg(0, duration, shape.String) {
		return shape.Any()
	}
	return c.in.Wide().Restrict(shape.String | shape.Number)
}

// index finds a text in a text, or an element or an array in an array.
func index(c *call) shape.Shape {
	if !c.found() {
		return shape.Any()
	}
	return shape.Of(shape.Integer | shape.Absent)
}

func indices(c *call) shape.Shape {
	if !c.found() {
		return shape.Any()
	}
	places := shape.ArrayOf(aWhole)
	if c.in.Kinds().Has(shape.Null | shape.Absent) {
		return places.OrAbsent()
	}
	return places
}

func (c *call) found() bool {
	sought := c.arg(0, c.in)
	if !c.takesInput(shape.Array | shape.String | shape.Null) {
		return false
	}
	return c.in.Kinds().Solid() != shape.String || c.takesArg(0, sought, shape.String)
}

func contains(c *call) shape.Shape { return c.within(c.in, c.arg(0, c.in)) }

func inside(c *call) shape.Shape { return c.within(c.arg(0, c.in), c.in) }

// within reports two values of which none can contain the other: only like contains like.
func (c *call) within(outer, inner shape.Shape) shape.Shape {
	o, i := family(outer.Kinds()), family(inner.Kinds())
	if o != 0 && i != 0 && o&i == 0 && c.caught == 0 {
		c.find(c.term, Finding{
			Code:    "T111",
			Message: c.name() + ": " + article(outer.Kinds()) + " never contains " + article(inner.Kinds()),
		})
		return shape.Any()
	}
	return aTruth
}

// substitute evaluates the replacement on what the pattern captured.
func substitute(c *call) shape.Shape {
	ok := c.takesInput(shape.String)
	ok = c.takesArg(0, c.arg(0, c.in), shape.String) && ok
	ok = c.takesArg(1, c.arg(1, captures), shape.String) && ok
	if len(c.args()) == 3 {
		ok = c.takesArg(2, c.arg(2, c.in), shape.String|shape.Null) && ok
	}
	if !ok {
		return shape.Any()
	}
	return aText
}
