package tutti

import (
	"tutti/diag"
	"tutti/flow"
)

// Data reads a file that is no workflow but keeps to the same YAML profile and
// rules of expressions, which may use the given variables. The Value is nil only
// if the text could not be read at all.
func Data(file string, src []byte, variables ...string) (flow.Value, diag.List) {
	p := &parser{variables: map[string]bool{}}
	for _, v := range variables {
		p.variables[v] = true
	}
	root := read(file, src, &p.diags)
	if root == nil {
		return nil, p.done()
	}
	return p.value(root), p.done()
}
