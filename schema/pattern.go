package schema

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode/utf8"

	"tutti/diag"
	"tutti/document"
)

// pattern is a regular expression; equal ones are one. It is made when the first text comes: contracts have thousands.
type pattern struct {
	text     string
	re       func() *regexp.Regexp
	min, max int // characters of the text, when the expression is one class repeated too often for RE2; max -1: any
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
			Suggestion: `write it without what RE2 lacks: (?=…), (?!…), \1 and counts above 1000`,
		})
	}
	b.patterns[text] = p
	return p
}

func newPattern(text string) (*pattern, error) {
	p := &pattern{text: text, max: -1}
	written, err := translate(text)
	if err != nil {
		return nil, err
	}
	if _, err := syntax.Parse(written, syntax.Perl); err != nil {
		if written, err = p.long(written, err); err != nil {
			return nil, err
		}
	}
	p.re = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(written) })
	return p, nil
}

func (p *pattern) matches(text []byte) bool {
	if p.min > 0 || p.max >= 0 {
		if n := utf8.RuneCount(text); n < p.min || p.max >= 0 && n > p.max {
			return false
		}
	}
	return p.re().Match(text)
}

// repeated is one character or class from begin to end, so and so often: contracts bound lengths like that.
var repeated = regexp.MustCompile(`^\^((?:\[(?:[^\]\\[]|\\.)+\]|\\[dwsDWS]|\.)\{)(\d+)(?:(,)(\d*))?\}\$$`)

// long is an expression that RE2 refuses for its counts alone, with the count taken out of it.
func (p *pattern) long(written string, why error) (string, error) {
	m := repeated.FindStringSubmatch(written)
	if m == nil {
		return "", why
	}
	if _, err := fmt.Sscan(m[2], &p.min); err != nil {
		return "", why
	}
	switch {
	case m[3] == "":
		p.max = p.min
	case m[4] != "":
		if _, err := fmt.Sscan(m[4], &p.max); err != nil {
			return "", why
		}
	}
	written = "^" + strings.TrimSuffix(m[1], "{") + "*$"
	_, err := syntax.Parse(written, syntax.Perl)
	return written, err
}
