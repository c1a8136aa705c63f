package infer

import (
	"github.com/itchyny/gojq"

	"tutti/shape"
)

// filters are functions that take other expressions: on what they are evaluated, and what of it is kept.
func filters(signature string) func(*call) shape.Shape {
	switch signature {
	case "map/1":
		return mapped
	case "map_values/1":
		return mapValues
	case "select/1":
		return selected
	case "recurse/0":
		return func(*call) shape.Shape { return shape.Any() }
	case "any/0", "all/0":
		return func(c *call) shape.Shape { c.parts(shape.Array | shape.Object); return aTruth }
	case "any/1", "all/1":
		return func(c *call) shape.Shape { c.arg(0, c.parts(shape.Array|shape.Object)); return aTruth }
	case "any/2", "all/2":
		return func(c *call) shape.Shape { c.arg(1, c.arg(0, c.in)); return aTruth }
	case "in/1", "isempty/1":
		return func(c *call) shape.Shape { c.arg(0, c.in); return aTruth }
	case "IN/1":
		return func(c *call) shape.Shape { return c.listed(c.in, c.args()[0]) }
	case "IN/2":
		return func(c *call) shape.Shape { return c.listed(c.arg(0, c.in), c.args()[1]) }
	case "first/1", "last/1":
		return func(c *call) shape.Shape { return c.arg(0, c.in) }
	case "limit/2", "skip/2", "nth/2":
		return counted
	case "del/1":
		return deleted
	case "pick/1":
		return func(c *call) shape.Shape { c.arg(0, c.in); return shape.Any() }
	case "path/1":
		return func(c *call) shape.Shape { c.arg(0, c.in); return slicePath }
	default:
		return nil
	}
}

func mapped(c *call) shape.Shape {
	part := c.parts(shape.Array | shape.Object)
	result := c.arg(0, part)
	return shape.ArrayOf(result)
}

// mapValues keeps the names. A member whose value yields nothing is taken out.
func mapValues(c *call) shape.Shape {
	result := c.arg(0, c.parts(shape.Array|shape.Object))
	var results []shape.Shape
	if c.in.Kinds().Has(shape.Array) {
		results = append(results, shape.ArrayOf(result))
	}
	if c.in.Kinds().Has(shape.Object) {
		results = append(results, shape.Of(shape.Object))
		if names := c.in.Names(); len(names) > 0 && !c.in.Open() {
			var fields []shape.Field
			for _, name := range names {
				fields = append(fields, shape.Field{Name: name, Shape: result})
			}
			results[len(results)-1] = shape.ObjectOf(fields...)
		}
	}
	return shape.Union(results...)
}

func selected(c *call) shape.Shape {
	c.arg(0, c.in)
	in, _ := c.narrow(c.args()[0], true, c.in, c.sc)
	return in
}

// counted takes a number, and some of what an expression yields.
func counted(c *call) shape.Shape {
	c.takesArg(0, c.arg(0, c.in), shape.Number)
	return c.arg(1, c.in)
}

// listed is IN: each of the values that are listed is compared with s.
func (c *call) listed(s shape.Shape, q *gojq.Query) shape.Shape {
	if q.Op == gojq.OpComma && len(q.FuncDefs) == 0 {
		c.listed(s, q.Left)
		return c.listed(s, q.Right)
	}
	if one := c.query(q, c.in, c.sc); isLiteral(one) {
		c.among(gojq.OpEq, q, s, one)
	}
	return aTruth
}

func deleted(c *call) shape.Shape {
	c.arg(0, c.in)
	return without(c.in, c.args()[0])
}
