package expr

import (
	"slices"

	"github.com/itchyny/gojq"
)

// reference is met at a variable, which node names; suffixes are what stands directly behind it.
func (w *walker) reference(node any, name string, suffixes []*gojq.Suffix) {
	_, tok := w.take(w.variables, &w.variable)
	if slices.Contains(w.bound, name) {
		return
	}
	if w.dialect == strict && w.refuseVariable(name, tok) {
		return
	}
	path, _ := constantPath(suffixes)
	if w.dialect == strict && len(path) == 0 && isNamespace(name[1:]) {
		w.report(tok.offset, name+" is not a value of its own: a constant name must follow",
			"write `"+name+".<name>`")
		return
	}
	w.nodes = append(w.nodes, node)
	w.refs = append(w.refs, Ref{Name: name[1:], Offset: tok.offset, Path: path})
}

// constantPath is the constant field names at the beginning of the suffixes, and how many
// suffixes they take. A `?` in between changes nothing about the names.
func constantPath(suffixes []*gojq.Suffix) (path []string, taken int) {
	for i, s := range suffixes {
		if s.Optional {
			continue
		}
		name, ok := ConstantField(s.Index)
		if !ok {
			break
		}
		path, taken = append(path, name), i+1
	}
	return path, taken
}

// ConstantField is the name that an index always asks for: .a ."a" ["a"]; false if it depends on data.
func ConstantField(x *gojq.Index) (string, bool) {
	switch {
	case x == nil || x.IsSlice:
		return "", false
	case x.Name != "":
		return x.Name, true
	case x.Str != nil:
		return x.Str.Str, x.Str.Queries == nil
	case x.Start != nil && x.Start.Term != nil && x.Start.Term.Type == gojq.TermTypeString &&
		len(x.Start.Term.SuffixList) == 0 && len(x.Start.FuncDefs) == 0:
		return x.Start.Term.Str.Str, x.Start.Term.Str.Queries == nil
	default:
		return "", false
	}
}
