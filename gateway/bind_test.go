package gateway

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"tutti/express"
	"tutti/machine"
	"tutti/value"
)

func TestBind(t *testing.T) {
	tests := []struct{ target, body, want string }{
		{"/o", ``, `{}`},
		{"/o", `{}`, `{}`},
		{"/o", `{"a":1}`, `{"a":1}`},
		{"/o", " {\n \"a\" : 1.50e2 }\n", "{\n \"a\" : 1.50e2 }"},
		{"/o/7", ``, `{"id":"7"}`},
		{"/o/7", `{}`, `{"id":"7"}`},
		{"/o/7", `{ }`, `{"id":"7"}`},
		{"/o/7", `{"a":1}`, `{"id":"7","a":1}`},
		{"/o/7", `{ "a": 1e2 }`, `{"id":"7", "a": 1e2 }`},
		{"/o/a%20%22b", ``, `{"id":"a \"b"}`},
		{"/o/7/items", ``, `{"id":"7"}`},
		{"/o/7/zzz", ``, `{"shop":"o","n":"7"}`}, // after looking at /o/{id} in vain
		{"/o/7?x=1", `{"a":1}`, `{"id":"7","x":"1","a":1}`},
		{"/o?x=1", ``, `{"x":"1"}`},
		{"/o?x=1&y=2&x=3", ``, `{"x":["1","3"],"y":"2"}`},
		{"/o?x=1&x=1&x=", ``, `{"x":["1","1",""]}`},
		{"/o?x", ``, `{"x":""}`},
		{"/o?&x=1&&", ``, `{"x":"1"}`},
		{"/o?x=a=b", ``, `{"x":"a=b"}`},
		{"/o?x=a+b%2Bc%26", ``, `{"x":"a b+c&"}`},
		{"/o?%78=%22%5C", ``, `{"x":"\"\\"}`},
		{"/o?x=%c3%a9", ``, `{"x":"é"}`},
		{"/o?x={\"a\":1}", ``, `{"x":"{\"a\":1}"}`},
		{"/o?", ``, `{}`},
		{"/o", `[1,2]`, `{"body":[1,2]}`},
		{"/o", `null`, `{"body":null}`},
		{"/o", ` "text" `, `{"body":"text"}`},
		{"/o/7?x=1", `3.0`, `{"id":"7","x":"1","body":3.0}`},
		{"/o?body=1", ``, `{"body":"1"}`},
		{"/o?body=1", `{"a":1}`, `{"body":"1","a":1}`},
		{"/o", `{"body":1}`, `{"body":1}`},
	}
	var e echo
	g := newGateway(t, Config{},
		Route{Method: "POST", Path: "/o", Workflow: "w", Run: &e}, Route{Method: "POST", Path: "/o/{id}", Workflow: "w", Run: &e},
		Route{Method: "POST", Path: "/o/{id}/items", Workflow: "w", Run: &e}, Route{Method: "POST", Path: "/{shop}/{n}/zzz", Workflow: "w", Run: &e})
	for _, test := range tests {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("POST", strings.ReplaceAll(test.target, `"`, "%22"), strings.NewReader(test.body))
		r.Header.Set("Content-Type", "application/json")
		g.ServeHTTP(w, r)
		if w.Code != 200 || w.Body.String() != test.want {
			t.Errorf("POST %s %s: got %d %s, want %s", test.target, test.body, w.Code, w.Body, test.want)
		}
	}
}

func TestUnusableRequests(t *testing.T) {
	many := strings.Repeat("a&", maxParameters+1)
	tests := []struct {
		target, contentType, body string
		status                    int
		detail                    string
	}{
		{"/o/7?id=8", "", ``, 400, `"id" is given in the path and in the query`},
		{"/o/7", jsonType, `{"id":"7"}`, 400, `"id" is given in the path and in the body`},
		{"/o/7", jsonType, `{"\u0069d":"7"}`, 400, `"id" is given in the path and in the body`},
		{"/o?a=1", jsonType, `{"a":1}`, 400, `"a" is given in the query and in the body`},
		{"/o?a=1&b&c&d&e&f&g&h&i&j", jsonType, `{"x":1,"j":1}`, 400, `"j" is given in the query and in the body`},
		{"/o?body=1", jsonType, `[1]`, 400, `"body" is given in the query and in the body`},
		{"/b/7", jsonType, `[1]`, 400, `"body" is given in the path and in the body`},
		{"/o?a=%", "", ``, 400, "the query is not well-formed"},
		{"/o?a=%zz", "", ``, 400, "the query is not well-formed"},
		{"/o?%2=1", "", ``, 400, "the query is not well-formed"},
		{"/o?a=%ff", "", ``, 400, "the query is not well-formed"},
		{"/o?a=1;b=2", "", ``, 400, "the query is not well-formed"},
		{"/o?a=\u00e9", "", ``, 400, "the query is not well-formed"},
		{"/o?a=1#b", "", ``, 400, "the query is not well-formed"},
		{"/o?=1", "", ``, 400, "the query has a value without a name"},
		{"/o?" + many, "", ``, 400, "the query has too many parameters"},
		{"/o", jsonType, "{\n \"b\": 1,\n \"a\": 1, \"a\": 2}", 400, `line 3:10: duplicate key "a"`},
		{"/o", jsonType, `{"a":1,"\u0061":2}`, 400, `line 1:8: duplicate key "a"`},
		{"/o", jsonType, `{"a":`, 400, "line 1:6: the text ends where a value should be"},
		{"/o", jsonType, `{"a":1}}`, 400, `line 1:8: found '}' where the end of the text should be`},
		{"/o", jsonType, " ", 400, "line 1:2: the text ends where a value should be"},
		{"/o", jsonType, `{'a':1}`, 400, `line 1:2: found '\'' where a name in quotes should be`},
		{"/o", jsonType, `[1,]`, 400, `line 1:4: found ']' where a value should be`},
		{"/o", jsonType, `[01]`, 400, "line 1:2: a number must not start with 0"},
		{"/o", jsonType, `NaN`, 400, "line 1:1: found 'N' where a value should be"},
		{"/o", jsonType, "\"\xff\"", 400, "line 1:2: invalid UTF-8"},
		{"/o", jsonType, `"\ud800"`, 400, "line 1:2: half a surrogate pair"},
		{"/o", jsonType, "\ufeff{}", 400, "line 1:1: found '\\ufeff' where a value should be"},
		{"/o", jsonType, strings.Repeat("[", 129) + strings.Repeat("]", 129), 400, "line 1:129: too many arrays and objects inside each other"},
		{"/o", "", `{}`, 415, "the body needs a Content-Type: application/json"},
		{"/o", "text/plain", `{}`, 415, "the body must be JSON; send it as Content-Type: application/json"},
		{"/o", "application/x-www-form-urlencoded", `a=1`, 415, "the body must be JSON; send it as Content-Type: application/json"},
		{"/o", "application/jsonx", `{}`, 415, "the body must be JSON; send it as Content-Type: application/json"},
		{"/o", "text/x+json", `{}`, 415, "the body must be JSON; send it as Content-Type: application/json"},
		{"/o", "application/json; charset=latin1", `{}`, 415, "the body must be UTF-8; leave out the charset"},
		{"/o", "application/json;;", `{}`, 415, "the body must be JSON; send it as Content-Type: application/json"},
	}
	var e echo
	address := serving(t, Config{},
		Route{Method: "POST", Path: "/o", Workflow: "w", Run: &e}, Route{Method: "POST", Path: "/o/{id}", Workflow: "w", Run: &e}, Route{Method: "POST", Path: "/b/{body}", Workflow: "w", Run: &e})
	for _, test := range tests {
		raw := strings.Replace(post(test.target, test.body), "Content-Type: application/json\r\n", "", 1)
		if test.contentType != "" {
			raw = strings.Replace(raw, "\r\n", "\r\nContent-Type: "+test.contentType+"\r\n", 1)
		}
		got := ask(t, address, raw)
		if detail := got.detail(t); got.StatusCode != test.status || detail != test.detail {
			t.Errorf("POST %.40q %s %.40q: got %d %s, want %d %s", test.target, test.contentType, test.body, got.StatusCode, detail, test.status, test.detail)
		}
	}
	if n := e.runs.Load(); n != 0 {
		t.Errorf("%d runs, want none", n)
	}
}

func TestJSONByAnyName(t *testing.T) {
	var e echo
	g := newGateway(t, Config{}, Route{Method: "POST", Path: "/o", Workflow: "w", Run: &e})
	for contentType, want := range map[string]int{
		"application/json": 200, "Application/JSON": 200, "application/json; charset=UTF-8": 200,
		"application/merge-patch+json": 200, `application/ld+json; profile="a b"`: 200,
	} {
		r := httptest.NewRequest("POST", "/o", strings.NewReader(`{}`))
		r.Header.Set("Content-Type", contentType)
		w := httptest.NewRecorder()
		if g.ServeHTTP(w, r); w.Code != want {
			t.Errorf("%s: got %d, want %d", contentType, w.Code, want)
		}
	}
	for _, headers := range []http.Header{
		{"Content-Type": {jsonType}, "Content-Encoding": {"gzip"}},
		{"Content-Type": {"application/json; charset=utf-8", "text/plain"}},
	} {
		r := httptest.NewRequest("POST", "/o", strings.NewReader(`{}`))
		r.Header = headers
		w := httptest.NewRecorder()
		if g.ServeHTTP(w, r); w.Code != 415 {
			t.Errorf("%v: got %d, want 415", headers, w.Code)
		}
	}
}

func TestRequestVariable(t *testing.T) {
	shows := runFunc(func(_ context.Context, s express.Start) express.Result {
		return express.Result{Result: machine.Result{Body: s.Request()}}
	})
	address := serving(t, Config{}, Route{Method: "GET", Path: "/o/{id}", Workflow: "w", Run: shows})
	got := ask(t, address, "GET /o/%37?a=1&b=2&a=3 HTTP/1.1\r\nHost: shop\r\nX-Two: 1\r\nAuthorization: Bearer secret\r\n"+
		"cookie: s=secret\r\nProxy-Authorization: secret\r\nx-two: \"2\"\r\n\r\n")
	want := `{"method":"GET","path":"/o/7","headers":{"host":"shop","x-two":"1, \"2\""},"query":{"a":["1","3"],"b":"2"},` +
		`"claims":null,"client":{"ip":"127.0.0.1"},"event":null}`
	if got.body != want {
		t.Errorf("got  %s\nwant %s", got.body, want)
	}
}

// However the parts of $input are mixed, it is valid JSON and no name is there twice.
func FuzzBind(f *testing.F) {
	f.Add("id", "7", "x=1&x=2", `{"a":1}`)
	f.Add("body", "7", "", `[1]`)
	f.Add("id", "\xff", "id=1", `{}`)
	f.Add("id", `"`, "%22=%5C&%00", "{\t}")
	f.Fuzz(func(t *testing.T, name, text, rawQuery, body string) {
		query, why := parseQuery(rawQuery)
		if why != "" {
			return
		}
		in := input{names: []string{name}, values: []string{text}, query: query}
		if body != "" {
			v, err := value.Scan([]byte(body), 0)
			if err != nil {
				return
			}
			in.body, in.hasBody = v, true
		}
		if !isParameter(name+"}") || in.clash() != "" {
			return
		}
		got, err := value.Scan(in.value().Raw(), 1000)
		if err != nil {
			t.Fatalf("%v: %v", in.value(), err)
		}
		if got := got.Get(name).Text(); utf8.ValidString(text) && got != text {
			t.Errorf("%s: got %q, want %q", name, got, text)
		}
		for field, v := range in.body.Members() {
			if !value.Equal(got.Get(field), v) {
				t.Errorf("field %q: got %s, want %s", field, got.Get(field), v)
			}
		}
		for _, p := range query {
			if _, ok := got.Lookup(p.name); !ok {
				t.Errorf("query parameter %q is not in %s", p.name, got)
			}
		}
	})
}
