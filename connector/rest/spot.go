package rest

import (
	"iter"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v4"

	"tutti/diag"
)

// spot is a node with the document it stands in, to which its references are relative.
// The zero spot is "nothing there"; its methods find nothing.
type spot struct {
	doc  *document
	node *yaml.Node
}

func (s spot) ok() bool { return s.node != nil }

// pos is the place in the file.
func (s spot) pos() diag.Pos { return s.doc.at(s.node) }

// in is the node n of the same document; an alias stands for what it names.
func (s spot) in(n *yaml.Node) spot {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return spot{s.doc, n}
}

// get is the member of a mapping, or nothing.
func (s spot) get(key string) spot {
	if !s.is(yaml.MappingNode) {
		return spot{}
	}
	for i := 0; i < len(s.node.Content); i += 2 {
		if s.node.Content[i].Value == key {
			return s.in(s.node.Content[i+1])
		}
	}
	return spot{}
}

// members are the pairs of a mapping in order.
func (s spot) members() iter.Seq2[spot, spot] {
	return func(yield func(key, member spot) bool) {
		if !s.is(yaml.MappingNode) {
			return
		}
		for i := 0; i < len(s.node.Content); i += 2 {
			if !yield(s.in(s.node.Content[i]), s.in(s.node.Content[i+1])) {
				return
			}
		}
	}
}

// elems are the elements of a list in order.
func (s spot) elems() iter.Seq[spot] {
	return func(yield func(spot) bool) {
		if !s.is(yaml.SequenceNode) {
			return
		}
		for _, n := range s.node.Content {
			if !yield(s.in(n)) {
				return
			}
		}
	}
}

func (s spot) is(k yaml.Kind) bool { return s.node != nil && s.node.Kind == k }

// text is a scalar's text as written, or "".
func (s spot) text() string {
	if !s.is(yaml.ScalarNode) {
		return ""
	}
	return s.node.Value
}

// isTrue tells whether s is the boolean true, and isFalse whether it is false.
func (s spot) isTrue() bool  { return s.plain("true") }
func (s spot) isFalse() bool { return s.plain("false") }

// isNull tells whether s is null, or a mapping's member without a value.
func (s spot) isNull() bool { return s.is(yaml.ScalarNode) && s.node.Tag == "!!null" }

func (s spot) plain(word string) bool {
	return s.is(yaml.ScalarNode) && s.node.Style == 0 && s.node.Value == word
}

// step goes one step of a JSON pointer.
func (s spot) step(token string) spot {
	if !s.is(yaml.SequenceNode) {
		return s.get(token)
	}
	i, err := strconv.Atoi(token)
	if err != nil || i < 0 || i >= len(s.node.Content) {
		return spot{}
	}
	return s.in(s.node.Content[i])
}

// has tells whether a list has the word.
func (s spot) has(word string) bool {
	return slices.ContainsFunc(slices.Collect(s.elems()), func(e spot) bool { return e.text() == word })
}
