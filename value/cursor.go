package value

// Cursor walks once over a value from front to back without allocating, for who looks at all of it. It stands before a
// value; the methods that move it must be called where they make sense: Enter before an array or object, Name before a
// member, Next behind an element or the value of a member.
type Cursor struct {
	b []byte
	i int
}

// Cursor stands before v.
func (v Value) Cursor() Cursor { return Cursor{b: v.Raw()} }

// Kind is what the value behind the cursor is.
func (c *Cursor) Kind() Kind { return kindOf(c.b[c.i]) }

// At is the place in the text, and Seek goes there: to where the cursor stood before.
func (c *Cursor) At() int    { return c.i }
func (c *Cursor) Seek(i int) { c.i = i }

// Skip steps over the value.
func (c *Cursor) Skip() { c.i = valueEnd(c.b, c.i) }

// Value is the value behind the cursor, which steps over it.
func (c *Cursor) Value() Value {
	from := c.i
	c.i = valueEnd(c.b, from)
	return Value{c.b[from:c.i:c.i]}
}

// Enter steps to the first element or member. Without one it is false, and the cursor behind the container.
func (c *Cursor) Enter() bool {
	c.i = next(c.b, c.i+1)
	return c.open()
}

// Next steps to the next element or member. Without one it is false, and the cursor behind the container.
func (c *Cursor) Next() bool {
	c.i = after(c.b, c.i)
	return c.open()
}

func (c *Cursor) open() bool {
	if b := c.b[c.i]; b == ']' || b == '}' {
		c.i++
		return false
	}
	return true
}

// Name is the inside of a member's name, and steps to its value. With escapes it is not yet the name: Plain is.
func (c *Cursor) Name() (inside []byte, escaped bool) {
	end, escaped := stringEnd(c.b, c.i)
	inside = c.b[c.i+1 : end-1]
	c.i = next(c.b, next(c.b, end)+1)
	return inside, escaped
}

// Text is the inside of a string, and steps over it; as with Name.
func (c *Cursor) Text() (inside []byte, escaped bool) {
	end, escaped := stringEnd(c.b, c.i)
	inside = c.b[c.i+1 : end-1]
	c.i = end
	return inside, escaped
}

// Plain appends the inside of a string with its escapes resolved.
func Plain(dst, inside []byte) []byte { return appendDecoded(dst, inside) }
