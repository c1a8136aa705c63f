package rest

import (
	"fmt"
	"slices"
	"strings"

	"tutti/connector"
	"tutti/document"
)

// operation is one operation, ready to be called.
type operation struct {
	connector.Operation
	target string // service.operation
	method string
	path   []piece
	params []param
	inputs map[string]input // by name: where a member of `with` goes
	needed []string         // names of the required inputs

	media      string // the Content-Type of the body; "" if there is none
	mediaJSON  bool
	bodyObject bool // an object is a right body
	bodyNeeded bool // a request without a body is wrong
}

// input says what becomes of one member of `with`.
type input struct {
	param    int // index into params; -1: a field of the body
	need     int // index into needed; -1: not required
	nullable bool
	clash    bool
}

// operation lowers one operation; shared are the parameters of its path.
func (l *loader) operation(method, path string, op document.Node, shared []param) *operation {
	o := &operation{method: strings.ToUpper(method), inputs: map[string]input{}}
	o.Name = nameOf(op.Get("operationId").Text(), method, path)
	o.Doc = firstLine(op.Get("summary").Text(), op.Get("description").Text())
	o.Idempotent = slices.Contains([]string{"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"}, o.method)
	if id := op.Get("operationId"); id.OK() && id.Text() == "" {
		l.set.Found.Errorf(id.Pos(), codeShape, "an operationId is a word")
	}
	if op.Get("servers").OK() {
		o.unsupported("it has servers of its own, which is not supported")
	}
	o.addParams(path, override(shared, l.parameters(op.Get("parameters"))))
	l.body(o, op.Get("requestBody"))
	return o
}

func firstLine(texts ...string) string {
	for _, t := range texts {
		if line, _, _ := strings.Cut(strings.TrimSpace(t), "\n"); line != "" {
			return line
		}
	}
	return ""
}

// unsupported keeps the first reason.
func (o *operation) unsupported(format string, args ...any) {
	if o.Unsupported == "" {
		o.Unsupported = fmt.Sprintf(format, args...)
	}
}

// addParams cuts the path into pieces and enters the parameters. A place in the path that no parameter is
// declared for takes one of its name.
func (o *operation) addParams(path string, params []param) {
	for _, name := range placesIn(path) {
		if !slices.ContainsFunc(params, func(p param) bool { return p.in == connector.InPath && p.name == name }) {
			params = append(params, param{name: name, in: connector.InPath, required: true, separator: ","})
		}
	}
	if strings.Contains(path, "//") {
		o.unsupported("its path %s has two slashes in a row", path)
	}
	o.params = params
	o.path = cut(path, params)
	for i, p := range params {
		if p.unsupported != "" && p.required {
			o.unsupported("its %s parameter %q %s", p.in, p.name, p.unsupported)
		}
		if p.in == connector.InPath && !slices.Contains(placesIn(path), p.name) {
			o.unsupported("its path %s has no place for the parameter %q", path, p.name)
		}
		o.add(connector.Input{Name: p.name, In: p.in, Required: p.required, Unsupported: p.unsupported}, i)
	}
}

// add enters an input; a second one of the same name cannot be told apart in `with`.
func (o *operation) add(in connector.Input, param int) {
	known, clash := o.inputs[in.Name]
	if !clash {
		known = input{param: param, need: -1, nullable: in.Nullable}
		o.Inputs = append(o.Inputs, in)
	}
	known.clash = clash
	if in.Required && known.need < 0 {
		known.need = len(o.needed)
		o.needed = append(o.needed, in.Name)
	}
	o.inputs[in.Name] = known
	if clash {
		i := slices.IndexFunc(o.Inputs, func(i connector.Input) bool { return i.Name == in.Name })
		o.Inputs[i].Clash = true
		o.Inputs[i].Required = known.need >= 0
	}
}

// body lowers the request body: the first JSON type that the contract offers, else the first it has.
func (l *loader) body(o *operation, ref document.Node) {
	if !ref.OK() {
		return
	}
	b := l.set.Follow(ref)
	if !b.OK() {
		return
	}
	if !b.IsMapping() {
		l.set.Found.Errorf(b.Pos(), codeShape, "a request body is a mapping")
		return
	}
	media, schema := pickMedia(b.Get("content"))
	if media == "" {
		return
	}
	o.HasBody, o.media, o.mediaJSON = true, media, isJSON(media)
	o.bodyNeeded = b.Get("required").IsTrue()
	if !o.mediaJSON {
		if strings.HasPrefix(media, "multipart/") || media == "application/x-www-form-urlencoded" || strings.Contains(media, "*") {
			o.unsupported("its body is %s, which is not supported", media)
		}
		return
	}
	s := l.shapeOf(schema)
	o.OpenBody, o.bodyObject = s.open, s.takesObject()
	for _, f := range s.fields {
		o.add(connector.Input{Name: f.name, In: connector.InBody, Required: f.required && o.bodyNeeded, Nullable: f.nullable}, -1)
	}
}

// pickMedia is the media type that is sent, with its schema.
func pickMedia(content document.Node) (media string, schema document.Node) {
	for key, c := range content.Members() {
		name, _, _ := strings.Cut(strings.ToLower(key.Text()), ";")
		name = strings.TrimSpace(name)
		switch name {
		case "*/*", "application/*":
			name = "application/json"
		case "text/*":
			name = "text/plain"
		}
		if media == "" || isJSON(name) && !isJSON(media) {
			media, schema = name, c.Get("schema")
		}
	}
	return media, schema
}

// isJSON tells whether a media type without parameters, in lower case, is JSON (RFC 6839, section 3.1).
func isJSON(media string) bool {
	return media == "application/json" || strings.HasSuffix(media, "+json")
}
