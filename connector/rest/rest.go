// Package rest calls HTTP services by their OpenAPI contracts, versions 3.0 and 3.1.
// It makes one attempt and follows no redirects; when to try again, and for how long, is not its business.
//
// A contract is walked once, as the nodes of its YAML or JSON, and lowered to what a call needs: a path cut into pieces
// and a table of inputs. The nodes are released.
package rest

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"tutti/connector"
	"tutti/diag"
)

// Connector reads OpenAPI documents, YAML or JSON.
type Connector struct{}

var _ connector.Connector = Connector{}

// Load reads the contract. Its references may lead to other files of the project, never out of it.
func (Connector) Load(src connector.Source) (connector.Contract, diag.List) {
	l := &loader{src: src, docs: map[string]*document{}, refs: map[reference]spot{}}
	c := &contract{service: src.Name.Text}
	if doc := l.open(src.Path, src.Name.Pos); doc != nil {
		l.contract(c, spot{doc, doc.root})
	}
	l.found.Sort()
	if l.found.HasErrors() {
		return nil, l.found
	}
	return c, l.found
}

// contract is a lowered document.
type contract struct {
	service string
	server  string // the first absolute URL among the servers, or ""
	ops     []*operation
}

// Operations are in order of the document.
func (c *contract) Operations() []connector.Operation {
	all := make([]connector.Operation, len(c.ops))
	for i, o := range c.ops {
		all[i] = o.Operation
	}
	return all
}

// methods are the keys of a path item that are operations.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

func (l *loader) contract(c *contract, root spot) {
	if !l.version(root) {
		return
	}
	c.server = serverOf(root)
	paths := root.get("paths")
	if paths.ok() && !paths.is(yaml.MappingNode) && !paths.isNull() {
		l.found.Errorf(paths.pos(), codeShape, "paths is a mapping of paths to operations")
		return
	}
	places := map[string]diag.Pos{}
	for key, item := range paths.members() {
		path := key.text()
		if strings.HasPrefix(path, "x-") {
			continue
		}
		if !strings.HasPrefix(path, "/") {
			l.found.Errorf(key.pos(), codeShape, "the path %q must begin with a slash", path)
			continue
		}
		l.pathItem(c, path, item, places)
	}
}

// pathItem adds the operations of one path; places are those of the operations so far, by name.
func (l *loader) pathItem(c *contract, path string, item spot, places map[string]diag.Pos) {
	target := l.follow(item)
	if target.ok() && !target.is(yaml.MappingNode) {
		l.found.Errorf(target.pos(), codeShape, "a path is a mapping of methods to operations")
		return
	}
	shared := override(l.parameters(target.get("parameters")), l.parameters(item.get("parameters")))
	for _, method := range methods {
		op := item.get(method) // what stands beside a $ref comes first
		if !op.ok() {
			op = target.get(method)
		}
		op = l.follow(op) // OpenAPI has no references to operations, but documents do
		if !op.ok() {
			continue
		}
		if !op.is(yaml.MappingNode) {
			l.found.Errorf(op.pos(), codeShape, "an operation is a mapping")
			continue
		}
		o := l.operation(method, path, op, shared)
		if target.get("servers").ok() {
			o.unsupported("its path has servers of its own, which is not supported")
		}
		if first, taken := places[o.Name]; taken {
			l.found.Errorf(op.pos(), codeTwice, "a second operation is called %q; the first is at %s", o.Name, first)
			continue
		}
		places[o.Name] = op.pos()
		o.target = c.service + "." + o.Name
		c.ops = append(c.ops, o)
	}
}

// version tells whether the document is OpenAPI 3.0 or 3.1.
func (l *loader) version(root spot) bool {
	if !root.is(yaml.MappingNode) {
		l.found.Errorf(root.pos(), codeVersion, "this is no OpenAPI document")
		return false
	}
	v := root.get("openapi")
	if v.text() == "3.0" || v.text() == "3.1" || strings.HasPrefix(v.text(), "3.0.") || strings.HasPrefix(v.text(), "3.1.") {
		return true
	}
	switch old := root.get("swagger"); {
	case old.ok():
		l.found.Add(diag.Diagnostic{
			Pos: old.pos(), Code: codeVersion, Message: "Swagger " + old.text() + " is not supported; OpenAPI 3.0 and 3.1 are",
			Suggestion: "convert the document, for example with swagger2openapi",
		})
	case v.ok():
		l.found.Errorf(v.pos(), codeVersion, "OpenAPI %s is not supported; 3.0 and 3.1 are", v.text())
	default:
		l.found.Errorf(root.pos(), codeVersion, "this is no OpenAPI document: it has no key openapi")
	}
	return false
}

// serverOf is the first absolute URL among the servers, with the defaults of its variables.
func serverOf(root spot) string {
	for s := range root.get("servers").elems() {
		u := s.get("url").text()
		for name, v := range s.get("variables").members() {
			u = strings.ReplaceAll(u, "{"+name.text()+"}", v.get("default").text())
		}
		if strings.HasPrefix(u, "http://") || strings.HasPrefix(u, "https://") {
			return u
		}
	}
	return ""
}
