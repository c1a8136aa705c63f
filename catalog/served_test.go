package catalog_test

import (
	"strings"
	"testing"

	"tutti/catalog"
)

// What the contract says of a request is what the checker knows of $input, and what it says of answers binds the return.
func TestServedIsChecked(t *testing.T) {
	const contract = `
openapi: 3.1.0
info: { title: t, version: "1" }
security: []
paths:
  /one/{id}:
    post:
      operationId: one
      parameters: [ { in: path, name: id, required: true, schema: { type: integer } }, { in: query, name: page, schema: { type: integer, default: 1 } } ]
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } } }
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } } } }
  /two:
    post:
      operationId: two
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Item" } }, application/x-www-form-urlencoded: { schema: { type: object, properties: { name: { type: string }, extra: { type: string } } } } } }
      responses: { "200": { description: ok, content: { application/json: {}, text/plain: {} } }, "204": { description: none } }
  /text:
    post:
      operationId: text
      requestBody: { content: { text/plain: {} } }
      responses: { default: { description: ok } }
components: { schemas: { Item: { type: object, required: [name], properties: { name: { type: string }, id: { type: integer, readOnly: true }, tags: { type: array, items: { type: string } } } } } }
`
	for _, c := range []struct{ workflow, body, want string }{
		{"one", "{ name: $input.name, n: '${ $input.id + $input.page }' }", "T113"}, // n is not in the contract
		{"one", "{ name: $input.name, id: '${ $input.id + $input.page }' }", ""},
		{"one", "{ name: $input.nmae }", `did you mean "name"?`},
		{"one", "{ name: '${ $input.tags | add }' }", ""},
		{"one", "{ name: $input.page }", "T113"},
		{"two", "{ a: $input.name, b: $input.extra, c: $input.tags }", ""},
		{"two", "{ a: $input.nope }", "T102"},
		{"text", "$input.body", ""},
	} {
		src := "workflow: " + c.workflow + "\nsteps:\n  - return: { status: 200, body: " + c.body + " }\n"
		_, found, err := catalog.Load(folder(t, map[string]string{
			"tutti.yaml": "project: p\ngateway: { contract: public.yaml }\n", "public.yaml": contract, "workflows/w.yaml": src,
		}))
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, d := range found {
			if d.Code != catalog.CodeUnserved {
				said = append(said, d.String())
			}
		}
		if got := strings.Join(said, "\n"); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s with %s: %s, want %q", c.workflow, c.body, got, c.want)
		}
	}
}
