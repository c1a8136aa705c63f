package tutti

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// maxColumn is how far a mapping or list may reach that is put on one line, and
// maxKey how long a key may be that stands on one line with its value: YAML allows 1,024.
const (
	maxColumn = 100
	maxKey    = 500
)

// write is a mapping as the text of a file. Of a scalar, the style says how free
// the writer is: plain stays as it is, single gets quotes, literal only if it must;
// these two become a block if they have lines, double does not. A mapping or list with the mark
// flow, and with nothing in it that lacks it, goes on one line if it is short.
func write(root *node) []byte {
	w := &writer{}
	w.mapping(root, 0, "")
	return []byte(w.String())
}

type writer struct{ strings.Builder }

// mapping writes the keys of a mapping below each other; lead is what stands
// before the first one, in place of the indentation.
func (w *writer) mapping(n *node, indent int, lead string) {
	for i, e := range n.pairs {
		if i > 0 || lead == "" {
			lead = strings.Repeat(" ", indent)
		}
		key := oneLine(e.key, false)
		if len(key) > maxKey {
			w.WriteString(lead + "? " + key + "\n" + strings.Repeat(" ", indent))
			key = ""
		} else {
			w.WriteString(lead)
		}
		w.WriteString(key + ":")
		w.value(e.value, indent+2, indent+len(key)+1)
	}
}

// value writes what follows a colon or a dash that ends in a column, up to the end of the line.
func (w *writer) value(n *node, indent, column int) {
	one, ok := onOneLine(n, maxColumn-column-1)
	switch {
	case n.shape == scalar:
		w.WriteString(" " + blockOrLine(n, indent) + "\n")
	case ok:
		w.WriteString(" " + one + "\n")
	case n.shape == mapping:
		w.WriteByte('\n')
		w.mapping(n, indent, "")
	default:
		w.WriteByte('\n')
		w.list(n, indent, "")
	}
}

// list writes the items of a list below each other; a mapping or list in it
// begins on the line of its dash.
func (w *writer) list(n *node, indent int, lead string) {
	for i, item := range n.items {
		if i > 0 || lead == "" {
			lead = strings.Repeat(" ", indent)
		}
		_, ok := onOneLine(item, maxColumn-indent-2)
		switch {
		case item.shape == scalar || ok:
			w.WriteString(lead + "-")
			w.value(item, indent+2, indent+1)
		case item.shape == mapping:
			w.mapping(item, indent+2, lead+"- ")
		default:
			w.list(item, indent+2, lead+"- ")
		}
	}
}

// blockOrLine writes text with lines as a block, if a block can hold it.
func blockOrLine(n *node, indent int) string {
	if n.style == plain || n.style == double || !blockable(n.text) {
		return oneLine(n, false)
	}
	body, ended := strings.CutSuffix(n.text, "\n")
	var b strings.Builder
	b.WriteByte('|')
	if !ended {
		b.WriteByte('-')
	}
	for line := range strings.SplitSeq(body, "\n") {
		b.WriteByte('\n')
		if line != "" {
			b.WriteString(strings.Repeat(" ", indent) + line)
		}
	}
	return b.String()
}

// blockable tells whether a block shows all of a text: it has lines, none of only
// spaces, no space at its beginning, at most one line break at its end.
func blockable(s string) bool {
	if !strings.Contains(s, "\n") || s[0] == ' ' || s[0] == '\n' || strings.HasSuffix(s, "\n\n") {
		return false
	}
	for line := range strings.SplitSeq(s, "\n") {
		if line != "" && strings.TrimLeft(line, " ") == "" || !printable(line) {
			return false
		}
	}
	return true
}

func printable(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// onOneLine is a mapping or list on one line, if it may be and is not longer than most.
func onOneLine(n *node, most int) (string, bool) {
	l := &liner{most: most}
	empty := len(n.items)+len(n.pairs) == 0
	ok := n.shape != scalar && l.write(n)
	return l.String(), ok && (empty || len([]rune(l.String())) <= most)
}

// liner writes on one line until it is too long.
type liner struct {
	strings.Builder
	most int
}

func (l *liner) write(n *node) bool {
	switch {
	case l.Len()+len(n.text) > 4*max(l.most, 1): // a character has four bytes at most
		return false
	case n.shape == scalar:
		l.WriteString(oneLine(n, true))
		return !strings.Contains(n.text, "\n")
	case len(n.items)+len(n.pairs) == 0:
		l.WriteString(map[shape]string{list: "[]", mapping: "{}"}[n.shape])
		return true
	case !n.flow:
		return false
	case n.shape == list:
		return l.items(n)
	}
	return l.pairs(n)
}

func (l *liner) items(n *node) bool {
	before := "["
	for _, i := range n.items {
		l.WriteString(before)
		if before = ", "; !l.write(i) {
			return false
		}
	}
	l.WriteByte(']')
	return true
}

func (l *liner) pairs(n *node) bool {
	before := "{ "
	for _, e := range n.pairs {
		l.WriteString(before + oneLine(e.key, true) + ": ")
		if before = ", "; !l.write(e.value) {
			return false
		}
	}
	l.WriteString(" }")
	return true
}

func oneLine(n *node, inFlow bool) string {
	switch {
	case n.style == plain:
		return n.text
	case n.style == single && printable(n.text):
		return quote(n.text)
	}
	return quoted(n.text, inFlow)
}

// quoted writes a string, in quotes if the YAML profile wants them.
func quoted(s string, inFlow bool) string {
	switch {
	case !printable(s):
		return escaped(s)
	case needsQuotes(s, inFlow):
		return quote(s)
	}
	return s
}

var (
	wordPattern  = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_./+-]*$`)
	plainPattern = regexp.MustCompile(`^[\pL\pN_/$]`)
	// foreign is text to us, and a boolean, number or time to readers of YAML 1.1.
	foreign = regexp.MustCompile(`^(?:(?i:yes|no|on|off|true|false|null)|[0-9][0-9_:.TtZz+-]*)$`)
)

// needsQuotes tells whether a string of printable characters would be something
// else without quotes, or would look as if it were.
func needsQuotes(s string, inFlow bool) bool {
	if _, err := number(s); err != errNotNumber || foreign.MatchString(s) {
		return true
	}
	return !plainPattern.MatchString(s) || strings.HasSuffix(s, " ") || strings.HasSuffix(s, ":") ||
		strings.Contains(s, ": ") || strings.Contains(s, " #") || unfinished(s) || looksLikeCode(s) ||
		inFlow && strings.ContainsAny(s, ",[]{}")
}

// ambiguous tells whether a word is a value of its own in YAML.
func ambiguous(s string) bool { return s == "null" || s == "true" || s == "false" }

// escaped writes a string in double quotes, with an escape for what a file does not show.
func escaped(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r > 0xFFFF && !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\U%08X`, r)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
