package gateway

import (
	"net/http"
	"slices"
	"strings"

	"tutti/machine"
)

// preflighted answers browsers that ask what a page may send, before it sends it. No workflow sees these requests, and what
// workflows say about other origins is left out: there is one place that decides.
func (g *Gateway) preflighted(next step) step {
	s := g.sharing
	if s == nil {
		return next
	}
	return func(x *exchange) reply {
		if isPreflight(x.r) {
			return g.preflight(x)
		}
		answer := next(x)
		if slices.ContainsFunc(answer.headers, isSharing) {
			answer.headers = slices.DeleteFunc(slices.Clone(answer.headers), isSharing)
		}
		return answer
	}
}

func isPreflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && len(r.Header["Origin"]) > 0 && len(r.Header["Access-Control-Request-Method"]) > 0
}

func isSharing(h machine.Header) bool {
	const prefix = "Access-Control-"
	return len(h.Name) >= len(prefix) && strings.EqualFold(h.Name[:len(prefix)], prefix)
}

// preflight goes by the routes that the path has.
func (g *Gateway) preflight(x *exchange) reply {
	s := g.sharing
	if _, ok := s.allows(x.r); !ok {
		return refuse(http.StatusForbidden, "pages of this origin may not call; gateway.cors lists those that may")
	}
	path := search{values: x.room[:0]}
	path.walk(&g.root, x.path[1:], x.path != "/") // finds nothing, as no route has no method, but the others
	if len(path.others) == 0 {
		return path.nowhere()
	}
	methods := slices.DeleteFunc(path.allowed(), func(m string) bool { return s.methods != nil && !slices.Contains(s.methods, m) })
	list := strings.Join(methods, ", ")
	if wanted := x.r.Header["Access-Control-Request-Method"]; len(wanted) != 1 || !slices.Contains(methods, wanted[0]) {
		return notAllowed(list)
	}
	answer := reply{status: http.StatusNoContent, headers: []machine.Header{
		{Name: "Access-Control-Allow-Methods", Value: list}, {Name: "Access-Control-Allow-Headers", Value: s.headers},
	}}
	if s.maxAge != "" {
		answer.headers = append(answer.headers, machine.Header{Name: "Access-Control-Max-Age", Value: s.maxAge})
	}
	return answer
}
