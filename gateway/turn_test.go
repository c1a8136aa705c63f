package gateway

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"tutti/express"
	"tutti/machine"
	"tutti/value"
)

// A request is answered by the gateway that it came to, whatever is swapped in meanwhile.
func TestSwap(t *testing.T) {
	came, release := make(chan struct{}), make(chan struct{})
	held := runFunc(func(context.Context, express.Start) express.Result {
		close(came)
		<-release
		return express.Result{ID: runID, Result: machine.Result{Body: value.FromString("old")}}
	})
	s := NewServer(newGateway(t, Config{}, Route{Method: "GET", Path: "/w", Workflow: "w", Run: held}))
	get := func(path string) string {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Body.String()
	}
	old := make(chan string, 1)
	go func() { old <- get("/w") }()
	<-came
	next := Route{Method: "GET", Path: "/w", Workflow: "w", Run: gives(machine.Result{Body: value.FromString("new")})}
	over := s.Swap(newGateway(t, Config{}, next))
	if got := get("/w"); got != `"new"` {
		t.Errorf("after the swap: got %s", got)
	}
	if left := s.left(); len(left) != 1 || left[0] != (Left{"GET /w", "w", 1}) {
		t.Errorf("left: got %v, want the run of the old one", left)
	}
	select {
	case <-over:
		t.Error("it is over before its request")
	default:
	}
	close(release)
	if got := <-old; got != `"old"` {
		t.Errorf("the request under way: got %s", got)
	}
	<-over

	s.ready(false)
	<-s.Swap(newGateway(t, Config{}))
	if got := get("/readyz"); got != `{"status":"draining"}` {
		t.Errorf("swapped while it drains: got %s", got)
	}
	if len(s.turns) != 2 { // the one that came to its end with the last swap, and the one there is
		t.Errorf("%d turns are kept", len(s.turns))
	}
}

// A drain that is over tells of the runs of older gateways, too.
func TestDrainAfterSwap(t *testing.T) {
	came, release := make(chan struct{}), make(chan struct{})
	held := runFunc(func(context.Context, express.Start) express.Result {
		close(came)
		<-release
		return express.Result{ID: runID}
	})
	s := NewServer(newGateway(t, Config{Drain: time.Millisecond}, Route{Method: "GET", Path: "/w", Workflow: "w", Run: held}))
	l := listen(t)
	ctx, stop := context.WithCancel(t.Context())
	done, asked := make(chan error, 1), make(chan struct{})
	go func() { done <- s.Serve(ctx, l) }()
	go func() {
		defer close(asked)
		if r, err := http.Get("http://" + l.Addr().String() + "/w"); err == nil {
			_ = r.Body.Close()
		}
	}()
	<-came
	over := s.Swap(newGateway(t, Config{}))
	stop()
	var drained *DrainError
	if err := <-done; !errors.As(err, &drained) || len(drained.Left) != 1 || drained.Left[0].Workflow != "w" {
		t.Errorf("got %v, want the run that is left", err)
	}
	close(release)
	<-asked
	<-over
}
