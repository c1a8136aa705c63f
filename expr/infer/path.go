package infer

import (
	"strings"

	"github.com/itchyny/gojq"

	"tutti/expr"
)

// pathOf takes `$x.a["b"]` or `.a.b` apart.
func pathOf(q *gojq.Query) (root string, node any, path []string, ok bool) {
	t := q.Term
	if t == nil || len(q.FuncDefs) > 0 {
		return "", nil, nil, false
	}
	switch {
	case t.Type == gojq.TermTypeQuery && len(t.SuffixList) == 0:
		return pathOf(t.Query)
	case t.Type == gojq.TermTypeIdentity:
		root = "."
	case t.Type == gojq.TermTypeIndex:
		name, ok := expr.ConstantField(t.Index)
		if !ok {
			return "", nil, nil, false
		}
		root, path = ".", []string{name}
	case t.Type == gojq.TermTypeFunc && strings.HasPrefix(t.Func.Name, "$"):
		root = t.Func.Name
	default:
		return "", nil, nil, false
	}
	for _, s := range t.SuffixList {
		if s.Optional {
			continue
		}
		name, ok := expr.ConstantField(s.Index)
		if !ok {
			return "", nil, nil, false
		}
		path = append(path, name)
	}
	return root, t, path, true
}

func constantText(q *gojq.Query) (string, bool) {
	if q == nil || q.Term == nil || q.Term.Type != gojq.TermTypeString || len(q.Term.SuffixList) > 0 || len(q.FuncDefs) > 0 {
		return "", false
	}
	return q.Term.Str.Str, q.Term.Str.Queries == nil
}
