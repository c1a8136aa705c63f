package schema

import "tutti/document"

// resource is what a node belongs to.
func (c *Compiler) resource(n document.Node) *resource {
	root := n.Root()
	r, ok := c.resources[root]
	if !ok {
		r = &resource{file: n.File(), paths: map[*Schema]string{}, family: c.family}
		c.resources[root] = r
	}
	return r
}

// target is what the $ref of n leads to, or nothing after a finding.
func (c *Compiler) target(n document.Node) document.Node { return c.resolve(n.Ref()) }

func (c *Compiler) resolve(ref document.Node) document.Node { return c.set.Resolve(ref) }

// dynamic is a $dynamicRef.
type dynamic struct {
	anchor  string // "": it is a $ref by another name
	initial *Schema
}

func (b *builder) dynamicRef(document.Node) {}
