package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tutti/diag"
	"tutti/server"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const contract = `
openapi: 3.1.0
info: { title: s, version: "1" }
paths:
  /slow: { get: { operationId: slow, responses: { "200": { description: ok } } } }
`

func project(t *testing.T, workflow string) string {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"tutti.yaml":       "project: p\nenv: [URL]\nservices: { s: { openapi: s.yaml, url: $env.URL } }\ngateway: { public: true }\n",
		"s.yaml":           contract,
		"workflows/w.yaml": workflow,
	} {
		if err := os.MkdirAll(filepath.Join(dir, "workflows"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func config(dir, url string) server.Config {
	return server.Config{
		Dir: dir, Listen: "127.0.0.1:0", Control: "127.0.0.1:0", Drain: 10 * time.Second,
		Getenv: func(string) (string, bool) { return url, url != "" },
		Log:    slog.New(slog.DiscardHandler),
	}
}

// addresses waits for the file that says where the server listens.
func addresses(t *testing.T, dir string) (at struct{ Gateway, Control string }) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); <-tick.C {
		if b, err := os.ReadFile(filepath.Join(dir, ".tutti", "addresses.json")); err == nil {
			if err := json.Unmarshal(b, &at); err != nil {
				t.Fatal(err)
			}
			return at
		}
	}
	t.Fatal("no addresses.json")
	return at
}

// A stop lets the run under way finish, and its client gets the answer.
func TestDrain(t *testing.T) {
	called, release := make(chan struct{}), make(chan struct{})
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(called)
		<-release
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `"done"`)
	}))
	defer upstream.Close()
	dir := project(t, "workflow: w\non: { http: GET /slow }\nsteps: [ { name: a, call: s.slow }, { return: { body: $a } } ]\n")
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, config(dir, upstream.URL)) }()
	at := addresses(t, dir)

	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer := make(chan string, 1)
	go func() {
		r, err := client.Get("http://" + at.Gateway + "/slow")
		if err != nil {
			answer <- err.Error()
			return
		}
		b, _ := io.ReadAll(io.LimitReader(r.Body, 100))
		_ = r.Body.Close()
		answer <- r.Status + " " + string(b)
	}()
	<-called
	stop()
	for ready := true; ready; { // while it drains, the control address says so
		r, err := client.Get("http://" + at.Control + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		ready = r.StatusCode == http.StatusOK
	}
	select {
	case err := <-ended:
		t.Fatalf("the server ended before its run: %v", err)
	default:
	}
	close(release)
	if got := <-answer; got != `200 OK "done"` {
		t.Errorf("got %q, want the answer", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve ended with %v", err)
	}
}

// A drain waits for the runs that nobody waits for, and no longer than it may.
func TestDrainOfDetachedRuns(t *testing.T) {
	for _, c := range []struct {
		name, wait string
		drain      time.Duration
		calls      int64
	}{
		{"in time", "200ms", 20 * time.Second, 1},
		{"too long", "25s", 50 * time.Millisecond, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var calls atomic.Int64
			upstream := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls.Add(1) }))
			defer upstream.Close()
			dir := project(t, "workflow: w\non: { http: GET /w }\nsteps: [ { run: late, detach: true } ]\n")
			late := "workflow: late\nsteps: [ { wait: " + c.wait + " }, { call: s.slow } ]\n"
			if err := os.WriteFile(filepath.Join(dir, "workflows", "late.yaml"), []byte(late), 0o600); err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			cfg := config(dir, upstream.URL)
			cfg.Drain = c.drain
			go func() { ended <- server.Serve(ctx, cfg) }()
			at := addresses(t, dir)
			client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
			r, err := client.Get("http://" + at.Gateway + "/w")
			if err != nil {
				t.Fatal(err)
			}
			_ = r.Body.Close()
			stop()
			if err := <-ended; err != nil {
				t.Errorf("Serve ended with %v", err)
			}
			if got := calls.Load(); got != c.calls {
				t.Errorf("%d calls, want %d", got, c.calls)
			}
		})
	}
}

func TestServeRefuses(t *testing.T) {
	good := "workflow: w\non: { http: GET /w }\nsteps: [ { call: s.slow } ]\n"
	for _, c := range []struct {
		name string
		cfg  server.Config
		want string
		diag bool
	}{
		{"a workflow with errors", config(project(t, "workflow: w\nsteps: [ { call: s.slo } ]\n"), "http://x"), "did you mean", true},
		{"a variable that is not set", config(project(t, good), ""), "URL is not set", true},
		{"a durable workflow", config(project(t, "workflow: w\nmode: durable\nsteps: [ { call: s.slow } ]\n"), "http://x"), "w.yaml:1:11: error P605", true},
		{"a trigger that nothing acts on", config(project(t, "workflow: w\non: { event: e }\nsteps: [ { call: s.slow } ]\n"), "http://x"), "event comes with durable mode", true},
		{"a folder that is no project", config(t.TempDir(), ""), "tutti.yaml", false},
		{"an address that is taken", taken(t, config(project(t, good), "http://x")), "address already in use", false},
	} {
		err := server.Serve(t.Context(), c.cfg)
		var found diag.List
		if err == nil || !strings.Contains(err.Error(), c.want) || errors.As(err, &found) != c.diag {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func taken(t *testing.T, cfg server.Config) server.Config {
	s := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(s.Close)
	cfg.Control = s.Listener.Addr().String()
	return cfg
}
