package schema

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tutti/diag"
	"tutti/document"
)

// resource is a document, or a part of one with an $id of its own. It is what all its schemas keep of it.
type resource struct {
	file    string
	paths   map[*Schema]string // the JSON pointers of the schemas that stand in no other
	dynamic map[string]*Schema // by $dynamicAnchor
	family  *family
}

// family is what all resources of a Compiler share.
type family struct {
	dynamic bool // there is a $dynamicRef
}

// home is what is known of a resource while its schemas are compiled.
type home struct {
	root    document.Node
	base    *url.URL
	anchors map[string]document.Node
	dynamic map[string]document.Node // those of the anchors that are dynamic
	res     *resource                // nil until a schema of it is compiled
}

// names are the resources of one document.
type names struct {
	main  *home
	inner map[document.Node]*home // by root; nil in the usual document, which names nothing
}

// homeOf is the resource that a node belongs to: the innermost around it.
func (c *Compiler) homeOf(n document.Node) *home {
	d := c.namesOf(n.Root())
	if d.inner == nil {
		return d.main
	}
	trail := n.Trail()
	for _, at := range slices.Backward(trail) {
		if h := d.inner[at]; h != nil {
			return h
		}
	}
	return d.main
}

// namesOf looks through a document for the names that its schemas give themselves, once.
func (c *Compiler) namesOf(root document.Node) *names {
	d, ok := c.documents[root]
	if !ok {
		d = c.know(root, &url.URL{Scheme: "file", Path: "/" + root.File()})
	}
	return d
}

// know enters a document under a URI.
func (c *Compiler) know(root document.Node, base *url.URL) *names {
	d := &names{main: newHome(root, base)}
	c.documents[root] = d
	c.uris[base.String()] = d.main
	s := search{c, d}
	s.schema(root, d.main, root.Get("openapi").OK() || root.Get("asyncapi").OK())
	return d
}

func newHome(root document.Node, base *url.URL) *home {
	return &home{root: root, base: base, anchors: map[string]document.Node{}, dynamic: map[string]document.Node{}}
}

// resource is what the schemas of a home keep of it.
func (c *Compiler) resource(n document.Node, d Dialect) *resource {
	h := c.homeOf(n)
	if h.res == nil {
		h.res = &resource{file: n.File(), paths: map[*Schema]string{}, dynamic: map[string]*Schema{}, family: c.family}
		for _, name := range slices.Sorted(maps.Keys(h.dynamic)) {
			h.res.dynamic[name] = c.get(h.dynamic[name], d, nil)
		}
	}
	return h.res
}

// target is what the $ref of n leads to, or nothing after a finding.
func (c *Compiler) target(n document.Node) document.Node { return c.resolve(n.Ref()) }

// resolve is what a $ref leads to, by the URIs that schemas give themselves or else by file. Whoever gives his schemas an
// $id mostly still refers to the files beside.
func (c *Compiler) resolve(ref document.Node) document.Node {
	file, fragment, _ := strings.Cut(ref.Text(), "#")
	h := c.homeOf(ref)
	if file == "" && h.root == ref.Root() && (fragment == "" || fragment[0] == '/') {
		return c.set.Resolve(ref)
	}
	if file != "" {
		if h = c.named(h, file); h == nil {
			root := c.set.Document(ref)
			if !root.OK() {
				return document.Node{}
			}
			h = c.namesOf(root).main
		}
	}
	if fragment == "" || fragment[0] == '/' {
		return c.set.Part(h.root, ref)
	}
	return c.anchor(h, ref, fragment)
}

// named is the resource that a URI names, nil if none has it.
func (c *Compiler) named(from *home, file string) *home {
	uri, err := url.Parse(file)
	if err != nil {
		return nil
	}
	return c.uris[from.base.ResolveReference(uri).String()]
}

func (c *Compiler) anchor(h *home, ref document.Node, name string) document.Node {
	n, ok := h.anchors[name]
	if !ok {
		c.set.Found.Add(diag.Diagnostic{
			Pos: ref.Pos(), Code: CodeAnchor, Message: "there is no $anchor " + strconv.Quote(name),
			Suggestion: diag.DidYouMean(name, slices.Sorted(maps.Keys(h.anchors))),
		})
	}
	return n
}
