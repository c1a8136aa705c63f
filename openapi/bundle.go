package openapi

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"tutti/diag"
	"tutti/document"
	"tutti/value"
)

// maxBundle bounds how many nodes a bundle has: what other files say is written where it is used.
const maxBundle = 1_000_000

// Bundle is the document at path, from which d was loaded by the same set, as one document for clients: the operations that are served,
// on this server. Schemas of other files become components; whatever else stands in other files is put in where it is used. What cannot be
// put together is told to set.Found.
func (d *Document) Bundle(set *document.Set, path string, served func(*Operation) bool) value.Value {
	root := set.Open(path, diag.Pos{File: path, Line: 1, Col: 1})
	b := &bundler{doc: d, set: set, root: root, served: served, to: value.NewBuilder(64 << 10), names: map[document.Node]string{}, taken: map[string]bool{}, left: maxBundle}
	for name := range root.Get("components").Get("schemas").Members() {
		b.taken[name.Text()] = true
	}
	b.document()
	return b.to.Done()
}

type bundler struct {
	doc    *Document
	set    *document.Set
	root   document.Node
	served func(*Operation) bool
	to     *value.Builder
	names  map[document.Node]string // of the schemas that become components
	taken  map[string]bool
	todo   []document.Node // such schemas that are not written yet
	around []document.Node // what is being put in
	left   int
}

func (b *bundler) document() {
	b.to.BeginObject()
	components := false
	for key, n := range b.root.Members() {
		switch name := key.Text(); name {
		case "servers":
		case "paths":
			b.servers(basePath(b.doc.Servers))
			b.to.Name(name)
			b.paths(n)
		case "components":
			components = true
			b.to.Name(name)
			b.components(n)
		default:
			b.to.Name(name)
			b.object(name, n)
		}
	}
	if !components && len(b.todo) > 0 {
		b.to.Name("components")
		b.components(document.Node{})
	}
	b.to.EndObject()
}

// servers says where the operations are: here.
func (b *bundler) servers(base string) {
	b.to.Name("servers")
	b.to.BeginArray()
	b.to.Value(value.ObjectOf(value.Member{Name: "url", Value: value.FromString("/" + strings.TrimPrefix(base, "/"))}))
	b.to.EndArray()
}

func (b *bundler) paths(n document.Node) {
	b.to.BeginObject()
	for key, item := range n.Members() {
		if strings.HasPrefix(key.Text(), "x-") {
			b.to.Name(key.Text())
			b.verbatim(item)
			continue
		}
		if slices.ContainsFunc(methods, func(m string) bool { return b.operation(m, key.Text()) != nil }) {
			b.to.Name(key.Text())
			b.path(key.Text(), item)
		}
	}
	b.to.EndObject()
}

// operation is an operation that is served, or nil.
func (b *bundler) operation(method, path string) *Operation {
	i := slices.IndexFunc(b.doc.Operations, func(o *Operation) bool { return o.Path == path && strings.EqualFold(o.Method, method) })
	if i < 0 || !b.served(b.doc.Operations[i]) {
		return nil
	}
	return b.doc.Operations[i]
}

// path writes one path with the operations that are served.
func (b *bundler) path(path string, item document.Node) {
	b.to.BeginObject()
	target := b.set.Follow(item)
	write := func(key, n document.Node) {
		name := key.Text()
		op := b.operation(name, path)
		switch {
		case name == "$ref", name == "servers", slices.Contains(methods, name) && op == nil:
		case op != nil:
			b.to.Name(name)
			b.put(b.set.Follow(n), func(n document.Node) { b.method(op, n) })
		default:
			b.to.Name(name)
			b.object(name, n)
		}
	}
	for key, n := range item.Members() {
		write(key, n)
	}
	if target != item {
		for key, n := range target.Members() {
			if !item.Get(key.Text()).OK() {
				write(key, n)
			}
		}
	}
	b.to.EndObject()
}

func (b *bundler) method(op *Operation, n document.Node) {
	b.to.BeginObject()
	for key, n := range n.Members() {
		if name := key.Text(); name != "servers" {
			b.to.Name(name)
			b.object(name, n)
		}
	}
	if base := b.doc.Base(op); base != basePath(b.doc.Servers) {
		b.servers(base)
	}
	b.to.EndObject()
}

// components writes those of the document and the schemas of other files. Schemas come last, since what stands before them may need more.
func (b *bundler) components(n document.Node) {
	b.to.BeginObject()
	for key, part := range n.Members() {
		if name := key.Text(); name != "schemas" {
			b.to.Name(name)
			b.object(name, part)
		}
	}
	if schemas := n.Get("schemas"); schemas.OK() || len(b.todo) > 0 {
		b.to.Name("schemas")
		b.to.BeginObject()
		for key, s := range schemas.Members() {
			b.to.Name(key.Text())
			b.schema(s)
		}
		for len(b.todo) > 0 {
			s := b.todo[0]
			b.todo = b.todo[1:]
			b.to.Name(b.names[s])
			b.schema(s)
		}
		b.to.EndObject()
	}
	b.to.EndObject()
}

// object writes a part of the document that is no schema, under its key.
func (b *bundler) object(key string, n document.Node) {
	switch {
	case key == "schema":
		b.schema(n)
	case isData(key) || n.IsScalar():
		b.verbatim(n)
	case n.IsList():
		b.to.BeginArray()
		for e := range n.Elems() {
			b.object("", e)
		}
		b.to.EndArray()
	case n.Ref().OK() && !b.isComponent(n.Ref()):
		b.put(b.set.Follow(n), func(target document.Node) { b.object("", target) })
	default:
		b.to.BeginObject()
		for name, m := range n.Members() {
			b.to.Name(name.Text())
			if isNames(key) {
				b.object("", m)
			} else {
				b.object(name.Text(), m)
			}
		}
		b.to.EndObject()
	}
}

// isData tells which keys hold what is not the document's own language.
func isData(key string) bool {
	return key == "example" || key == "value" || key == "info" || strings.HasPrefix(key, "x-")
}

// isNames tells which keys hold a mapping whose own keys are names, not words of the language.
func isNames(key string) bool {
	return slices.Contains([]string{
		"responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "links", "callbacks", "pathItems",
		"webhooks", "content", "encoding",
	}, key)
}

// isComponent tells whether a $ref names a component of the document itself.
func (b *bundler) isComponent(ref document.Node) bool {
	return ref.Root() == b.root && strings.HasPrefix(ref.Text(), "#/components/")
}

// put writes what a reference leads to in its place.
func (b *bundler) put(target document.Node, write func(document.Node)) {
	if b.left--; b.left < 0 || slices.Contains(b.around, target) {
		b.set.Found.Errorf(target.Pos(), document.CodeSize, "this leads to itself, or to too much, so the contract cannot be made one document")
		b.to.Value(value.Value{})
		return
	}
	b.around = append(b.around, target)
	write(target)
	b.around = b.around[:len(b.around)-1]
}

func (b *bundler) verbatim(n document.Node) { b.to.Value(b.set.Value(n)) }

// pull is the name of the component that a schema of another file becomes.
func (b *bundler) pull(n document.Node) string {
	if name, ok := b.names[n]; ok {
		return name
	}
	name := n.Pointer()
	if name == "" {
		name = strings.TrimSuffix(path.Base(n.File()), path.Ext(n.File()))
	}
	name = componentName(name[strings.LastIndexByte(name, '/')+1:])
	free := name
	for i := 2; b.taken[free]; i++ {
		free = name + "_" + strconv.Itoa(i)
	}
	b.taken[free], b.names[n] = true, free
	b.todo = append(b.todo, n)
	return free
}

// componentName is a name that components can have.
func componentName(name string) string {
	name = strings.Map(func(r rune) rune {
		if word(r) || r == '-' || r == '.' {
			return r
		}
		return '_'
	}, name)
	if name == "" {
		return "Schema"
	}
	return name
}

// reference is what a $ref of a schema is in the bundle.
func (b *bundler) reference(ref document.Node) string {
	_, fragment, _ := strings.Cut(ref.Text(), "#")
	before := len(b.set.Found)
	if fragment != "" && fragment[0] != '/' { // an anchor
		if doc := b.set.Document(ref); doc.OK() && doc != b.root {
			b.pull(doc)
		}
		b.set.Found = b.set.Found[:before]
		return "#" + fragment
	}
	target := b.set.Resolve(ref)
	if !target.OK() { // relative to an $id, which the document that has it will have in the bundle too
		b.set.Found = b.set.Found[:before]
		return ref.Text()
	}
	if pointer := target.Pointer(); target.Root() == b.root && strings.HasPrefix(pointer, "/components/schemas/") {
		return "#" + inFragment(pointer)
	}
	return "#/components/schemas/" + inFragment(b.pull(target))
}

// inFragment writes a JSON pointer in a URI.
func inFragment(pointer string) string { return (&url.URL{Fragment: pointer}).EscapedFragment() }
