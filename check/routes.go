package check

import (
	"strings"

	"tutti/diag"
	"tutti/flow"
)

// Routes checks the workflows of a project against each other: their names, and
// the routes of the gateway. A request takes the most specific route, a written
// segment before a {name}; so two routes are in each other's way only if neither
// is more specific.
func Routes(defs []*flow.Definition, cfg Config) diag.List {
	var found diag.List
	sameNames(defs, &found)
	var before []route
	for _, d := range defs {
		for _, t := range d.Triggers {
			h, ok := t.(*flow.HTTP)
			if !ok {
				continue
			}
			r := route{HTTP: h, segments: strings.Split(h.Path, "/")}
			r.allowed(cfg, &found)
			r.own(&found)
			r.against(before, &found)
			before = append(before, r)
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

type route struct {
	*flow.HTTP
	segments []string
}

func (r route) String() string { return r.Method + " " + r.Path }

// allowed reports a route about which nobody has said who may call it.
func (r route) allowed(cfg Config, found *diag.List) {
	if !r.Public && !cfg.GatewayPublic {
		found.Add(finding(diag.Error, r.Pos, CodeNobody,
			"say who: `public: true` beside http, or under gateway in tutti.yaml", "nobody may call %s", r))
	}
}

// own reports a route on a path that the gateway answers itself.
func (r route) own(found *diag.List) {
	switch path := r.Path; {
	case path == "/healthz", path == "/readyz", path == "/events", path == "/runs", strings.HasPrefix(path, "/runs/"):
		found.Add(finding(diag.Error, r.Pos, CodeOwnRoute, "take another path", "the gateway answers %s itself", path))
	}
}

// against reports the first of the other routes that some request would fit as well.
func (r route) against(others []route, found *diag.List) {
	for _, o := range others {
		request, ok := clash(r.segments, o.segments)
		if !ok || r.Method != o.Method {
			continue
		}
		found.Add(finding(diag.Error, r.Pos, CodeSameRoute, "change the path of one of them",
			"%s %s would fit %s (%s) as well as %s", r.Method, request, o, o.Pos, r))
		return
	}
}

// clash tells whether a path can fit both patterns, with neither more specific
// than the other, and gives such a path.
func clash(a, b []string) (string, bool) {
	if len(a) != len(b) {
		return "", false
	}
	aWider, bWider := false, false
	path := make([]string, len(a))
	for i := range a {
		path[i] = a[i]
		switch isParam(a[i]) - isParam(b[i]) {
		case 1:
			aWider, path[i] = true, b[i]
		case -1:
			bWider = true
		default:
			if isParam(a[i]) == 0 && a[i] != b[i] {
				return "", false
			}
		}
	}
	return strings.Join(path, "/"), aWider == bWider
}

func isParam(segment string) int {
	if strings.HasPrefix(segment, "{") {
		return 1
	}
	return 0
}
