package rest_test

import (
	"fmt"
	"strings"
	"testing"

	"tutti/connector"
)

// describe writes an operation in one line: inputs as place:name, with ! required, ? nullable, # clash.
func describe(o connector.Operation) string {
	var b strings.Builder
	b.WriteString(o.Name + ":")
	for _, in := range o.Inputs {
		fmt.Fprintf(&b, " %s:%s", in.In, in.Name)
		for _, mark := range []struct {
			on   bool
			sign string
		}{{in.Required, "!"}, {in.Nullable, "?"}, {in.Clash, "#"}, {in.Unsupported != "", "-"}} {
			if mark.on {
				b.WriteString(mark.sign)
			}
		}
	}
	for _, flag := range []struct {
		on   bool
		name string
	}{{o.HasBody, " +body"}, {o.OpenBody, " +open"}, {o.Idempotent, " +idempotent"}} {
		if flag.on {
			b.WriteString(flag.name)
		}
	}
	if o.Unsupported != "" {
		b.WriteString(" unsupported: " + o.Unsupported)
	}
	return b.String()
}

// operations are all of a contract, in order.
func operations(t testing.TB, c connector.Contract) []connector.Operation {
	t.Helper()
	var all []connector.Operation
	for _, name := range c.Names() {
		o, ok := c.Operation(name)
		if !ok {
			t.Fatalf("the operation %q is not there", name)
		}
		all = append(all, o)
	}
	return all
}

// post is a contract whose one operation has a body of that schema, in flow style; more stands at the end.
func post(version, schema, more string) string {
	return `openapi: ` + version + `
paths:
  /a:
    post:
      operationId: a
      requestBody: {required: true, content: {application/json: {schema: ` + schema + `}}}
` + more
}

func TestOperations(t *testing.T) {
	c := load(t, `
openapi: "3.0.3"
paths:
  x-note: whatever
  /orders/{id}:
    summary: Orders
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: verbose, in: query, schema: {type: boolean}}
    get:
      description: |
        Reads an order.
        And more.
      parameters:
        - {name: verbose, in: query, required: true}
        - {name: Accept, in: header}
        - {name: X-Trace, in: header}
        - {name: session, in: cookie}
    put:
      operationId: orders/replace one
      requestBody:
        required: true
        content:
          application/xml: {}
          application/vnd.shop+json; charset=utf-8:
            schema: {type: object, required: [id, lines], properties: {id: {type: string}, lines: {type: array, nullable: true}, at: {type: string, readOnly: true}}}
    delete: {operationId: remove}
  /orders/{order}/lines/{line}.json:
    post: {operationId: undeclared, requestBody: {content: {text/csv: {}}}}
  /files:
    post: {operationId: upload, requestBody: {content: {multipart/form-data: {schema: {type: object}}}}}
    put: {operationId: stream, requestBody: {content: {text/event-stream: {}}}}
  /find:
    get:
      operationId: find
      parameters:
        - {name: filter, in: query, style: deepObject}
        - {name: tags, in: query, style: pipeDelimited}
        - {name: pipes, in: header, style: pipeDelimited}
  /must/{id}:
    get: {operationId: must, parameters: [{name: other, in: path, required: true}, {name: id, in: path, required: true}]}
  /elsewhere:
    get: {operationId: elsewhere, servers: [{url: "https://other.example"}]}
    head: {operationId: secret, servers: [{url: "https://me:secret@other.example"}]}
`)
	want := []string{
		"get_orders_id: path:id! query:verbose! header:X-Trace cookie:session +idempotent",
		"orders/replace_one: path:path.id!# query:verbose body:body.id!# body:lines!? body:at +body +idempotent",
		"remove: path:id! query:verbose +idempotent",
		"undeclared: path:order! path:line! +body",
		"stream: +body +idempotent unsupported: its body is text/event-stream, which is not supported",
		"upload: +body +open",
		"find: query:filter query:tags header:pipes- +idempotent",
		"must: path:other!- path:id! +idempotent unsupported: its path parameter \"other\" has no place in the path /must/{id}",
		"elsewhere: +idempotent",
		"secret: +idempotent unsupported: it has a server of its own, and its url must not hold a user or a password",
	}
	ops := operations(t, c)
	for i, o := range ops {
		if i < len(want) && describe(o) != want[i] {
			t.Errorf("got  %s\nwant %s", describe(o), want[i])
		}
	}
	if len(ops) != len(want) {
		t.Errorf("got %d operations, want %d", len(ops), len(want))
	}
	if ops[0].Doc != "Reads an order." {
		t.Errorf("doc %q", ops[0].Doc)
	}
}

func TestBodySchemas(t *testing.T) {
	for _, c := range []struct{ name, version, schema, more, want string }{
		{"fields", "3.1.0", `{type: object, required: [x], properties: {x: {type: string}, y: {type: integer}}}`, "", "body:x! body:y +body"},
		{"null by type", "3.1.0", `{properties: {x: {type: [string, "null"]}, y: {type: "null"}, z: {}}}`, "", "body:x? body:y? body:z? +body"},
		{"null by nullable", "3.0.0", `{properties: {x: {type: string, nullable: true}, y: {type: string, nullable: false}}}`, "", "body:x? body:y +body"},
		{"null by enum", "3.1.0", `{properties: {x: {enum: [a, null]}, y: {enum: [a, "null"]}, z: {const: null}}}`, "", "body:x? body:y body:z? +body"},
		{"null by a branch", "3.1.0", `{properties: {x: {anyOf: [{type: string}, {type: "null"}]}, y: {oneOf: [{type: string}]}, z: {allOf: [{type: string}]}}}`, "", "body:x? body:y body:z +body"},
		{"property true", "3.1.0", `{properties: {x: true}}`, "", "body:x? +body"},
		{"no schema says", "3.1.0", `{}`, "", "+body +open"},
		{"true", "3.1.0", `true`, "", "+body +open"},
		{"false", "3.1.0", `false`, "", "+body"},
		{"object without fields", "3.0.0", `{type: object}`, "", "+body +open"},
		{"closed without fields", "3.0.0", `{type: object, additionalProperties: false}`, "", "+body"},
		{"more allowed", "3.0.0", `{properties: {x: {type: string}}, additionalProperties: true}`, "", "body:x +body +open"},
		{"more of a type", "3.0.0", `{properties: {x: {type: string}}, additionalProperties: {type: string}}`, "", "body:x +body +open"},
		{"patterns", "3.1.0", `{properties: {x: {type: string}}, patternProperties: {"^a": {}}}`, "", "body:x +body +open"},
		{"an array", "3.0.0", `{type: array, items: {type: object, properties: {x: {}}}}`, "", "+body"},
		{"object or array", "3.1.0", `{type: [object, array]}`, "", "+body +open"},
		{
			"allOf", "3.0.0", `{allOf: [{$ref: "#/components/schemas/A"}, {required: [y], properties: {y: {type: string}}}]}`,
			`components: {schemas: {A: {required: [x], properties: {x: {type: string}}}}}`, "body:x! body:y! +body",
		},
		{
			"required beside a $ref", "3.1.0", `{$ref: "#/components/schemas/A", required: [x]}`,
			`components: {schemas: {A: {properties: {x: {type: string}}}}}`, "body:x! +body",
		},
		{
			"oneOf", "3.0.0", `{required: [k], properties: {k: {type: string}}, oneOf: [{required: [x], properties: {x: {type: string}}}, {properties: {y: {type: string}}}]}`, "",
			"body:k! body:x body:y +body",
		},
		{"an open branch", "3.0.0", `{anyOf: [{properties: {x: {type: string}}}, true]}`, "", "body:x +body +open"},
		{"either required", "3.0.0", `{properties: {x: {type: string}, y: {type: string}}, anyOf: [{required: [x]}, {required: [y]}]}`, "", "body:x body:y +body"},
		{
			"a recursive type", "3.0.0", `{$ref: "#/components/schemas/A"}`,
			`components: {schemas: {A: {type: object, properties: {x: {$ref: "#/components/schemas/A"}}}}}`, "body:x +body",
		},
		{
			"a base stands for what is made of it", "3.0.0", `{$ref: "#/components/schemas/Pet"}`,
			`components: {schemas: {Pet: {required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {cat: "#/components/schemas/Cat"}}}, ` +
				`Cat: {allOf: [{$ref: "#/components/schemas/Pet"}, {required: [lives], properties: {lives: {type: integer}}}]}}}`, "body:kind! body:lives +body",
		},
		{
			"what is made of a base stands for itself", "3.0.0", `{$ref: "#/components/schemas/Cat"}`,
			`components: {schemas: {Pet: {properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog"}}}, ` +
				`Cat: {allOf: [{$ref: "#/components/schemas/Pet"}, {properties: {lives: {type: integer}}}]}, Dog: {allOf: [{$ref: "#/components/schemas/Pet"}, {properties: {tail: {}}}]}}}`, "body:kind body:lives +body",
		},
		{"a property called $ref", "3.0.0", `{properties: {$ref: {type: string}}}`, "", "body:$ref +body"},
		{"anchor and alias", "3.0.0", `{properties: {x: &s {type: string, nullable: true}, y: *s}}`, "", "body:x? body:y? +body"},
		{
			"read only", "3.0.0", `{required: [id, x], properties: {id: {$ref: "#/components/schemas/ID"}, x: {type: string}}}`,
			`components: {schemas: {ID: {type: string, readOnly: true}}}`, "body:id body:x! +body",
		},
	} {
		ops := operations(t, load(t, post(c.version, c.schema, c.more)))
		if got := strings.TrimPrefix(describe(ops[0]), "a: "); got != c.want {
			t.Errorf("%s: %s\ngot  %s\nwant %s", c.name, c.schema, got, c.want)
		}
	}
}

func TestWhatStandsBesideAReferenceCounts(t *testing.T) {
	c := load(t, `
openapi: 3.1.0
paths:
  /a:
    $ref: "#/x/a"
    parameters: [{name: q, in: query, required: true}]
    post: {operationId: mine, requestBody: {content: {"*/*": {}, "text/*": {}}}}
x:
  a:
    parameters: [{name: q, in: query}, {name: r, in: query}]
    get: {operationId: theirs}
    post: {operationId: overridden}
`)
	var got []string
	for _, o := range operations(t, c) {
		got = append(got, describe(o))
	}
	if want := "theirs: query:q! query:r +idempotent; mine: query:q! query:r +body +open"; strings.Join(got, "; ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "; "), want)
	}
}

func TestReferencesAcrossFiles(t *testing.T) {
	c, found := loadFiles(map[string]string{
		"openapi/inventory.yaml": `
openapi: 3.1.0
paths:
  /a/{id}:
    $ref: "paths/a.json#/~1a~1%7Bid%7D"
`,
		"openapi/paths/a.json": `{"/a/{id}": {"post": {"operationId": "a", "parameters": [{"$ref": "../../shared/all.yaml#/params/0"}],
			"requestBody": {"$ref": "../../shared/all.yaml#/bodies/x~1y~0z"}}}}`,
		"shared/all.yaml": `
params:
  - {name: id, in: path, required: true}
bodies:
  x/y~z: {content: {application/json: {schema: {$ref: "#/schemas/T"}}}}
schemas:
  T: {properties: {t: {type: string}}}
`,
	})
	if len(found) > 0 {
		t.Fatal(found.Error())
	}
	if got, want := describe(operations(t, c)[0]), "a: path:id! body:t +body"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestFindings(t *testing.T) {
	const head = "openapi: 3.1.0\npaths:\n"
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "openapi/inventory.yaml:1:1: error C502: the file is empty"},
		{"no YAML", "openapi: 3.1.0\npaths: [\n  {", "openapi/inventory.yaml:4:1: error C502: this is not valid YAML: did not find expected node content"},
		{"no document", "hello", "openapi/inventory.yaml:1:1: error C503: this is no OpenAPI document"},
		{"another document", "title: x", "openapi/inventory.yaml:1:1: error C503: this is no OpenAPI document: it has no key openapi"},
		{"Swagger", "info: {}\nswagger: '2.0'", "openapi/inventory.yaml:2:10: error C503: Swagger 2.0 is not supported; OpenAPI 3.0 and 3.1 are (convert the document, for example with swagger2openapi)"},
		{"a later version", "openapi: 4.0.0", "openapi/inventory.yaml:1:10: error C503: OpenAPI 4.0.0 is not supported; 3.0 and 3.1 are"},
		{"two documents", "openapi: 3.1.0\n---\nopenapi: 3.1.0", "openapi/inventory.yaml:2:1: error C510: a contract is one document; here begins a second"},
		{"merge key", "openapi: 3.1.0\nx: &a {b: 1}\ny: {<<: *a}", "openapi/inventory.yaml:3:5: error C510: merge keys (<<) are not supported in contracts (write the members out, or use $ref)"},
		{"key twice", "openapi: 3.1.0\npaths: {}\npaths: {}", `openapi/inventory.yaml:3:1: error C508: the key "paths" stands here a second time`},
		{"key that is a list", "openapi: 3.1.0\n? [a]\n: b", "openapi/inventory.yaml:2:3: error C510: a key must be a word"},
		{"too deep", "openapi: 3.1.0\nx: " + strings.Repeat("[", 300) + strings.Repeat("]", 300), "openapi/inventory.yaml:2:204: error C509: lists and mappings are nested more than 200 deep"},
		{"paths", "openapi: 3.1.0\npaths: [a]", "openapi/inventory.yaml:2:8: error C507: paths is a mapping of paths to operations"},
		{"a path", head + "  a: {}", `openapi/inventory.yaml:3:3: error C507: the path "a" must begin with a slash`},
		{"path item", head + "  /a: [x]", "openapi/inventory.yaml:3:7: error C507: a path is a mapping of methods to operations"},
		{"operation", head + "  /a: {get: x}", "openapi/inventory.yaml:3:13: error C507: an operation is a mapping"},
		{"operationId", head + "  /a: {get: {operationId: [x]}}", "openapi/inventory.yaml:3:27: error C507: an operationId is a word"},
		{"two names", head + "  /a: {get: {operationId: x}}\n  /b: {get: {operationId: x}}", `openapi/inventory.yaml:4:13: error C508: a second operation is called "x"; the first is at openapi/inventory.yaml:3:13`},
		{"parameters", head + "  /a: {get: {parameters: {name: x}}}", "openapi/inventory.yaml:3:26: error C507: parameters is a list"},
		{"parameter", head + "  /a: {get: {parameters: [x]}}", "openapi/inventory.yaml:3:27: error C507: a parameter is a mapping"},
		{"parameter without a place", head + "  /a: {get: {parameters: [{name: x}]}}", "openapi/inventory.yaml:3:27: error C507: a parameter needs `in`: path, query, header or cookie"},
		{"parameter without a name", head + "  /a: {get: {parameters: [{in: query}]}}", "openapi/inventory.yaml:3:27: error C507: a parameter needs a name"},
		{"body", head + "  /a: {post: {requestBody: [x]}}", "openapi/inventory.yaml:3:28: error C507: a request body is a mapping"},
		{"schema", post("3.1.0", "[x]", ""), "openapi/inventory.yaml:6:74: error J801: a schema is a mapping, true or false (write it like { type: string })"},
		{"properties", post("3.1.0", "{properties: [x]}", ""), "openapi/inventory.yaml:6:87: error J803: properties is a mapping of names to schemas"},
		{"dangling", post("3.1.0", "{$ref: '#/components/schemas/A'}", ""), `openapi/inventory.yaml:6:81: error C505: the $ref "#/components/schemas/A" points to nothing: "components" is not there`},
		{"beyond a list", post("3.1.0", "{$ref: '#/x/7'}", "x: [1]"), `openapi/inventory.yaml:6:81: error C505: the $ref "#/x/7" points to nothing: "7" is not there`},
		{"anchor", post("3.1.0", "{$ref: '#thing'}", ""), `openapi/inventory.yaml:6:81: error J807: there is no $anchor "thing"`},
		{"itself", post("3.1.0", "{$ref: '#/x'}", "x: {$ref: '#/x'}"), "openapi/inventory.yaml:6:74: error J805: this $ref leads back to itself (refer to a schema that says something)"},
		{"a circle of parameters", head + "  /a: {get: {parameters: [{$ref: '#/x'}]}}\nx: {$ref: '#/y'}\ny: {$ref: '#/x'}", "openapi/inventory.yaml:3:27: error C506: this $ref leads back to itself"},
		{"up and out", post("3.1.0", "{$ref: '../../../etc/passwd'}", ""), `openapi/inventory.yaml:6:81: error C504: the $ref "../../../etc/passwd" leaves the project (copy what it names into the project and refer to the copy)`},
		{"up and out, escaped", post("3.1.0", "{$ref: '%2E%2E/%2e%2e/etc/passwd'}", ""), `openapi/inventory.yaml:6:81: error C504: the $ref "%2E%2E/%2e%2e/etc/passwd" leaves the project (copy what it names into the project and refer to the copy)`},
		{"absolute", post("3.1.0", "{$ref: '/etc/passwd'}", ""), `openapi/inventory.yaml:6:81: error C504: the $ref "/etc/passwd" leaves the project (copy what it names into the project and refer to the copy)`},
		{"file URL", post("3.1.0", "{$ref: 'file:///etc/passwd'}", ""), `openapi/inventory.yaml:6:81: error C504: the $ref "file:///etc/passwd" leaves the project (copy what it names into the project and refer to the copy)`},
		{"http URL", post("3.1.0", "{$ref: 'http://127.0.0.1/x.yaml#/x'}", ""), `openapi/inventory.yaml:6:81: error C504: the $ref "http://127.0.0.1/x.yaml#/x" leaves the project (copy what it names into the project and refer to the copy)`},
		{"no scheme", post("3.1.0", "{$ref: '//host/x.yaml'}", ""), `openapi/inventory.yaml:6:81: error C504: the $ref "//host/x.yaml" leaves the project (copy what it names into the project and refer to the copy)`},
		{"backslashes", post("3.1.0", `{$ref: '..\..\x.yaml'}`, ""), `openapi/inventory.yaml:6:81: error C504: the $ref "..\\..\\x.yaml" leaves the project (copy what it names into the project and refer to the copy)`},
		{"a file that is not there", post("3.1.0", "{$ref: 'x.yaml'}", ""), `openapi/inventory.yaml:6:81: error C501: the contract openapi/x.yaml cannot be read: EOF`},
	} {
		got, found := loadFiles(map[string]string{"openapi/inventory.yaml": c.text})
		if found.Error() != c.want || got != nil {
			t.Errorf("%s:\n%s\ngot  %s\nwant %s", c.name, c.text, found.Error(), c.want)
		}
	}
}

func TestFindingsInJSON(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"{\n  \"x-é\": \"é\", \"get\": [1]\n}", "openapi/x.json:2:22: error C507: an operation is a mapping"},
		{"{\"openapi\": \"3.1.0\",\n  \"é\": 1, \"é\": 2}", `openapi/x.json:2:11: error C508: the key "é" stands here a second time`},
		{"{\"openapi\": \"3.1.0\",\n  \"x\": tru}", "openapi/x.json:2:8: error C502: this is not valid JSON: invalid character '}' in literal true (expecting 'e')"},
		{"{\"openapi\": \"3.1.0\"", "openapi/x.json:1:20: error C502: this is not valid JSON: unexpected EOF"},
		{"{} ,", "openapi/x.json:1:4: error C502: this is not valid JSON: something stands behind the end of the document"},
		{"{} {}", "openapi/x.json:1:4: error C502: this is not valid JSON: something stands behind the end of the document"},
		{"{\"a\":" + strings.Repeat("[", 300), "openapi/x.json:1:206: error C502: this is not valid JSON: lists and mappings are nested more than 200 deep"},
	} {
		_, found := loadFiles(map[string]string{
			"openapi/inventory.yaml": "openapi: 3.1.0\npaths: {/a: {$ref: x.json}}",
			"openapi/x.json":         c.text,
		})
		if len(found) != 1 || found.Error() != c.want {
			t.Errorf("%.60s\ngot  %s\nwant %s", c.text, found.Error(), c.want)
		}
	}
}

func TestMissingContractIsBlamedOnTheProject(t *testing.T) {
	_, found := loadFiles(nil)
	if want := "tutti.yaml:4:3: error C501: the contract openapi/inventory.yaml cannot be read: EOF"; found.Error() != want {
		t.Errorf("got  %s\nwant %s", found.Error(), want)
	}
}

// A small document can stand for an endless tree.
func TestTheWorkIsBounded(t *testing.T) {
	for _, c := range []struct{ name, schema, want string }{
		{"null", "{properties: {x: {$ref: '#/x/S0'}}}", "a: body:x +body"},
		{"fields", "{$ref: '#/x/S0'}", "a: body:x +body"},
	} {
		more := "x:\n"
		for i := range 30 {
			next := fmt.Sprintf("{$ref: '#/x/S%d'}", i+1)
			more += fmt.Sprintf("  S%d: {anyOf: [%s], allOf: [%[2]s]}\n", i, strings.Repeat(next+", ", 9)+next)
		}
		more += "  S30: {type: object, properties: {x: {type: string}}}\n"
		contract, found := loadFiles(map[string]string{"openapi/inventory.yaml": post("3.1.0", c.schema, more)})
		if len(found) > 0 {
			t.Errorf("%s: %s", c.name, found.Error())
			continue
		}
		if got := describe(operations(t, contract)[0]); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
