package openapi_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"tutti/diag"
	"tutti/document"
	"tutti/openapi"
)

// operation is the operation "o" of a document with one path item, as YAML in flow style.
func operation(t testing.TB, path, method, rest string) *openapi.Operation {
	t.Helper()
	src := fmt.Sprintf(`openapi: 3.1.0
info: { title: t, version: "1" }
paths:
  %s:
    %s: { operationId: o, %s, responses: { "200": { description: ok } } }
components:
  schemas:
    Point: { type: object, required: [x], properties: { x: { type: integer }, y: { type: number }, note: { type: string } }, additionalProperties: false }
    Node: { type: object, properties: { name: { type: string }, next: { $ref: "#/components/schemas/Node" } } }
`, path, method, rest)
	set := document.NewSet(func(name string) ([]byte, error) {
		if name == "a.yaml" {
			return []byte(src), nil
		}
		return nil, errors.New("no such file")
	})
	d := openapi.Load(set, "a.yaml", diag.Pos{}, openapi.Options{})
	if d == nil {
		t.Fatalf("%s\n%v", src, set.Found)
	}
	return d.Operations[0]
}

func binder(t testing.TB, path, method, rest string) *openapi.Binder {
	t.Helper()
	b, err := openapi.NewBinder(operation(t, path, method, rest), 0)
	if err != nil {
		t.Fatalf("%s %s %s: %v", method, path, rest, err)
	}
	return b
}

// got is what was bound, in one line.
func got(b openapi.Bound) string {
	if b.Refused != 0 {
		return fmt.Sprintf("%d %s", b.Refused, b.Why)
	}
	out := []string{b.Input.String()}
	for _, m := range b.Wrong {
		out = append(out, fmt.Sprintf("%s %s%s: %s", m.In, m.Name, m.Pointer, m.Message))
	}
	return strings.Join(out, "; ")
}

func TestBindQuery(t *testing.T) {
	for _, c := range []struct{ name, params, query, want string }{
		{"text stays text", `{ name: a, schema: { type: string } }`, "a=7", `{"a":"7"}`},
		{"escapes and spaces", `{ name: a, schema: { type: string } }`, "a=1%202+3%C3%A9%2B", `{"a":"1 2 3é+"}`},
		{"an integer", `{ name: a, schema: { type: integer } }`, "a=7", `{"a":7}`},
		{"a number keeps its digits", `{ name: a, schema: { type: number } }`, "a=0.10", `{"a":0.10}`},
		{"a boolean", `{ name: a, schema: { type: boolean } }`, "a=true", `{"a":true}`},
		{"no integer", `{ name: a, schema: { type: integer } }`, "a=x", `{"a":"x"}; query a: *`},
		{"not by JSON's rules", `{ name: a, schema: { type: integer } }`, "a=07", `{"a":"07"}; query a: *`},
		{"too small", `{ name: a, schema: { type: integer, minimum: 1 } }`, "a=0", `{"a":0}; query a: *`},
		{"nothing is said of it", `{ name: a }`, "a=7", `{"a":"7"}`},
		{"numbers before text", `{ name: a, schema: { type: [string, integer] } }`, "a=7", `{"a":7}`},
		{"text where the number is refused", `{ name: a, schema: { anyOf: [ { type: integer, maximum: 5 }, { type: string } ] } }`, "a=7", `{"a":"7"}`},
		{"an enum of numbers", `{ name: a, schema: { enum: [1, 2] } }`, "a=2", `{"a":2}`},
		{"behind a $ref and an allOf", `{ name: a, schema: { allOf: [ { $ref: "#/components/schemas/Point/properties/x" } ] } }`, "a=7", `{"a":7}`},
		{"an empty number that may be null", `{ name: a, schema: { type: [integer, "null"] } }`, "a=", `{"a":null}`},
		{"an empty text that may be null", `{ name: a, schema: { type: [string, "null"] } }`, "a=", `{"a":""}`},
		{"a name without a value", `{ name: a, schema: { type: string } }`, "a", `{"a":""}`},
		{"a default", `{ name: a, schema: { type: integer, default: 20 } }`, "", `{"a":20}`},
		{"required", `{ name: a, required: true, schema: { type: integer } }`, "", `{}; query a: is required`},
		{"not required", `{ name: a, schema: { type: integer } }`, "", `{}`},
		{"twice", `{ name: a, schema: { type: integer } }`, "a=1&a=2", `{}; query a: is given more than once`},
		{"unknown", `{ name: limit, schema: { type: integer } }`, "limt=1", `{}; query limt: is not in the contract (did you mean "limit"?)`},

		{"form, exploded", `{ name: a, schema: { type: array, items: { type: integer } } }`, "a=1&a=2", `{"a":[1,2]}`},
		{"form, exploded, one", `{ name: a, schema: { type: array, items: { type: integer } } }`, "a=1", `{"a":[1]}`},
		{"form", `{ name: a, explode: false, schema: { type: array, items: { type: integer } } }`, "a=1,2", `{"a":[1,2]}`},
		{"form, commas in the elements", `{ name: a, explode: false, schema: { type: array, items: { type: string } } }`, "a=1%2C2,3", `{"a":["1,2","3"]}`},
		{"form, with encoded commas", `{ name: a, explode: false, schema: { type: array, items: { type: integer } } }`, "a=1%2C2%2c3", `{"a":[1,2,3]}`},
		{"spaceDelimited", `{ name: a, style: spaceDelimited, explode: false, schema: { type: array, items: { type: integer } } }`, "a=1%202+3", `{"a":[1,2,3]}`},
		{"pipeDelimited", `{ name: a, style: pipeDelimited, explode: false, schema: { type: array, items: { type: string } } }`, "a=x|y%7Cz", `{"a":["x","y","z"]}`},
		{"an element that is none", `{ name: a, schema: { type: array, items: { type: integer } } }`, "a=1&a=x", `{"a":[1,"x"]}; query a/1: *`},
		{"a list or one", `{ name: a, schema: { anyOf: [ { type: string }, { type: array, items: { type: string } } ] } }`, "a=x", `{"a":"x"}`},
		{"a list or one: two", `{ name: a, schema: { anyOf: [ { type: string }, { type: array, items: { type: string } } ] } }`, "a=x&a=y", `{"a":["x","y"]}`},

		{"an object, exploded", `{ name: p, schema: { $ref: "#/components/schemas/Point" } }`, "x=1&y=2.5", `{"p":{"x":1,"y":2.5}}`},
		{"an object, exploded, with a name of another parameter", `{ name: p, schema: { $ref: "#/components/schemas/Point" } }, { in: query, name: y, schema: { type: boolean } }`, "x=1&y=true", `{"p":{"x":1},"y":true}`},
		{"an object that takes the rest", `{ name: p, schema: { type: object, additionalProperties: { type: string } } }, { in: query, name: y, schema: { type: boolean } }`, "x=1&y=true&z=2", `{"p":{"x":"1","z":"2"},"y":true}`},
		{"an object", `{ name: p, explode: false, schema: { $ref: "#/components/schemas/Point" } }`, "p=x,1,note,a%2Cb", `{"p":{"x":1,"note":"a,b"}}`},
		{"an object without pairs", `{ name: p, explode: false, schema: { $ref: "#/components/schemas/Point" } }`, "p=x,1,y", `{}; query p: is not written as the contract says`},
		{"an object with a member twice", `{ name: p, explode: false, schema: { $ref: "#/components/schemas/Point" } }`, "p=x,1,x,2", `{}; query p: is not written as the contract says`},
		{"deepObject", `{ name: p, style: deepObject, explode: true, schema: { $ref: "#/components/schemas/Point" } }`, "p[x]=1&p%5By%5D=2.5", `{"p":{"x":1,"y":2.5}}`},
		{"deepObject, deeper", `{ name: n, style: deepObject, schema: { $ref: "#/components/schemas/Node" } }`, "n[next][next][name]=7&n[name]=a", `{"n":{"next":{"next":{"name":"7"}},"name":"a"}}`},
		{"deepObject, too deep", `{ name: n, style: deepObject, schema: { $ref: "#/components/schemas/Node" } }`, "n" + strings.Repeat("[next]", 9) + "=1", `{}; query n: *`},
		{"deepObject, a list in it", `{ name: p, style: deepObject, schema: { type: object, properties: { a: { type: array, items: { type: integer } } } } }`, "p[a][]=1&p[a][]=2", `{"p":{"a":[1,2]}}`},
		{"deepObject, a list by name", `{ name: p, style: deepObject, schema: { type: object, properties: { a: { type: array, items: { type: integer } } } } }`, "p[a]=1", `{"p":{"a":[1]}}`},
		{"deepObject, a list by places", `{ name: p, style: deepObject, schema: { type: object, properties: { a: { type: array, items: { $ref: "#/components/schemas/Point" } } } } }`, "p[a][0][x]=1&p[a][1][x]=2", `{"p":{"a":[{"x":1},{"x":2}]}}`},
		{"deepObject, no brackets", `{ name: p, style: deepObject, schema: { $ref: "#/components/schemas/Point" } }`, "p=1", `{}; query p: is written p[member]=value`},
		{"deepObject, broken brackets", `{ name: p, style: deepObject, schema: { $ref: "#/components/schemas/Point" } }`, "p[x=1", `{}; query p: *`},
		{"deepObject, a value and an object", `{ name: n, style: deepObject, schema: { $ref: "#/components/schemas/Node" } }`, "n[next]=1&n[next][name]=2", `{}; query n: has a member that is a value and an object`},
		{"deepObject, unlisted", `{ name: p, style: deepObject, schema: { $ref: "#/components/schemas/Point" } }`, "p[x]=1&p[z]=1", `{"p":{"x":1,"z":"1"}}; query p*`},
		{"JSON", `{ name: p, content: { application/json: { schema: { $ref: "#/components/schemas/Point" } } } }`, `p=%7B%22x%22:1%7D`, `{"p":{"x":1}}`},
		{"no JSON", `{ name: p, content: { application/json: { schema: { $ref: "#/components/schemas/Point" } } } }`, `p=%7B`, `{}; query p: is not JSON*`},

		{"not well-formed", `{ name: a }`, "a=%zz", `400 the query is not well-formed`},
		{"not UTF-8", `{ name: a }`, "a=%ff", `400 the query is not well-formed`},
		{"no name", `{ name: a }`, "=1", `400 the query has a value without a name`},
		{"too many", `{ name: a, schema: { type: array } }`, strings.Repeat("a=1&", 257), `400 the query has more than 256 names`},
		{"empty pairs", `{ name: a }`, "&&a=1&", `{"a":"1"}`},
	} {
		b := binder(t, "/a", "get", "parameters: [ "+strings.Replace(c.params, "{ ", "{ in: query, ", 1)+" ]")
		check(t, c.name, got(b.Bind(&openapi.Request{Query: c.query}, true)), c.want)
	}
}

// check holds got against want, in which a star stands for the rest.
func check(t *testing.T, name, got, want string) {
	t.Helper()
	if head, ok := strings.CutSuffix(want, "*"); got != want && !(ok && strings.HasPrefix(got, head)) {
		t.Errorf("%s:\n got %s\nwant %s", name, got, want)
	}
}

func TestBindPathHeadersCookies(t *testing.T) {
	for _, c := range []struct {
		name, params string
		request      openapi.Request
		want         string
	}{
		{"a segment", `{ in: path, name: id, required: true, schema: { type: integer } }`, openapi.Request{Path: []string{"7"}}, `{"id":7}`},
		{"a plus and escapes", `{ in: path, name: id, required: true, schema: { type: string } }`, openapi.Request{Path: []string{"a+b%20c"}}, `{"id":"a+b c"}`},
		{"no integer", `{ in: path, name: id, required: true, schema: { type: integer } }`, openapi.Request{Path: []string{"x"}}, `{"id":"x"}; path id: *`},
		{"nothing is declared", ``, openapi.Request{Path: []string{"7"}}, `{"id":"7"}`},
		{"simple", `{ in: path, name: id, required: true, schema: { type: array, items: { type: integer } } }`, openapi.Request{Path: []string{"1,2"}}, `{"id":[1,2]}`},
		{"simple, commas in the elements", `{ in: path, name: id, required: true, schema: { type: array, items: { type: string } } }`, openapi.Request{Path: []string{"1%2C2,3"}}, `{"id":["1,2","3"]}`},
		{"simple, an object", `{ in: path, name: id, required: true, schema: { $ref: "#/components/schemas/Point" } }`, openapi.Request{Path: []string{"x,1,y,2"}}, `{"id":{"x":1,"y":2}}`},
		{"simple, an object, exploded", `{ in: path, name: id, required: true, explode: true, schema: { $ref: "#/components/schemas/Point" } }`, openapi.Request{Path: []string{"x=1,y=2"}}, `{"id":{"x":1,"y":2}}`},
		{"label", `{ in: path, name: id, required: true, style: label, schema: { type: array, items: { type: integer } } }`, openapi.Request{Path: []string{".1,2"}}, `{"id":[1,2]}`},
		{"label, exploded", `{ in: path, name: id, required: true, style: label, explode: true, schema: { type: array, items: { type: integer } } }`, openapi.Request{Path: []string{".1.2"}}, `{"id":[1,2]}`},
		{"label without its point", `{ in: path, name: id, required: true, style: label, schema: { type: integer } }`, openapi.Request{Path: []string{"1"}}, `{}; path id: does not begin with a point`},
		{"JSON", `{ in: path, name: id, required: true, content: { application/json: { schema: { type: array } } } }`, openapi.Request{Path: []string{"%5B1%5D"}}, `{"id":[1]}`},

		{"a header", `{ in: header, name: x-count, schema: { type: integer } }`, openapi.Request{Headers: map[string][]string{"X-Count": {"7"}}}, `{"id":"i","x-count":7}`},
		{"a header that is required", `{ in: header, name: X-Count, required: true, schema: { type: integer } }`, openapi.Request{}, `{"id":"i"}; header X-Count: is required`},
		{"a header that is a list", `{ in: header, name: X-A, schema: { type: array, items: { type: string } } }`, openapi.Request{Headers: map[string][]string{"X-A": {"a, b", "c"}}}, `{"id":"i","X-A":["a","b","c"]}`},
		{"a header that is an object", `{ in: header, name: X-A, explode: true, schema: { $ref: "#/components/schemas/Point" } }`, openapi.Request{Headers: map[string][]string{"X-A": {"x=1, y=2"}}}, `{"id":"i","X-A":{"x":1,"y":2}}`},
		{"a header that is not UTF-8", `{ in: header, name: X-A, schema: { type: string } }`, openapi.Request{Headers: map[string][]string{"X-A": {"\xff"}}}, `{"id":"i"}; header X-A: is not written as the contract says`},
		{"headers that mean something else", `{ in: header, name: Authorization, required: true }`, openapi.Request{}, `{"id":"i"}`},

		{"a cookie", `{ in: cookie, name: n, schema: { type: integer } }`, openapi.Request{Headers: map[string][]string{"Cookie": {"a=b; n=7; c=d"}}}, `{"id":"i","n":7}`},
		{"a cookie in quotes, with escapes", `{ in: cookie, name: n, schema: { type: string } }`, openapi.Request{Headers: map[string][]string{"Cookie": {`n="a%20b+c"`}}}, `{"id":"i","n":"a b+c"}`},
		{"cookies of one name", `{ in: cookie, name: n, schema: { type: array, items: { type: integer } } }`, openapi.Request{Headers: map[string][]string{"Cookie": {"n=1; n=2"}}}, `{"id":"i","n":[1,2]}`},
		{"a cookie that is a list", `{ in: cookie, name: n, explode: false, schema: { type: array, items: { type: integer } } }`, openapi.Request{Headers: map[string][]string{"Cookie": {"n=1,2"}}}, `{"id":"i","n":[1,2]}`},
		{"cookies that are an object", `{ in: cookie, name: n, schema: { $ref: "#/components/schemas/Point" } }`, openapi.Request{Headers: map[string][]string{"Cookie": {"x=1; y=2; z=3"}}}, `{"id":"i","n":{"x":1,"y":2}}`},
		{"a cookie twice", `{ in: cookie, name: n, schema: { type: integer } }`, openapi.Request{Headers: map[string][]string{"Cookie": {"n=1; n=2"}}}, `{"id":"i"}; cookie n: is given more than once`},
		{"a cookie with a broken escape", `{ in: cookie, name: n, schema: { type: string } }`, openapi.Request{Headers: map[string][]string{"Cookie": {"n=%z"}}}, `{"id":"i"}; cookie n: is not written as the contract says`},

		{"one name in two places, equal", `{ in: query, name: id, schema: { type: string } }`, openapi.Request{Query: "id=i"}, `{"id":"i"}`},
		{"one name in two places", `{ in: query, name: id, schema: { type: string } }`, openapi.Request{Query: "id=j"}, `{"id":"i"}; query id: has another value than that in the path`},
	} {
		if c.request.Path == nil {
			c.request.Path = []string{"i"}
		}
		b := binder(t, "/a/{id}", "get", "parameters: [ "+c.params+" ]")
		check(t, c.name, got(b.Bind(&c.request, true)), c.want)
	}
}

const json = "application/json"

func TestBindBody(t *testing.T) {
	point := `content: { application/json: { schema: { $ref: "#/components/schemas/Point" } } }`
	for _, c := range []struct{ name, rest, media, body, want string }{
		{"an object", `requestBody: { ` + point + ` }`, json, ` {"x": 1} `, `{"x": 1}`},
		{"no body", `requestBody: { ` + point + ` }`, "", "", `{}`},
		{"a body that is required", `requestBody: { required: true, ` + point + ` }`, "", "", `{}; body : is required`},
		{"a body that breaks its schema", `requestBody: { ` + point + ` }`, json, `{"y":"2","z":0}`, `{"y":"2","z":0}; body *`},
		{"a body that is no JSON", `requestBody: { ` + point + ` }`, json, `{`, `400 the body is not JSON: *`},
		{"another type", `requestBody: { ` + point + ` }`, "text/plain", `{}`, `415 the contract has no body of this Content-Type; it is application/json`},
		{"no type", `requestBody: { ` + point + ` }`, "", `{}`, `415 the body needs a Content-Type: application/json`},
		{"a type with parameters", `requestBody: { ` + point + ` }`, "Application/JSON; charset=utf-8", `{"x":1}`, `{"x":1}`},
		{"a range of types", `requestBody: { content: { "application/*": {} } }`, "application/x+json", `{"x":1}`, `{"x":1}`},
		{"a body that the contract has not", `tags: []`, json, `{"x":1}`, `{}; body : is there, and the contract has none`},
		{"no object", `requestBody: { content: { application/json: { schema: { type: array } } } }`, json, `[1]`, `{"body":[1]}`},
		{"no object, beside a parameter", `parameters: [ { in: query, name: a } ], requestBody: { content: { application/json: {} } }`, json, `7`, `{"body":7}`},
		{"no object, and a parameter called body", `parameters: [ { in: query, name: body } ], requestBody: { content: { application/json: {} } }`, json, `7`, `{}; body : there is a parameter called body, so the body must be an object`},
		{"text", `requestBody: { content: { text/plain: { schema: { type: string, maxLength: 3 } } } }`, "text/plain", "a\"b", `{"body":"a\"b"}`},
		{"text that is too long", `requestBody: { content: { text/plain: { schema: { type: string, maxLength: 3 } } } }`, "text/plain", "abcd", `{"body":"abcd"}; body : *`},
		{"text that is not UTF-8", `requestBody: { content: { text/plain: {} } }`, "text/plain", "\xff", `400 the body is not UTF-8`},
		{"bytes", `requestBody: { content: { image/png: { schema: { type: string, format: binary } } } }`, "image/png", "\x00\xff", `{"body":"AP8="}`},
		{"a default", `requestBody: { content: { application/json: { schema: { type: object, properties: { a: { type: integer, default: 7 }, b: { type: string } } } } } }`, json, `{"b":"x"}`, `{"b":"x","a":7}`},
		{"no default where it is there", `requestBody: { content: { application/json: { schema: { type: object, properties: { a: { default: 7 } } } } } }`, json, `{"a":null}`, `{"a":null}`},
		{"a default in an empty object", `requestBody: { content: { application/json: { schema: { type: object, properties: { a: { default: 7 } } } } } }`, json, `{ }`, `{"a":7}`},

		{"a field and a parameter, equal", `parameters: [ { in: query, name: x, schema: { type: integer } } ], requestBody: { ` + point + ` }`, json, `{"x":1}`, `{"x":1}`},
		{"a field, and a parameter that is not given", `parameters: [ { in: header, name: x, schema: { type: integer } } ], requestBody: { ` + point + ` }`, json, `{"x":1,"y":2}`, `{"x":1,"y":2}`},
		{"no field passes for a parameter", `parameters: [ { in: header, name: X-User } ], requestBody: { content: { application/json: {} } }`, json, `{"a":1,"X-User":"root"}`, `{"a":1}; body /X-User: is a parameter in the header, and no field of the body`},
	} {
		b := binder(t, "/a", "post", c.rest)
		r := &openapi.Request{ContentType: c.media, Body: []byte(c.body), HasBody: c.body != "", Query: map[bool]string{true: "x=1"}[strings.Contains(c.name, "equal")]}
		check(t, c.name, got(b.Bind(r, true)), c.want)
	}
	b := binder(t, "/a", "post", `parameters: [ { in: query, name: x, schema: { type: integer } } ], requestBody: { `+point+` }`)
	bound := b.Bind(&openapi.Request{Query: "x=2", ContentType: json, Body: []byte(`{"x":1}`), HasBody: true}, true)
	check(t, "a field and a parameter that differ", got(bound), `{"x":2}; body /x: has another value than that in the query`)
}

func TestBindForm(t *testing.T) {
	form := func(schema, more string) string {
		return `requestBody: { content: { application/x-www-form-urlencoded: { schema: ` + schema + more + ` } } }`
	}
	props := `{ type: object, required: [n], properties: { n: { type: integer }, tags: { type: array, items: { type: string } }, p: { $ref: "#/components/schemas/Point" } }, additionalProperties: false }`
	for _, c := range []struct{ name, rest, body, want string }{
		{"fields", form(props, ""), "n=7&tags=a+b&tags=c%26d", `{"n":7,"tags":["a b","c&d"]}`},
		{"one element", form(props, ""), "n=7&tags=a", `{"n":7,"tags":["a"]}`},
		{"an object is JSON", form(props, ""), `n=7&p=%7B%22x%22%3A1%7D`, `{"n":7,"p":{"x":1}}`},
		{"an object in brackets", form(props, ", encoding: { p: { style: deepObject, explode: true } }"), `n=7&p[x]=1&p[y]=2`, `{"n":7,"p":{"x":1,"y":2}}`},
		{"a list with commas", form(props, ", encoding: { tags: { style: form, explode: false } }"), `n=7&tags=a,b%2Cc`, `{"n":7,"tags":["a","b,c"]}`},
		{"a list with pipes", form(props, ", encoding: { tags: { style: pipeDelimited } }"), `n=7&tags=a|b`, `{"n":7,"tags":["a","b"]}`},
		{"missing and unlisted", form(props, ""), `m=7`, `{"m":"7"}; body *`},
		{"twice", form(props, ""), `n=7&n=8`, `{"n":["7","8"]}; body /n*`},
		{"broken", form(props, ""), `n=%`, `400 the form is not well-formed`},
		{"empty is a body", form(props, ""), `&`, `{}; body *`},
		{"without a schema", `requestBody: { content: { application/x-www-form-urlencoded: {} } }`, "a=1&b=2&b=3", `{"a":"1","b":["2","3"]}`},
	} {
		b := binder(t, "/a", "post", c.rest)
		r := &openapi.Request{ContentType: openapi.Form, Body: []byte(c.body), HasBody: true}
		check(t, c.name, got(b.Bind(r, true)), c.want)
	}
}

func TestBindMultipart(t *testing.T) {
	part := func(head, body string) string {
		return "--x\r\nContent-Disposition: form-data; " + strings.ReplaceAll(head, "|", "\r\nContent-Type: ") + "\r\n\r\n" + body + "\r\n"
	}
	props := `{ type: object, properties: { n: { type: integer }, note: { type: string }, photo: { type: string, format: binary }, file: {}, p: { $ref: "#/components/schemas/Point" }, all: { type: array, items: { type: string, format: binary } } } }`
	for _, c := range []struct{ name, body, want string }{
		{"fields", part(`name="n"`, "7") + part(`name="note"`, "a\r\nb"), `{"n":7,"note":"a\r\nb"}`},
		{"a file", part(`name="photo"; filename="../../etc/passwd"|image/png`, "\x00\xff"), `{"photo":"AP8="}`},
		{"what the schema says nothing about: a file", part(`name="file"; filename="a"`, "ab"), `{"file":"YWI="}`},
		{"what the schema says nothing about: text", part(`name="file"`, "ab"), `{"file":"ab"}`},
		{"a text in a file", part(`name="note"; filename="a.txt"|text/plain`, "ab"), `{"note":"ab"}`},
		{"an object", part(`name="p"`, `{"x":1}`), `{"p":{"x":1}}`},
		{"an object that says so", part(`name="p"|application/json`, `{"x":1}`), `{"p":{"x":1}}`},
		{"an object that is none", part(`name="p"`, `{`), `{}; body /p: is not JSON*`},
		{"one file of several", part(`name="all"; filename="a"`, "a"), `{"all":["YQ=="]}`},
		{"several files", part(`name="all"; filename="a"`, "a") + part(`name="all"; filename="b"`, "b"), `{"all":["YQ==","Yg=="]}`},
		{"no text", part(`name="note"`, "\xff"), `{}; body /note: is not UTF-8`},
		{"against the schema", part(`name="n"`, "x"), `{"n":"x"}; body /n: *`},
		{"no name", part(`filename="a"`, "x"), `400 a part of the form has no name`},
	} {
		b := binder(t, "/a", "post", `requestBody: { content: { multipart/form-data: { schema: `+props+` } } }`)
		r := &openapi.Request{ContentType: "multipart/form-data; boundary=x", Body: []byte(c.body + "--x--\r\n"), HasBody: true}
		check(t, c.name, got(b.Bind(r, true)), c.want)
	}
	b := binder(t, "/a", "post", `requestBody: { content: { multipart/form-data: {} } }`)
	r := &openapi.Request{ContentType: "multipart/form-data", Body: []byte("--x--\r\n"), HasBody: true}
	check(t, "no boundary", got(b.Bind(r, true)), `400 the Content-Type has no boundary`)
	for _, body := range []string{"abc", part(`name="a"`, "b"), "--x\r\n"} {
		r = &openapi.Request{ContentType: "multipart/form-data; boundary=x", Body: []byte(body), HasBody: true}
		check(t, "no form in parts", got(b.Bind(r, true)), `400 the body is not a form in parts`)
	}
	r = &openapi.Request{ContentType: "multipart/form-data; boundary=x", Body: []byte(strings.Repeat(part(`name="a"`, ""), 257) + "--x--\r\n"), HasBody: true}
	check(t, "too many parts", got(b.Bind(r, true)), `400 the form has more than 256 parts`)
}

// What cannot be served is said when the binder is made.
func TestNewBinderRefuses(t *testing.T) {
	for _, c := range []struct{ path, method, rest, want string }{
		{"/a/{b}.json", "get", "tags: []", "a place in the path takes a whole segment, unlike {b}.json"},
		{"/a/{b}{c}", "get", "tags: []", "a place in the path takes a whole segment"},
		{"/a/", "get", "tags: []", "its path has an empty segment, or a slash at its end"},
		{"/a//b", "get", "tags: []", "its path has an empty segment"},
		{"/a/../b", "get", "tags: []", "its path has a segment .."},
		{"/a/{}", "get", "tags: []", "a place in the path needs a name"},
		{"/{a}/{a}", "get", "tags: []", "the place {a} is twice in the path"},
		{"/a", "trace", "tags: []", "TRACE requests are not served"},
		{"/a/{b}", "get", "parameters: [ { in: path, name: b, required: true, style: matrix } ]", `the path parameter "b" has the style matrix`},
		{"/a", "get", "parameters: [ { in: query, name: b, style: simple } ]", `the query parameter "b" has the style simple`},
		{"/a", "get", "requestBody: { required: true, content: { application/json: {} } }", "a GET request has no body"},
	} {
		_, err := openapi.NewBinder(operation(t, c.path, c.method, c.rest), 0)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s %s %s: %v, want %s", c.method, c.path, c.rest, err, c.want)
		}
	}
}

// Without check the same $input is made, and nothing is complained about.
func TestBindWithoutCheck(t *testing.T) {
	b := binder(t, "/a", "post", `parameters: [ { in: query, name: a, required: true, schema: { type: integer } } ], requestBody: { required: true, content: { application/json: { schema: { type: array } } } }`)
	check(t, "as it came", got(b.Bind(&openapi.Request{Query: "a=x&b=1", ContentType: json, Body: []byte(`{"c":1}`), HasBody: true}, false)), `{"a":"x","c":1}`)
	check(t, "nothing", got(b.Bind(&openapi.Request{}, false)), `{}`)
}

// However much is wrong, little is said.
func TestFindingsAreBounded(t *testing.T) {
	b := binder(t, "/a", "get", `parameters: [ { in: query, name: a, schema: { type: array, items: { type: integer } } } ]`)
	bound := b.Bind(&openapi.Request{Query: strings.Repeat("a=x&", 100) + strings.Repeat("b"+strings.Repeat("c", 1000)+"=x&", 100)}, true)
	if len(bound.Wrong) != 20 {
		t.Errorf("%d findings, want 20", len(bound.Wrong))
	}
	for _, m := range bound.Wrong {
		if len(m.Name) > 310 || len(m.Message) > 310 || len(m.Pointer) > 310 {
			t.Errorf("a long finding: %+v", m)
		}
	}
}
