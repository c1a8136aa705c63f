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
		Route{"GET", "/", "root", name("root")},
		Route{"GET", "/orders", "list", name("list")},
		Route{"POST", "/orders", "create", name("create")},
		Route{"GET", "/orders/{id}", "show", name("show")},
		Route{"GET", "/orders/new", "form", name("form")},
		Route{"DELETE", "/orders/{order}", "drop", name("drop")},
		Route{"GET", "/orders/{id}/items", "items", name("items")},
		Route{"PUT", "/{any}/new", "put", name("put")},
		Route{"GET", "/größe", "size", name("size")},
		Route{"GET", "/{x}", "any", name("any")},
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
	address := serving(t, Config{}, Route{"GET", "/orders", "w", name("list")})
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
		{[]Route{{"GET", "/a", "w", nil}}, "route GET /a: nothing to run"},
		{[]Route{{"get", "/a", "w", run}}, "no such method"},
		{[]Route{{"CONNECT", "/a", "w", run}}, "no such method"},
		{[]Route{{"GET", "", "w", run}}, "starts with /"},
		{[]Route{{"GET", "a", "w", run}}, "starts with /"},
		{[]Route{{"GET", "/healthz", "w", run}}, "the gateway answers this path itself"},
		{[]Route{{"POST", "/readyz", "w", run}}, "the gateway answers this path itself"},
		{[]Route{{"GET", "/a/", "w", run}}, "no slash at its end"},
		{[]Route{{"GET", "//a", "w", run}}, "no empty segments"},
		{[]Route{{"GET", "/a/../b", "w", run}}, "no . and .. segments"},
		{[]Route{{"GET", "/a%20b", "w", run}}, "write it unescaped"},
		{[]Route{{"GET", "/a?b", "w", run}}, "characters that cannot be there"},
		{[]Route{{"GET", "/a;b", "w", run}}, "characters that cannot be there"},
		{[]Route{{"GET", "/a\xff", "w", run}}, "characters that cannot be there"},
		{[]Route{{"GET", "/a{id}", "w", run}}, "a parameter is a whole segment"},
		{[]Route{{"GET", "/{id}a", "w", run}}, "{id}a is not a parameter"},
		{[]Route{{"GET", "/{}", "w", run}}, "{} is not a parameter"},
		{[]Route{{"GET", "/{id", "w", run}}, "{id is not a parameter"},
		{[]Route{{"GET", "/{1d}", "w", run}}, "{1d} is not a parameter"},
		{[]Route{{"GET", "/{id}/x/{id}", "w", run}}, "two parameters {id}"},
		{[]Route{{"GET", "/a", "one", run}, {"GET", "/a", "two", run}}, "route GET /a: the same requests go to GET /a (workflow one)"},
		{[]Route{{"GET", "/{a}/x", "one", run}, {"GET", "/{b}/x", "two", run}}, "go to GET /{a}/x (workflow one)"},
		{[]Route{{"GET", "b", "w", run}, {"GET", "/readyz", "w", run}}, "route GET b: a path starts with /\nroute GET /readyz: the gateway"},
	}
	for _, test := range tests {
		_, err := New(test.routes, Config{})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: got %v, want %q", test.routes, err, test.want)
		}
	}
}

func TestHealth(t *testing.T) {
	g := newGateway(t, Config{}, Route{"GET", "/{any}", "w", name("any")})
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
