package openapi

import (
	"strings"

	"tutti/document"
)

// requirements reads `security`; said tells whether it is there, if only to say that nothing is required.
func (l *loader) requirements(n document.Node) (all []Requirement, said bool) {
	if !n.OK() {
		return nil, false
	}
	if !n.IsList() {
		l.wrong(n, "security is a list of requirements")
		return nil, true
	}
	for e := range n.Elems() {
		var r Requirement
		for scheme, scopes := range e.Members() {
			use := SchemeUse{Scheme: scheme.Text(), At: scheme.Pos()}
			for s := range scopes.Elems() {
				use.Scopes = append(use.Scopes, s.Text())
			}
			r = append(r, use)
		}
		all = append(all, r)
	}
	return all, true
}

func (l *loader) securitySchemes(n document.Node) []SecurityScheme {
	var all []SecurityScheme
	for name, ref := range n.Members() {
		s := l.set.Follow(ref)
		if !s.IsMapping() {
			continue
		}
		all = append(all, SecurityScheme{
			Name: name.Text(), Type: s.Get("type").Text(), In: s.Get("in").Text(), Param: s.Get("name").Text(),
			HTTP: strings.ToLower(s.Get("scheme").Text()), At: s.Pos(),
		})
	}
	return all
}
