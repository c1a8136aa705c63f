package check

import (
	"strconv"
	"strings"

	"tutti/flow"
)

// part is the written part of a value that a JSON pointer leads to, as far as it was
// written out, and the way there as messages show it.
func part(v flow.Value, pointer string) (flow.Value, string) {
	path := ""
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		name := strings.NewReplacer("~1", "/", "~0", "~").Replace(token)
		inner := member(v, name)
		if inner == nil {
			break
		}
		if _, list := v.(*flow.Array); list {
			path += "[" + name + "]"
		} else {
			path += "." + name
		}
		v = inner
	}
	return v, path
}

// member is a part of an object or array; nil if there is none.
func member(v flow.Value, name string) flow.Value {
	switch v := v.(type) {
	case *flow.Object:
		for _, f := range v.Fields {
			if f.Name.Text == name {
				return f.Value
			}
		}
	case *flow.Array:
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(v.Items) {
			return v.Items[i]
		}
	}
	return nil
}
