package schema

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"tutti/diag"
	"tutti/document"
	"tutti/value"
)

// builder reads the keywords of one schema.
type builder struct {
	*Compiler
	s     *Schema
	n     document.Node
	d     Dialect
	konst *value.Value
	// nullable of OpenAPI 3.0 counts once the type is known.
	nullable bool
	// The bounds that are excluded, and whether OpenAPI 3.0 excludes the others.
	above, below         *value.Value
	strictMin, strictMax bool
}

func (c *Compiler) fill(j job) {
	b := builder{Compiler: c, s: j.schema, n: j.node, d: j.dialect}
	switch {
	case j.node.IsTrue():
	case j.node.IsFalse():
		b.s.traits |= never
	case !j.node.IsMapping():
		c.set.Found.Add(diag.Diagnostic{
			Pos: j.node.Pos(), Code: CodeNone, Message: "a schema is a mapping, true or false", Suggestion: "write it like { type: string }",
		})
	default:
		for k, m := range j.node.Members() {
			b.keyword(k.Text(), m)
		}
		b.complete()
	}
}

// keyword reads one; what is none of JSON Schema changes nothing.
func (b *builder) keyword(name string, n document.Node) {
	if b.word(name, n) || b.shape(name, n) || b.applicator(name, n) || b.numeric(name, n) || b.textual(name, n) {
		return
	}
	b.dialect(name, n)
}

func (b *builder) more() *more {
	if b.s.more == nil {
		b.s.more = &more{rest: &noRest}
	}
	return b.s.more
}

func (b *builder) rest() *rest {
	m := b.more()
	if m.rest == &noRest {
		m.rest = &rest{}
	}
	return m.rest
}

func (b *builder) members() *members {
	if b.s.members == nil {
		b.s.members = &members{}
	}
	return b.s.members
}

// word reads what is said for people.
func (b *builder) word(name string, n document.Node) bool {
	switch name {
	case "title", "description", "example", "examples":
		if b.Docs {
			b.doc(name, n)
		}
	case "default":
		v := b.set.Value(n)
		b.more().deflt = &v
	case "readOnly":
		b.trait(readOnly, n)
	case "writeOnly":
		b.trait(writeOnly, n)
	case "deprecated":
		b.trait(deprecated, n)
	default:
		return false
	}
	return true
}

func (b *builder) trait(t traits, n document.Node) {
	if n.IsTrue() {
		b.s.traits |= t
	}
}

func (b *builder) doc(name string, n document.Node) {
	switch m := b.rest(); name {
	case "title":
		m.title = b.intern(n.Text())
	case "description":
		m.doc = b.intern(short(n.Text()))
	case "example":
		m.examples = append(m.examples, b.set.Value(n))
	case "examples":
		for e := range n.Elems() {
			m.examples = append(m.examples, b.set.Value(e))
		}
	}
}

// short is text cut to maxDoc characters.
func short(text string) string {
	if utf8.RuneCountInString(text) <= maxDoc {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:maxDoc-1])) + "…"
}

// shape reads the keywords that most schemas have.
func (b *builder) shape(name string, n document.Node) bool {
	switch name {
	case "type":
		b.types(n)
	case "enum":
		b.enum(n)
	case "const":
		v := b.set.Value(n)
		b.konst = &v
	case "properties":
		b.properties(n)
	case "required":
		b.members().required = b.requiredNames(n)
	case "additionalProperties":
		b.members().additional = b.part(n)
	case "items":
		b.items(n)
	case "format":
		b.format(n)
	case "contentMediaType":
		b.rest().media = b.intern(n.Text())
	case "contentEncoding":
		b.rest().encoding = b.intern(n.Text())
	default:
		return false
	}
	return true
}

// part is a schema that stands in this one.
func (b *builder) part(n document.Node) *Schema { return b.get(n, b.d, b.s) }

// parts are the schemas of a list.
func (b *builder) parts(name string, n document.Node) []*Schema {
	if !n.IsList() {
		b.wrong(n, "%s is a list of schemas", name)
		return nil
	}
	var all []*Schema
	for e := range n.Elems() {
		all = append(all, b.part(e))
	}
	return all
}

func (b *builder) types(n document.Node) {
	if n.IsList() {
		for e := range n.Elems() {
			b.s.types |= b.typeOf(e)
		}
		return
	}
	b.s.types |= b.typeOf(n)
}

func (b *builder) typeOf(n document.Node) Types {
	word := n.Text()
	for i, name := range typeNames {
		if name == word {
			return 1 << i
		}
	}
	mend := diag.DidYouMean(word, typeNames)
	if mend == "" {
		mend = "the types are " + strings.Join(typeNames, ", ")
	}
	b.set.Found.Add(diag.Diagnostic{Pos: n.Pos(), Code: CodeType, Message: "there is no type " + strconv.Quote(word), Suggestion: mend})
	return 0
}

func (b *builder) enum(n document.Node) {
	if !n.IsList() {
		b.wrong(n, "enum is a list of values")
		return
	}
	values := make([]value.Value, 0, 4)
	for e := range n.Elems() {
		values = append(values, b.shared(b.set.Value(e)))
	}
	b.more().enum = values
}

// shared is v in the memory of an equal text.
func (b *builder) shared(v value.Value) value.Value {
	return value.Trusted([]byte(b.intern(string(v.Raw()))))
}

func (b *builder) properties(n document.Node) {
	if !n.IsMapping() {
		b.wrong(n, "properties is a mapping of names to schemas")
		return
	}
	for name, member := range n.Members() {
		b.members().properties = append(b.members().properties, Property{Name: b.intern(name.Text()), Schema: b.part(member)})
	}
}

// requiredNames are the names of a list; a lone true or false is a mistake of older drafts that changes nothing.
func (b *builder) requiredNames(n document.Node) []string {
	if !n.IsList() {
		b.set.Found.Add(diag.Diagnostic{
			Pos: n.Pos(), Severity: severity(!n.IsTrue() && !n.IsFalse()), Code: CodeKeyword,
			Message: "required is a list of names", Suggestion: "list the name in the required of the object",
		})
		return nil
	}
	var names []string
	for e := range n.Elems() {
		if !e.IsScalar() {
			b.wrong(e, "required is a list of names")
			continue
		}
		names = append(names, b.intern(e.Text()))
	}
	return names
}

func severity(isError bool) diag.Severity {
	if isError {
		return diag.Error
	}
	return diag.Warning
}

// items was a list before there was prefixItems.
func (b *builder) items(n document.Node) {
	if n.IsList() {
		b.set.Found.Add(diag.Diagnostic{
			Pos: n.Pos(), Code: CodeKeyword, Message: "items is one schema", Suggestion: "what the first elements are stands in prefixItems",
		})
		return
	}
	b.s.items = b.part(n)
}

func (b *builder) format(n document.Node) {
	word := n.Text()
	if b.s.format = formatOf(word); b.s.format == formatOther {
		b.rest().format = b.intern(word)
	}
}
