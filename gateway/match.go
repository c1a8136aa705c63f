package gateway

import (
	"net/http"
	"slices"
	"strings"

	"tutti/machine"
)

// routed finds the route of the request. Where several fit, the one whose first
// differing segment is written out is taken.
func (g *Gateway) routed(next step) step {
	return func(x *exchange) reply {
		s := search{method: x.r.Method, values: x.room[:0]}
		if !s.walk(&g.root, x.path[1:], x.path != "/") {
			return s.nowhere()
		}
		x.route, x.values = s.found, s.values
		return next(x)
	}
}

// search is one walk through the tree.
type search struct {
	method string
	found  *route
	values []string // of the parameters on the way
	others []string // methods of routes that fit but for the method
}

// walk looks behind n for a route of the rest of the path, if there is more of it.
func (s *search) walk(n *node, rest string, more bool) bool {
	if !more {
		return s.choose(n)
	}
	segment, rest, more := strings.Cut(rest, "/")
	if literal := n.literals[segment]; literal != nil && s.walk(literal, rest, more) {
		return true
	}
	if n.parameter == nil || segment == "" {
		return false
	}
	s.values = append(s.values, segment)
	if s.walk(n.parameter, rest, more) {
		return true
	}
	s.values = s.values[:len(s.values)-1]
	return false
}

// choose takes the route of the method. A HEAD request runs what GET would.
func (s *search) choose(n *node) bool {
	var get *route
	for _, r := range n.routes {
		switch r.Method {
		case s.method:
			s.found = r
			return true
		case http.MethodGet:
			get = r
		}
		s.others = append(s.others, r.Method)
	}
	if s.method == http.MethodHead {
		s.found = get
	}
	return s.found != nil
}

// nowhere answers a request without a route.
func (s *search) nowhere() reply {
	if len(s.others) == 0 {
		return refuse(http.StatusNotFound, "no route has this path")
	}
	list := strings.Join(s.allowed(), ", ")
	if s.method == http.MethodOptions {
		return reply{status: http.StatusNoContent, headers: []machine.Header{{Name: "Allow", Value: list}}}
	}
	return notAllowed(list)
}

// allowed are the methods that the path has, in order.
func (s *search) allowed() []string {
	allow := append(s.others, http.MethodOptions)
	if slices.Contains(allow, http.MethodGet) {
		allow = append(allow, http.MethodHead)
	}
	slices.Sort(allow)
	return slices.Compact(allow)
}

// notAllowed answers a request whose path exists for the methods of the list.
func notAllowed(list string) reply {
	r := refuse(http.StatusMethodNotAllowed, "this path allows "+list)
	r.headers = []machine.Header{{Name: "Allow", Value: list}}
	return r
}
