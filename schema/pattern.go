package schema

import (
	"regexp"
	"regexp/syntax"
	"sync"

	"tutti/diag"
	"tutti/document"
)

// pattern is a regular expression; equal ones are one. It is made when the first text comes: contracts have thousands.
type pattern struct {
	text string
	re   func() *regexp.Regexp
}

// pattern is the regular expression of a node, or nil after a finding.
func (b *builder) pattern(n document.Node) *pattern {
	text := n.Text()
	if p, ok := b.patterns[text]; ok {
		return p
	}
	p, err := newPattern(text)
	if err != nil {
		b.set.Found.Add(diag.Diagnostic{
			Pos: n.Pos(), Severity: diag.Warning, Code: CodePattern, Message: "this regular expression is not looked at: " + err.Error(),
			Suggestion: "write it without what RE2 lacks: no (?=…), no (?!…), no \\1",
		})
	}
	b.patterns[text] = p
	return p
}

func newPattern(text string) (*pattern, error) {
	if _, err := syntax.Parse(text, syntax.Perl); err != nil {
		return nil, err
	}
	return &pattern{text, sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })}, nil
}

func (p *pattern) matches(text []byte) bool { return p.re().Match(text) }
