package openapi

import (
	"fmt"
	"slices"
	"strings"
)

// Unservable says what of the operation no request could be bound to; "" if it can be served.
func (o *Operation) Unservable() string {
	if o.Method == "TRACE" {
		return "TRACE requests are not served"
	}
	if why := unroutable(o.Path); why != "" {
		return why
	}
	for _, p := range o.Parameters {
		switch {
		case p.Unsupported != "":
			return fmt.Sprintf("the %s parameter %q %s", p.In, p.Name, p.Unsupported)
		case p.Style == "matrix":
			return fmt.Sprintf("the path parameter %q has the style matrix, and no path with a ; is served", p.Name)
		}
	}
	if o.Body != nil && o.Body.Required && !o.TakesBody() {
		return fmt.Sprintf("a %s request has no body", o.Method)
	}
	return ""
}

// unroutable says what keeps a path from being a route.
func unroutable(path string) string {
	if path == "/" {
		return ""
	}
	seen := map[string]bool{}
	for segment := range strings.SplitSeq(path[1:], "/") {
		switch {
		case segment == "":
			return "its path has an empty segment, or a slash at its end"
		case segment == "." || segment == "..":
			return "its path has a segment " + segment
		case !strings.ContainsAny(segment, "{}"):
			continue
		case segment[0] != '{' || strings.IndexByte(segment, '}') != len(segment)-1:
			return "a place in the path takes a whole segment, unlike " + segment
		case segment == "{}":
			return "a place in the path needs a name"
		case seen[segment]:
			return "the place " + segment + " is twice in the path"
		}
		seen[segment] = true
	}
	return ""
}

// TakesBody tells whether requests of the method have a body.
func (o *Operation) TakesBody() bool {
	return o.Body != nil && !slices.Contains([]string{"GET", "HEAD", "OPTIONS", "TRACE"}, o.Method)
}
