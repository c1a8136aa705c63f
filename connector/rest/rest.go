// Package rest calls HTTP services by their OpenAPI contracts, versions 3.0 and 3.1.
// It makes one attempt and follows no redirects; when to try again, and for how long, is not its business.
//
// A contract is walked once, as the nodes of its YAML or JSON, and lowered to what a call needs: a path cut into pieces
// and a table of inputs. The nodes are released.
package rest

import (
	"strings"

	"tutti/connector"
	"tutti/diag"
	"tutti/document"
)

// Connector reads OpenAPI documents, YAML or JSON.
type Connector struct{}

var _ connector.Connector = Connector{}

// Load reads the contract. Its references may lead to other files of the project, never out of it.
func (Connector) Load(src connector.Source) (connector.Contract, diag.List) {
	l := &loader{set: document.NewSet(src.Read)}
	c := &contract{service: src.Name.Text}
	if root := l.set.Open(src.Path, src.Name.Pos); root.OK() {
		l.contract(c, root)
	}
	l.set.Found.Sort()
	if l.set.Found.HasErrors() {
		return nil, l.set.Found
	}
	return c, l.set.Found
}

// loader lowers one contract.
type loader struct {
	set     *document.Set
	schemas int // looked at so far
}

// maxSchemas bounds the schemas looked at, one as often as it is referred to.
const maxSchemas = 1_000_000

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

func (l *loader) contract(c *contract, root document.Node) {
	if !l.version(root) {
		return
	}
	c.server = serverOf(root)
	paths := root.Get("paths")
	if paths.OK() && !paths.IsMapping() && !paths.IsNull() {
		l.set.Found.Errorf(paths.Pos(), codeShape, "paths is a mapping of paths to operations")
		return
	}
	places := map[string]diag.Pos{}
	for key, item := range paths.Members() {
		path := key.Text()
		if strings.HasPrefix(path, "x-") {
			continue
		}
		if !strings.HasPrefix(path, "/") {
			l.set.Found.Errorf(key.Pos(), codeShape, "the path %q must begin with a slash", path)
			continue
		}
		l.pathItem(c, path, item, places)
	}
}

// pathItem adds the operations of one path; places are those of the operations so far, by name.
func (l *loader) pathItem(c *contract, path string, item document.Node, places map[string]diag.Pos) {
	target := l.set.Follow(item)
	if target.OK() && !target.IsMapping() {
		l.set.Found.Errorf(target.Pos(), codeShape, "a path is a mapping of methods to operations")
		return
	}
	shared := override(l.parameters(target.Get("parameters")), l.parameters(item.Get("parameters")))
	for _, method := range methods {
		op := item.Get(method) // what stands beside a $ref comes first
		if !op.OK() {
			op = target.Get(method)
		}
		op = l.set.Follow(op) // OpenAPI has no references to operations, but documents do
		if !op.OK() {
			continue
		}
		if !op.IsMapping() {
			l.set.Found.Errorf(op.Pos(), codeShape, "an operation is a mapping")
			continue
		}
		o := l.operation(method, path, op, shared)
		if target.Get("servers").OK() {
			o.unsupported("its path has servers of its own, which is not supported")
		}
		if first, taken := places[o.Name]; taken {
			l.set.Found.Errorf(op.Pos(), document.CodeTwice, "a second operation is called %q; the first is at %s", o.Name, first)
			continue
		}
		places[o.Name] = op.Pos()
		o.target = c.service + "." + o.Name
		c.ops = append(c.ops, o)
	}
}

// version tells whether the document is OpenAPI 3.0 or 3.1.
func (l *loader) version(root document.Node) bool {
	if !root.IsMapping() {
		l.set.Found.Errorf(root.Pos(), codeVersion, "this is no OpenAPI document")
		return false
	}
	v := root.Get("openapi")
	if v.Text() == "3.0" || v.Text() == "3.1" || strings.HasPrefix(v.Text(), "3.0.") || strings.HasPrefix(v.Text(), "3.1.") {
		return true
	}
	switch old := root.Get("swagger"); {
	case old.OK():
		l.set.Found.Add(diag.Diagnostic{
			Pos: old.Pos(), Code: codeVersion, Message: "Swagger " + old.Text() + " is not supported; OpenAPI 3.0 and 3.1 are",
			Suggestion: "convert the document, for example with swagger2openapi",
		})
	case v.OK():
		l.set.Found.Errorf(v.Pos(), codeVersion, "OpenAPI %s is not supported; 3.0 and 3.1 are", v.Text())
	default:
		l.set.Found.Errorf(root.Pos(), codeVersion, "this is no OpenAPI document: it has no key openapi")
	}
	return false
}

// serverOf is the first absolute URL among the servers, with the defaults of its variables.
func serverOf(root document.Node) string {
	for s := range root.Get("servers").Elems() {
		u := s.Get("url").Text()
		for name, v := range s.Get("variables").Members() {
			u = strings.ReplaceAll(u, "{"+name.Text()+"}", v.Get("default").Text())
		}
		if strings.HasPrefix(u, "http://") || strings.HasPrefix(u, "https://") {
			return u
		}
	}
	return ""
}
