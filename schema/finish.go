package schema

// finish looks at the new schemas once all they refer to is there.
func (c *Compiler) finish() { c.fresh = nil }
