package lsp

import (
	"context"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// initialize answers the first request.
func (s *server) initialize(r *jsonrpc2.Request) (any, error) {
	p, err := read[initializeParams](r)
	if err != nil {
		return nil, err
	}
	folders := p.WorkspaceFolders
	if len(folders) == 0 && p.RootURI != "" {
		folders = []workspaceFolder{{p.RootURI}}
	}
	s.mu.Lock()
	s.folders, s.watches = folders, p.Capabilities.Workspace.DidChangeWatchedFiles.DynamicRegistration
	s.mu.Unlock()
	s.setState(ready)
	return map[string]any{
		"capabilities": capabilities(),
		"serverInfo":   map[string]string{"name": "tutti", "version": s.cfg.Version},
	}, nil
}

func (s *server) setState(to state) {
	s.mu.Lock()
	s.state = to
	s.mu.Unlock()
}

// capabilities are what the server can do.
func capabilities() map[string]any {
	const incremental = 2
	return map[string]any{
		"positionEncoding":       "utf-16",
		"textDocumentSync":       map[string]any{"openClose": true, "change": incremental, "save": true},
		"completionProvider":     map[string]any{"triggerCharacters": []string{".", "$", ":", `"`, " "}},
		"hoverProvider":          true,
		"definitionProvider":     true,
		"referencesProvider":     true,
		"documentSymbolProvider": true,
		"renameProvider":         map[string]any{"prepareProvider": true},
		"codeActionProvider":     map[string]any{"codeActionKinds": []string{"quickfix"}},
		"workspace":              map[string]any{"workspaceFolders": map[string]any{"supported": true, "changeNotifications": true}},
	}
}

// notified takes what the client tells. What it tells wrongly is logged: nobody waits for an answer.
func (s *server) notified(ctx context.Context, r *jsonrpc2.Request) {
	if r.Method == "exit" {
		s.leave()
		return
	}
	if s.admit(r.Method) != nil {
		return
	}
	_, err := s.guarded(r.Method, func() (any, error) { return nil, s.told(ctx, r) })
	if err != nil {
		s.cfg.Log.Printf("%s: %v", r.Method, err)
	}
}

// leave ends the session when what was asked is answered, or the client has not taken the answers for a while.
func (s *server) leave() {
	answered := make(chan struct{})
	go func() { // ends when the connection is closed, at the latest
		s.answers.Wait()
		close(answered)
	}()
	select {
	case <-answered:
	case <-time.After(grace):
	}
	_ = s.conn.Close() // an error means that it is closed
}

func (s *server) told(ctx context.Context, r *jsonrpc2.Request) error {
	switch r.Method {
	case "initialized":
		s.initialized(ctx)
	case "$/cancelRequest":
		return s.cancelled(r)
	case "textDocument/didOpen":
		return tell(r, s.space.open)
	case "textDocument/didChange":
		return tell(r, s.space.change)
	case "textDocument/didClose":
		return tell(r, s.space.close)
	case "textDocument/didSave":
		return tell(r, s.space.saved)
	case "workspace/didChangeWatchedFiles":
		return tell(r, s.space.watched)
	case "workspace/didChangeWorkspaceFolders":
		return tell(r, func(p foldersParams) error {
			s.space.folders(p.Event.Added, p.Event.Removed)
			return nil
		})
	}
	return nil // of what the protocol may tell, the rest changes nothing here
}

// tell hands over a message's parameters.
func tell[T any](r *jsonrpc2.Request, to func(T) error) error {
	p, err := read[T](r)
	if err != nil {
		return err
	}
	return to(p)
}

// cancelled ends a request that the client no longer needs.
func (s *server) cancelled(r *jsonrpc2.Request) error {
	p, err := read[cancelParams](r)
	if err != nil {
		return err
	}
	var id jsonrpc2.ID
	if err := id.UnmarshalJSON(p.ID); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.running[id.String()]; cancel != nil {
		cancel()
	}
	return nil
}

// initialized begins the work: from now on the client may be told something.
func (s *server) initialized(ctx context.Context) {
	s.mu.Lock()
	folders, watches := s.folders, s.watches
	s.folders = nil
	s.mu.Unlock()
	s.space.folders(folders, nil)
	if watches {
		s.watch(ctx)
	}
}

// watch asks the client to tell when files of projects change on the disk. The answer says nothing of use.
func (s *server) watch(ctx context.Context) {
	s.spawn(func() {
		_ = s.conn.Call(ctx, "client/registerCapability", map[string]any{"registrations": []any{map[string]any{
			"id": "files", "method": "workspace/didChangeWatchedFiles",
			"registerOptions": map[string]any{"watchers": []any{map[string]string{"globPattern": "**/*.{yaml,yml,json}"}}},
		}}}, nil)
	})
}
