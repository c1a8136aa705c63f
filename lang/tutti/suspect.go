package tutti

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// span is a part of a line, in bytes.
type span struct{ line, from, to int }

// maxLine is how long a line may be to be looked at, so that this stays quick.
const maxLine = 10_000

// suspect finds the value without quotes that an error of YAML is about, if it
// is about one: the value around the place of the error, else the first of the line.
func (d *document) suspect(e *yaml.LoadError) (span, bool) {
	inFlow := strings.Contains(e.ContextMsg, "flow") && e.ContextMark.Line < e.Mark.Line
	for _, n := range []int{e.Mark.Line, e.ContextMark.Line} {
		line := d.line(n)
		if len(line) > maxLine || isDepth(e) {
			continue
		}
		found := suspects(line, inFlow && n == e.Mark.Line)
		if len(found) == 0 {
			continue
		}
		at := d.offset(d.pos(n, e.Mark.Column)) - d.starts[n-1]
		best := found[0]
		for _, s := range found {
			if s.from <= at && at <= s.to {
				best = s
			}
		}
		best.line = n
		return best, true
	}
	return span{}, false
}

// suspects are the values of a line that need quotes and have none. They are
// found by what the writer most likely meant, so only where YAML has complained.
func suspects(line string, inFlow bool) []span {
	l := &lineReader{line: line, end: len(line)}
	if inFlow {
		l.entries(0)
		return l.found
	}
	at := l.skipDashes()
	l.end = at + endOfValue(line[at:])
	if at = l.afterKey(at); at < l.end {
		l.value(at, l.end, false)
	}
	return l.found
}

// lineReader reads one line by the rules that a writer has in mind: brackets
// and double quotes belong together, a comma or bracket outside of them ends an
// entry of { } or [ ].
type lineReader struct {
	line  string
	end   int // of what is not a comment
	depth int // of brackets
	found []span
}

func (l *lineReader) skipDashes() int {
	at := 0
	for {
		at += len(l.line[at:]) - len(strings.TrimLeft(l.line[at:], " \t"))
		if !strings.HasPrefix(l.line[at:], "- ") {
			return at
		}
		at += 2
	}
}

// endOfValue is where a comment begins that is outside of all strings, or the end.
func endOfValue(text string) int {
	for s := (scanner{src: text}); ; {
		switch what, where := s.next(); {
		case what == 0:
			return len(strings.TrimRight(text, " \t"))
		case what == '#' && where > 0 && text[where-1] == ' ':
			return len(strings.TrimRight(text[:where], " \t"))
		case what == '#':
			s.at = where + 1
		}
	}
}

var keyPattern = regexp.MustCompile(`^(?:"[^"]*"|'[^']*'|[^\s,{}\[\]:"'][^,{}\[\]:]*):(?:[ \t]+|$)`)

// afterKey is where the value begins: behind the key, if there is one.
func (l *lineReader) afterKey(at int) int { return at + len(keyPattern.FindString(l.line[at:l.end])) }

// value judges one value; in a flow context also , [ ] { } need quotes.
func (l *lineReader) value(from, to int, inFlow bool) {
	text := l.line[from:to]
	if text == "" {
		return
	}
	switch c := text[0]; {
	case c == '{' || c == '[':
		if closing := matching(text); closing == len(text)-1 || closing < 0 {
			l.entries(from + 1)
			return
		}
		l.add(from, to)
	case c == '"' || c == '\'':
		if behind := text[endOfQuoted(text):]; strings.TrimSpace(behind) != "" && !keyPattern.MatchString(strings.TrimSpace(behind)) {
			l.add(from, to)
		}
	case strings.IndexByte("@`%*&!|>,}]", c) >= 0, strings.HasPrefix(text, "- "), strings.HasPrefix(text, "? "):
		l.add(from, to)
	case strings.Contains(text, ": "), strings.HasSuffix(text, ":"), inFlow && strings.ContainsAny(text, ",[]{}"):
		l.add(from, to)
	}
}

func (l *lineReader) add(from, to int) {
	if to-from >= 2 {
		l.found = append(l.found, span{from: from, to: to})
	}
}

// entries judges the entries of { } or [ ] from an offset to the closing bracket.
func (l *lineReader) entries(at int) {
	l.depth++
	defer func() { l.depth-- }()
	for l.depth < maxDepth {
		at += len(l.line[at:l.end]) - len(strings.TrimLeft(l.line[at:l.end], " \t,"))
		if at >= l.end || l.line[at] == '}' || l.line[at] == ']' {
			return
		}
		from := l.afterKey(at)
		end := from + endOfEntry(l.line[from:l.end])
		l.value(from, from+len(strings.TrimRight(l.line[from:end], " \t")), true)
		at = end
	}
}

// endOfEntry is the offset of the comma or bracket that ends an entry, or the end of the text.
func endOfEntry(text string) int {
	for s := (scanner{src: text}); ; {
		depth := len(s.open)
		what, where := s.next()
		if what == 0 {
			return len(text)
		}
		if depth == 0 && strings.IndexByte(",]}", text[where]) >= 0 {
			return where
		}
	}
}

// matching is the offset of the bracket that closes the one with which the text begins, or -1.
func matching(text string) int {
	for s := (scanner{src: text}); ; {
		what, where := s.next()
		if what == 0 {
			return -1
		}
		if len(s.open) == 0 {
			return where
		}
	}
}

// endOfQuoted is the offset behind the quote that closes the one with which the text begins.
func endOfQuoted(text string) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && text[0] == '"':
			i++
		case text[i] == text[0]:
			return i + 1
		}
	}
	return len(text)
}
