package schema

import "tutti/document"

// ids are the names that schemas give themselves.
type ids struct{}

// resource is what a node belongs to.
func (c *Compiler) resource(n document.Node) *resource {
	root := n.Root()
	r, ok := c.resources[root]
	if !ok {
		r = &resource{file: n.File(), paths: map[*Schema]string{}}
		c.resources[root] = r
	}
	return r
}

// target is what the $ref of n leads to, or nothing after a finding.
func (c *Compiler) target(n document.Node) document.Node { return c.resolve(n.Ref()) }

func (c *Compiler) resolve(ref document.Node) document.Node { return c.set.Resolve(ref) }

type dynamic struct{}

func (b *builder) dynamicRef(document.Node) {}
