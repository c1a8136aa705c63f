package tutti

import (
	"sort"
	"unicode/utf8"

	"tutti/diag"
	"tutti/flow"
)

// shape is the kind of a node.
type shape uint8

const (
	scalar shape = iota
	list
	mapping
)

func (s shape) String() string { return [...]string{"a single value", "a list", "a mapping"}[s] }

// style is how a scalar is written.
type style uint8

const (
	plain style = iota
	single
	double
	literal
	folded
)

// node is one value of the YAML text. Scalars are kept as written: what they
// mean depends on the key they belong to.
type node struct {
	diag.Pos
	shape shape
	style style
	flow  bool // written with { } or [ ]
	text  string
	marks flow.SourceMap // of the text of a scalar, at least one; see document.locate
	end   byte           // what ended a plain scalar: '#' of a comment, ',' or another character
	// refused: a finding says already what is wrong here (a tag, an alias, no value
	// where one must be), so that nothing more needs to be said.
	refused bool
	items   []*node
	pairs   []pair
}

// pair is one entry of a mapping.
type pair struct{ key, value *node }

// null tells whether the node is an absent value: empty, ~ or null.
func (n *node) null() bool {
	return n.shape == scalar && n.style == plain && (n.text == "" || n.text == "~" || n.text == "null")
}

// get is the value of a key, or nil.
func (n *node) get(key string) *node {
	for _, p := range n.pairs {
		if p.key.text == key {
			return p.value
		}
	}
	return nil
}

// at is where the byte at an offset of the scalar's text stands in the file.
func (n *node) at(offset int) diag.Pos {
	m := n.marks[max(n.marksUpTo(offset)-1, 0)]
	return diag.Pos{File: n.File, Line: m.Line, Col: m.Col + utf8.RuneCountInString(n.text[m.Offset:max(m.Offset, offset)])}
}

// marksUpTo counts the marks up to an offset and at it.
func (n *node) marksUpTo(offset int) int {
	return sort.Search(len(n.marks), func(i int) bool { return n.marks[i].Offset > offset })
}

// name is the scalar as a word with its place.
func (n *node) name() flow.Name { return flow.Name{Pos: n.Pos, Text: n.text} }
