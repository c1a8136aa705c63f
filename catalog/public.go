package catalog

import (
	"slices"
	"strings"

	"tutti/diag"
	"tutti/document"
	"tutti/flow"
	"tutti/openapi"
)

// The codes of what can be wrong between a project and the contract that its clients see.
const (
	CodeNoRoute    = "G505" // a route that the contract does not have
	CodeUnserved   = "G506" // an operation without a workflow; a warning
	CodeRoute      = "G507" // the route of a workflow is not that of its operation
	CodeUnservable = "G508" // an operation that cannot be served
)

// Public is the contract that clients see.
type Public struct {
	JSON, YAML []byte // the document, with what is served
}

// public reads the contract that clients see and binds its operations to the workflows of their names.
func (l *loader) public() {
	contract := l.project.Flow.Gateway.Contract
	if contract.Text == "" {
		return
	}
	set := document.NewSet(l.folder.read)
	doc := openapi.Load(set, contract.Text, contract.Pos, openapi.Options{Docs: l.folder.editing()})
	if doc != nil {
		b := &binding{loader: l, doc: doc, claimed: map[*openapi.Operation]bool{}}
		b.all()
		if !l.folder.editing() {
			b.publish(set, contract.Text)
		}
	}
	l.add(set.Found, contract.File)
}

// add takes over what was found in files of the project, whose names are relative to it; those of the file own are not.
func (l *loader) add(found diag.List, own string) {
	for _, d := range found {
		if d.Pos.File != own {
			d.Pos.File = l.folder.shown(d.Pos.File)
		}
		l.diags.Add(d)
	}
}

// binding brings workflows and operations together.
type binding struct {
	*loader
	doc     *openapi.Document
	claimed map[*openapi.Operation]bool // by a workflow, whether or not they can be served
}

func (b *binding) all() {
	for _, w := range b.project.Workflows {
		op := b.operationOf(w)
		if op == nil {
			continue
		}
		b.claimed[op] = true
		if b.servable(op) {
			w.Public = op
		}
	}
	for _, op := range b.doc.Operations {
		if !b.claimed[op] && !b.unread {
			b.unserved(op)
		}
	}
}

// operationOf is the operation that a workflow serves: that of its route, or else that of its name, which gives it a route. nil: none.
func (b *binding) operationOf(w *Workflow) *openapi.Operation {
	named := b.find(func(op *openapi.Operation) bool { return op.Name == w.Definition.Name.Text })
	route := routeOf(w.Definition)
	switch {
	case route == nil && named == nil:
		return nil
	case route == nil:
		at := named.At
		at.File = b.folder.shown(at.File)
		w.Definition.Triggers = append(w.Definition.Triggers, &flow.HTTP{
			Pos: at, Method: named.Method, Path: b.doc.Base(named) + named.Path, Public: named.Open(),
		})
		return named
	}
	written := route.Method + " " + route.Path
	there := b.find(func(op *openapi.Operation) bool { return b.route(op) == written })
	switch {
	case named != nil && there != named:
		b.diags.Add(diag.Diagnostic{
			Pos: route.Pos, Code: CodeRoute, Suggestion: "leave http out, or write it like that",
			Message: "the operation " + named.Name + " of the contract is " + b.route(named) + ", and not " + written,
		})
		return named
	case there == nil:
		b.diags.Add(diag.Diagnostic{
			Pos: route.Pos, Code: CodeNoRoute, Message: "the contract has no " + written, Suggestion: b.nearest(written),
		})
		return nil
	}
	route.Public = route.Public || there.Open()
	return there
}

func (b *binding) find(is func(*openapi.Operation) bool) *openapi.Operation {
	if i := slices.IndexFunc(b.doc.Operations, is); i >= 0 {
		return b.doc.Operations[i]
	}
	return nil
}

// route is the route of an operation, as workflows write it.
func (b *binding) route(op *openapi.Operation) string {
	return op.Method + " " + b.doc.Base(op) + op.Path
}

// nearest is the route of the contract that was most likely meant.
func (b *binding) nearest(written string) string {
	var routes []string
	for _, op := range b.doc.Operations {
		routes = append(routes, b.route(op))
	}
	if mend := diag.DidYouMean(written, routes); mend != "" {
		return mend
	}
	if len(routes) == 0 || len(routes) > 5 {
		return ""
	}
	return "it has " + strings.Join(routes, ", ")
}

// servable reports an operation that cannot be served.
func (b *binding) servable(op *openapi.Operation) bool {
	at, why, mend := op.At, op.Unservable(), ""
	if base := b.doc.Base(op); why == "" && base != "" && op.Path == "/" {
		why, mend = "its path is "+base+"/, and no path with a slash at its end is served", "put it below the server's path"
	}
	if why == "" && len(op.Security) > 0 && !op.Open() {
		at, why = op.Security[0][0].At, "its security needs authentication, which is not in this version"
		mend = "write `security: []` if everybody may call it"
	}
	if why == "" {
		return true
	}
	at.File = b.folder.shown(at.File)
	b.diags.Add(diag.Diagnostic{Pos: at, Code: CodeUnservable, Message: "the operation " + op.Name + " cannot be served: " + why, Suggestion: mend})
	return false
}

// publish makes the document that clients get.
func (b *binding) publish(set *document.Set, path string) {
	text := b.doc.Bundle(set, path, func(op *openapi.Operation) bool {
		return slices.ContainsFunc(b.project.Workflows, func(w *Workflow) bool { return w.Public == op })
	})
	b.project.Public = &Public{JSON: text.Raw(), YAML: openapi.YAML(text)}
}

// unserved warns of an operation that nobody serves.
func (b *binding) unserved(op *openapi.Operation) {
	at := op.At
	at.File = b.folder.shown(at.File)
	mend := diag.DidYouMean(op.Name, b.project.WorkflowNames())
	if mend == "" {
		mend = "write workflows/" + op.Name + ".yaml"
	}
	b.diags.Add(diag.Diagnostic{
		Pos: at, Severity: diag.Warning, Code: CodeUnserved, Message: "no workflow serves the operation " + op.Name + " of the contract", Suggestion: mend,
	})
}

// routeOf is the route that a workflow has; nil: none.
func routeOf(d *flow.Definition) *flow.HTTP {
	for _, t := range d.Triggers {
		if h, ok := t.(*flow.HTTP); ok {
			return h
		}
	}
	return nil
}
