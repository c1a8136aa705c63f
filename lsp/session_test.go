package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// session is a client and a server that speak with each other.
type session struct {
	t    testing.TB
	conn *jsonrpc2.Conn
	done chan error // what Serve returned

	mu    sync.Mutex
	news  chan struct{}
	found map[string][]publishParams // by URI, the latest last
	asked []string                   // requests of the server
}

// begin starts a session with folders; what is left of it ends with the test.
func begin(t testing.TB, folders ...string) *session {
	t.Helper()
	s := &session{t: t, done: make(chan error, 1), news: make(chan struct{}, 1), found: map[string][]publishParams{}}
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	go func() {
		err := Serve(context.Background(), toServer, fromServer, Config{Version: "1"})
		_ = fromServer.Close()
		s.done <- err
	}()
	stream := jsonrpc2.NewBufferedStream(rw{toClient, fromClient}, jsonrpc2.VSCodeObjectCodec{})
	s.conn = jsonrpc2.NewConn(context.Background(), stream, jsonrpc2.HandlerWithError(s.handle))
	t.Cleanup(func() { _ = s.conn.Close() })
	var list []map[string]string
	for _, f := range folders {
		list = append(list, map[string]string{"uri": uriOf(f), "name": filepath.Base(f)})
	}
	s.call("initialize", map[string]any{
		"processId": 1, "rootUri": nil, "workspaceFolders": list,
		"capabilities": map[string]any{"workspace": map[string]any{"didChangeWatchedFiles": map[string]any{"dynamicRegistration": true}}},
	}, nil)
	s.notify("initialized", map[string]any{})
	return s
}

type rw struct {
	io.ReadCloser
	io.WriteCloser
}

func (c rw) Close() error { return errors.Join(c.ReadCloser.Close(), c.WriteCloser.Close()) }

// handle takes what the server tells and asks.
func (s *session) handle(_ context.Context, _ *jsonrpc2.Conn, r *jsonrpc2.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Method != "textDocument/publishDiagnostics" {
		s.asked = append(s.asked, r.Method)
		return nil, nil
	}
	var p publishParams
	if err := json.Unmarshal(*r.Params, &p); err != nil {
		return nil, err
	}
	s.found[p.URI] = append(s.found[p.URI], p)
	select {
	case s.news <- struct{}{}:
	default:
	}
	return nil, nil
}

func (s *session) call(method string, params, result any) {
	s.t.Helper()
	if err := s.try(method, params, result); err != nil {
		s.t.Fatalf("%s: %v", method, err)
	}
}

func (s *session) try(method string, params, result any) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return s.conn.Call(ctx, method, params, result)
}

func (s *session) notify(method string, params any) {
	s.t.Helper()
	if err := s.conn.Notify(context.Background(), method, params); err != nil {
		s.t.Fatalf("%s: %v", method, err)
	}
}

func (s *session) open(uri, text string) {
	s.t.Helper()
	s.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
}

// change replaces the first part of a text that the client knows.
func (s *session) change(uri string, version int, in, old, with string) string {
	s.t.Helper()
	from := strings.Index(in, old)
	at := newText(in).span(from, from+len(old))
	s.notify("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": uri, "version": version}, "contentChanges": []any{map[string]any{"range": at, "text": with}},
	})
	return strings.Replace(in, old, with, 1)
}

// wait gives what the server tells of a document, as soon as it is as wanted.
func (s *session) wait(uri string, wanted func(publishParams) bool) publishParams {
	s.t.Helper()
	timeout := time.After(10 * time.Second)
	for {
		s.mu.Lock()
		told := s.found[uri]
		s.mu.Unlock()
		if len(told) > 0 && wanted(told[len(told)-1]) {
			return told[len(told)-1]
		}
		select {
		case <-s.news:
		case <-timeout:
			s.t.Fatalf("%s: nothing of the kind was told; told was %+v", uri, told)
		}
	}
}

// messages wants so many findings, of which the first says something.
func messages(n int, first string) func(publishParams) bool {
	return func(p publishParams) bool {
		return len(p.Diagnostics) == n && (n == 0 || strings.Contains(p.Diagnostics[0].Message, first))
	}
}

// end says goodbye in order and waits for the server.
func (s *session) end() {
	s.t.Helper()
	s.call("shutdown", nil, nil)
	s.notify("exit", nil)
	if err := <-s.done; err != nil {
		s.t.Errorf("Serve: %v", err)
	}
}
