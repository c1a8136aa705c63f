package tutti

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"tutti/diag"
)

// quoting is the rule of the profile that broken files break most often.
const quoting = "quote an expression that contains `: ` or ` #` or does not start with `$`, and inside { } or [ ] also one with , [ ] { }"

// maxSyntax is how many values without their quotes one reading reports.
const maxSyntax = 20

// syntax re-tells why YAML cannot read the file. YAML stops at the first error;
// where that is a value without its quotes, the value is taken as quoted and the
// reading goes on, to find the others as well. What else is wrong then may be
// wrong only because of that, and waits for the next reading.
func (d *document) syntax(err error) {
	for i := range maxSyntax {
		var load *yaml.LoadError
		if !errors.As(err, &load) {
			return
		}
		s, ok := d.suspect(load)
		if !ok {
			if i == 0 {
				d.retell(load)
			}
			return
		}
		text := d.line(s.line)[s.from:s.to]
		d.add(d.pos(s.line, len([]rune(d.line(s.line)[:s.from]))+1), codeSyntax,
			"YAML takes a part of this value for its own signs: "+quoting, fmt.Sprintf("write %s in quotes", quote(text)))
		d.blank(s)
		_, err = d.load()
	}
}

// blank puts a quoted text of the same length in the place of a value.
func (d *document) blank(s span) {
	at := d.starts[s.line-1] + s.from
	d.src = d.src[:at] + `"` + strings.Repeat("x", s.to-s.from-2) + `"` + d.src[at+s.to-s.from:]
}

// retell says in plain words what YAML says in its own.
func (d *document) retell(e *yaml.LoadError) {
	at, from := d.pos(e.Mark.Line, e.Mark.Column), d.pos(e.ContextMark.Line, e.ContextMark.Column)
	line := d.line(at.Line)
	blank := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	switch {
	case isDepth(e):
		d.add(at, codeDepth, tooDeep(), "")
	case strings.Contains(blank, "\t"):
		d.add(d.pos(at.Line, strings.IndexByte(blank, '\t')+1), codeTab, "a tab in the indentation", "use spaces")
	case strings.Contains(e.Message, "',' or '}'"):
		d.add(at, codeSyntax, fmt.Sprintf("a comma or the closing } of line %d is missing before this", from.Line), "")
	case strings.Contains(e.Message, "',' or ']'"):
		d.add(at, codeSyntax, fmt.Sprintf("a comma or the closing ] of line %d is missing before this", from.Line), "")
	case strings.Contains(e.Message, "expected key"):
		d.add(at, codeSyntax, fmt.Sprintf("this does not continue the mapping that begins in line %d", from.Line), "let its keys begin in one column")
	case strings.Contains(e.Message, "'-' indicator"):
		d.add(at, codeSyntax, fmt.Sprintf("this does not continue the list that begins in line %d", from.Line), "let its dashes stand in one column")
	case strings.Contains(e.Message, "mapping values are not allowed"):
		d.add(at, codeSyntax, "a value cannot begin here", "let the keys of a mapping begin in one column, and quote text that contains `: `")
	case strings.Contains(e.Message, "mapping keys are not allowed"):
		d.add(at, codeSyntax, "a key cannot begin here", "quote text that begins with ?")
	case strings.Contains(e.Message, "expected ':'"):
		d.add(from, codeSyntax, "this line is no key with a value, and does not belong to the value above", "write key: value, or indent the line")
	case strings.Contains(e.Message, "end of stream"):
		d.add(from, codeSyntax, "the quote that opens here is never closed", "")
	case strings.Contains(e.Message, "sequence entries are not allowed"):
		d.add(at, codeSyntax, "a list cannot begin here", "begin it on a line of its own")
	case strings.Contains(e.Message, "node content"):
		d.add(at, codeSyntax, "a value is missing before this", "")
	default:
		d.add(at, codeSyntax, "YAML: "+e.Message, "")
	}
}

// isDepth recognizes errDepth, of which YAML keeps only the words.
func isDepth(e *yaml.LoadError) bool { return e.Message == errDepth.Error() }

func (d *document) add(at diag.Pos, code, message, mend string) {
	d.diags.Add(diag.Diagnostic{Pos: at, Code: code, Message: message, Suggestion: mend})
}

// quote writes text in quotes, so that nothing in it needs an escape if that can be had.
func quote(text string) string {
	if strings.ContainsAny(text, `"\`) {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return `"` + text + `"`
}
