package schema

import (
	"net/url"
	"strings"

	"tutti/document"
)

// search goes through a document for $id, $anchor and $dynamicAnchor.
type search struct {
	c *Compiler
	d *names
}

// schema looks at a schema and those in it. Of a document that holds schemas among other things everything may be one.
func (s *search) schema(n document.Node, h *home, anything bool) {
	if !n.IsMapping() {
		if anything {
			s.each(n, h, true)
		}
		return
	}
	h = s.enter(n, h)
	for k, m := range n.Members() {
		switch holds[k.Text()] {
		case oneSchema:
			s.part(n, m, h, anything)
		case listOfSchemas, mapOfSchemas:
			if ahead(n, m) {
				s.each(m, h, anything)
			}
		case data:
		default:
			if anything {
				s.part(n, m, h, true)
			}
		}
	}
}

// each looks at the elements or members of n.
func (s *search) each(n document.Node, h *home, anything bool) {
	for e := range n.Elems() {
		s.part(n, e, h, anything)
	}
	for _, m := range n.Members() {
		s.part(n, m, h, anything)
	}
}

func (s *search) part(n, part document.Node, h *home, anything bool) {
	if ahead(n, part) {
		s.schema(part, h, anything)
	}
}

// ahead tells whether a part stands in n. Otherwise it is an alias of YAML, of what stands further up: that was looked at
// there, and a few aliases can stand for a forest.
func ahead(n, part document.Node) bool {
	a, b := n.Pos(), part.Pos()
	return b.Line > a.Line || b.Line == a.Line && b.Col >= a.Col
}

// enter notes the names of a schema, and is the resource that it and its parts belong to.
func (s *search) enter(n document.Node, h *home) *home {
	if !hasNames(n) {
		return h
	}
	if id := n.Get("$id").Text(); id != "" && !strings.HasPrefix(id, "#") {
		if uri, err := url.Parse(strings.TrimSuffix(id, "#")); err == nil && uri.Fragment == "" {
			h = newHome(n, h.base.ResolveReference(uri))
			s.inner()[n] = h
			s.c.uris[h.base.String()] = h
		}
	}
	if name := n.Get("$anchor").Text(); name != "" {
		h.anchors[name] = n
		s.inner()
	}
	if name := n.Get("$dynamicAnchor").Text(); name != "" {
		h.anchors[name], h.dynamic[name] = n, n
		s.inner()
	}
	return h
}

func hasNames(n document.Node) bool {
	for k := range n.Members() {
		switch k.Text() {
		case "$id", "$anchor", "$dynamicAnchor":
			return true
		}
	}
	return false
}

func (s *search) inner() map[document.Node]*home {
	if s.d.inner == nil {
		s.d.inner = map[document.Node]*home{}
	}
	return s.d.inner
}

// what a keyword holds; the zero value: nothing that is known.
type what uint8

const (
	_ what = iota
	oneSchema
	listOfSchemas
	mapOfSchemas
	data
)

var holds = map[string]what{
	"additionalProperties": oneSchema, "unevaluatedProperties": oneSchema, "propertyNames": oneSchema,
	"items": oneSchema, "unevaluatedItems": oneSchema, "contains": oneSchema,
	"not": oneSchema, "if": oneSchema, "then": oneSchema, "else": oneSchema,
	"allOf": listOfSchemas, "anyOf": listOfSchemas, "oneOf": listOfSchemas, "prefixItems": listOfSchemas,
	"properties": mapOfSchemas, "patternProperties": mapOfSchemas, "dependentSchemas": mapOfSchemas, "$defs": mapOfSchemas, "definitions": mapOfSchemas,
	"enum": data, "const": data, "default": data, "example": data, "examples": data,
}

// dynamic is a $dynamicRef.
type dynamic struct {
	anchor  string // "": it is a $ref by another name
	initial *Schema
}

// dynamicRef: only if it first leads to a $dynamicAnchor does it depend on what led to the schema.
func (b *builder) dynamicRef(n document.Node) {
	to := b.resolve(n)
	if !to.OK() {
		return
	}
	d := &dynamic{initial: b.get(to, b.d, nil)}
	if _, fragment, _ := strings.Cut(n.Text(), "#"); fragment != "" && to.Get("$dynamicAnchor").Text() == fragment {
		d.anchor = fragment
		b.family.dynamic = true
	}
	b.rules().dynamic = d
}
