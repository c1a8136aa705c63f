package gateway

import (
	"bufio"
	"context"
	"errors"
	"net"
	"reflect"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tutti/express"
	"tutti/fault"
	"tutti/machine"
	"tutti/value"
)

// slow is a workflow that says when it has begun and when its client has left,
// and ends when it is let go.
type slow struct{ begun, abandoned, release chan struct{} }

func newSlow() *slow {
	return &slow{make(chan struct{}, 8), make(chan struct{}, 8), make(chan struct{})}
}

func (s *slow) Run(ctx context.Context, _ express.Start) express.Result {
	s.begun <- struct{}{}
	select {
	case <-s.release:
		return express.Result{ID: runID, Result: machine.Result{Body: value.FromString("done")}}
	case <-ctx.Done():
		s.abandoned <- struct{}{}
		<-s.release // the undo does not end with the client
		return express.Result{ID: runID, Result: machine.Result{Fault: fault.New(fault.Cancelled, "the client is gone", ctx.Err())}}
	}
}

func wait(t *testing.T, what string, c <-chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(patience):
		t.Fatalf("%s: still not", what)
	}
}

// start serves until stop is called; done has what Serve returned.
func start(t *testing.T, cfg Config, routes ...Route) (address string, stop func(), done <-chan error) {
	l := listen(t)
	ctx, stop := context.WithCancel(t.Context())
	result := make(chan error, 1)
	server := NewServer(newGateway(t, cfg, routes...))
	go func() { result <- server.Serve(ctx, l) }()
	t.Cleanup(stop)
	return l.Addr().String(), stop, result
}

func TestDrainWaitsForRuns(t *testing.T) {
	s := newSlow()
	address, stop, done := start(t, Config{}, Route{Method: "GET", Path: "/slow", Workflow: "w", Run: s})
	idle, probe, c := dial(t, address), dial(t, address), dial(t, address)
	idle.send(get("/healthz"))
	idle.receive("GET")
	c.send(get("/slow"))
	wait(t, "the run begins", s.begun)
	probe.send("GET /readyz HTTP/1.1\r\nHost: shop\r\n") // a request under way is answered, too
	stop()
	if !idle.ended() {
		t.Error("an idle connection goes on")
	}
	if _, err := net.Dial("tcp", address); err == nil {
		t.Error("the port is still open")
	}
	probe.send("\r\n")
	if got := probe.receive("GET"); got.StatusCode != 503 || !got.Close {
		t.Errorf("/readyz: got %d, close %t; want 503 and close", got.StatusCode, got.Close)
	}
	close(s.release)
	if got := c.receive("GET"); got.StatusCode != 200 || got.body != `"done"` || !got.Close {
		t.Errorf("got %d %s, close %t", got.StatusCode, got.body, got.Close)
	}
	if err := <-done; err != nil {
		t.Errorf("got %v", err)
	}
}

// pipes is a listener in memory, so that time in a test is synctest's.
type pipes struct {
	dialed chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipes() *pipes { return &pipes{dialed: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.dialed:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

func (p *pipes) dial(t *testing.T) *client {
	near, far := net.Pipe()
	p.dialed <- far
	return &client{t, near, bufio.NewReader(near)}
}

func TestDrainWaitsForTheUndoOfAnAbandonedRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, l := newSlow(), newPipes()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		server := NewServer(newGateway(t, Config{}, Route{Method: "GET", Path: "/slow", Workflow: "w", Run: s}))
		go func() { done <- server.Serve(ctx, l) }()

		c := l.dial(t)
		c.send(get("/slow"))
		<-s.begun
		c.Close()
		<-s.abandoned
		stop()
		synctest.Wait()
		select {
		case err := <-done:
			t.Errorf("served to the end with a run being undone: %v", err)
		default:
		}
		close(s.release)
		if err := <-done; err != nil {
			t.Errorf("got %v", err)
		}
	})
}

// The deadline of the body must not end the run that follows.
func TestRunMayTakeLongerThanTheBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waits := runFunc(func(ctx context.Context, s express.Start) express.Result {
			select {
			case <-ctx.Done():
				return express.Result{Result: machine.Result{Body: value.FromString("cancelled")}}
			case <-time.After(time.Hour):
				return express.Result{Result: machine.Result{Body: s.Input}}
			}
		})
		l := newPipes()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		server := NewServer(newGateway(t, Config{}, Route{Method: "POST", Path: "/orders", Workflow: "w", Run: waits}))
		go func() { done <- server.Serve(ctx, l) }()

		c := l.dial(t)
		c.send(post("/orders", `{"n":1}`))
		if got := c.receive("POST"); got.body != `{"n":1}` {
			t.Errorf("got %d %s", got.StatusCode, got.body)
		}
		c.Close()
		stop()
		if err := <-done; err != nil {
			t.Errorf("got %v", err)
		}
	})
}

func TestDrainEndsInTime(t *testing.T) {
	s := newSlow()
	address, stop, done := start(t, Config{Drain: 50 * time.Millisecond}, Route{Method: "GET", Path: "/slow/{n}", Workflow: "checkout", Run: s}, Route{Method: "GET", Path: "/other", Workflow: "w", Run: name("x")})
	for range 2 {
		dial(t, address).send(get("/slow/1"))
		wait(t, "the run begins", s.begun)
	}
	stop()
	err := <-done
	var drain *DrainError
	want := []Left{{Route: "GET /slow/{n}", Workflow: "checkout", Runs: 2}}
	if !errors.As(err, &drain) || !reflect.DeepEqual(drain.Left, want) {
		t.Errorf("got %v, want %v", err, want)
	}
	if got, want := err.Error(), "stopped with runs still going on: 2 of checkout (GET /slow/{n})"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for range 2 {
		wait(t, "the run learns that its connection is closed", s.abandoned)
	}
	close(s.release)
}

func TestServeEndsWithItsListener(t *testing.T) {
	l := listen(t)
	l.Close()
	err := NewServer(newGateway(t, Config{})).Serve(t.Context(), l)
	if !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v, want %v", err, net.ErrClosed)
	}
}

func TestServeAfterTheEnd(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	l := listen(t)
	if err := NewServer(newGateway(t, Config{})).Serve(ctx, l); err != nil {
		t.Errorf("got %v", err)
	}
	if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
		t.Error("the port is still open")
	}
}

func TestReadersThatStall(t *testing.T) {
	big := value.FromString(string(make([]byte, 3<<20))) // 18 MiB escaped: more than the sockets hold
	address, stop, done := start(t, Config{WriteStall: 50 * time.Millisecond}, Route{Method: "GET", Path: "/big", Workflow: "w", Run: gives(machine.Result{Body: big})})
	c := dial(t, address)
	if err := c.Conn.(*net.TCPConn).SetReadBuffer(4 << 10); err != nil {
		t.Fatal(err)
	}
	c.send(get("/big"))
	if _, err := c.in.Peek(1); err != nil {
		t.Fatal(err)
	}
	stop() // would wait for the connection if it went on
	if err := <-done; err != nil {
		t.Errorf("got %v", err)
	}
}
