package tutti

import (
	"slices"
	"strings"

	"tutti/diag"
)

// tidy takes away what no reader sees: CR at the ends of lines, blanks there, and
// empty lines at the end. Where that would change a value (in a block, whose lines
// are kept as they are) it stays.
func tidy(file, src string) string {
	t := &tidier{file: file, src: src}
	t.try(strings.ReplaceAll(src, "\r\n", "\n"))
	kept := keptLines(t.root())
	if !t.try(trimLines(t.src, kept, true)) {
		t.try(trimLines(t.src, kept, false))
	}
	t.try(strings.TrimRight(t.src, "\n") + "\n")
	return t.src
}

// tidier is a text that changes as long as its meaning does not.
type tidier struct{ file, src string }

func (t *tidier) root() *node { return read(t.file, []byte(t.src), new(diag.List)) }

// try takes a text if it means the same.
func (t *tidier) try(text string) bool {
	if text == t.src {
		return true
	}
	var found diag.List
	if after := read(t.file, []byte(text), &found); len(found) > 0 || !same(t.root(), after) {
		return false
	}
	t.src = text
	return true
}

// same tells whether two nodes are written in one style and mean the same.
func same(a, b *node) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.shape == b.shape && a.style == b.style && a.flow == b.flow && a.text == b.text && a.isCut() == b.isCut() &&
		slices.EqualFunc(slices.Collect(a.children), slices.Collect(b.children), same)
}

// keptLines are the lines whose blanks belong to a value.
func keptLines(n *node) map[int]bool {
	kept := map[int]bool{}
	n.keep(kept)
	return kept
}

func (n *node) keep(kept map[int]bool) {
	for c := range n.children {
		c.keep(kept)
	}
	if n.shape != scalar {
		return
	}
	switch last := n.marks[len(n.marks)-1].Line; n.style {
	case literal, folded:
		for line := n.Line + 1; line <= last; line++ {
			kept[line] = true
		}
	case double:
		for line := n.Line; line < last; line++ {
			kept[line] = true
		}
	}
}

// trimLines removes blanks at the ends of lines that are not kept. Empty lines
// behind a block may belong to it: all says whether they count as kept.
func trimLines(src string, kept map[int]bool, all bool) string {
	lines := strings.Split(src, "\n")
	belongs := false
	for i, line := range lines {
		trimmed := strings.TrimRight(line, " \t")
		belongs = kept[i+1] || belongs && trimmed == ""
		if !kept[i+1] && (all || !belongs) {
			lines[i] = trimmed
		}
	}
	return strings.Join(lines, "\n")
}
