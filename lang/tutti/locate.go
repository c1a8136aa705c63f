package tutti

import (
	"strings"
	"unicode/utf8"

	"tutti/diag"
	"tutti/flow"
)

// locate gives a scalar a map from its text to the file. YAML says only where a
// scalar begins, so the text is laid beside the source once more: wherever a
// quote, an escape, a fold or the indentation moves it, a mark is set. A scalar
// that cannot be followed (it has a tag, or is an alias: errors anyway) keeps
// its first place for all of its text.
func (d *document) locate(n *node) bool {
	a := aligner{raw: d.src, at: d.offset(n.Pos), line: n.Line, col: n.Col, text: n.text}
	if !a.align(n.style) {
		return false
	}
	if len(a.marks) > 0 {
		n.marks = a.marks
	}
	if n.style == plain {
		n.end = ending(d.src[a.at:])
	}
	return true
}

// offset is where a place begins in the source.
func (d *document) offset(p diag.Pos) int {
	if p.Line > len(d.starts) {
		return len(d.src)
	}
	c := cursor{p.Line, 1, d.starts[p.Line-1]}
	if d.last.line == p.Line && d.last.col <= p.Col {
		c = d.last
	}
	for ; c.col < p.Col && c.at < len(d.src); c.col++ {
		_, size := utf8.DecodeRuneInString(d.src[c.at:])
		c.at += size
	}
	d.last = c
	return c.at
}

// ending is the character with which what follows a plain scalar begins, or 0.
func ending(rest string) byte {
	rest = strings.TrimLeft(rest, " \t")
	if rest == "" {
		return 0
	}
	return rest[0]
}

// aligner walks the source of one scalar beside its decoded text.
type aligner struct {
	raw       string
	at        int // in raw
	line, col int // of at
	text      string
	done      int // how much of text has been found
	inner     int // blanks in raw before this offset do not end a line
	marks     flow.SourceMap
}

func (a *aligner) align(s style) bool {
	switch s {
	case literal, folded:
		return a.block()
	case single, double:
		a.step()
	}
	a.mark()
	for a.done < len(a.text) {
		if !a.next(s) {
			return false
		}
	}
	return true
}

// next follows one character of the text, or one fold.
func (a *aligner) next(s style) bool {
	switch c := a.peek(); {
	case a.folds():
		return a.fold()
	case s == single && c == '\'':
		a.step()
		return a.same() && a.mark()
	case s == double && c == '\\':
		return a.escape()
	}
	return a.same()
}

func (a *aligner) peek() byte {
	if a.at < len(a.raw) {
		return a.raw[a.at]
	}
	return 0
}

// mark notes that the text goes on here.
func (a *aligner) mark() bool {
	a.marks = append(a.marks, flow.Mark{Offset: a.done, Line: a.line, Col: a.col})
	return true
}

// step moves over one character of the source.
func (a *aligner) step() {
	if a.at >= len(a.raw) {
		return
	}
	r, size := utf8.DecodeRuneInString(a.raw[a.at:])
	a.at += size
	a.col++
	if r == '\n' {
		a.line, a.col = a.line+1, 1
	}
}

// markEvery is how much text runs on at most without a mark, so that a place is found at once.
const markEvery = 256

// same moves over one character that the source and the text share.
func (a *aligner) same() bool {
	if a.done-a.marks[len(a.marks)-1].Offset >= markEvery {
		a.mark()
	}
	want, size := utf8.DecodeRuneInString(a.text[a.done:])
	got, _ := utf8.DecodeRuneInString(a.raw[a.at:])
	if a.at >= len(a.raw) || got != want {
		return false
	}
	a.step()
	a.done += size
	return true
}

// folds tells whether only blanks stand before the end of the line.
func (a *aligner) folds() bool {
	if a.at < a.inner {
		return false
	}
	rest := strings.TrimLeft(a.raw[a.at:], " \t")
	a.inner = len(a.raw) - len(rest)
	return strings.HasPrefix(rest, "\n") || strings.HasPrefix(rest, "\r\n")
}

// fold moves over a line break: one break is a space of the text, n breaks are n-1.
func (a *aligner) fold() bool {
	breaks := a.blanks()
	want := " "
	if breaks > 1 {
		want = strings.Repeat("\n", breaks-1)
	}
	return a.expect(want) && a.mark()
}

// blanks moves over blanks and line breaks, and counts the breaks.
func (a *aligner) blanks() int {
	breaks := 0
	for a.at < len(a.raw) && strings.IndexByte(" \t\r\n", a.raw[a.at]) >= 0 {
		if a.raw[a.at] == '\n' {
			breaks++
		}
		a.step()
	}
	return breaks
}

func (a *aligner) expect(want string) bool {
	if !strings.HasPrefix(a.text[a.done:], want) {
		return false
	}
	a.done += len(want)
	return true
}

// escape moves over a backslash and what belongs to it in double quotes.
func (a *aligner) escape() bool {
	a.step()
	width := 0
	switch a.peek() {
	case '\n', '\r':
		return a.expect(strings.Repeat("\n", a.blanks()-1)) && a.mark()
	case 'x':
		width = 2
	case 'u':
		width = 4
	case 'U':
		width = 8
	}
	for range width + 1 {
		a.step()
	}
	_, size := utf8.DecodeRuneInString(a.text[a.done:])
	a.done += size
	return a.mark()
}

// block follows a literal or folded block line by line.
func (a *aligner) block() bool {
	for end := len(strings.TrimRight(a.text, " \n")); a.done < end; {
		a.skipLine()
		if a.at >= len(a.raw) || !a.blockLine() {
			return false
		}
	}
	return true
}

func (a *aligner) skipLine() {
	for a.at < len(a.raw) && a.peek() != '\n' {
		a.step()
	}
	a.step()
}

// blockLine finds one line of the source in the text. What stands between it and
// the line before, in the text, are breaks or the space of a fold; spaces
// behind that belong to the line, so its indentation in the source is the rest.
func (a *aligner) blockLine() bool {
	line := a.raw[a.at:]
	if end := strings.IndexByte(line, '\n'); end >= 0 {
		line = strings.TrimSuffix(line[:end], "\r")
	}
	content := strings.TrimLeft(line, " ")
	if content == "" {
		return true
	}
	rest := a.text[a.done:]
	between := rest[:len(rest)-len(strings.TrimLeft(rest, " \n"))]
	lead := len(between) - strings.LastIndexByte(between, '\n') - 1
	if lead == len(between) && a.done > 0 {
		lead--
	}
	if lead < 0 || !strings.HasPrefix(rest[len(between):], content) {
		return false
	}
	a.done += len(between) - lead
	a.marks = append(a.marks, flow.Mark{Offset: a.done, Line: a.line, Col: len(line) - len(content) - lead + 1})
	a.done += lead + len(content)
	return true
}
