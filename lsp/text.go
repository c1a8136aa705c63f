package lsp

import (
	"fmt"
	"sort"
	"strings"
)

// text is the text of a document and where its lines begin. It does not change.
//
// There are three ways to name a place in it: the offset of a byte; a position of the protocol, whose columns count
// UTF-16 code units from 0; and the line and column of a finding, which count characters from 1.
type text struct {
	src    string
	starts []int
}

func newText(src string) *text {
	t := &text{src: src, starts: []int{0}}
	for i := 0; i < len(src); i++ {
		switch {
		case src[i] == '\n':
			t.starts = append(t.starts, i+1)
		case src[i] == '\r' && (i+1 == len(src) || src[i+1] != '\n'):
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// line is the text of a line, counted from 0, without its end; "" if there is none.
func (t *text) line(n int) string {
	if n < 0 || n >= len(t.starts) {
		return ""
	}
	end := len(t.src)
	if n+1 < len(t.starts) {
		end = t.starts[n+1]
	}
	return strings.TrimRight(t.src[t.starts[n]:end], "\r\n")
}

// lineAt is the line, counted from 0, in which the byte at an offset stands.
func (t *text) lineAt(offset int) int {
	return sort.Search(len(t.starts), func(i int) bool { return t.starts[i] > offset }) - 1
}

// offset is where a position stands. One behind the end of its line or of the text stands at that end.
func (t *text) offset(p position) int {
	if p.Line < 0 {
		return 0
	}
	if p.Line >= len(t.starts) {
		return len(t.src)
	}
	line, units := t.line(p.Line), 0
	for i, r := range line {
		if units += units16(r); units > p.Character {
			return t.starts[p.Line] + i
		}
	}
	return t.starts[p.Line] + len(line)
}

// position is the protocol's name for an offset.
func (t *text) position(offset int) position {
	offset = max(0, min(offset, len(t.src)))
	p := position{Line: t.lineAt(offset)}
	for _, r := range t.src[t.starts[p.Line]:offset] {
		p.Character += units16(r)
	}
	return p
}

func (t *text) span(from, to int) span { return span{t.position(from), t.position(to)} }

// place is the offset of a line and column as findings count them. 0 counts as 1.
func (t *text) place(line, col int) int {
	if line > len(t.starts) {
		return len(t.src)
	}
	line = max(line, 1)
	at := t.starts[line-1]
	for i := range t.line(line - 1) {
		if col <= 1 {
			return at + i
		}
		col--
	}
	return at + len(t.line(line-1))
}

// apply is the text after a change.
func (t *text) apply(c change) (*text, error) {
	if c.Range == nil {
		return newText(c.Text), nil
	}
	from, to := t.offset(c.Range.Start), t.offset(c.Range.End)
	if from > to {
		return nil, fmt.Errorf("a change ends before it begins: line %d", c.Range.Start.Line)
	}
	return newText(t.src[:from] + c.Text + t.src[to:]), nil
}

// units16 is how many UTF-16 code units a character takes.
func units16(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}
