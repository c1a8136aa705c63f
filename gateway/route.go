package gateway

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// route is a Route in the tree.
type route struct {
	Route
	names    []string  // of the parameters, from left to right
	places   []int     // their segments, counted from 0
	contract *contract // nil: there is none
	flying   atomic.Int64
}

// String is the route as workflows write it: GET /orders/{id}.
func (r *route) String() string { return r.Method + " " + r.Path }

// node is what can follow on a path: the segments that are written out, and any other segment.
type node struct {
	literals  map[string]*node
	parameter *node
	routes    []*route // that end here, by method
}

// addAll puts the routes into the tree.
func (g *Gateway) addAll(routes []Route) error {
	var wrong []error
	for _, r := range routes {
		if err := g.add(r); err != nil {
			wrong = append(wrong, fmt.Errorf("route %s %s: %w", r.Method, r.Path, err))
		}
	}
	return errors.Join(wrong...)
}

func (g *Gateway) add(r Route) error {
	switch {
	case r.Run == nil:
		return errors.New("nothing to run")
	case !isServed(r.Method):
		return errors.New("no such method; use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS")
	case !strings.HasPrefix(r.Path, "/"):
		return errors.New("a path starts with /")
	case r.Path == livePath || r.Path == readyPath || r.Path == jsonPath || r.Path == yamlPath:
		return errors.New("the gateway answers this path itself")
	}
	contract, err := newContract(r.Operation, g.cfg.Limits.JSONDepth)
	if err != nil {
		return err
	}
	at, added := &g.root, &route{Route: r, contract: contract}
	place := -1
	for segment := range segments(r.Path) {
		place++
		name, ok := strings.CutPrefix(segment, "{")
		switch {
		case !ok:
			if err := checkLiteral(segment); err != nil {
				return err
			}
			at = at.literal(segment)
			continue
		case contract == nil && !isParameter(name):
			return fmt.Errorf("%s is not a parameter; write {name}, with letters, digits, - and _", segment)
		case slices.Contains(added.names, name[:len(name)-1]):
			return fmt.Errorf("two parameters {%s", name)
		}
		added.names, added.places = append(added.names, name[:len(name)-1]), append(added.places, place)
		at = at.anything()
	}
	for _, other := range at.routes {
		if other.Method == r.Method {
			return fmt.Errorf("the same requests go to %s %s (workflow %s)", other.Method, other.Path, other.Workflow)
		}
	}
	at.routes = append(at.routes, added)
	g.routes = append(g.routes, added)
	return nil
}

// segments yields what stands between the slashes of a path that starts with one; nothing for "/".
func segments(path string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for rest, more := path[1:], path != "/"; more; {
			var segment string
			segment, rest, more = strings.Cut(rest, "/")
			if !yield(segment) {
				return
			}
		}
	}
}

// literal is the node behind a segment that is written out.
func (n *node) literal(segment string) *node {
	if n.literals == nil {
		n.literals = map[string]*node{}
	}
	if n.literals[segment] == nil {
		n.literals[segment] = &node{}
	}
	return n.literals[segment]
}

// anything is the node behind a parameter.
func (n *node) anything() *node {
	if n.parameter == nil {
		n.parameter = &node{}
	}
	return n.parameter
}

func isServed(method string) bool {
	return slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, method)
}

// checkLiteral refuses segments that no canonical path has, so that no route is dead.
func checkLiteral(segment string) error {
	switch {
	case segment == "":
		return errors.New("a path has no empty segments and no slash at its end")
	case segment == "." || segment == "..":
		return errors.New("a path has no . and .. segments")
	case strings.ContainsAny(segment, "{}"):
		return fmt.Errorf("%s: a parameter is a whole segment: /{name}/", segment)
	case !utf8.ValidString(segment) || strings.ContainsFunc(segment, unroutable):
		return fmt.Errorf("%q has characters that cannot be there; write it unescaped, without %% ? # ; \\", segment)
	default:
		return nil
	}
}

func unroutable(r rune) bool {
	return r <= ' ' || r == 0x7f || strings.ContainsRune(`%?#;\`, r)
}

// isParameter checks what stands behind the opening brace.
func isParameter(name string) bool {
	name, ok := strings.CutSuffix(name, "}")
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_':
		case i > 0 && ('0' <= c && c <= '9' || c == '-'):
		default:
			return false
		}
	}
	return ok && name != ""
}
