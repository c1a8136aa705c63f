package gateway

import (
	"net/http/httptest"
	"strings"
	"testing"

	"tutti/machine"
	"tutti/value"
)

// name is a workflow that answers with its name.
func name(s string) Runner { return gives(machine.Result{Body: value.FromString(s)}) }

func TestRouting(t *testing.T) {
	g := newGateway(t, Config{},
		Route{Method: "GET", Path: "/", Workflow: "root", Run: name("root")},
		Route{Method: "GET", Path: "/orders", Workflow: "list", Run: name("list")},
		Route{Method: "POST", Path: "/orders", Workflow: "create", Run: name("create")},
		Route{Method: "GET", Path: "/orders/{id}", Workflow: "show", Run: name("show")},
		Route{Method: "GET", Path: "/orders/new", Workflow: "form", Run: name("form")},
		Route{Method: "DELETE", Path: "/orders/{order}", Workflow: "drop", Run: name("drop")},
		Route{Method: "GET", Path: "/orders/{id}/items", Workflow: "items", Run: name("items")},
		Route{Method: "PUT", Path: "/{any}/new", Workflow: "put", Run: name("put")},
		Route{Method: "GET", Path: "/größe", Workflow: "size", Run: name("size")},
		Route{Method: "GET", Path: "/{x}", Workflow: "any", Run: name("any")},
	)
	tests := []struct {
		method, target string
		status         int
		body, allow    string
	}{
		{"GET", "/", 200, `"root"`, ""},
		{"GET", "/orders", 200, `"list"`, ""},
		{"GET", "/orders?x=1", 200, `"list"`, ""},
		{"POST", "/orders", 200, `"create"`, ""},
		{"GET", "/orders/7", 200, `"show"`, ""},
		{"GET", "/orders/new", 200, `"form"`, ""},
		{"GET", "/%6Frders/ne%77", 200, `"form"`, ""},
		{"GET", "/orders/new/items", 200, `"items"`, ""}, // behind the literal is nothing, so new is a value
		{"DELETE", "/orders/new", 200, `"drop"`, ""},
		{"PUT", "/orders/new", 200, `"put"`, ""},
		{"HEAD", "/orders", 200, `"list"`, ""},
		{"GET", "/gr%C3%B6%C3%9Fe", 200, `"size"`, ""},
		{"GET", "/other", 200, `"any"`, ""},
		{"GET", "/Orders", 200, `"any"`, ""},
		{"GET", "/orders/", 404, "", ""},
		{"GET", "/orders/7/items/", 404, "", ""},
		{"GET", "/orders/7/other", 404, "", ""},
		{"GET", "/a/b/c/d", 404, "", ""},
		{"PUT", "/orders", 405, "", "GET, HEAD, OPTIONS, POST"},
		{"POST", "/orders/new", 405, "", "DELETE, GET, HEAD, OPTIONS, PUT"},
		{"get", "/orders/7", 405, "", "DELETE, GET, HEAD, OPTIONS"},
		{"HEAD", "/a/new", 405, "", "OPTIONS, PUT"},
		{"TRACE", "/orders", 405, "", "GET, HEAD, OPTIONS, POST"},
		{"OPTIONS", "/orders", 204, "", "GET, HEAD, OPTIONS, POST"},
		{"OPTIONS", "/a/b/c/d", 404, "", ""},
	}
	for _, test := range tests {
		w := httptest.NewRecorder()
		g.ServeHTTP(w, httptest.NewRequest(test.method, test.target, nil))
		if w.Code != test.status || w.Header().Get("Allow") != test.allow {
			t.Errorf("%s %s: got %d, Allow %q; want %d, %q", test.method, test.target, w.Code, w.Header().Get("Allow"), test.status, test.allow)
		}
		if test.body != "" && w.Body.String() != test.body {
			t.Errorf("%s %s: got %s, want %s", test.method, test.target, w.Body, test.body)
		}
	}
}

func TestHeadHasNoBody(t *testing.T) {
	address := serving(t, Config{}, Route{Method: "GET", Path: "/orders", Workflow: "w", Run: name("list")})
	c := dial(t, address)
	c.send("HEAD /orders HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
	if got := c.receive("HEAD"); got.ContentLength != 6 || !c.ended() {
		t.Errorf("got a length of %d, want 6 and no body", got.ContentLength)
	}
}

func TestWrongRoutes(t *testing.T) {
	run := name("x")
	tests := []struct {
		routes []Route
		want   string
	}{
		{[]Route{{Method: "GET", Path: "/a", Workflow: "w", Run: nil}}, "route GET /a: nothing to run"},
		{[]Route{{Method: "get", Path: "/a", Workflow: "w", Run: run}}, "no such method"},
		{[]Route{{Method: "CONNECT", Path: "/a", Workflow: "w", Run: run}}, "no such method"},
		{[]Route{{Method: "GET", Path: "", Workflow: "w", Run: run}}, "starts with /"},
		{[]Route{{Method: "GET", Path: "a", Workflow: "w", Run: run}}, "starts with /"},
		{[]Route{{Method: "GET", Path: "/healthz", Workflow: "w", Run: run}}, "the gateway answers this path itself"},
		{[]Route{{Method: "POST", Path: "/readyz", Workflow: "w", Run: run}}, "the gateway answers this path itself"},
		{[]Route{{Method: "GET", Path: "/openapi.json", Workflow: "w", Run: run}}, "the gateway answers this path itself"},
		{[]Route{{Method: "GET", Path: "/a/", Workflow: "w", Run: run}}, "no slash at its end"},
		{[]Route{{Method: "GET", Path: "//a", Workflow: "w", Run: run}}, "no empty segments"},
		{[]Route{{Method: "GET", Path: "/a/../b", Workflow: "w", Run: run}}, "no . and .. segments"},
		{[]Route{{Method: "GET", Path: "/a%20b", Workflow: "w", Run: run}}, "write it unescaped"},
		{[]Route{{Method: "GET", Path: "/a?b", Workflow: "w", Run: run}}, "characters that cannot be there"},
		{[]Route{{Method: "GET", Path: "/a;b", Workflow: "w", Run: run}}, "characters that cannot be there"},
		{[]Route{{Method: "GET", Path: "/a\xff", Workflow: "w", Run: run}}, "characters that cannot be there"},
		{[]Route{{Method: "GET", Path: "/a{id}", Workflow: "w", Run: run}}, "a parameter is a whole segment"},
		{[]Route{{Method: "GET", Path: "/{id}a", Workflow: "w", Run: run}}, "{id}a is not a parameter"},
		{[]Route{{Method: "GET", Path: "/{}", Workflow: "w", Run: run}}, "{} is not a parameter"},
		{[]Route{{Method: "GET", Path: "/{id", Workflow: "w", Run: run}}, "{id is not a parameter"},
		{[]Route{{Method: "GET", Path: "/{1d}", Workflow: "w", Run: run}}, "{1d} is not a parameter"},
		{[]Route{{Method: "GET", Path: "/{id}/x/{id}", Workflow: "w", Run: run}}, "two parameters {id}"},
		{[]Route{{Method: "GET", Path: "/a", Workflow: "one", Run: run}, {Method: "GET", Path: "/a", Workflow: "two", Run: run}}, "route GET /a: the same requests go to GET /a (workflow one)"},
		{[]Route{{Method: "GET", Path: "/{a}/x", Workflow: "one", Run: run}, {Method: "GET", Path: "/{b}/x", Workflow: "two", Run: run}}, "go to GET /{a}/x (workflow one)"},
		{[]Route{{Method: "GET", Path: "b", Workflow: "w", Run: run}, {Method: "GET", Path: "/readyz", Workflow: "w", Run: run}}, "route GET b: a path starts with /\nroute GET /readyz: the gateway"},
	}
	for _, test := range tests {
		_, err := New(test.routes, Config{})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: got %v, want %q", test.routes, err, test.want)
		}
	}
}

func TestHealth(t *testing.T) {
	g := newGateway(t, Config{}, Route{Method: "GET", Path: "/{any}", Workflow: "w", Run: name("any")})
	tests := []struct {
		ready          bool
		method, target string
		status         int
		body           string
	}{
		{true, "GET", "/healthz", 200, `{"status":"ok"}`},
		{true, "GET", "/readyz", 200, `{"status":"ok"}`},
		{true, "HEAD", "/readyz", 200, ""},
		{false, "GET", "/healthz", 200, `{"status":"ok"}`},
		{false, "GET", "/readyz", 503, `{"status":"draining"}`},
		{false, "GET", "/orders", 200, `"any"`},
		{true, "POST", "/healthz", 405, ""},
	}
	for _, test := range tests {
		g.Ready(test.ready)
		w := httptest.NewRecorder()
		g.ServeHTTP(w, httptest.NewRequest(test.method, test.target, nil))
		if w.Code != test.status || test.body != "" && w.Body.String() != test.body {
			t.Errorf("ready %t: %s %s: got %d %s, want %d %s", test.ready, test.method, test.target, w.Code, w.Body, test.status, test.body)
		}
	}
}
