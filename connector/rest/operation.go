package rest

import (
	"fmt"
	"slices"
	"strings"

	"tutti/connector"
	"tutti/openapi"
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
	routes []input          // the same, in order of Inputs, while they are made
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

// lower makes an operation ready to be called.
func (c *contract) lower(from *openapi.Operation) *operation {
	o := &operation{target: c.service + "." + from.Name, inputs: map[string]input{}}
	o.Name, o.Doc, o.At, o.Method, o.Path = from.Name, from.Doc, from.At, from.Method, from.Path
	o.Safe = slices.Contains([]string{"GET", "HEAD", "OPTIONS", "TRACE"}, o.Method)
	o.Idempotent = o.Safe || o.Method == "PUT" || o.Method == "DELETE"
	if o.server = serverOf(from.Servers); o.server != "" {
		if _, err := readURL(o.server); err != nil {
			o.unsupported("it has a server of its own, and %v", err)
		}
	}
	o.addParams(from)
	c.body(o, from.Body)
	c.answers(o, from.Answers)
	o.enter()
	return o
}

// unsupported keeps the first reason.
func (o *operation) unsupported(format string, args ...any) {
	if o.Unsupported == "" {
		o.Unsupported = fmt.Sprintf(format, args...)
	}
}

// addParams cuts the path into pieces and enters the parameters.
func (o *operation) addParams(from *openapi.Operation) {
	path, query := parted(o.Path)
	switch {
	case strings.Contains(path, "//"):
		o.unsupported("its path %s has two slashes in a row", o.Path)
	case strings.Contains(query, "{"):
		o.unsupported("its path %s has a place behind the question mark", o.Path)
	case query != "":
		o.query = "&" + literal(query)
	}
	for i, p := range from.Parameters {
		o.params = append(o.params, paramOf(p))
		if p.Unsupported != "" && p.Required {
			o.unsupported("its %s parameter %q %s", p.In, p.Name, p.Unsupported)
		}
		o.add(connector.Input{
			Name: p.Name, In: places[p.In], Required: p.Required && !keyed(p),
			Schema: p.Schema, Doc: p.Doc, At: p.At, Unsupported: p.Unsupported,
		}, input{param: i, field: -1})
	}
	o.path = cut(path, o.params)
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
func (o *operation) add(in connector.Input, to input) {
	to.need, to.nullable = -1, in.Nullable
	o.Inputs = append(o.Inputs, in)
	o.routes = append(o.routes, to)
}

// enter makes the tables by name. Inputs of one name are written out with their places.
func (o *operation) enter() {
	times := make(map[string]int, len(o.Inputs))
	for _, in := range o.Inputs {
		times[in.Name]++
	}
	for i := range o.Inputs {
		in, to := &o.Inputs[i], o.routes[i]
		if times[in.Name] > 1 {
			o.inputs[in.Name] = input{clash: true}
			in.Name, in.Clash = in.In.String()+"."+in.Name, true
		}
		if in.Required {
			to.need = len(o.needed)
			o.needed = append(o.needed, in.Name)
		}
		o.inputs[in.Name] = to
	}
	o.routes = nil
}
