package schema

import (
	"slices"
	"strconv"
	"strings"

	"tutti/document"
)

// Path is where the schema stands: file#/pointer.
func (s *Schema) Path() string { return s.path("") }

// path is where one of the keywords stands.
func (s *Schema) path(keyword string) string {
	if s == nil || s.res == nil {
		return ""
	}
	var tokens []string
	at := s
	for at.up != nil {
		tokens = append(tokens, at.up.way(at))
		at = at.up
	}
	tokens = append(tokens, at.res.file+"#"+at.res.paths[at])
	slices.Reverse(tokens)
	path := strings.Join(tokens, "")
	if keyword == "" {
		return path
	}
	return path + "/" + s.written(keyword)
}

// written is the word that stands in the contract.
func (s *Schema) written(keyword string) string {
	if keyword == "enum" && s.traits&constant != 0 {
		return "const"
	}
	return keyword
}

// keyword is the last token of the path.
func (f Finding) keyword() string {
	last := f.Schema[strings.LastIndexByte(f.Schema, '/')+1:]
	if last == "const" {
		return "enum"
	}
	return last
}

// way is the pointer from s to a schema that stands in it.
func (s *Schema) way(to *Schema) string {
	if i := slices.IndexFunc(s.fields().properties, func(p Property) bool { return p.Schema == to }); i >= 0 {
		return "/properties/" + document.Escape(s.fields().properties[i].Name)
	}
	switch to {
	case s.items:
		return "/items"
	case s.fields().additional:
		return "/additionalProperties"
	}
	m := s.rare()
	for _, parts := range []struct {
		keyword string
		schemas []*Schema
	}{{"allOf", m.allOf}, {"anyOf", m.anyOf}, {"oneOf", m.oneOf}, {"prefixItems", s.Prefix()}} {
		if i := slices.Index(parts.schemas, to); i >= 0 {
			return "/" + parts.keyword + "/" + strconv.Itoa(i)
		}
	}
	return m.way(to)
}

// way is the pointer to a schema behind one of the rarer keywords.
func (m *more) way(to *Schema) string {
	if r := m.rules; r != nil {
		switch to {
		case r.not:
			return "/not"
		case r.test:
			return "/if"
		case r.then:
			return "/then"
		case r.orElse:
			return "/else"
		}
	}
	if l := m.list; l != nil {
		switch to {
		case l.contains:
			return "/contains"
		case l.unevaluated:
			return "/unevaluatedItems"
		}
	}
	if o := m.object; o != nil {
		return o.way(to)
	}
	return ""
}

func (o *objectRules) way(to *Schema) string {
	switch to {
	case o.names:
		return "/propertyNames"
	case o.unevaluated:
		return "/unevaluatedProperties"
	}
	for _, p := range o.patterns {
		if p.schema == to {
			return "/patternProperties/" + document.Escape(p.pattern.text)
		}
	}
	for _, d := range o.dependent {
		if d.schema == to {
			return "/dependentSchemas/" + document.Escape(d.name)
		}
	}
	return ""
}
