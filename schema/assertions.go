package schema

import (
	"math"
	"strings"

	"tutti/diag"
	"tutti/document"
	"tutti/value"
)

// numeric reads the bounds of numbers.
func (b *builder) numeric(name string, n document.Node) bool {
	switch name {
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf":
	default:
		return false
	}
	m := b.more()
	if m.number == nil {
		m.number = &numberRules{}
	}
	if strings.HasPrefix(name, "exclusive") && (n.IsTrue() || n.IsFalse()) {
		b.strict(name, n)
		return true
	}
	v := b.set.Value(n)
	if v.Kind() != value.Number {
		b.wrong(n, "%s is a number", name)
		return true
	}
	b.bound(m.number, name, n, v)
	return true
}

// strict is how OpenAPI 3.0 says that a bound itself is excluded.
func (b *builder) strict(name string, n document.Node) {
	if b.d != OpenAPI30 {
		b.set.Found.Add(diag.Diagnostic{
			Pos: n.Pos(), Severity: diag.Warning, Code: CodeKeyword,
			Message: name + " is a number here; true and false are of OpenAPI 3.0", Suggestion: "write the bound itself",
		})
	}
	if name == "exclusiveMinimum" {
		b.strictMin = n.IsTrue()
	} else {
		b.strictMax = n.IsTrue()
	}
}

// bounds brings together what was said of each end, in either way: the narrower bound counts.
func (b *builder) bounds() {
	if b.s.more == nil || b.s.more.number == nil {
		return
	}
	r := b.s.more.number
	r.exclusiveMin, r.exclusiveMax = b.strictMin && r.min != nil, b.strictMax && r.max != nil
	if b.above != nil && (r.min == nil || value.Compare(*b.above, *r.min) >= 0) {
		r.min, r.exclusiveMin = b.above, true
	}
	if b.below != nil && (r.max == nil || value.Compare(*b.below, *r.max) <= 0) {
		r.max, r.exclusiveMax = b.below, true
	}
}

func (b *builder) bound(r *numberRules, name string, n document.Node, v value.Value) {
	switch name {
	case "minimum":
		r.min = &v
	case "maximum":
		r.max = &v
	case "exclusiveMinimum":
		b.above = &v
	case "exclusiveMaximum":
		b.below = &v
	case "multipleOf":
		if value.Compare(v, value.FromInt(0)) <= 0 || len(v.Raw()) > 1000 {
			b.wrong(n, "multipleOf is a number above 0")
			return
		}
		r.multipleOf = &v
	}
}

// textual reads what counts something, and pattern.
func (b *builder) textual(name string, n document.Node) bool {
	switch name {
	case "minLength", "maxLength", "pattern":
		b.ofText(name, n)
	case "minItems", "maxItems", "minContains", "maxContains", "uniqueItems":
		b.ofList(name, n)
	case "minProperties", "maxProperties":
		b.ofObject(name, n)
	default:
		return false
	}
	return true
}

// count is the value of a keyword that counts, and otherwise what stands for "not said".
func (b *builder) count(name string, n document.Node, otherwise int) int {
	v := b.set.Value(n)
	if v.Whole() && value.Compare(v, value.FromInt(0)) >= 0 {
		if i, ok := v.Int(); ok && i < math.MaxInt {
			return int(i)
		}
		return math.MaxInt
	}
	b.wrong(n, "%s is a whole number, 0 or more", name)
	return otherwise
}

func (b *builder) ofText(name string, n document.Node) {
	m := b.more()
	if m.text == nil {
		m.text = &textRules{max: -1}
	}
	switch name {
	case "minLength":
		m.text.min = b.count(name, n, 0)
	case "maxLength":
		m.text.max = b.count(name, n, -1)
	case "pattern":
		m.text.pattern = b.pattern(n)
	}
}

func (b *builder) ofList(name string, n document.Node) {
	switch l := b.list(); name {
	case "minItems":
		l.min = b.count(name, n, 0)
	case "maxItems":
		l.max = b.count(name, n, -1)
	case "minContains":
		l.minContains = b.count(name, n, 1)
	case "maxContains":
		l.maxContains = b.count(name, n, -1)
	case "uniqueItems":
		l.unique = n.IsTrue()
	}
}

func (b *builder) ofObject(name string, n document.Node) {
	o := b.object()
	if name == "minProperties" {
		o.min = b.count(name, n, 0)
		return
	}
	o.max = b.count(name, n, -1)
}
