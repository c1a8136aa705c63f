package schema

import (
	"regexp"

	"tutti/diag"
	"tutti/document"
)

// pattern is a regular expression; equal ones are one.
type pattern struct{ re *regexp.Regexp }

// pattern is the regular expression of a node, or nil after a finding.
func (b *builder) pattern(n document.Node) *pattern {
	text := n.Text()
	if p, ok := b.patterns[text]; ok {
		return p
	}
	re, err := regexp.Compile(text)
	if err != nil {
		b.set.Found.Add(diag.Diagnostic{Pos: n.Pos(), Severity: diag.Warning, Code: CodePattern, Message: "this regular expression is not looked at: " + err.Error()})
		return nil
	}
	p := &pattern{re}
	b.patterns[text] = p
	return p
}
