package gateway

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tutti/diag"
	"tutti/document"
	"tutti/drift"
	"tutti/fault"
	"tutti/flow"
	"tutti/machine"
	"tutti/openapi"
	"tutti/value"
)

// operationOf is the only operation of a document with one path item.
func operationOf(t testing.TB, path, method, rest string) *openapi.Operation {
	t.Helper()
	src := fmt.Sprintf("openapi: 3.1.0\ninfo: {}\npaths:\n  %s:\n    %s: { operationId: op, %s }\n", path, method, rest)
	set := document.NewSet(func(string) ([]byte, error) { return []byte(src), nil })
	d := openapi.Load(set, "public.yaml", diag.Pos{}, openapi.Options{})
	if d == nil {
		t.Fatal(set.Found)
	}
	return d.Operations[0]
}

const ok = `responses: { "200": { description: ok, content: { application/json: {} } } }`

// contracted is a gateway with one route that keeps to a contract.
func contracted(t testing.TB, cfg Config, op *openapi.Operation, run Runner) *Gateway {
	return newGateway(t, cfg, Route{Method: op.Method, Path: op.Path, Workflow: "w", Run: run, Operation: op})
}

// send is the answer to a request with headers, each "Name: value".
func send(g *Gateway, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for _, h := range headers {
		name, text, _ := strings.Cut(h, ": ")
		r.Header.Add(name, text)
	}
	w := httptest.NewRecorder()
	g.ServeHTTP(w, r)
	return w
}

const isJSONBody = "Content-Type: application/json"

// The contract decides what the parts of a request are.
func TestContractBinds(t *testing.T) {
	op := operationOf(t, "/o/{i:d s}/{name}", "post", `parameters: [
      { in: path, name: "i:d s", required: true, schema: { type: array, items: { type: string } } },
      { in: path, name: name, required: true, schema: { type: string } },
      { in: query, name: page, schema: { type: integer, default: 1 } },
      { in: header, name: X-Shop, schema: { type: string } },
      { in: cookie, name: lang, schema: { type: string } } ],
      requestBody: { content: { application/json: {}, text/plain: {}, application/x-www-form-urlencoded: {} } }, `+ok)
	g := contracted(t, Config{}, op, new(echo))
	for _, c := range []struct{ target, body, want string }{
		{"/o/a,b/c", "", `{"i:d s":["a","b"],"name":"c","page":1}`},
		{"/o/a%2Cb,c/d%20e?page=2", "", `{"i:d s":["a,b","c"],"name":"d e","page":2}`},
		{"/o/a/b%25c", `{"x":1}`, `{"i:d s":["a"],"name":"b%c","page":1,"x":1}`},
		{"/o/a/b", "7", `{"i:d s":["a"],"name":"b","page":1,"body":7}`},
	} {
		if w := send(g, "POST", c.target, c.body, isJSONBody); w.Code != 200 || w.Body.String() != c.want {
			t.Errorf("%s %s: got %d %s, want %s", c.target, c.body, w.Code, w.Body, c.want)
		}
	}
	w := send(g, "POST", "/o/a/b", "x=1+2", "Content-Type: application/x-www-form-urlencoded", "X-Shop: s", "Cookie: lang=de; other=1")
	if want := `{"i:d s":["a"],"name":"b","page":1,"X-Shop":"s","lang":"de","x":"1 2"}`; w.Body.String() != want {
		t.Errorf("a form: got %d %s, want %s", w.Code, w.Body, want)
	}
	for _, c := range []struct {
		body, media string
		status      int
	}{
		{"a", "text/plain", 200},
		{"a", "text/plain; charset=UTF-8", 200},
		{"a", "text/plain; charset=latin1", 415},
		{"a", "text/csv", 415},
		{"{}", "application/json; charset=utf-16", 415},
		{"{", "application/json", 400},
		{"\xff", "text/plain", 400},
		{"{}", "", 415},
	} {
		if w := send(g, "POST", "/o/a/b", c.body, "Content-Type: "+c.media); w.Code != c.status {
			t.Errorf("%q as %q: got %d %s, want %d", c.body, c.media, w.Code, w.Body, c.status)
		}
	}
	if w := send(g, "POST", "/o/a/b", "{}", isJSONBody, "Content-Encoding: gzip"); w.Code != 415 {
		t.Errorf("an encoded body: got %d", w.Code)
	}
}

// A request that breaks the contract is refused, counted or let pass, as the setting says; what cannot be read is always refused.
func TestRequestsSetting(t *testing.T) {
	op := operationOf(t, "/o", "post", `parameters: [ { in: query, name: n, schema: { type: integer } } ],
      requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { a: { type: array, items: { type: string } } } } } } }, `+ok)
	for _, c := range []struct {
		setting              flow.Breach
		target, body         string
		status, runs, drifts int
		want                 string
	}{
		{flow.Enforce, "/o?n=1", `{"a":["b"]}`, 200, 1, 0, `{"n":1,"a":["b"]}`},
		{"", "/o?n=x&m=canary", `{"a":["b",1]}`, 400, 0, 0, `"errors":[{"in":"query","name":"m","detail":"is not in the contract (did you mean \"n\"?)"},{"in":"query","name":"n","detail":"must be integer`},
		{"", "/o", `{"a":[1]}`, 400, 0, 0, `{"pointer":"/a/0","detail":`},
		{"", "/o", ``, 400, 0, 0, `"errors":[{"pointer":"","detail":"is required"}]`},
		{flow.Report, "/o?n=x&m=canary", `{"a":["b",1]}`, 200, 1, 3, `{"n":"x","a":["b",1]}`},
		{flow.Report, "/o?n=%", `{}`, 400, 0, 0, "the query is not well-formed"},
		{flow.Report, "/o", `{`, 400, 0, 0, "the body is not JSON"},
		{flow.Report, "/o", ``, 200, 1, 1, `{}`},
		{flow.Ignore, "/o?n=x&m=canary", `{"a":["b",1]}`, 200, 1, 0, `{"n":"x","a":["b",1]}`},
		{flow.Ignore, "/o?n=1", `{`, 400, 0, 0, "the body is not JSON"},
	} {
		var e echo
		var log logBuffer
		table := drift.NewTable(log.logger())
		g := contracted(t, Config{Requests: c.setting, Drift: table, Log: log.logger()}, op, &e)
		w := send(g, "POST", c.target, c.body, isJSONBody)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) || int(e.runs.Load()) != c.runs {
			t.Errorf("%s %s %s: got %d %s, %d runs; want %d %s, %d", c.setting, c.target, c.body, w.Code, w.Body, e.runs.Load(), c.status, c.want, c.runs)
		}
		entries := table.Entries()
		if len(entries) != c.drifts {
			t.Errorf("%s %s %s: counted %v, want %d kinds", c.setting, c.target, c.body, entries, c.drifts)
		}
		for _, entry := range entries {
			if entry.Service != "" || entry.Operation != "op" || entry.Status != 0 || entry.Schema == "" {
				t.Errorf("counted %+v", entry)
			}
		}
		if strings.Contains(log.String(), "canary") {
			t.Errorf("the log tells what the client sent: %s", log.String())
		}
	}
}

// What the workflow answers is held against the contract too.
func TestResponsesSetting(t *testing.T) {
	op := operationOf(t, "/o", "get", `responses: {
      "200": { description: ok, headers: { X-Count: { required: true, schema: { type: integer } }, X-More: { schema: { type: array, items: { type: boolean } } } },
               content: { application/json: { schema: { type: object, required: [a], properties: { a: { type: integer }, w: { writeOnly: true } } } }, text/plain: { schema: { type: string, maxLength: 3 } }, image/png: {} } },
      "204": { description: nothing },
      "4XX": { description: wrong, content: { application/problem+json: { schema: { type: object, required: [code] } } } } }`)
	right := value.Trusted([]byte(`{"a":1}`))
	count := header("x-count", "7")
	failed := func(kind fault.Kind, status int, extensions string) *fault.Fault {
		return &fault.Fault{Kind: kind, Status: status, Extensions: value.Trusted([]byte(extensions))}
	}
	for _, c := range []struct {
		name   string
		result machine.Result
		want   string // what is counted, "" for nothing
	}{
		{"right", machine.Result{Headers: count, Body: right}, ""},
		{"a header that is missing", machine.Result{Body: right}, "header X-Count: is required"},
		{"a header that is wrong", machine.Result{Headers: header("X-Count", "canary"), Body: right}, "header X-Count: must"},
		{"a header that may be there", machine.Result{Headers: header("X-Count", "1", "X-More", "true, canary"), Body: right}, "header X-More: must"},
		{"a body that is wrong", machine.Result{Headers: count, Body: value.Trusted([]byte(`{"a":"canary"}`))}, "body: must"},
		{"a member that is missing", machine.Result{Headers: count, Body: value.Trusted([]byte(`{}`))}, `body: "a" is missing`},
		{"no body", machine.Result{Status: 200, Headers: count}, "body: is missing"},
		{"nothing", machine.Result{}, ""},
		{"a status that is not there", machine.Result{Status: 201, Body: right}, "status 201: is not in the contract"},
		{"a text", machine.Result{Headers: header("X-Count", "1", "Content-Type", "text/plain"), Body: value.FromString("abc")}, ""},
		{"a text that is wrong", machine.Result{Headers: header("X-Count", "1", "Content-Type", "text/plain"), Body: value.FromString("abcd")}, "body: must"},
		{"bytes", machine.Result{Headers: header("X-Count", "1", "Content-Type", "image/png"), Body: value.FromString("AP8=")}, ""},
		{"another type", machine.Result{Headers: header("X-Count", "1", "Content-Type", "text/csv"), Body: value.FromString("a")}, "header Content-Type: is not in the contract"},
		{"a fail", machine.Result{Fault: failed(fault.Fail, 409, `{"code":7}`)}, ""},
		{"a fail that is wrong", machine.Result{Fault: failed(fault.Fail, 409, `{}`)}, `body: "code" is missing`},
		{"a fail with a status that is not there", machine.Result{Fault: failed(fault.Fail, 500, `{}`)}, "status 500: is not in the contract"},
		{"a fault that nobody meant", machine.Result{Fault: failed(fault.Timeout, 0, `{}`)}, ""},
	} {
		for _, setting := range []flow.Breach{"", flow.Enforce, flow.Ignore} {
			var log logBuffer
			table := drift.NewTable(nil)
			w := send(contracted(t, Config{Responses: setting, Drift: table, Log: log.logger()}, op, gives(c.result)), "GET", "/o", "")
			entries := table.Entries()
			wrong := c.want != "" && setting != flow.Ignore
			if wrong != (len(entries) == 1) || wrong && (!strings.HasPrefix(entries[0].Message, c.want) || entries[0].Operation != "op") {
				t.Errorf("%s, %q: counted %v, want %s", c.name, setting, entries, c.want)
			}
			refused := w.Code == 500 && strings.Contains(w.Body.String(), `"detail":"the answer breaks the contract"`) && strings.Contains(w.Body.String(), runID)
			if refused != (wrong && setting == flow.Enforce) {
				t.Errorf("%s, %q: got %d %s", c.name, setting, w.Code, w.Body)
			}
			if refused && !strings.Contains(log.String(), "fault.cause=") || strings.Contains(log.String(), "canary") {
				t.Errorf("%s: logged %s", c.name, log.String())
			}
		}
	}
}

func TestNegotiation(t *testing.T) {
	one := operationOf(t, "/o", "get", `responses: { "200": { description: ok, content: { application/json: {}, text/plain: {} } }, "404": { description: no, content: { text/html: {} } } }`)
	only := operationOf(t, "/o", "get", `responses: { "200": { description: ok, content: { "text/plain; charset=utf-8": {} } } }`)
	none := operationOf(t, "/o", "get", `responses: { "200": { description: ok, content: { text/plain: {} } }, "204": { description: none } }`)
	image := operationOf(t, "/o", "get", `responses: { "200": { description: ok, content: { image/png: {} } } }`)
	words, object := value.FromString("abc"), value.Trusted([]byte(`{}`))
	for _, c := range []struct {
		name, accept string
		op           *openapi.Operation
		body         value.Value
		status       int
		media, text  string
	}{
		{"nothing is asked for", "", one, words, 200, jsonType, `"abc"`},
		{"anything", "*/*", one, words, 200, jsonType, `"abc"`},
		{"text", "text/plain", one, words, 200, "text/plain", "abc"},
		{"text, which the body is not", "text/plain", one, object, 200, jsonType, "{}"},
		{"text rather", "application/json;q=0.5, text/*", one, words, 200, "text/plain", "abc"},
		{"the nearest range counts", "text/*;q=0.9, text/plain;q=0.1, application/json;q=0.5", one, words, 200, jsonType, `"abc"`},
		{"not text", "*/*, application/json;q=0", one, words, 200, "text/plain", "abc"},
		{"what is not there", "text/html", one, words, 406, "", ""},
		{"everything but what is there", "*/*;q=0", one, words, 406, "", ""},
		{"nonsense counts as nothing", "text", one, words, 200, jsonType, `"abc"`},
		{"the contract's only type", "", only, words, 200, "text/plain; charset=utf-8", "abc"},
		{"an answer without a body is always right", "text/html", none, words, 200, "text/plain", "abc"},
		{"bytes", "", image, value.FromString("AP8="), 200, "image/png", "\x00\xff"},
		{"no bytes", "", image, words, 500, "", ""},
	} {
		var headers []string
		if c.accept != "" {
			headers = []string{"Accept: " + c.accept}
		}
		w := send(contracted(t, Config{}, c.op, gives(machine.Result{Body: c.body})), "GET", "/o", "", headers...)
		if w.Code != c.status || c.media != "" && (w.Header().Get("Content-Type") != c.media || w.Body.String() != c.text) {
			t.Errorf("%s: got %d %s %q, want %d %s %q", c.name, w.Code, w.Header().Get("Content-Type"), w.Body, c.status, c.media, c.text)
		}
	}
	var e echo
	send(contracted(t, Config{}, only, &e), "GET", "/o", "", "Accept: text/html")
	if e.runs.Load() != 0 {
		t.Error("what cannot be answered was run")
	}
}

func TestDescribed(t *testing.T) {
	cfg := Config{Document: &Document{JSON: []byte(`{"openapi":"3.1.0"}`), YAML: []byte("openapi: 3.1.0\n")}}
	g := newGateway(t, cfg, Route{Method: "GET", Path: "/{any}", Workflow: "w", Run: name("any")})
	for _, c := range []struct {
		method, target, match string
		status                int
		media, body           string
	}{
		{"GET", "/openapi.json", "", 200, "application/json", `{"openapi":"3.1.0"}`},
		{"GET", "/openapi.yaml", "", 200, "application/yaml", "openapi: 3.1.0\n"},
		{"GET", "/openapi.json", `"other"`, 200, "application/json", `{"openapi":"3.1.0"}`},
		{"GET", "/openapi.json", `"other", W/TAG`, 304, "", ""},
		{"GET", "/openapi.json", `*`, 304, "", ""},
		{"POST", "/openapi.json", "", 405, "", ""},
		{"GET", "/openapi.jso", "", 200, "application/json", `"any"`},
	} {
		tag := send(g, "GET", c.target, "").Header().Get("Etag")
		var headers []string
		if c.match != "" {
			headers = []string{"If-None-Match: " + strings.ReplaceAll(c.match, "TAG", tag)}
		}
		w := send(g, c.method, c.target, "", headers...)
		if w.Code != c.status || c.media != "" && (w.Header().Get("Content-Type") != c.media || w.Body.String() != c.body) {
			t.Errorf("%s %s %s: got %d %s %s", c.method, c.target, c.match, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	}
	if w := send(newGateway(t, Config{}), "GET", "/openapi.json", ""); w.Code != 404 {
		t.Errorf("without a contract: got %d", w.Code)
	}
}

func TestOperationThatCannotBeServed(t *testing.T) {
	op := operationOf(t, "/o", "get", `requestBody: { required: true, content: { application/json: {} } }, `+ok)
	_, err := New([]Route{{Method: "GET", Path: "/o", Workflow: "w", Run: name("x"), Operation: op}}, Config{})
	if err == nil || !strings.Contains(err.Error(), "route GET /o: a GET request has no body") {
		t.Errorf("got %v", err)
	}
}

// A multipart form over a real connection.
func TestForm(t *testing.T) {
	op := operationOf(t, "/o", "post", `requestBody: { content: { multipart/form-data: { schema: { type: object, properties: { photo: { type: string, format: binary } } } } } }, `+ok)
	address := serving(t, Config{}, Route{Method: "POST", Path: "/o", Workflow: "w", Run: new(echo), Operation: op})
	body := "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\x00\xff\r\n--b--\r\n"
	got := ask(t, address, fmt.Sprintf("POST /o HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n%s", len(body), body))
	if want := `{"photo":"` + base64.StdEncoding.EncodeToString([]byte("\x00\xff")) + `"}`; got.StatusCode != http.StatusOK || got.body != want {
		t.Errorf("got %d %s, want %s", got.StatusCode, got.body, want)
	}
}
