package tutti

import (
	"strings"

	"tutti/diag"
)

// Formatter brings files into the form of the language by edits of their text:
// comments, quotes, the order of keys and all meaning stay as they are written.
type Formatter struct {
	// Valid tells whether the text of an expression is one. It decides whether
	// quotes around it are what was meant.
	Valid func(expression string) bool
}

// Workflow formats a workflow file: it puts quotes where an expression needs them,
// and removes blanks at the ends of lines and of the file. A text that cannot be
// mended beyond doubt comes back as it was, with what is wrong with it.
func (f Formatter) Workflow(file string, src []byte) ([]byte, diag.List) {
	return f.format(file, string(src), func(p *parser, text string) { p.readWorkflow(file, []byte(text)) })
}

// Project formats a project file, tutti.yaml; as Workflow.
func (f Formatter) Project(file string, src []byte) ([]byte, diag.List) {
	return f.format(file, string(src), func(p *parser, text string) { p.readProject(file, []byte(text)) })
}

func (f Formatter) format(file, src string, parse func(*parser, string)) ([]byte, diag.List) {
	q := quoter{file: file, valid: f.Valid, parse: parse}
	text, ok := q.quoted(src)
	if !ok {
		text = src
	}
	if wrong := q.unreadable(text); len(wrong) > 0 {
		return []byte(src), wrong
	}
	return []byte(tidy(file, text)), nil
}

// unreadable is what YAML cannot read, or reads as something else than was meant:
// with that, nobody knows what a text means, and so it is not touched.
func (q *quoter) unreadable(text string) diag.List {
	p := q.parsed(text)
	var out diag.List
	for _, d := range p.diags {
		if strings.HasPrefix(d.Code, "Y") {
			out.Add(d)
		}
	}
	if root := read(q.file, []byte(text), new(diag.List)); len(out) == 0 && root == nil {
		return p.diags
	}
	return out
}

func (q *quoter) parsed(text string) *parser {
	p := &parser{}
	q.parse(p, text)
	return p
}
