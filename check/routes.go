package check

import (
	"strings"
	"unicode/utf8"

	"tutti/diag"
	"tutti/flow"
)

// Routes checks the workflows of a project against each other: their names, and
// the routes of the gateway. Where several routes fit a request, the gateway takes
// the one whose first differing segment is written out; so two are in each
// other's way only if they differ in the names of their parameters at most.
func Routes(defs []*flow.Definition, cfg Config) diag.List {
	var found diag.List
	sameNames(defs, &found)
	first := map[string]*flow.HTTP{}
	for _, d := range defs {
		for _, t := range d.Triggers {
			h, ok := t.(*flow.HTTP)
			if !ok {
				continue
			}
			mayBeCalled(h, cfg, &found)
			ownPath(h, &found)
			literals(h, &found)
			sameRoute(h, first, &found)
		}
	}
	found.Sort()
	return found
}

func sameNames(defs []*flow.Definition, found *diag.List) {
	first := map[string]flow.Name{}
	for _, d := range defs {
		name := d.Name.Text
		if name == "" {
			continue
		}
		if other, ok := first[name]; ok {
			found.Add(finding(diag.Error, d.Name.Pos, CodeSameWorkflow, "give one of them another name",
				"the workflow %q is there already, at %s", name, other.Pos))
			continue
		}
		first[name] = d.Name
	}
}

func routeName(h *flow.HTTP) string { return h.Method + " " + h.Path }

// mayBeCalled reports a route about which nobody has said who may call it.
func mayBeCalled(h *flow.HTTP, cfg Config, found *diag.List) {
	if !h.Public && !cfg.GatewayPublic {
		found.Add(finding(diag.Error, h.Pos, CodeNobody,
			"say who: `public: true` beside http, or under gateway in tutti.yaml", "nobody may call %s", routeName(h)))
	}
}

// ownPath reports a route on a path that the gateway answers itself.
func ownPath(h *flow.HTTP, found *diag.List) {
	switch path := h.Path; {
	case path == "/healthz", path == "/readyz", path == "/openapi.json", path == "/openapi.yaml", path == "/events", path == "/runs", strings.HasPrefix(path, "/runs/"):
		found.Add(finding(diag.Error, h.Pos, CodeOwnRoute, "take another path", "the gateway answers %s itself", path))
	}
}

// literals reports characters that no request's path has once it is decoded: a
// route with them would never be taken.
func literals(h *flow.HTTP, found *diag.List) {
	bad := func(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune(`%?#;\`, r) }
	if i := strings.IndexFunc(h.Path, bad); i >= 0 {
		r, _ := utf8.DecodeRuneInString(h.Path[i:])
		found.Add(finding(diag.Error, h.Pos, CodePath, "write the path as it is, without escapes", "a path cannot have %q in it: %s", r, h.Path))
	}
}

// sameRoute reports a route that takes the same requests as one before.
func sameRoute(h *flow.HTTP, first map[string]*flow.HTTP, found *diag.List) {
	key := h.Method
	for segment := range strings.SplitSeq(h.Path, "/") {
		if strings.HasPrefix(segment, "{") {
			segment = "{}"
		}
		key += "/" + segment
	}
	other, ok := first[key]
	if !ok {
		first[key] = h
		return
	}
	found.Add(finding(diag.Error, h.Pos, CodeSameRoute, "change the path of one of them",
		"%s takes the same requests as %s (%s)", routeName(h), routeName(other), other.Pos))
}
