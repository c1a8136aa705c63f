package rest

import (
	"context"
	"io/fs"
	"net/url"
	"strings"
	"testing"

	"tutti/connector"
	"tutti/diag"
	"tutti/flow"
	"tutti/openapi"
	"tutti/value"
)

// FuzzLoad: whatever the text of a contract, loading it ends, with findings that have places or with operations that can be called.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		"openapi: 3.1.0\npaths: {/a/{b}: {get: {operationId: x, parameters: [{name: b, in: path}, {name: q, in: query, style: pipeDelimited}]}}}",
		`{"openapi":"3.0.3","paths":{"/a":{"post":{"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/x"}}}}}}},"x":{"allOf":[{"$ref":"#/x"}],"properties":{"a":{"nullable":true}}}}`,
		"openapi: 3.0.0\npaths: {/a: {post: {requestBody: {content: {a/b: {schema: {oneOf: [{$ref: 'self.yaml#/paths'}]}}}}}}}",
		"openapi: 3.1.0\nx: &a [*a]\npaths: {/a: {$ref: '#/x/0/0'}}",
		"openapi: 3.1.0\npaths: {/a: &a {post: {requestBody: {$ref: '#/paths/~1a/post/requestBody'}}}}",
		"openapi: 3.1.0\npaths:\n  /a: {get: {operationId: a, parameters: [{name: '', in: x}, null, {$ref: 7}]}}\n---\n",
		"openapi: 3.0.3\npaths: {/a: {post: {servers: [{url: '{x}/y', variables: {x: {default: 'http://h'}}}], requestBody: {content: {multipart/form-data: {schema: {properties: {f: {type: string, format: binary}}, required: [f]}, encoding: {f: {contentType: 'image/*', style: deepObject}}}}}, responses: {200: {headers: {X: {$ref: '#/x'}}, content: {text/csv: {}}}, 4XX: {$ref: '#/y'}}}}}\nx: {style: form, explode: true}\ny: {content: {'*/*': {schema: {oneOf: [{type: 'null'}, {$ref: '#/x'}]}}}}",
		"openapi: 3.1.0\npaths: {'/a/{id}#x?y=1': {put: {parameters: [{name: id, in: path, style: matrix}, {name: id, in: query, style: deepObject, schema: {type: object}}], requestBody: {content: {application/x-www-form-urlencoded: {schema: {discriminator: {propertyName: k, mapping: {a: '#/x'}}}, encoding: {k: {explode: false}}}}}}}}\nx: {allOf: [{$ref: '#/x'}], properties: {id: true, k: {readOnly: true}}}",
		"openapi: 3.1.0\nsecurity: [{a: [b]}, {}]\npaths: {/a: {get: {responses: {default: {content: {image/png: {schema: {}}}}}, requestBody: {content: {text/plain: {schema: {type: integer}}}}}}}",
		"%YAML 1.1\n---\n? a\n: !!binary x", "{", "[", "\x00", "openapi: 3.1.0\npaths: {'/{': {get: {}}, '/}{}': {get: {}}}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		src := connector.Source{Path: "dir/self.yaml", Name: flow.Name{Text: "s", Pos: diag.Pos{File: "tutti.yaml", Line: 1, Col: 1}}}
		if strings.HasPrefix(text, "{") {
			src.Path = "dir/self.json"
		}
		src.Read = func(path string) ([]byte, error) {
			if !fs.ValidPath(path) {
				t.Errorf("the path %q was asked for", path)
			}
			if path == src.Path {
				return []byte(text), nil
			}
			return nil, fs.ErrNotExist
		}
		c, found := Connector{}.Load(src)
		for _, d := range found {
			if d.Pos.Line < 1 || d.Pos.Col < 1 {
				t.Errorf("no place: %s", d)
			}
		}
		if (c == nil) != found.HasErrors() {
			t.Fatalf("contract %v with findings %v", c, found)
		}
		if c != nil {
			callAll(t, c)
		}
	})
}

// callAll writes a request for every operation, without sending it.
func callAll(t *testing.T, c connector.Contract) {
	conn, err := c.Open(t.Context(), connector.Settings{URL: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for _, name := range c.Names() {
		o, ok := c.Operation(name)
		if !ok {
			t.Fatalf("the operation %q is not there", name)
		}
		var members []value.Member
		for _, in := range o.Inputs {
			members = append(members, value.Member{Name: in.Name, Value: value.FromString("../a b")})
		}
		if _, err := conn.Invoke(over, connector.Request{Operation: o.Name, With: value.ObjectOf(members...)}); err == nil {
			t.Errorf("%s: a call was made", o.Name)
		}
		for _, body := range []value.Value{value.FromString("YQ=="), value.ObjectOf(members...)} {
			if _, err := conn.Invoke(over, connector.Request{Operation: o.Name, Body: body, HasBody: true}); err == nil {
				t.Errorf("%s: a call with a body was made", o.Name)
			}
		}
	}
}

// FuzzEncode: what goes into a path, a query or a cookie comes out of it again on the other side, and nothing else changes.
func FuzzEncode(f *testing.F) {
	for _, seed := range []string{"a", "..", ".", "/", "a/../b", "?x=1&y=2#z", "%2e%2E", "ü\u0000\r\n", " +", ",", "a,b", "\\", ";=", "\U0001F600"} {
		f.Add(seed, seed+"2", uint8(0))
		f.Add(seed, "", uint8(3))
	}
	f.Fuzz(func(t *testing.T, a, b string, style uint8) {
		a, b = strings.ToValidUTF8(a, "?"), strings.ToValidUTF8(b, "?")
		styleName := []string{"form", "spaceDelimited", "pipeDelimited"}[style%3]
		from := &openapi.Operation{Name: "o", Method: "GET", Path: "/x/{id}/y", Parameters: []*openapi.Parameter{
			{Name: "id", In: openapi.InPath, Required: true, Style: "simple"},
			{Name: a + "n", In: openapi.InQuery, Style: styleName, Explode: style%2 == 0},
		}}
		op := newContract("s", &openapi.Document{Operations: []*openapi.Operation{from}}).find("o")
		p := op.params[1]
		with := value.ObjectOf(value.Member{Name: "id", Value: value.FromString(a)}, value.Member{Name: p.name, Value: value.ArrayOf(value.FromString(a), value.FromString(b))})
		if p.name == "id" {
			return // two parameters of one name are another matter
		}
		d := draft{op: op}
		if fault := d.write(&connector.Request{With: with}, "/base"); fault != nil {
			if a != "" && a != "." && a != ".." {
				t.Fatalf("%q: %v", a, fault)
			}
			return
		}
		u, err := url.ParseRequestURI(string(d.path))
		if err != nil {
			t.Fatalf("%s: %v", d.path, err)
		}
		segments := strings.Split(u.EscapedPath(), "/")
		if len(segments) != 5 {
			t.Fatalf("%s has %d segments, want 4", u.EscapedPath(), len(segments)-1)
		}
		if got, err := url.PathUnescape(segments[3]); err != nil || got != a {
			t.Errorf("path %s: got %q, %v, want %q", u.EscapedPath(), got, err, a)
		}
		checkQuery(t, u.RawQuery, p, []string{a, b})
	})
}

func checkQuery(t *testing.T, raw string, p param, want []string) {
	t.Helper()
	var got []string
	for pair := range strings.SplitSeq(raw, "&") {
		name, text, _ := strings.Cut(pair, "=")
		if n, err := url.QueryUnescape(name); err != nil || n != p.name {
			t.Fatalf("query %s: got the name %q, %v, want %q", raw, n, err, p.name)
		}
		parts := []string{text}
		if !p.explode && p.layout.comma == "," {
			parts = strings.Split(text, ",")
		}
		for _, part := range parts {
			v, err := url.QueryUnescape(part)
			if err != nil {
				t.Fatalf("query %s: %v", raw, err)
			}
			got = append(got, v)
		}
	}
	if p.explode || p.layout.comma == "," {
		if strings.Join(got, "\x00") != strings.Join(want, "\x00") {
			t.Errorf("query %s: got %q, want %q", raw, got, want)
		}
		return
	}
	separator := map[string]string{"%20": " ", "%7C": "|"}[p.layout.comma]
	if len(got) != 1 || got[0] != strings.Join(want, separator) {
		t.Errorf("query %s: got %q, want %q with %q between them", raw, got, want, separator)
	}
}
