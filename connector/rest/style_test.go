package rest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tutti/connector"
)

// arrived is what a service got of one request.
type arrived struct {
	line, body, host string
	header           http.Header
}

// mirror is a service that keeps what it got last.
func mirror(t testing.TB) (url string, last *arrived) {
	t.Helper()
	last = new(arrived)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("the body cannot be read: %v", err)
		}
		*last = arrived{line: r.Method + " " + r.RequestURI, body: string(body), host: r.Host, header: r.Header}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, "{}")
	}))
	t.Cleanup(s.Close)
	return s.URL, last
}

// The values are those of the table in OpenAPI 3.1.1, section 4.8.12.4, "Style Examples", and what it leaves open.
func TestStyles(t *testing.T) {
	url, got := mirror(t)
	const (
		text   = `"blue"`
		list   = `["blue","black","brown"]`
		object = `{"R":100,"G":200,"B":150}`
	)
	for _, c := range []struct{ param, value, want string }{
		{"in: path", text, "/blue"},
		{"in: path", list, "/blue,black,brown"},
		{"in: path", object, "/R,100,G,200,B,150"},
		{"in: path, explode: true", list, "/blue,black,brown"},
		{"in: path, explode: true", object, "/R=100,G=200,B=150"},
		{"in: path, style: label", text, "/.blue"},
		{"in: path, style: label", list, "/.blue,black,brown"},
		{"in: path, style: label", object, "/.R,100,G,200,B,150"},
		{"in: path, style: label, explode: true", list, "/.blue.black.brown"},
		{"in: path, style: label, explode: true", object, "/.R=100.G=200.B=150"},
		{"in: path, style: matrix", text, "/;color=blue"},
		{"in: path, style: matrix", list, "/;color=blue,black,brown"},
		{"in: path, style: matrix", object, "/;color=R,100,G,200,B,150"},
		{"in: path, style: matrix, explode: true", list, "/;color=blue;color=black;color=brown"},
		{"in: path, style: matrix, explode: true", object, "/;R=100;G=200;B=150"},
		{"in: path, style: label, explode: true", `["a.b","c"]`, "/.a%2Eb.c"},
		{"in: path", `["a,b","c/d"]`, "/a%2Cb,c%2Fd"},
		{"in: path", `{"a=b":"c,d"}`, "/a%3Db,c%2Cd"},
		{"in: path, style: matrix, explode: true", `[";","="]`, "/;color=%3B;color=%3D"},
		{"in: path, content: {application/json: {}}", `{"a":[1, 2]}`, "/%7B%22a%22%3A%5B1%2C%202%5D%7D"},

		{"in: query", text, "/?color=blue"},
		{"in: query", list, "/?color=blue&color=black&color=brown"},
		{"in: query", object, "/?R=100&G=200&B=150"},
		{"in: query, explode: false", list, "/?color=blue,black,brown"},
		{"in: query, explode: false", object, "/?color=R,100,G,200,B,150"},
		{"in: query, style: spaceDelimited", list, "/?color=blue%20black%20brown"},
		{"in: query, style: spaceDelimited", object, "/?color=R%20100%20G%20200%20B%20150"},
		{"in: query, style: pipeDelimited", list, "/?color=blue%7Cblack%7Cbrown"},
		{"in: query, style: pipeDelimited", object, "/?color=R%7C100%7CG%7C200%7CB%7C150"},
		{"in: query, style: pipeDelimited, explode: true", list, "/?color=blue&color=black&color=brown"},
		{"in: query, style: deepObject", object, "/?color[R]=100&color[G]=200&color[B]=150"},
		{"in: query, style: deepObject", text, "/?color=blue"},
		{"in: query, style: deepObject", `{"a":{"b":1},"c":[{"d":2},"e"],"f":null,"]&":""}`, "/?color[a][b]=1&color[c][0][d]=2&color[c][1]=e&color[%5D%26]="},
		{"in: query, style: deepObject", `["a","b"]`, "/?color[0]=a&color[1]=b"},
		{"in: query", `{"a":["x",{"y":1}],"b":[],"c":{"d":2}}`, "/?a=x&a=%7B%22y%22%3A1%7D&c=%7B%22d%22%3A2%7D"},
		{"in: query, explode: false", `{"a":["x"]}`, "/?color=a,%5B%22x%22%5D"},
		{"in: path, explode: true", `{"a":["x"]}`, "/a=%5B%22x%22%5D"},
		{"in: query", `[]`, "/"},
		{"in: query", `{}`, "/"},
		{"in: query, explode: false", `[]`, "/"},
		{"in: query", `{"a":null,"b":1}`, "/?b=1"},
		{"in: query", `[1,[2,"x"],{"y":null}]`, "/?color=1&color=%5B2%2C%22x%22%5D&color=%7B%22y%22%3Anull%7D"},
		{"in: query, allowReserved: true", `"a/b?c&d#e+f=g%41 ü"`, "/?color=a/b?c%26d%23e%2Bf%3Dg%2541%20%C3%BC"},
		{"in: query, allowReserved: true", `["a,b","c"]`, "/?color=a,b&color=c"},
		{"in: query, allowReserved: true, explode: false", `["a,b","c/"]`, "/?color=a%2Cb,c/"},
		{"in: query", `"a/b?c&d#e+f=g%41"`, "/?color=a%2Fb%3Fc%26d%23e%2Bf%3Dg%2541"},
		{"in: query, content: {application/json: {}}", list, "/?color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D"},
		{"in: query, content: {text/plain: {}}", text, "/?color=blue"},
		{"in: query, content: {application/json: {}}", text, "/?color=%22blue%22"},

		{"in: header", text, "/ blue"},
		{"in: header", list, "/ blue,black,brown"},
		{"in: header", object, "/ R,100,G,200,B,150"},
		{"in: header, explode: true", object, "/ R=100,G=200,B=150"},
		{"in: header, content: {application/json: {}}", "{\"a\":\n[1]}", `/ {"a": [1]}`},

		{"in: cookie", text, "/ color=blue"},
		{"in: cookie", list, "/ color=blue; color=black; color=brown"},
		{"in: cookie", object, "/ R=100; G=200; B=150"},
		{"in: cookie, explode: false", list, "/ color=blue,black,brown"},
		{"in: cookie, explode: false", object, "/ color=R,100,G,200,B,150"},
		{"in: cookie", `"a;b c"`, "/ color=a%3Bb%20c"},
	} {
		path := "/"
		if strings.HasPrefix(c.param, "in: path") {
			path = "/{color}"
		}
		conn := open(t, `openapi: 3.1.0
paths: {"`+path+`": {get: {operationId: get, parameters: [{name: color, `+c.param+`}]}}}`, connector.Settings{URL: url})
		if _, err := conn.Invoke(t.Context(), connector.Request{Operation: "get", With: parse(t, `{"color":`+c.value+`}`)}); err != nil {
			t.Errorf("%s %s: %v", c.param, c.value, err)
			continue
		}
		line := strings.TrimPrefix(got.line, "GET ")
		if extra := got.header.Get("Color") + got.header.Get("Cookie"); extra != "" {
			line += " " + extra
		}
		if line != c.want {
			t.Errorf("%s %s:\ngot  %s\nwant %s", c.param, c.value, line, c.want)
		}
	}
}

func TestServersOfOperations(t *testing.T) {
	url, got := mirror(t)
	host := strings.TrimPrefix(url, "http://")
	contract := strings.ReplaceAll(`
openapi: 3.1.0
servers: [{url: URL/v1}]
paths:
  /usual: {get: {operationId: usual}}
  /other: {get: {operationId: other, servers: [{url: "{scheme}://OTHER/v2/", variables: {scheme: {default: http}}}]}}
  /path:
    servers: [{url: /v3}]
    get: {operationId: path}
    put: {operationId: own, servers: [{url: URL/v4}]}
`, "URL", url)
	other, otherGot := mirror(t)
	contract = strings.ReplaceAll(contract, "OTHER", strings.TrimPrefix(other, "http://"))
	given, givenGot := mirror(t)
	for _, c := range []struct {
		url, op, line string
		at            *arrived
	}{
		{"", "usual", "GET /v1/usual", got},
		{"", "other", "GET /v2/other", otherGot},
		{"", "path", "GET /v3/path", got},
		{"", "own", "PUT /v4/path", got},
		{given + "/here", "usual", "GET /here/usual", givenGot},
		{given + "/here", "other", "GET /here/other", givenGot},
		{given + "/here", "path", "GET /v3/path", givenGot},
		{given + "/here", "own", "PUT /v4/path", givenGot},
	} {
		*got, *otherGot, *givenGot = arrived{}, arrived{}, arrived{}
		conn := open(t, contract, connector.Settings{URL: c.url})
		if _, err := conn.Invoke(t.Context(), connector.Request{Operation: c.op}); err != nil {
			t.Fatalf("%s: %v", c.op, err)
		}
		if c.at.line != c.line {
			t.Errorf("%q %s: got %q, want %q (the others got %q, %q, %q; the document's host is %s)", c.url, c.op, c.at.line, c.line, got.line, otherGot.line, givenGot.line, host)
		}
	}
}
