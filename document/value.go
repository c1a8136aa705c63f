package document

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"tutti/diag"
	"tutti/value"
)

// maxNodes bounds what one Value is made of: aliases make a small document stand for a large tree.
const maxNodes = 200_000

// Value is the node as JSON: an example, a default, the words of an enum. It is null, with a finding, if it has no JSON
// form or is too large.
func (s *Set) Value(n Node) value.Value {
	w := &writer{set: s, left: maxNodes}
	if !n.OK() || !w.node(n, 0) {
		return value.Value{}
	}
	return w.to.Done()
}

type writer struct {
	set  *Set
	to   value.Builder
	left int // nodes that may still come
}

func (w *writer) node(n Node, depth int) bool {
	if w.left--; w.left < 0 || depth > maxDepth {
		w.set.Found.Errorf(n.Pos(), CodeSize, "this value is too large, or nested too deeply")
		return false
	}
	switch {
	case n.IsMapping():
		w.to.BeginObject()
		for key, member := range n.Members() {
			w.to.Name(key.Text())
			if !w.node(member, depth+1) {
				return false
			}
		}
		w.to.EndObject()
	case n.IsList():
		w.to.BeginArray()
		for e := range n.Elems() {
			if !w.node(e, depth+1) {
				return false
			}
		}
		w.to.EndArray()
	default:
		return w.scalar(n)
	}
	return true
}

// scalar follows the core schema of YAML 1.2 (section 10.3.2): words in quotes are text whatever they say.
func (w *writer) scalar(n Node) bool {
	text := n.Text()
	switch {
	case n.node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		w.to.Text(text)
	case n.IsNull():
		w.to.Value(value.Value{})
	case text == "true" || text == "false":
		w.to.Value(value.FromBool(text == "true"))
	case n.node.Tag != "!!int" && n.node.Tag != "!!float":
		w.to.Text(text)
	default:
		v, ok := number(text)
		if !ok {
			w.set.Found.Add(diag.Diagnostic{
				Pos: n.Pos(), Code: CodeYAML, Message: "this number has no JSON form", Suggestion: "write it with decimal digits",
			})
			return false
		}
		w.to.Value(v)
	}
	return true
}

// number reads what YAML takes for a number: JSON's, and hexadecimal, octal, with a plus or a bare point.
func number(text string) (value.Value, bool) {
	if v, err := value.Scan([]byte(text), 1); err == nil && v.Kind() == value.Number {
		return v, true
	}
	if i, err := strconv.ParseInt(strings.Replace(text, "0o", "0", 1), 0, 64); err == nil {
		return value.FromInt(i), true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != f || f > 1.7e308 || f < -1.7e308 {
		return value.Value{}, false
	}
	return value.FromFloat(f), true
}
