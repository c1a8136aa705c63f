package openapi_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"tutti/openapi"
)

// What no style can hold is JSON text inside of it, members that only a pattern names have types too, and a parameter that may be an object
// or a scalar is read as what it is.
func TestBindParts(t *testing.T) {
	for _, c := range []struct{ name, param, query, want string }{
		{"a list of objects", `{ name: p, schema: { type: array, items: { $ref: "#/components/schemas/Point" } } }`, `p=%7B%22x%22:1%7D&p=%7B%22x%22:2%7D`, `{"p":[{"x":1},{"x":2}]}`},
		{"a list of lists", `{ name: p, schema: { type: array, items: { type: array, items: { type: integer } } } }`, `p=[1,2]&p=[]`, `{"p":[[1,2],[]]}`},
		{"an object in an object", `{ name: p, schema: { type: object, properties: { a: { $ref: "#/components/schemas/Point" } } } }`, `a=%7B%22x%22:1%7D`, `{"p":{"a":{"x":1}}}`},
		{"text that looks like an object", `{ name: p, schema: { type: array, items: { type: string } } }`, `p=%7B%7D`, `{"p":["{}"]}`},
		{"text that is no object", `{ name: p, schema: { type: array, items: { type: object } } }`, `p=%7B`, `{"p":["{"]}; query p/0: must be object, not string`},
		{"a map", `{ name: p, style: deepObject, schema: { type: object, additionalProperties: { type: object, properties: { n: { type: integer } } } } }`, `p[any][n]=1`, `{"p":{"any":{"n":1}}}`},
		{"an object or a number", `{ name: p, style: deepObject, schema: { anyOf: [ { type: object, properties: { n: { type: integer } } }, { type: integer } ] } }`, `p=7`, `{"p":7}`},
		{"a number or an object", `{ name: p, style: deepObject, schema: { anyOf: [ { type: object, properties: { n: { type: integer } } }, { type: integer } ] } }`, `p[n]=7`, `{"p":{"n":7}}`},
	} {
		b := binder(t, "/a", "get", "parameters: [ "+c.param[:len(c.param)-1]+", in: query } ]")
		if out := got(b.Bind(&openapi.Request{Query: c.query}, true)); out != c.want {
			t.Errorf("%s: %s\ngot  %s\nwant %s", c.name, c.query, out, c.want)
		}
	}
}

// A binder knows no more of a body than requests have named, from however many at once.
func TestBindersAreMadeQuickly(t *testing.T) {
	src := "openapi: 3.1.0\npaths:\n  /a: { post: { operationId: o, requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: '#/x/S0' } } } } } }\nx:\n"
	const levels, width = 12, 12
	for i := range levels {
		src += fmt.Sprintf("  S%d: { type: object, properties: { n: { type: integer }", i)
		for j := range width {
			src += fmt.Sprintf(", m%d: { anyOf: [ { $ref: '#/x/S%d' }, { type: 'null' } ], x-%d-%[1]d: 1 }", j, i+1, i)
		}
		src += " } }\n"
	}
	src += fmt.Sprintf("  S%d: { type: object }\n", levels)
	op := loadText(t, src, openapi.Options{}).Operations[0]
	start := time.Now()
	b, err := openapi.NewBinder(op, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			body := fmt.Sprintf("m%d[m1][m2][n]=7", i)
			r := openapi.Request{ContentType: openapi.Form, Body: []byte(body), HasBody: true}
			if out, want := got(b.Bind(&r, true)), fmt.Sprintf(`{"m%d":{"m1":{"m2":{"n":7}}}}`, i); out != want {
				t.Errorf("%s\ngot  %s\nwant %s", body, out, want)
			}
		})
	}
	all.Wait()
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}
