package lsp

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"tutti/catalog"
	"tutti/flow"
)

// view is what a request is answered from: a document as it was when the request came, and its project as it was
// read last.
type view struct {
	*buffer
	language language
	dir      string
	catalog  *catalog.Project // never nil
	found    []finding        // in the document
	open     map[string]*text // of the project, by path
}

// language is what a document is written in.
type language uint8

const (
	other language = iota // a contract, or no file of a project at all
	workflowFile
	projectFile
)

// look takes a view of a document. What it yields waits for the project to be read once.
func (w *workspace) look(uri string) (func(context.Context) (*view, error), bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	b := w.buffers[uri]
	if b == nil {
		return nil, false
	}
	v := &view{buffer: b, catalog: &catalog.Project{Flow: &flow.Project{}, Limits: flow.DefaultLimits()}, open: map[string]*text{}}
	p := w.projectOf(b.path)
	if p == nil {
		return func(context.Context) (*view, error) { return v, nil }, true
	}
	v.language, v.dir = languageOf(p, b), p.dir
	for _, o := range w.inside(p) {
		v.open[o.path] = o.text
	}
	return func(ctx context.Context) (*view, error) {
		select {
		case <-p.loaded:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		if p.now.catalog != nil {
			v.catalog = p.now.catalog
		}
		v.found = p.now.found[b.path]
		return v, nil
	}, true
}

func languageOf(p *project, b *buffer) language {
	name, err := filepath.Rel(p.dir, b.path)
	ext := filepath.Ext(name)
	switch {
	case err != nil:
		return other
	case p.alone != "":
		if isWorkflow.MatchString(b.text.src) {
			return workflowFile
		}
	case name == catalog.ProjectFile:
		return projectFile
	case strings.HasPrefix(filepath.ToSlash(name), "workflows/") && (ext == ".yaml" || ext == ".yml"):
		return workflowFile
	}
	return other
}

// text is the text of a file of the project as the client sees it; nil if there is none.
func (v *view) textOf(path string) *text {
	if t := v.open[path]; t != nil {
		return t
	}
	return readText(path)
}

// answer is the work of a request, with the texts as they are now.
func (s *server) answer(r *jsonrpc2.Request) func(context.Context) (any, error) {
	switch r.Method {
	case "textDocument/completion":
		return ask(s, r, complete)
	case "textDocument/hover":
		return ask(s, r, hoverAt)
	case "textDocument/definition":
		return ask(s, r, definition)
	case "textDocument/references":
		return ask(s, r, references)
	case "textDocument/prepareRename":
		return ask(s, r, prepareRename)
	case "textDocument/rename":
		return ask(s, r, rename)
	case "textDocument/documentSymbol":
		return ask(s, r, symbols)
	case "textDocument/codeAction":
		return ask(s, r, codeActions)
	}
	return func(context.Context) (any, error) {
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: r.Method + " is not supported"}
	}
}

// ask reads the parameters of a request about a document, and looks at it.
func ask[P any](s *server, r *jsonrpc2.Request, do func(*view, P) (any, error)) func(context.Context) (any, error) {
	fail := func(err error) func(context.Context) (any, error) {
		return func(context.Context) (any, error) { return nil, err }
	}
	about, err := read[documentParams](r)
	if err != nil {
		return fail(err)
	}
	var p P
	if err := json.Unmarshal(*r.Params, &p); err != nil {
		return fail(&jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: r.Method + ": " + err.Error()})
	}
	look, ok := s.space.look(about.TextDocument.URI)
	if !ok {
		return fail(&jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: about.TextDocument.URI + " is not open"})
	}
	return func(ctx context.Context) (any, error) {
		v, err := look(ctx)
		if err != nil {
			return nil, err
		}
		return do(v, p)
	}
}
