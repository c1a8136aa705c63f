package gateway

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tutti/express"
	"tutti/machine"
	"tutti/value"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what should happen at once.
const patience = 20 * time.Second

type runFunc func(ctx context.Context, s express.Start) express.Result

func (f runFunc) Run(ctx context.Context, s express.Start) express.Result { return f(ctx, s) }

const runID = "0198f7a2-0000-7000-8000-000000000001"

// echo is a workflow that returns its input; it counts its runs.
type echo struct{ runs atomic.Int64 }

func (e *echo) Run(_ context.Context, s express.Start) express.Result {
	e.runs.Add(1)
	return express.Result{ID: runID, Result: machine.Result{Body: s.Input}}
}

// gives is a workflow that always ends with r.
func gives(r machine.Result) Runner {
	return runFunc(func(context.Context, express.Start) express.Result {
		return express.Result{ID: runID, Result: r}
	})
}

func newGateway(t testing.TB, cfg Config, routes ...Route) *Gateway {
	t.Helper()
	g, err := New(routes, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// serving is a gateway on a loopback port until the end of the test.
func serving(t *testing.T, cfg Config, routes ...Route) (address string) {
	t.Helper()
	address, stop, done := start(t, cfg, routes...)
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return address
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// client is one connection, on which a test writes what it likes.
type client struct {
	t *testing.T
	net.Conn
	in *bufio.Reader
}

func dial(t *testing.T, address string) *client {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return &client{t, c, bufio.NewReader(c)}
}

func (c *client) send(text string) {
	c.t.Helper()
	if _, err := io.WriteString(c.Conn, text); err != nil {
		c.t.Fatalf("send %.60q: %v", text, err)
	}
}

// received is a whole response.
type received struct {
	*http.Response
	body string
}

// receive reads the response to a request of the method.
func (c *client) receive(method string) received {
	c.t.Helper()
	r, err := http.ReadResponse(c.in, &http.Request{Method: method})
	if err != nil {
		c.t.Fatalf("receive: %v", err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		c.t.Fatalf("receive the body: %v", err)
	}
	return received{r, string(body)}
}

// ended tells whether the server closed the connection without another byte.
func (c *client) ended() bool {
	rest, err := io.ReadAll(c.in)
	return len(rest) == 0 && (err == nil || !isTimeout(err))
}

func isTimeout(err error) bool {
	ne, ok := err.(net.Error)
	return ok && ne.Timeout()
}

// ask sends one raw request on a connection of its own.
func ask(t *testing.T, address, raw string) received {
	t.Helper()
	c := dial(t, address)
	c.send(raw)
	method, _, _ := strings.Cut(raw, " ")
	return c.receive(method)
}

// post is a raw request with a JSON body.
func post(target, body string) string {
	return "POST " + target + " HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: " +
		value.FromInt(int64(len(body))).String() + "\r\n\r\n" + body
}

// get is a raw request without a body.
func get(target string) string { return "GET " + target + " HTTP/1.1\r\nHost: shop\r\n\r\n" }

// detail is the detail of a problem document, after checking that it is one.
func (r received) detail(t *testing.T) string {
	t.Helper()
	if got := r.Header.Get("Content-Type"); got != problemType {
		t.Errorf("Content-Type: got %q, want %q", got, problemType)
	}
	problem, err := value.Scan([]byte(r.body), 0)
	if err != nil {
		t.Errorf("problem %q: %v", r.body, err)
	}
	if status, _ := problem.Get("status").Int(); int(status) != r.StatusCode {
		t.Errorf("status in %s: want %d", r.body, r.StatusCode)
	}
	return problem.Get("detail").Text()
}

// logBuffer keeps log lines of a server, whose goroutines write at any time.
type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func (b *logBuffer) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
