package rest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tutti/connector"
	"tutti/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rawServer answers each request on each connection with what answer says; "" closes the connection.
// The URL is the address; requests counts what arrived.
func rawServer(t *testing.T, answer func(n int) string) (url string, requests *atomic.Int32) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	requests = new(atomic.Int32)
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return // the test is over
			}
			all.Go(func() { converse(c, requests, answer) })
		}
	})
	t.Cleanup(func() { l.Close(); all.Wait() })
	return "http://" + l.Addr().String(), requests
}

func converse(c net.Conn, requests *atomic.Int32, answer func(n int) string) {
	defer c.Close()
	r := bufio.NewReader(c)
	for {
		req, err := http.ReadRequest(r)
		if err != nil {
			return
		}
		io.Copy(io.Discard, req.Body)
		text := answer(int(requests.Add(1)))
		if _, err := io.WriteString(c, text); err != nil || text == "" || strings.HasSuffix(text, "\x00") {
			return
		}
	}
}

func TestBrokenAnswers(t *testing.T) {
	for _, c := range []struct {
		name, answer string // a NUL at the end closes the connection
		kind         fault.Kind
		processed    fault.Processed
		detail       string
	}{
		{"not HTTP", "SSH-2.0-OpenSSH_9.6\r\n\x00", fault.Connect, fault.Unknown, "the connection failed"},
		{"half a head", "HTTP/1.1 200 OK\r\nContent-", fault.Timeout, fault.Unknown, "no answer in time"},
		{"a cut head", "HTTP/1.1 200 OK\r\nContent-Type: x\x00", fault.Connect, fault.Unknown, ""},
		{"a cut body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"a\"\x00", fault.Connect, fault.Unknown, "the answer was cut off"},
		{"a cut chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\"\x00", fault.Connect, fault.Unknown, "the answer was cut off"},
		{"a bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", fault.Connect, fault.Unknown, "the connection failed"},
		{"a cut error", "HTTP/1.1 500 No\r\nContent-Length: 10\r\n\r\nx\x00", fault.Connect, fault.Unknown, "the answer was cut off"},
		{"a slow body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"a\"", fault.Timeout, fault.Unknown, "no answer in time"},
		{"a large head", "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 300<<10) + "\r\n\r\n", fault.Limit, fault.Yes, "the headers of the answer are too large"},
		{"another protocol", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n", fault.Contract, fault.Yes, "another protocol"},
		{"two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n12", fault.Connect, fault.Unknown, "the connection failed"},
		{"nothing", "", fault.Connect, fault.Unknown, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			url, requests := rawServer(t, func(int) string { return c.answer })
			conn := open(t, inventory, connector.Settings{URL: url})
			ctx := t.Context()
			if c.kind == fault.Timeout {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, 30*time.Millisecond)
				defer cancel()
			}
			_, err := conn.Invoke(ctx, checkRequest(t))
			var f *fault.Fault
			if !errors.As(err, &f) || f.Kind != c.kind || f.Processed != c.processed || !strings.Contains(f.Detail, c.detail) {
				t.Errorf("got %+v, want %s, processed %s: %s", err, c.kind, c.processed, c.detail)
			}
			if n := requests.Load(); n != 1 {
				t.Errorf("%d requests arrived, want 1", n)
			}
		})
	}
}

func checkRequest(t testing.TB) connector.Request {
	return connector.Request{Operation: "check", With: parse(t, `{"sku":"a","items":[]}`), Key: "run/1"}
}

// A request that went out on a kept connection which then breaks may have been processed, so it
// must not go out again, whatever its idempotency key makes net/http believe.
func TestOneCallIsOneAttempt(t *testing.T) {
	const fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}"
	for _, op := range []string{"post", "bare"} {
		t.Run(op, func(t *testing.T) {
			url, requests := rawServer(t, func(n int) string {
				if n == 1 {
					return fine
				}
				return ""
			})
			conn := open(t, `
openapi: 3.1.0
paths:
  /post: {post: {operationId: post, requestBody: {content: {application/json: {}}}}}
  /bare: {post: {operationId: bare}}
`, connector.Settings{URL: url})
			r := connector.Request{Operation: op, Key: "run/1"}
			if op == "post" {
				r.With = parse(t, `{"a":1}`)
			}
			if _, err := conn.Invoke(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			_, err := conn.Invoke(t.Context(), r)
			var f *fault.Fault
			if !errors.As(err, &f) || f.Kind != fault.Connect || f.Processed != fault.Unknown {
				t.Errorf("got %v, want connect, processed unknown", err)
			}
			if n := requests.Load(); n != 2 {
				t.Errorf("%d requests arrived, want 2: the first, and the second once", n)
			}
		})
	}
}

func TestConnectionsAreKept(t *testing.T) {
	var conns atomic.Int32
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path {
		case "/stock/lengthy/check":
			fmt.Fprint(w, `"`+strings.Repeat("x", 100_000)+`"`)
		case "/stock/failing/check":
			w.WriteHeader(500)
			fmt.Fprint(w, "{}")
		default:
			fmt.Fprint(w, "{}")
		}
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			conns.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	c := open(t, inventory, connector.Settings{URL: s.URL})
	for _, sku := range []string{"short", "lengthy", "failing", "short", "lengthy"} {
		if _, err := c.Invoke(t.Context(), connector.Request{Operation: "check", With: parse(t, `{"items":[],"sku":"`+sku+`"}`)}); err != nil {
			t.Fatal(err)
		}
	}
	if n := conns.Load(); n != 1 {
		t.Errorf("%d connections were made, want 1", n)
	}
}

func TestUntrustedTLS(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a request arrived") }))
	s.Config.ErrorLog = quiet()
	s.StartTLS()
	t.Cleanup(s.Close)
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	for _, c := range []struct{ url, want string }{
		{s.URL, "inventory.check: the certificate of the service is not trusted"},
		{strings.Replace(plain.URL, "http:", "https:", 1), "inventory.check: the service does not speak TLS"},
	} {
		conn := open(t, inventory, connector.Settings{URL: c.url})
		_, err := conn.Invoke(t.Context(), checkRequest(t))
		var f *fault.Fault
		if !errors.As(err, &f) || f.Kind != fault.Connect || f.Processed != fault.No || f.Detail != c.want {
			t.Errorf("got %v, want connect, processed no: %s", err, c.want)
		}
	}
}
