package document

import (
	"iter"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v4"

	"tutti/diag"
)

// Node is one value of a document. It knows the document, to which its references are relative.
// The zero Node is "nothing there"; its methods find nothing. Nodes are comparable: equal ones are the same place.
type Node struct {
	doc  *file
	node *yaml.Node
}

// OK tells whether there is something.
func (n Node) OK() bool { return n.node != nil }

// Pos is the place in the file; the zero Pos for nothing.
func (n Node) Pos() diag.Pos {
	if n.node == nil {
		return diag.Pos{}
	}
	return n.doc.at(n.node)
}

// in is the node inner of the same document; an alias stands for what it names.
func (n Node) in(inner *yaml.Node) Node {
	if inner.Kind == yaml.AliasNode {
		inner = inner.Alias
	}
	return Node{n.doc, inner}
}

// Get is the member of a mapping, or nothing.
func (n Node) Get(key string) Node {
	if !n.IsMapping() {
		return Node{}
	}
	if i := n.doc.find(n.node, key); i >= 0 {
		return n.in(n.node.Content[i+1])
	}
	return Node{}
}

// Members are the pairs of a mapping in order.
func (n Node) Members() iter.Seq2[Node, Node] {
	return func(yield func(key, member Node) bool) {
		if !n.IsMapping() {
			return
		}
		for i := 0; i < len(n.node.Content); i += 2 {
			if !yield(n.in(n.node.Content[i]), n.in(n.node.Content[i+1])) {
				return
			}
		}
	}
}

// Elems are the elements of a list in order.
func (n Node) Elems() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if !n.IsList() {
			return
		}
		for _, e := range n.node.Content {
			if !yield(n.in(e)) {
				return
			}
		}
	}
}

// IsMapping, IsList and IsScalar tell what a node is; nothing is none of them.
func (n Node) IsMapping() bool { return n.is(yaml.MappingNode) }
func (n Node) IsList() bool    { return n.is(yaml.SequenceNode) }
func (n Node) IsScalar() bool  { return n.is(yaml.ScalarNode) }

func (n Node) is(k yaml.Kind) bool { return n.node != nil && n.node.Kind == k }

// Text is a scalar's text as written, or "".
func (n Node) Text() string {
	if !n.IsScalar() {
		return ""
	}
	return n.node.Value
}

// IsTrue tells whether n is the boolean true, and IsFalse whether it is false.
func (n Node) IsTrue() bool  { return n.plain("true") }
func (n Node) IsFalse() bool { return n.plain("false") }

// IsNull tells whether n is null, or a mapping's member without a value.
func (n Node) IsNull() bool { return n.IsScalar() && n.node.Tag == "!!null" }

func (n Node) plain(word string) bool {
	return n.IsScalar() && n.node.Style == 0 && n.node.Value == word
}

// step goes one step of a JSON pointer.
func (n Node) step(token string) Node {
	if !n.IsList() {
		return n.Get(token)
	}
	i, err := strconv.Atoi(token)
	if err != nil || i < 0 || i >= len(n.node.Content) {
		return Node{}
	}
	return n.in(n.node.Content[i])
}

// Has tells whether a list has the word.
func (n Node) Has(word string) bool {
	return slices.ContainsFunc(slices.Collect(n.Elems()), func(e Node) bool { return e.Text() == word })
}
