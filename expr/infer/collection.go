package infer

import "tutti/shape"

// collections are functions of arrays and objects.
func collections(signature string) func(*call) shape.Shape {
	switch signature {
	case "keys/0":
		return keys
	case "add/0":
		return func(c *call) shape.Shape { return added(c.parts(shape.Array | shape.Object)) }
	case "add/1":
		return func(c *call) shape.Shape { return added(c.arg(0, c.in)) }
	case "reverse/0", "sort/0", "unique/0", "sort_by/1", "unique_by/1":
		return sameArray
	case "group_by/1":
		return func(c *call) shape.Shape { return shape.ArrayOf(shape.ArrayOf(sameArray(c).Elem())) }
	case "min/0", "max/0", "min_by/1", "max_by/1":
		return oneOfArray
	case "first/0", "last/0":
		return func(c *call) shape.Shape { return access{c.inference, nil, c.term}.element(c.in) }
	case "nth/1":
		return func(c *call) shape.Shape { return access{c.inference, nil, c.term}.at(c.in, c.arg(0, c.in)) }
	case "flatten/0", "flatten/1":
		return flatten
	case "transpose/0":
		return transpose
	case "to_entries/0":
		return func(c *call) shape.Shape { return shape.ArrayOf(c.entry()) }
	case "from_entries/0":
		return func(c *call) shape.Shape { return fromEntries(c.parts(shape.Array | shape.Object)) }
	case "with_entries/1":
		return withEntries
	case "INDEX/1":
		return func(c *call) shape.Shape { return c.indexed(c.parts(shape.Array|shape.Object), 0) }
	case "INDEX/2":
		return func(c *call) shape.Shape { return c.indexed(c.arg(0, c.in), 1) }
	default:
		return nil
	}
}

// parts is what .[] yields of the input.
func (c *call) parts(kinds shape.Kinds) shape.Shape {
	if !c.takesInput(kinds) {
		return shape.Any()
	}
	return shape.Union(c.in.Elem(), c.in.Values())
}

func keys(c *call) shape.Shape {
	if !c.takesInput(shape.Array | shape.Object) {
		return shape.Any()
	}
	var k shape.Kinds
	if c.in.Kinds().Has(shape.Array) {
		k |= shape.Integer
	}
	if c.in.Kinds().Has(shape.Object) {
		k |= shape.String
	}
	return shape.ArrayOf(shape.Of(k))
}

// added is what `add` makes of such parts: null of none.
func added(part shape.Shape) shape.Shape {
	if !part.Possible() {
		return shape.Of(shape.Absent)
	}
	total := sum(part, part)
	if k := part.Kinds() & shape.Boolean; k != 0 { // one alone is not added to anything
		total = shape.Union(total, shape.Of(k))
	}
	return shape.Union(total, part.Wide()).OrAbsent()
}

// sameArray is an array of the same elements; an argument is evaluated on each of them.
func sameArray(c *call) shape.Shape {
	if !c.takesInput(shape.Array) {
		return shape.Any()
	}
	for n := range c.args() {
		c.arg(n, c.in.Elem())
	}
	return c.in.Restrict(shape.Array)
}

func oneOfArray(c *call) shape.Shape {
	s := sameArray(c)
	if !s.Is(shape.Array) {
		return s
	}
	return s.Elem().OrAbsent()
}

// flatten takes the elements of arrays inside out; how deep they go is not followed.
func flatten(c *call) shape.Shape {
	for n := range c.args() {
		c.takesArg(n, c.arg(n, c.in), shape.Number)
	}
	part := c.parts(shape.Array | shape.Object)
	if len(c.args()) == 0 && part.Kinds().Has(shape.Array) && !part.Elem().Kinds().Has(shape.Array) {
		return shape.ArrayOf(shape.Union(part.Restrict(shape.All&^shape.Array), part.Elem()))
	}
	if part.Kinds().Has(shape.Array) {
		return shape.Of(shape.Array)
	}
	return shape.ArrayOf(part)
}

func transpose(c *call) shape.Shape {
	if !c.takesInput(shape.Array) {
		return shape.Any()
	}
	return shape.ArrayOf(shape.ArrayOf(c.in.Elem().Elem().OrAbsent()))
}

// entry is an element of to_entries.
func (c *call) entry() shape.Shape {
	if !c.takesInput(shape.Array | shape.Object) {
		return shape.Any()
	}
	return shape.ObjectOf(
		shape.Field{Name: "key", Shape: keys(c).Elem(), Required: true},
		shape.Field{Name: "value", Shape: shape.Union(c.in.Elem(), c.in.Values()), Required: true},
	)
}

// fromEntries is an object whose names nobody knows. The value of an entry is called value or Value.
func fromEntries(entry shape.Shape) shape.Shape {
	switch v, is := entry.Field("value"); is {
	case shape.Surely:
		return shape.OpenObject(v)
	default:
		return shape.Of(shape.Object)
	}
}

func withEntries(c *call) shape.Shape {
	entry := c.entry()
	if !entry.Known() {
		return entry
	}
	return fromEntries(c.arg(0, entry))
}

func (c *call) indexed(row shape.Shape, key int) shape.Shape {
	c.arg(key, row)
	return shape.OpenObject(row)
}
