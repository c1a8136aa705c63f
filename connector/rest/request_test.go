package rest_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"tutti/connector"
	"tutti/fault"
	"tutti/value"
)

const every = `
openapi: 3.1.0
paths:
  /a/{id}/b.{kind}:
    post:
      operationId: post
      parameters:
        - {name: id, in: path, required: true}
        - {name: kind, in: path, required: true}
        - {name: q, in: query}
        - {name: need, in: query, required: true}
        - {name: each, in: query, schema: {type: array}}
        - {name: commas, in: query, explode: false}
        - {name: spaces, in: query, style: spaceDelimited, explode: false}
        - {name: pipes, in: query, style: pipeDelimited}
        - {name: deep, in: query, style: deepObject}
        - {name: "f[x] y", in: query}
        - {name: asJSON, in: query, content: {application/json: {}}}
        - {name: X-H, in: header}
        - {name: session, in: cookie}
        - {name: both, in: query}
        - {name: odd, in: query, style: label}
      requestBody:
        content:
          application/json:
            schema:
              required: [f]
              properties: {f: {type: string}, n: {type: [string, "null"]}, both: {}}
  /open: {post: {operationId: open, requestBody: {content: {application/json: {schema: {additionalProperties: true, properties: {f: {type: string}}}}}}}}
  /must: {post: {operationId: must, requestBody: {required: true, content: {application/json: {schema: {required: [f], properties: {f: {type: string}}}}}}}}
  /some: {post: {operationId: some, requestBody: {required: true, content: {application/json: {schema: {properties: {f: {type: string}}}}}}}}
  /text: {post: {operationId: text, requestBody: {required: true, content: {text/csv: {}}}}}
  /list: {post: {operationId: list, requestBody: {content: {application/json: {schema: {type: array}}}}}}
  /rows: {post: {operationId: rows, requestBody: {required: true, content: {application/json: {schema: {type: array}}}}}}
  /form: {post: {operationId: form, requestBody: {content: {application/x-www-form-urlencoded: {}}}}}
  /parts: {post: {operationId: parts, requestBody: {content: {multipart/form-data: {}}}}}
  /get: {get: {operationId: get, parameters: [{name: idempotency-key, in: header, required: true}]}}
  /odd/{id}#here: {get: {operationId: fragment, parameters: [{name: q, in: query}]}}
  "/odd/{id}?acl&x=a b": {get: {operationId: query, parameters: [{name: q, in: query}]}}
  "/odd/{id}#?x=1": {get: {operationId: both}}
  "/odd?x={y}": {get: {operationId: place}}
  /put/{id}: {put: {operationId: put, parameters: [{name: id, in: query}, {name: id, in: path}]}}
`

// echo is a connection to a service that answers with what it got: method, target, headers of interest and body.
func echo(t testing.TB) connector.Conn {
	return serve(t, every, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		b := value.NewBuilder(256)
		b.BeginObject()
		b.Name("line")
		b.Text(r.Method + " " + r.RequestURI)
		for _, name := range []string{"X-H", "X-Other", "Cookie", "Content-Type", "Content-Length", "Accept", "User-Agent", "Accept-Encoding", "Idempotency-Key", "Traceparent", "Tracestate", "X-Request-Id"} {
			if v := r.Header.Values(name); len(v) > 0 {
				b.Name(name)
				b.Text(strings.Join(v, "|"))
			}
		}
		b.Name("body")
		b.Text(string(body))
		b.EndObject()
		w.Header().Set("Content-Type", "application/json")
		w.Write(b.Done().Raw())
	})
}

func TestRequests(t *testing.T) {
	c := echo(t)
	const base = `"id":"1","kind":"k","need":"n"`
	for _, tt := range []struct {
		name, op, with, body string
		headers              []connector.Header
		want                 map[string]string
	}{
		{
			name: "path", op: "post", with: `{"id":"a b/ü?#%&;=.","kind":3.50,"need":true}`,
			want: map[string]string{"line": "POST /a/a%20b%2F%C3%BC%3F%23%25%26%3B%3D./b.3.50?need=true", "body": "", "Content-Type": ""},
		},
		{name: "dots in a path", op: "post", with: `{"id":"..x","kind":".","need":"n"}`, want: map[string]string{"line": "POST /a/..x/b..?need=n"}},
		{name: "array in a path", op: "post", with: `{"id":["a","b,c"],"kind":"k","need":1}`, want: map[string]string{"line": "POST /a/a,b%2Cc/b.k?need=1"}},
		{
			name: "arrays", op: "post", with: `{` + base + `,"each":[1,"b&c"],"commas":[1,2],"spaces":["a","b"],"pipes":["a|","b"]}`,
			want: map[string]string{"line": "POST /a/1/b.k?need=n&each=1&each=b%26c&commas=1,2&spaces=a%20b&pipes=a%7C%7Cb"},
		},
		{name: "empty arrays", op: "post", with: `{` + base + `,"each":[],"commas":[]}`, want: map[string]string{"line": "POST /a/1/b.k?need=n"}},
		{name: "empty text", op: "post", with: `{` + base + `,"q":""}`, want: map[string]string{"line": "POST /a/1/b.k?need=n&q="}},
		{name: "null", op: "post", with: `{` + base + `,"q":null,"X-H":null,"f":null,"n":null}`, want: map[string]string{"line": "POST /a/1/b.k?need=n", "X-H": "", "body": `{"n":null}`}},
		{name: "name of a query", op: "post", with: `{` + base + `,"f[x] y":"+ "}`, want: map[string]string{"line": "POST /a/1/b.k?need=n&f%5Bx%5D%20y=%2B%20"}},
		{name: "JSON in a query", op: "post", with: `{` + base + `,"asJSON":{"a":"b"}}`, want: map[string]string{"line": "POST /a/1/b.k?need=n&asJSON=%7B%22a%22%3A%22b%22%7D"}},
		{name: "header and cookie", op: "post", with: `{` + base + `,"X-H":["a","b c"],"session":"x;y"}`, want: map[string]string{"X-H": "a,b c", "Cookie": "session=x%3By"}},
		{name: "body", op: "post", with: `{` + base + `,"f":"\u00e9","n":null}`, want: map[string]string{"body": `{"f":"\u00e9","n":null}`, "Content-Type": "application/json"}},
		{name: "splices", op: "open", with: `{"x": [ 1.0,  {"y":1e400} ], "f":"a"}`, want: map[string]string{"body": `{"x":[ 1.0,  {"y":1e400} ],"f":"a"}`}},
		{name: "a null that nobody forbids", op: "open", with: `{"x":null,"f":null}`, want: map[string]string{"body": `{"x":null}`}},
		{name: "no body", op: "open", with: `{}`, want: map[string]string{"line": "POST /open", "body": "", "Content-Length": "0"}},
		{name: "empty body", op: "some", with: `null`, want: map[string]string{"body": "{}", "Content-Length": "2"}},
		{name: "body that is an array", op: "list", with: `null`, body: `[1, 2]`, want: map[string]string{"body": "[1, 2]"}},
		{name: "body that is null", op: "list", with: `null`, body: `null`, want: map[string]string{"body": "null"}},
		{name: "body that is text", op: "text", with: `null`, body: `"a,b\n"`, want: map[string]string{"body": "a,b\n", "Content-Type": "text/csv"}},
		{name: "body that is an object", op: "must", with: `null`, body: `{"f": 1}`, want: map[string]string{"body": `{"f": 1}`}},
		{name: "inputs of one name", op: "put", with: `{"path.id":1,"query.id":2}`, want: map[string]string{"line": "PUT /put/1?id=2"}},
		{name: "a field with the name of a parameter", op: "post", with: `{` + base + `,"query.both":1,"body.both":2,"f":"x"}`, want: map[string]string{"line": "POST /a/1/b.k?need=n&both=1", "body": `{"both":2,"f":"x"}`}},
		{name: "a fragment in the contract", op: "fragment", with: `{"id":"a#b","q":1}`, want: map[string]string{"line": "GET /odd/a%23b?q=1"}},
		{name: "a query in the contract", op: "query", with: `{"id":"a?b","q":1}`, want: map[string]string{"line": "GET /odd/a%3Fb?q=1&acl&x=a%20b"}},
		{name: "a query in a fragment", op: "both", with: `{"id":"a"}`, want: map[string]string{"line": "GET /odd/a?x=1"}},
		{name: "our headers", op: "get", with: `null`, want: map[string]string{"line": "GET /get", "Accept": "application/json, */*;q=0.5", "User-Agent": "tutti", "Accept-Encoding": "identity", "Idempotency-Key": "run/pay/0/0", "Traceparent": "00-ab-cd-01", "Tracestate": "a=b", "X-Request-Id": "web-42"}},
		{
			name: "the workflow's headers", op: "some", with: `null`,
			headers: []connector.Header{{Name: "x-other", Value: " a\t"}, {Name: "X-Other", Value: "b"}, {Name: "accept", Value: "text/plain"}, {Name: "content-type", Value: "application/vnd.x+json"}, {Name: "idempotency-KEY", Value: "mine"}, {Name: "Cookie", Value: "a=b"}, {Name: "x-request-id", Value: "own"}},
			want:    map[string]string{"X-Other": "a|b", "Accept": "text/plain", "Content-Type": "application/vnd.x+json", "Idempotency-Key": "mine", "Cookie": "a=b", "X-Request-Id": "own"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := connector.Request{Operation: tt.op, With: parse(t, tt.with), Headers: tt.headers, Key: "run/pay/0/0", Trace: "00-ab-cd-01", TraceState: "a=b", RequestID: "web-42"}
			if tt.body != "" {
				r.Body, r.HasBody = parse(t, tt.body), true
			}
			reply, err := c.Invoke(t.Context(), r)
			if err != nil {
				t.Fatalf("%s: %v", tt.with, err)
			}
			for name, want := range tt.want {
				if got := reply.Body.Get(name).Text(); got != want {
					t.Errorf("%s\n%s: got  %s\nwant %s", tt.with, name, got, want)
				}
			}
		})
	}
}

func TestRefusedRequests(t *testing.T) {
	c := echo(t)
	const base = `"id":"1","kind":"k","need":"n"`
	for _, tt := range []struct {
		op, with, body string
		header         connector.Header
		want           string
	}{
		{op: "post", with: `{"id":"1","kind":"k"}`, want: `inventory.post: the query input "need" is required and has no value`},
		{op: "post", with: `{"id":"1","kind":"k","need":null}`, want: `inventory.post: the query input "need" is required and has no value`},
		{op: "post", with: `{"kind":"k","need":1}`, want: `inventory.post: the path input "id" is required and has no value`},
		{op: "must", with: `{}`, want: `inventory.must: the body input "f" is required and has no value`},
		{op: "must", with: `{"f":null}`, want: `inventory.must: the body input "f" is required and has no value`},
		{op: "post", with: `{"id":"","kind":"k","need":"n"}`, want: `inventory.post: the path parameter "id" is empty`},
		{op: "post", with: `{"id":[],"kind":"k","need":"n"}`, want: `inventory.post: the path parameter "id" is empty`},
		{op: "post", with: `{"id":"..","kind":"k","need":"n"}`, want: `inventory.post: the path parameters make a segment "." or "..", which would lead elsewhere`},
		{op: "post", with: `{"id":".","kind":"k","need":"n"}`, want: `inventory.post: the path parameters make a segment "." or "..", which would lead elsewhere`},
		{op: "post", with: `{"id":{},"kind":"k","need":"n"}`, want: `inventory.post: the path parameter "id" is empty`},
		{op: "put", with: `{}`, want: `inventory.put: the path input "path.id" is required and has no value`},
		{op: "put", with: `{"id":1}`, want: `inventory.put: several inputs are called "id"; write query.id or path.id`},
		{op: "post", with: `{` + base + `,"odd":{"a":1}}`, want: `inventory.post: the query parameter "odd" has the style label, which does not exist in a query`},
		{op: "post", with: `{` + base + `,"both":1}`, want: `inventory.post: several inputs are called "both"; write query.both or body.both`},
		{op: "post", with: `{` + base + `,"neeed":1}`, want: `inventory.post: it has no input "neeed" (did you mean "need"?)`},
		{op: "get", with: `{"x":1}`, want: `inventory.get: it has no input "x"`},
		{op: "list", with: `{"x":1}`, want: `inventory.list: it has no input "x"`},
		{op: "get", with: `[1]`, want: "inventory.get: `with` must be an object, not array"},
		{op: "get", with: `null`, body: "1", want: `inventory.get: it takes no body`},
		{op: "open", with: `{"f":"x"}`, body: "1", want: "inventory.open: `with` has fields of the body, so there cannot be a `body` too"},
		{op: "text", with: `null`, want: `inventory.text: a body is required (text/csv)`},
		{op: "text", with: `null`, body: "[1]", want: "inventory.text: its body is text/csv, so `body` must be a string"},
		{op: "rows", with: `null`, want: `inventory.rows: a body is required (application/json)`},
		{op: "form", with: `null`, body: "1", want: `inventory.form: its body is application/x-www-form-urlencoded, so ` + "`body` must be an object"},
		{op: "place", with: `null`, want: `inventory.place: its path /odd?x={y} has a place behind the question mark`},
		{op: "nothing", with: `null`, want: `inventory has no operation "nothing"`},
		{op: "post", with: `{` + base + `,"X-H":"a\r\nHost: x"}`, want: `inventory.post: the value of the header X-H has a control character`},
		{op: "get", with: `null`, header: connector.Header{Name: "X", Value: "a\nb"}, want: `inventory.get: the value of the header X has a control character`},
		{op: "get", with: `null`, header: connector.Header{Name: "X", Value: "a\x00b"}, want: `inventory.get: the value of the header X has a control character`},
		{op: "get", with: `null`, header: connector.Header{Name: "X Y", Value: "a"}, want: `inventory.get: "X Y" is no name of a header`},
		{op: "get", with: `null`, header: connector.Header{Name: "X:", Value: "a"}, want: `inventory.get: "X:" is no name of a header`},
		{op: "get", with: `null`, header: connector.Header{Name: "hOst", Value: "a"}, want: `inventory.get: the header Host cannot be set`},
		{op: "get", with: `null`, header: connector.Header{Name: "content-length", Value: "1"}, want: `inventory.get: the header Content-Length cannot be set`},
		{op: "get", with: `null`, header: connector.Header{Name: "TRANSFER-ENCODING", Value: "chunked"}, want: `inventory.get: the header Transfer-Encoding cannot be set`},
		{op: "get", with: `null`, header: connector.Header{Name: "Connection", Value: "close"}, want: `inventory.get: the header Connection cannot be set`},
		{op: "get", with: `null`, header: connector.Header{Name: "te", Value: "trailers"}, want: `inventory.get: the header Te cannot be set`},
		{op: "parts", with: `{"a":1}`, header: connector.Header{Name: "content-type", Value: "x/y"}, want: `inventory.parts: the header Content-Type cannot be set: only the call knows what separates the parts of the body`},
		{op: "post", with: `{` + base + `,"X-H":["a\nb"]}`, want: `inventory.post: the value of the header X-H has a control character`},
		{op: "get", with: `null`, header: connector.Header{Name: "Upgrade", Value: "h2c"}, want: `inventory.get: the header Upgrade cannot be set`},
	} {
		r := connector.Request{Operation: tt.op, With: parse(t, tt.with)}
		if tt.body != "" {
			r.Body, r.HasBody = parse(t, tt.body), true
		}
		if tt.header.Name != "" {
			r.Headers = []connector.Header{tt.header}
		}
		_, err := c.Invoke(t.Context(), r)
		var f *fault.Fault
		if !errors.As(err, &f) {
			t.Errorf("%s %s %s: got %v, want a fault", tt.op, tt.with, tt.body, err)
			continue
		}
		if f.Kind != fault.Contract || f.Processed != fault.No || f.Detail != tt.want {
			t.Errorf("%s %s %s:\ngot  %s, processed %s: %s\nwant contract, processed no: %s", tt.op, tt.with, tt.body, f.Kind, f.Processed, f.Detail, tt.want)
		}
	}
}

func TestBaseURL(t *testing.T) {
	withServer := "openapi: 3.1.0\nservers: [{url: /relative}, {url: 'https://{host}.example/{v}', variables: {host: {default: api}, v: {default: v2}}}]\npaths: {}"
	for _, c := range []struct{ contract, url, want string }{
		{every, "", "it has no url, and its contract names no absolute server"},
		{withServer, "", ""},
		{every, "http://h", ""},
		{every, "https://[::1]:8080/base/", ""},
		{every, "h:80", "its url must begin with http:// or https:// and a host"},
		{every, "ftp://h", "its url must begin with http:// or https:// and a host"},
		{every, "http://", "its url must begin with http:// or https:// and a host"},
		{every, "http://:80", "its url must begin with http:// or https:// and a host"},
		{every, "http://u:secret@h", "its url must not hold a user or a password"},
		{every, "http://u:secret@h:x", "its url cannot be read"},
		{every, "http://h?x", "its url must end with the path, without a query or a fragment"},
		{every, "http://h/#x", "its url must end with the path, without a query or a fragment"},
		{every, "http://h//x", "the path of its url has two slashes in a row"},
		{every, "http://h/../x", `the path of its url has a segment "." or ".."`},
	} {
		conn, err := load(t, c.contract).Open(t.Context(), connector.Settings{URL: c.url})
		got := ""
		if err != nil {
			got = err.Error()
		} else if err := conn.Close(); err != nil {
			t.Error(err)
		}
		if got != c.want {
			t.Errorf("url %q:\ngot  %s\nwant %s", c.url, got, c.want)
		}
	}
}

func TestPathPrefixIsKept(t *testing.T) {
	var got string
	c := serveAt(t, every, "/base%20x/", func(w http.ResponseWriter, r *http.Request) { got = r.RequestURI })
	if _, err := c.Invoke(t.Context(), connector.Request{Operation: "get"}); err != nil {
		t.Fatal(err)
	}
	if got != "/base%20x/get" {
		t.Errorf("got %s, want /base%%20x/get", got)
	}
}
