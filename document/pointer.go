package document

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// File is the path of the document that n belongs to; "" for nothing.
func (n Node) File() string {
	if n.doc == nil {
		return ""
	}
	return n.doc.path
}

// Root is the root of the document that n belongs to.
func (n Node) Root() Node {
	if n.doc == nil {
		return Node{}
	}
	return Node{n.doc, n.doc.root}
}

// Trail are the nodes from the root of the document down to n, and Pointer is the way as a JSON pointer. A node does not
// know what it stands in; but since parts stand behind each other in the text, its place leads to it.
func (n Node) Trail() []Node {
	var trail []Node
	n.descend(func(at Node, _ string) { trail = append(trail, at) })
	return trail
}

// Pointer is the JSON pointer (RFC 6901) of n in its document, "" for the root.
func (n Node) Pointer() string {
	var b strings.Builder
	n.descend(func(_ Node, token string) {
		if token != "" {
			b.WriteByte('/')
			b.WriteString(token[1:])
		}
	})
	return b.String()
}

// descend visits the nodes from the root to n with the token of each, behind a slash; the root has none.
func (n Node) descend(visit func(at Node, token string)) {
	if n.node == nil {
		return
	}
	at, token := n.doc.root, ""
	for {
		visit(Node{n.doc, at}, token)
		if at == n.node || len(at.Content) == 0 {
			return
		}
		step, i := 1, 0
		if at.Kind == yaml.MappingNode {
			step = 2
		}
		i = n.partAt(at.Content, step)
		if token = "/" + strconv.Itoa(i); step == 2 {
			token = "/" + Escape(at.Content[i].Value)
			i++
		}
		at = at.Content[i]
	}
}

// partAt is the place of the last part that begins no later than n.
func (n Node) partAt(parts []*yaml.Node, step int) int {
	low, high := 0, len(parts)/step
	for high-low > 1 {
		middle := (low + high) / 2
		if begins := parts[middle*step]; begins.Line < n.node.Line || begins.Line == n.node.Line && begins.Column <= n.node.Column {
			low = middle
		} else {
			high = middle
		}
	}
	return low * step
}

// Escape is a name as a token of a JSON pointer.
func Escape(name string) string {
	if !strings.ContainsAny(name, "~/") {
		return name
	}
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}
