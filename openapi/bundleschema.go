package openapi

import (
	"strings"

	"tutti/document"
	"tutti/value"
)

// schema writes a schema, whose references lead to components.
func (b *bundler) schema(n document.Node) {
	if b.left--; b.left < 0 {
		b.set.Found.Errorf(n.Pos(), document.CodeSize, "the contract is too large to be made one document")
		b.to.Value(value.Value{})
		return
	}
	if !n.IsMapping() {
		b.verbatim(n)
		return
	}
	b.to.BeginObject()
	for key, m := range n.Members() {
		b.to.Name(key.Text())
		b.keyword(key.Text(), m)
	}
	b.to.EndObject()
}

// keyword writes what a schema says under one key.
func (b *bundler) keyword(key string, n document.Node) {
	switch key {
	case "$ref":
		if n.Text() == "" {
			b.verbatim(n)
			return
		}
		b.to.Text(b.reference(n))
	case "properties", "patternProperties", "$defs", "definitions", "dependentSchemas":
		b.schemas(n)
	case "allOf", "anyOf", "oneOf", "prefixItems", "items", "additionalItems", "additionalProperties", "not", "if", "then", "else",
		"contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema":
		b.parts(n)
	case "discriminator":
		b.discriminator(n)
	default:
		b.verbatim(n)
	}
}

// schemas writes a mapping of names to schemas.
func (b *bundler) schemas(n document.Node) {
	if !n.IsMapping() {
		b.verbatim(n)
		return
	}
	b.to.BeginObject()
	for key, m := range n.Members() {
		b.to.Name(key.Text())
		b.schema(m)
	}
	b.to.EndObject()
}

// parts writes a schema or a list of them.
func (b *bundler) parts(n document.Node) {
	if !n.IsList() {
		b.schema(n)
		return
	}
	b.to.BeginArray()
	for e := range n.Elems() {
		b.schema(e)
	}
	b.to.EndArray()
}

// discriminator has references without the word.
func (b *bundler) discriminator(n document.Node) {
	if !n.IsMapping() {
		b.verbatim(n)
		return
	}
	b.to.BeginObject()
	for key, m := range n.Members() {
		b.to.Name(key.Text())
		if key.Text() != "mapping" || !m.IsMapping() {
			b.verbatim(m)
			continue
		}
		b.to.BeginObject()
		for word, to := range m.Members() {
			b.to.Name(word.Text())
			if strings.ContainsAny(to.Text(), "/#.") {
				b.to.Text(b.reference(to))
			} else {
				b.verbatim(to)
			}
		}
		b.to.EndObject()
	}
	b.to.EndObject()
}
