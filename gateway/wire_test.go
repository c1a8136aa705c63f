package gateway

import (
	"fmt"
	"net"
	"strings"
	"testing"

	"tutti/machine"
)

// Requests that two servers in a row may read as different ones. Each is followed by a second request on the same
// connection, which must not run when the first was refused.
func TestSmuggling(t *testing.T) {
	const (
		head  = "POST /orders HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n"
		chunk = "2\r\n{}\r\n0\r\n\r\n"
	)
	tests := []struct {
		name, raw string
		status    int
	}{
		{"two lengths", head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", 400},
		{"list of lengths", head + "Content-Length: 2, 2\r\n\r\n{}", 400},
		{"signed length", head + "Content-Length: +2\r\n\r\n{}", 400},
		{"negative length", head + "Content-Length: -2\r\n\r\n{}", 400},
		{"hexadecimal length", head + "Content-Length: 0x2\r\n\r\n{}", 400},
		{"empty length", head + "Content-Length:\r\n\r\n{}", 400},
		{"huge length", head + "Content-Length: 99999999999999999999\r\n\r\n{}", 400},
		{"length with space before the colon", head + "Content-Length : 2\r\n\r\n{}", 400},
		{"length name with a control character", head + "Content\x0bLength: 2\r\n\r\n{}", 400},
		{"unknown coding", head + "Transfer-Encoding: gzip\r\n\r\n" + chunk, 501},
		{"coding behind another", head + "Transfer-Encoding: gzip, chunked\r\n\r\n" + chunk, 501},
		{"chunked twice in a list", head + "Transfer-Encoding: chunked, chunked\r\n\r\n" + chunk, 501},
		{"chunked twice", head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk, 501},
		{"almost chunked", head + "Transfer-Encoding: xchunked\r\n\r\n" + chunk, 501},
		{"chunked with a vertical tab", head + "Transfer-Encoding: \x0bchunked\r\n\r\n" + chunk, 400},
		{"identity", head + "Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}", 501},
		{"coding with space before the colon", head + "Transfer-Encoding : chunked\r\n\r\n" + chunk, 400},
		{"chunk size with a sign", head + "Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n", 400},
		{"chunk size with a prefix", head + "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n", 400},
		{"chunk size with an underscore", head + "Transfer-Encoding: chunked\r\n\r\n0_2\r\n{}\r\n0\r\n\r\n", 400},
		{"chunk size too large", head + "Transfer-Encoding: chunked\r\n\r\n10000000000000002\r\n{}\r\n0\r\n\r\n", 400},
		{"chunk longer than its size", head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}{}\r\n0\r\n\r\n", 400},
		{"chunk that ends with LF", head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\n0\r\n\r\n", 400},
		{"chunk size that ends with LF", head + "Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n", 400},
		{"chunk extension without an end", head + "Transfer-Encoding: chunked\r\n\r\n2;" + strings.Repeat("a", 9000) + "\r\n{}\r\n0\r\n\r\n", 400},
		{"NUL in a header", head + "X: a\x00b\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"CR in a header", head + "X: a\rb\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"header without a colon", head + "X\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"header without a name", head + ": x\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"header that starts folded", "POST /orders HTTP/1.1\r\n Host: shop\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"no host", "POST /orders HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"two hosts", head + "Host: other\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"host with a path", "POST /orders HTTP/1.1\r\nHost: shop/x\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"no version", "POST /orders\r\nHost: shop\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"version 1.2.3", "POST /orders HTTP/1.2.3\r\nHost: shop\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"version 2", "POST /orders HTTP/2.0\r\nHost: shop\r\nContent-Length: 2\r\n\r\n{}", 505},
		{"space in the target", "POST /or ders HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"two spaces", "POST  /orders HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"all of the server", "OPTIONS * HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"no method", " /orders HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"bracket in the method", "PO(ST /orders HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"body of GET", "GET /orders HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\n{}", 400},
		{"chunked body of GET", "GET /orders HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk, 400},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var e echo
			address := serving(t, Config{}, Route{Method: "POST", Path: "/orders", Workflow: "w", Run: &e}, Route{Method: "GET", Path: "/orders", Workflow: "w", Run: &e})
			c := dial(t, address)
			c.send(test.raw + get("/orders"))
			if got := c.receive("POST").StatusCode; got != test.status {
				t.Errorf("%q: got %d, want %d", test.raw, got, test.status)
			}
			if !c.ended() {
				t.Errorf("%q: the connection goes on", test.raw)
			}
			if n := e.runs.Load(); n != 0 {
				t.Errorf("%q: %d runs, want none", test.raw, n)
			}
		})
	}
}

// What net/http lets pass runs, but ends its connection, so that what another server
// may have taken for the next request is not one here.
func TestDoubtfulFramingEndsTheConnection(t *testing.T) {
	const head = " HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n"
	tests := []struct{ name, raw string }{
		{"chunked and a length", "POST /orders" + head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"},
		{"chunked", "POST /orders" + head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"},
		{"chunked in 1.0", strings.Replace("POST /orders"+head, "1.1", "1.0", 1) + "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var e echo
			address := serving(t, Config{}, Route{Method: "POST", Path: "/orders", Workflow: "w", Run: &e}, Route{Method: "GET", Path: "/orders", Workflow: "w", Run: &e})
			c := dial(t, address)
			c.send(test.raw + get("/orders"))
			if got := c.receive("POST"); got.StatusCode != 200 || !got.Close {
				t.Errorf("got %d, close %t; want 200 and close", got.StatusCode, got.Close)
			}
			if n := e.runs.Load(); !c.ended() || n != 1 {
				t.Errorf("%d runs; want 1, then the end", n)
			}
		})
	}
}

func TestRequestsOfAConnectionAreIndependent(t *testing.T) {
	var e echo
	address := serving(t, Config{}, Route{Method: "POST", Path: "/orders", Workflow: "w", Run: &e}, Route{Method: "GET", Path: "/orders/{id}", Workflow: "w", Run: &e})
	c := dial(t, address)
	c.send(post("/orders", `{"n":1}`) + get("/orders/7") + post("/nowhere", `{}`))
	for _, want := range []string{`{"n":1}`, `{"id":"7"}`} {
		if got := c.receive("POST"); got.body != want {
			t.Errorf("got %s, want %s", got.body, want)
		}
	}
	if got := c.receive("POST"); got.StatusCode != 404 || !got.Close {
		t.Errorf("refused with its body unread: got %d, close %t; want 404 and close", got.StatusCode, got.Close)
	}
}

func TestExpectContinue(t *testing.T) {
	var e echo
	limits := Config{}.withDefaults().Limits
	limits.RequestBody = 10
	address := serving(t, Config{Limits: limits}, Route{Method: "POST", Path: "/orders", Workflow: "w", Run: &e})
	const head = "POST /orders HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n"

	c := dial(t, address)
	c.send(head + "Expect: 100-continue\r\nContent-Length: 7\r\n\r\n")
	if line, err := c.in.ReadString('\n'); err != nil || !strings.HasPrefix(line, "HTTP/1.1 100 ") {
		t.Fatalf("got %q (%v), want 100", line, err)
	}
	if _, err := c.in.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	c.send(`{"n":1}`)
	if got := c.receive("POST"); got.body != `{"n":1}` {
		t.Errorf("got %s", got.body)
	}

	for expect, want := range map[string]int{"100-continue": 413, "miracles": 417} {
		got := ask(t, address, head+"Expect: "+expect+"\r\nContent-Length: 11\r\n\r\n")
		if got.StatusCode != want {
			t.Errorf("Expect: %s and a body over the limit: got %d, want %d", expect, got.StatusCode, want)
		}
	}
}

func TestHeaderLimits(t *testing.T) {
	var e echo
	limits := Config{}.withDefaults().Limits
	limits.HeaderRead = limits.HeaderRead / 100
	address := serving(t, Config{Limits: limits}, Route{Method: "GET", Path: "/orders", Workflow: "w", Run: &e})
	head := "GET /orders HTTP/1.1\r\nHost: shop\r\n"

	long := func(size int) string {
		return head + "X: " + strings.Repeat("x", size-len(head)-7) + "\r\n\r\n"
	}
	for size, want := range map[int]int{30 << 10: 200, 32<<10 + 1: 431} {
		if got := ask(t, address, long(size)); got.StatusCode != want {
			t.Errorf("header of %d bytes: got %d, want %d", size, got.StatusCode, want)
		}
	}
	c := dial(t, address)
	c.send(head)
	if !c.ended() {
		t.Error("a header that does not end: the connection goes on")
	}
	if n := e.runs.Load(); n != 1 {
		t.Errorf("%d runs, want 1", n)
	}
}

func TestSlowBody(t *testing.T) {
	var e echo
	tests := []struct {
		target string
		cfg    Config
		status int
	}{
		{"/orders", Config{BodyRead: patience / 400}, 408},
		{"/nowhere", Config{BodyRead: patience * 2}, 404}, // refused at once: nobody waits for the body
	}
	for _, test := range tests {
		c := dial(t, serving(t, test.cfg, Route{Method: "POST", Path: "/orders", Workflow: "w", Run: &e}))
		c.send(strings.TrimSuffix(post(test.target, `{"n":1}`), `1}`))
		got := c.receive("POST")
		if got.detail(t); got.StatusCode != test.status || !got.Close {
			t.Errorf("%s: got %d, close %t; want %d and close", test.target, got.StatusCode, got.Close, test.status)
		}
		if !c.ended() {
			t.Errorf("%s: the connection goes on", test.target)
		}
	}
	if n := e.runs.Load(); n != 0 {
		t.Errorf("%d runs, want none", n)
	}
}

func TestTruncatedBody(t *testing.T) {
	var e echo
	address := serving(t, Config{}, Route{Method: "POST", Path: "/orders", Workflow: "w", Run: &e})
	c := dial(t, address)
	c.send(strings.TrimSuffix(post("/orders", `{"n":1}`), `}`))
	if err := c.Conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if got := c.receive("POST"); got.StatusCode != 400 || e.runs.Load() != 0 {
		t.Errorf("got %d and %d runs, want 400 and none", got.StatusCode, e.runs.Load())
	}
}

func TestBodyLimit(t *testing.T) {
	const limit = 200 << 10
	limits := Config{}.withDefaults().Limits
	limits.RequestBody = limit
	address := serving(t, Config{Limits: limits}, Route{Method: "POST", Path: "/orders", Workflow: "w", Run: gives(machine.Result{})})
	chunked := func(body string) string {
		return "POST /orders HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" +
			fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body)
	}
	for _, size := range []int{2, 60 << 10, 64 << 10, 64<<10 + 1, limit, limit + 1} {
		body := `"` + strings.Repeat("x", size-2) + `"`
		want := 204
		if size > limit {
			want = 413
		}
		for form, raw := range map[string]string{"length": post("/orders", body), "chunked": chunked(body)} {
			if got := ask(t, address, raw); got.StatusCode != want {
				t.Errorf("%d bytes by %s: got %d, want %d", size, form, got.StatusCode, want)
			}
		}
	}
}
