package control_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"go.uber.org/goleak"

	"tutti/control"
	"tutti/flow"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestHealth(t *testing.T) {
	ready := true
	h := control.Handler(control.Config{Ready: func() bool { return ready }})
	for _, c := range []struct {
		method, path string
		ready        bool
		status       int
		body         string
	}{
		{"GET", "/healthz", false, 200, `{"status":"ok"}` + "\n"},
		{"GET", "/readyz", true, 200, `{"status":"ready"}` + "\n"},
		{"GET", "/readyz", false, 503, `{"status":"not ready"}` + "\n"},
		{"POST", "/readyz", true, 405, "Method Not Allowed\n"},
		{"GET", "/checkout", true, 404, "404 page not found\n"},
	} {
		ready = c.ready
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(c.method, c.path, nil))
		if w.Code != c.status || w.Body.String() != c.body {
			t.Errorf("%s %s (ready %v): got %d %q, want %d %q", c.method, c.path, c.ready, w.Code, w.Body, c.status, c.body)
		}
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		h := control.Handler(control.Config{Ready: func() bool { return true }})
		done <- control.Serve(ctx, l, h, flow.DefaultLimits())
	}()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	r, err := client.Get("http://" + l.Addr().String() + "/readyz")
	if err != nil || r.StatusCode != 200 {
		t.Fatalf("readyz: %v, %v", r, err)
	}
	_ = r.Body.Close()
	stop()
	if err := <-done; err != nil {
		t.Errorf("Serve ended with %v", err)
	}
}
