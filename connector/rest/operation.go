package rest

import (
	"fmt"
	"slices"
	"strings"

	"tutti/connector"
	"tutti/openapi"
	"tutti/schema"
)

// operation is one operation, ready to be called.
type operation struct {
	connector.Operation
	target string // service.operation
	server string // the URL of its own that it has; "" for that of the document
	path   []piece
	query  string // that the path ends with, after an &; "" for none
	params []param
	inputs map[string]input // by name: where a member of `with` goes
	needed []string         // names of the required inputs
	accept string           // the value of the header

	media      string // the Content-Type of the body; "" if there is none
	form       form
	fields     []field // of a form that is no JSON
	bodyObject bool    // an object is a right body
	bodyNeeded bool    // a request without a body is wrong
}

// input says what becomes of one member of `with`.
type input struct {
	param    int // index into params; -1: a field of the body
	field    int // index into fields; -1: none says how it is written
	need     int // index into needed; -1: not required
	nullable bool
	clash    bool // the name is written out, with the place before it
}

// lowering is an operation while it is made.
type lowering struct {
	*operation
	text *schema.Schema // a string
	to   []input        // where the Inputs go, in their order
}

// lower makes an operation ready to be called.
func (c *contract) lower(from *openapi.Operation) *operation {
	l := &lowering{operation: &operation{target: c.service + "." + from.Name, inputs: map[string]input{}}, text: c.text}
	l.Name, l.Doc, l.At, l.Method, l.Path = from.Name, from.Doc, from.At, from.Method, from.Path
	l.Safe = slices.Contains([]string{"GET", "HEAD", "OPTIONS", "TRACE"}, l.Method)
	l.Idempotent = l.Safe || l.Method == "PUT" || l.Method == "DELETE"
	if l.server = serverOf(from.Servers); l.server != "" {
		if _, err := readURL(l.server); err != nil {
			l.unsupported("it has a server of its own, and %v", err)
		}
	}
	l.parameters(from)
	l.body(from.Body)
	l.answers(from.Answers)
	l.enter()
	return l.operation
}

// unsupported keeps the first reason.
func (o *operation) unsupported(format string, args ...any) {
	if o.Unsupported == "" {
		o.Unsupported = fmt.Sprintf(format, args...)
	}
}

// parameters cuts the path into pieces and enters the parameters.
func (l *lowering) parameters(from *openapi.Operation) {
	path, query := parted(l.Path)
	switch {
	case strings.Contains(path, "//"):
		l.unsupported("its path %s has two slashes in a row", l.Path)
	case strings.Contains(query, "{"):
		l.unsupported("its path %s has a place behind the question mark", l.Path)
	case query != "":
		l.query = "&" + literal(query)
	}
	for i, p := range from.Parameters {
		l.params = append(l.params, paramOf(p))
		if p.Unsupported != "" && p.Required {
			l.unsupported("its %s parameter %q %s", p.In, p.Name, p.Unsupported)
		}
		l.add(connector.Input{
			Name: p.Name, In: places[p.In], Required: p.Required && !keyed(p),
			Schema: p.Schema, Doc: p.Doc, At: p.At, Unsupported: p.Unsupported,
		}, input{param: i, field: -1})
	}
	l.path = cut(path, l.params)
}

// places are the connector's names for the places of OpenAPI.
var places = [...]connector.Place{
	openapi.InPath: connector.InPath, openapi.InQuery: connector.InQuery, openapi.InHeader: connector.InHeader, openapi.InCookie: connector.InCookie,
}

// keyed tells whether a parameter is the idempotency key, which every call has.
func keyed(p *openapi.Parameter) bool {
	return p.In == openapi.InHeader && strings.EqualFold(p.Name, "Idempotency-Key")
}

// add appends an input.
func (l *lowering) add(in connector.Input, to input) {
	to.need, to.nullable = -1, in.Nullable
	l.Inputs = append(l.Inputs, in)
	l.to = append(l.to, to)
}

// enter makes the tables by name. Inputs of one name are written out with their places.
func (l *lowering) enter() {
	times := make(map[string]int, len(l.Inputs))
	for _, in := range l.Inputs {
		times[in.Name]++
	}
	for i := range l.Inputs {
		in, to := &l.Inputs[i], l.to[i]
		if times[in.Name] > 1 {
			l.inputs[in.Name] = input{clash: true}
			in.Name, in.Clash = in.In.String()+"."+in.Name, true
		}
		if in.Required {
			to.need = len(l.needed)
			l.needed = append(l.needed, in.Name)
		}
		l.inputs[in.Name] = to
	}
}
