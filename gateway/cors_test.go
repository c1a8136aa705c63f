package gateway

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"tutti/flow"
	"tutti/machine"
)

func namesOf(texts ...string) []flow.Name {
	var names []flow.Name
	for _, text := range texts {
		names = append(names, flow.Name{Text: text})
	}
	return names
}

var shop = &flow.CORS{Origins: namesOf("https://shop.example", "http://127.0.0.1:3000")}

func withCORS(t testing.TB, c *flow.CORS) *Gateway {
	loose := gives(machine.Result{Headers: header("access-control-allow-origin", "*", "Vary", "Accept", "X", "y")})
	return newGateway(t, Config{CORS: c},
		Route{Method: "GET", Path: "/o/{id}", Workflow: "w", Run: loose}, Route{Method: "PUT", Path: "/o/{id}", Workflow: "w", Run: loose},
		Route{Method: "DELETE", Path: "/o/new", Workflow: "w", Run: loose}, Route{Method: "OPTIONS", Path: "/own", Workflow: "w", Run: loose})
}

// crossing are the headers of an answer that are about origins.
func crossing(w *httptest.ResponseRecorder) string {
	var out []string
	for name, values := range w.Header() {
		if name, ok := strings.CutPrefix(name, "Access-Control-"); ok && name != "Expose-Headers" {
			out = append(out, name+"="+strings.Join(values, "|"))
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestPreflight(t *testing.T) {
	const known = "Allow-Headers=" + knownHeaders + " "
	all := &flow.CORS{Origins: namesOf("*")}
	full := &flow.CORS{Origins: shop.Origins, Methods: namesOf("GET", "PUT", "POST"), Headers: namesOf("Authorization", "X-Shop"), Credentials: true, MaxAge: 10 * time.Minute}
	tests := []struct {
		cors                 *flow.CORS
		path, origin, method string
		status               int
		want                 string
	}{
		{shop, "/o/7", "https://shop.example", "PUT", 204, known + "Allow-Methods=GET, HEAD, OPTIONS, PUT Allow-Origin=https://shop.example"},
		{shop, "/o/7", "http://127.0.0.1:3000", "HEAD", 204, known + "Allow-Methods=GET, HEAD, OPTIONS, PUT Allow-Origin=http://127.0.0.1:3000"},
		{shop, "/o/new", "https://shop.example", "GET", 204, known + "Allow-Methods=DELETE, GET, HEAD, OPTIONS, PUT Allow-Origin=https://shop.example"},
		{shop, "/own", "https://shop.example", "OPTIONS", 204, known + "Allow-Methods=OPTIONS Allow-Origin=https://shop.example"},
		{shop, "/o/7", "https://shop.example", "PATCH", 405, "Allow-Origin=https://shop.example"},
		{shop, "/o/7", "https://shop.example", "put", 405, "Allow-Origin=https://shop.example"},
		{shop, "/nowhere", "https://shop.example", "GET", 404, "Allow-Origin=https://shop.example"},
		{shop, "/o//7", "https://shop.example", "GET", 400, "Allow-Origin=https://shop.example"},
		{shop, "/o/7", "null", "GET", 403, ""},
		{shop, "/o/7", "https://evil.example", "GET", 403, ""},
		{shop, "/o/7", "https://shop.example.evil.example", "GET", 403, ""},
		{shop, "/o/7", "https://xshop.example", "GET", 403, ""},
		{shop, "/o/7", "http://shop.example", "GET", 403, ""},
		{shop, "/o/7", "https://shop.example:443", "GET", 403, ""},
		{shop, "/o/7", "https://shop.example/", "GET", 403, ""},
		{shop, "/o/7", "HTTPS://SHOP.EXAMPLE", "GET", 403, ""},
		{shop, "/o/7", "https://shop.example, https://evil.example", "GET", 403, ""},
		{all, "/o/7", "https://any.example", "PUT", 204, known + "Allow-Methods=GET, HEAD, OPTIONS, PUT Allow-Origin=*"},
		{all, "/o/7", "null", "PUT", 403, ""},
		{full, "/o/7", "https://shop.example", "PUT", 204, "Allow-Credentials=true Allow-Headers=Authorization, X-Shop Allow-Methods=GET, PUT Allow-Origin=https://shop.example Max-Age=600"},
		{full, "/o/new", "https://shop.example", "DELETE", 405, "Allow-Credentials=true Allow-Origin=https://shop.example"},
	}
	for _, test := range tests {
		r := httptest.NewRequest("OPTIONS", test.path, nil)
		r.Header.Set("Origin", test.origin)
		r.Header.Set("Access-Control-Request-Method", test.method)
		w := httptest.NewRecorder()
		withCORS(t, test.cors).ServeHTTP(w, r)
		if got := crossing(w); w.Code != test.status || got != test.want || w.Header().Get("Vary") != "Origin" {
			t.Errorf("%s %s from %s: got %d %s, Vary %q\nwant %d %s", test.method, test.path, test.origin, w.Code, got, w.Header()["Vary"], test.status, test.want)
		}
	}
}

func TestCrossOriginAnswers(t *testing.T) {
	tests := []struct {
		cors   *flow.CORS
		path   string
		origin []string
		want   string
	}{
		{shop, "/o/7", []string{"https://shop.example"}, "Allow-Origin=https://shop.example"},
		{shop, "/nowhere", []string{"https://shop.example"}, "Allow-Origin=https://shop.example"},
		{shop, "/o/%00", []string{"https://shop.example"}, "Allow-Origin=https://shop.example"},
		{shop, "/o/7", nil, ""},
		{shop, "/o/7", []string{""}, ""},
		{shop, "/o/7", []string{"null"}, ""},
		{shop, "/o/7", []string{"https://evil.example"}, ""},
		{shop, "/o/7", []string{"https://shop.example", "https://shop.example"}, ""},
		{&flow.CORS{Origins: namesOf("*")}, "/o/7", []string{"https://evil.example"}, "Allow-Origin=*"},
		{&flow.CORS{Origins: namesOf("*")}, "/o/7", nil, "Allow-Origin=*"},
		{&flow.CORS{Origins: namesOf("*")}, "/o/7", []string{"null"}, ""},
		{&flow.CORS{Origins: shop.Origins, Credentials: true}, "/o/7", []string{"https://shop.example"}, "Allow-Credentials=true Allow-Origin=https://shop.example"},
		{nil, "/o/7", []string{"https://shop.example"}, "Allow-Origin=*"}, // what the workflow says
	}
	for _, test := range tests {
		r := httptest.NewRequest("GET", test.path, nil)
		if test.origin != nil {
			r.Header["Origin"] = test.origin
		}
		w := httptest.NewRecorder()
		withCORS(t, test.cors).ServeHTTP(w, r)
		if got := crossing(w); got != test.want {
			t.Errorf("%s from %q: got %q, want %q", test.path, test.origin, got, test.want)
		}
		if vary := strings.Join(w.Header()["Vary"], ", "); test.cors != nil && !strings.HasSuffix(vary, "Origin") || test.path == "/o/7" && !strings.HasPrefix(vary, "Accept") {
			t.Errorf("%s from %q: Vary %q", test.path, test.origin, vary)
		}
	}
}

func TestUnsharable(t *testing.T) {
	for _, c := range []*flow.CORS{
		{Origins: namesOf("*"), Credentials: true}, {Origins: namesOf("null")}, {Origins: namesOf("https://shop.example/")}, {Origins: namesOf("https://*.example")},
	} {
		if _, err := New(nil, Config{CORS: c}); err == nil {
			t.Errorf("%v: want an error", c)
		}
	}
}

// FuzzOrigin: only an origin that is listed is ever written back, and as it is listed.
func FuzzOrigin(f *testing.F) {
	for _, s := range []string{"https://shop.example", "null", "", "*", "https://shop.example\r\nX: y", "http://[::1]:80", "https://SHOP.example", "https://shop.example.", "https://shop.example@evil.example"} {
		f.Add(s)
	}
	g := withCORS(f, shop)
	f.Fuzz(func(t *testing.T, origin string) {
		r := httptest.NewRequest("GET", "/o/7", nil)
		r.Header["Origin"] = []string{origin}
		w := httptest.NewRecorder()
		g.ServeHTTP(w, r)
		listed := slices.ContainsFunc(shop.Origins, func(o flow.Name) bool { return o.Text == origin })
		if got := w.Header()["Access-Control-Allow-Origin"]; listed != (len(got) == 1) || listed && got[0] != origin {
			t.Errorf("%q: got %q", origin, got)
		}
		if flow.CheckOrigin(origin) == nil && strings.ContainsAny(origin, "* \r\n\"@?#") {
			t.Errorf("%q is no origin", origin)
		}
	})
}
