package schema

import (
	"math"
	"slices"
	"strings"

	"tutti/document"
	"tutti/value"
)

// dialect reads the keywords that OpenAPI adds.
func (b *builder) dialect(name string, n document.Node) {
	switch name {
	case "nullable":
		b.nullable = b.d == OpenAPI30 && n.IsTrue()
	case "discriminator":
		b.discriminator(n)
	}
}

// discriminator: a mapping gives a schema by its name or by a $ref; the branches that it does not list go by the last
// part of their $ref.
func (b *builder) discriminator(n document.Node) {
	property := n.Get("propertyName").Text()
	if property == "" {
		return
	}
	d := &Discriminator{Property: property}
	for k, m := range n.Get("mapping").Members() {
		if to := b.mapped(m); to.OK() {
			d.Branches = append(d.Branches, Branch{k.Text(), b.get(to, b.d, nil)})
		}
	}
	for _, key := range []string{"oneOf", "anyOf"} {
		for e := range b.n.Get(key).Elems() {
			if ref := e.Ref().Text(); ref != "" {
				d.add(Branch{ref[strings.LastIndexAny(ref, "/#")+1:], b.part(e)})
			}
		}
	}
	b.rest().discriminator = d
}

// add enters what the mapping does not give.
func (d *Discriminator) add(branch Branch) {
	for _, known := range d.Branches {
		if known.Value == branch.Value || known.Schema == branch.Schema {
			return
		}
	}
	d.Branches = append(d.Branches, branch)
}

// mapped is the schema that a value of the mapping names; a bare name is one of the document's schemas. A mapping is a hint:
// bundled documents keep some that lead nowhere, which is a warning.
func (b *builder) mapped(n document.Node) document.Node {
	if text := n.Text(); !strings.ContainsAny(text, "/#.") {
		return n.Root().Get("components").Get("schemas").Get(text)
	}
	var to document.Node
	b.set.Warn(func() { to = b.resolve(n) })
	return to
}

// complete is done when all keywords are read.
func (b *builder) complete() {
	if b.konst != nil {
		if enum := b.more().enum; enum != nil && !slices.ContainsFunc(enum, func(v value.Value) bool { return value.Equal(v, *b.konst) }) {
			b.s.traits |= never
		}
		b.s.traits |= constant
		b.more().enum = []value.Value{b.shared(*b.konst)}
	}
	if b.nullable {
		b.s.traits |= nullable
		if b.s.types != 0 {
			b.s.types |= Null
		}
	}
	b.bounds()
	b.required()
}

// many is how many properties are searched one by one.
const many = 8

// required marks the properties that are.
func (b *builder) required() {
	of := b.s.members
	if of == nil {
		return
	}
	if n := len(of.properties); n > many && n <= math.MaxInt32 {
		of.order = make([]int32, n)
		for i := range of.order {
			of.order[i] = int32(i)
		}
		slices.SortFunc(of.order, func(a, b int32) int { return strings.Compare(of.properties[a].Name, of.properties[b].Name) })
	}
	for _, name := range of.required {
		if i := b.s.find(name); i >= 0 {
			of.properties[i].Required = true
		}
	}
}
