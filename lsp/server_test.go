package lsp

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

const wrong = "workflow: w\nsteps:\n  - { call: stock.getArticl, with: { sku: a } }\n"

func TestSession(t *testing.T) {
	dir := folder(t, shop())
	uri := uriOf(filepath.Join(dir, "workflows/w.yaml"))
	s := begin(t, dir)
	s.open(uri, wrong)
	p := s.wait(uri, messages(1, `has no operation "getArticl" (did you mean stock.getArticle?)`))
	d := p.Diagnostics[0]
	if want := (span{position{2, 18}, position{2, 27}}); d.Range != want || d.Severity != severityError || d.Code == "" || d.Source != "tutti" || *p.Version != 1 {
		t.Errorf("got %+v, want it at %v", d, want)
	}
	var actions []codeAction
	s.call("textDocument/codeAction", codeActionParams{documentID{uri}, d.Range}, &actions)
	if len(actions) != 1 || actions[0].Edit.Changes[uri][0].NewText != "getArticle" || !actions[0].IsPreferred {
		t.Fatalf("got %+v, want the mend", actions)
	}
	s.call("textDocument/codeAction", codeActionParams{documentID{uri}, span{}}, &actions)
	if len(actions) != 0 {
		t.Errorf("at another place: got %+v", actions)
	}
	in := s.change(uri, 2, wrong, "getArticl", "getArticle")
	s.wait(uri, messages(0, ""))
	in = s.change(uri, 3, in, "sku: a", "sku: $inptu.😀")
	s.wait(uri, messages(1, ""))
	s.change(uri, 4, in, "$inptu.😀", "a")
	if p := s.wait(uri, messages(0, "")); *p.Version != 4 {
		t.Errorf("version %d, want 4", *p.Version)
	}
	s.notify("textDocument/didSave", documentParams{documentID{uri}})
	s.notify("textDocument/didClose", documentParams{documentID{uri}})
	s.end()
}

// A change of one file shows in the others: contracts, tutti.yaml and workflows depend on each other.
func TestWholeProject(t *testing.T) {
	files := shop()
	files["workflows/v.yaml"] = "workflow: v\nsteps:\n  - run: w\n  - { call: stock.order, with: { lines: [], speed: slow } }\n"
	dir := folder(t, files)
	w, v, contract := uriOf(filepath.Join(dir, "workflows/w.yaml")), uriOf(filepath.Join(dir, "workflows/v.yaml")), uriOf(filepath.Join(dir, "openapi/stock.yaml"))
	s := begin(t, dir)
	s.open(w, files["workflows/w.yaml"])
	s.wait(w, messages(0, ""))
	in := s.change(w, 2, files["workflows/w.yaml"], "workflow: w", "workflow: other")
	s.wait(v, messages(1, `unknown workflow "w"`))
	s.change(w, 3, in, "other", "w")
	s.wait(v, messages(0, ""))
	s.open(contract, strings.Replace(stock, "operationId: order", "operationId: buy", 1))
	s.wait(v, messages(1, `has no operation "order"`))
	s.notify("textDocument/didClose", documentParams{documentID{contract}}) // as it is on the disk
	s.wait(v, messages(0, ""))
	if err := os.WriteFile(pathOf(contract), []byte(strings.Replace(stock, "operationId: order", "operationId: get", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	s.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": contract, "type": 2}}})
	s.wait(v, messages(1, `has no operation "order"`))
	s.end()
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.Join(s.asked, " ") != "client/registerCapability" {
		t.Errorf("the server asked for %v", s.asked)
	}
}

func TestRoots(t *testing.T) {
	files := shop()
	files["workflows/w.yaml"] = wrong
	one, two := folder(t, files), folder(t, files)
	s := begin(t, one)
	first, second := uriOf(filepath.Join(one, "workflows/w.yaml")), uriOf(filepath.Join(two, "workflows/w.yaml"))
	s.wait(first, messages(1, "getArticl")) // nothing of it is open
	s.notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{
		"added": []any{map[string]any{"uri": uriOf(two)}}, "removed": []any{map[string]any{"uri": uriOf(one)}},
	}})
	s.wait(second, messages(1, "getArticl"))
	s.wait(first, messages(0, ""))
	s.end()
}

// A file in no project is checked by itself if it says that it is a workflow; other files are left alone.
func TestAlone(t *testing.T) {
	dir := folder(t, map[string]string{"a.yaml": "", "b.yaml": "", "c.json": ""})
	at := func(name string) string { return uriOf(filepath.Join(dir, name)) }
	s := begin(t)
	s.open(at("b.yaml"), "services: { web: { image: nginx } }\n")
	s.open(at("c.json"), "{")
	s.open("untitled:Untitled-1", wrong)
	s.open(at("a.yaml"), "workflow: a\nsteps:\n  - set: { a: $inptu }\n")
	s.wait(at("a.yaml"), messages(1, "$inptu"))
	s.wait(at("b.yaml"), messages(0, ""))
	var items completionList
	s.call("textDocument/completion", positionParams{documentID{at("a.yaml")}, position{2, 15}}, &items)
	if len(items.Items) == 0 {
		t.Error("nothing is offered in a file by itself")
	}
	for _, uri := range []string{at("b.yaml"), at("c.json"), "untitled:Untitled-1"} {
		s.call("textDocument/completion", positionParams{documentID{uri}, position{0, 0}}, &items)
		if len(items.Items) > 0 {
			t.Errorf("%s: offered %+v", uri, items.Items)
		}
	}
	s.notify("textDocument/didClose", documentParams{documentID{at("a.yaml")}})
	s.wait(at("a.yaml"), messages(0, ""))
	s.end()
	if told := s.found[at("c.json")]; len(told) > 0 {
		t.Errorf("told of c.json: %+v", told)
	}
}

// A project is one from the moment that it has a tutti.yaml, in the editor or on the disk, until it has none.
func TestNewProject(t *testing.T) {
	files := shop()
	project := files["tutti.yaml"]
	delete(files, "tutti.yaml")
	dir := folder(t, files)
	w, p := uriOf(filepath.Join(dir, "workflows/w.yaml")), uriOf(filepath.Join(dir, "tutti.yaml"))
	changed := map[string]any{"changes": []any{map[string]any{"uri": p, "type": 1}}}
	alone, together := messages(1, `unknown service "stock"`), messages(1, `has no operation "getArticl"`)
	s := begin(t)
	s.open(w, wrong)
	s.wait(w, alone)
	s.open(p, project)
	if err := os.WriteFile(pathOf(p), []byte(project), 0o600); err != nil {
		t.Fatal(err)
	}
	s.notify("textDocument/didSave", documentParams{documentID{p}})
	s.wait(w, together)
	s.notify("textDocument/didClose", documentParams{documentID{p}})
	if err := os.Remove(pathOf(p)); err != nil {
		t.Fatal(err)
	}
	s.notify("workspace/didChangeWatchedFiles", changed)
	s.wait(w, alone)
	if err := os.WriteFile(pathOf(p), []byte(project), 0o600); err != nil {
		t.Fatal(err)
	}
	s.notify("workspace/didChangeWatchedFiles", changed)
	s.wait(w, together)
	s.end()
}

func TestRefusals(t *testing.T) {
	dir := folder(t, shop())
	uri := uriOf(filepath.Join(dir, "workflows/w.yaml"))
	s := begin(t, dir)
	for method, want := range map[string]string{
		"textDocument/hover": "is not open", "textDocument/completion": "is not open", "textDocument/rename": "is not open",
		"textDocument/formatting": "is not supported", "initialize": "comes once",
	} {
		if err := s.try(method, positionParams{TextDocument: documentID{uri}}, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", method, err, want)
		}
	}
	s.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": uri, "version": 2}, "contentChanges": []any{}})
	s.notify("textDocument/didClose", documentParams{documentID{uri}})
	s.notify("textDocument/didOpen", "nonsense")
	s.notify("$/cancelRequest", map[string]any{"id": 99})
	s.notify("$/setTrace", map[string]any{"value": "off"})
	if err := s.try("textDocument/hover", []int{1}, nil); err == nil {
		t.Error("a list for parameters is taken")
	}
	s.call("shutdown", nil, nil)
	if err := s.try("textDocument/hover", positionParams{TextDocument: documentID{uri}}, nil); err == nil || !strings.Contains(err.Error(), "shut down") {
		t.Errorf("after the shutdown: got %v", err)
	}
	s.notify("exit", nil)
	if err := <-s.done; err != nil {
		t.Error(err)
	}
}

// A request that is cancelled is answered with the protocol's error for it, and the next one is answered.
func TestCancel(t *testing.T) {
	dir := folder(t, shop())
	uri := uriOf(filepath.Join(dir, "workflows/w.yaml"))
	s := begin(t, dir)
	s.open(uri, wrong)
	at := positionParams{documentID{uri}, position{2, 12}}
	// The project is not read yet, so the request waits, and is cancelled while it does.
	call, err := s.conn.DispatchCall(t.Context(), "textDocument/completion", at, jsonrpc2.PickID(jsonrpc2.ID{Num: 77}))
	if err != nil {
		t.Fatal(err)
	}
	s.notify("$/cancelRequest", map[string]any{"id": 77})
	var known *jsonrpc2.Error
	if err := call.Wait(t.Context(), nil); !errors.As(err, &known) || known.Code != codeCancelled {
		t.Errorf("got %v, want the error of a cancelled request", err)
	}
	var items completionList
	s.call("textDocument/completion", at, &items)
	if len(items.Items) == 0 {
		t.Error("nothing is offered afterwards")
	}
	s.end()
}

// A client that only goes away has not asked for it: the exit code tells.
func TestGone(t *testing.T) {
	in, out := io.Pipe()
	_ = out.Close()
	if err := Serve(t.Context(), in, io.Discard, Config{}); !errors.Is(err, ErrNoShutdown) {
		t.Errorf("got %v, want %v", err, ErrNoShutdown)
	}
	in, out = io.Pipe()
	defer func() { _ = out.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := Serve(ctx, in, io.Discard, Config{}); err != nil {
		t.Errorf("stopped from outside: got %v", err)
	}
}

func TestFraming(t *testing.T) {
	for text, want := range map[string]string{
		"Content-Length: 2\r\n\r\n{}":                                  "",
		"content-length:2\r\nContent-Type: application/json\r\n\r\n{}": "",
		"Content-Length: 2\n\n{}":                                      "",
		"Content-Length: -1\r\n\r\n{}":                                 "is not read",
		"Content-Length: 99999999999\r\n\r\n{}":                        "is not read",
		"Content-Length: x\r\n\r\n{}":                                  "is not read",
		"Content-Length: 9\r\n\r\n{}":                                  "EOF",
		strings.Repeat("X: y\r\n", 20) + "Content-Length: 2\r\n\r\n{}": "no Content-Length",
		strings.Repeat("X", 10000) + "\r\nContent-Length: 2\r\n\r\n{}": "buffer full",
		"Content-Length: 2\r\n\r\n[}":                                  "invalid",
		"":                                                             "EOF",
	} {
		var v any
		err := framing{}.ReadObject(bufio.NewReader(strings.NewReader(text)), &v)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: got %v, want %q", text, err, want)
		}
	}
}
