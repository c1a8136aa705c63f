package openapi_test

import (
	"errors"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"tutti/diag"
	"tutti/document"
	"tutti/openapi"
	"tutti/value"
)

// files is a project of files in memory.
func files(of map[string]string) *document.Set {
	return document.NewSet(func(name string) ([]byte, error) {
		if text, ok := of[name]; ok {
			return []byte(text), nil
		}
		return nil, errors.New("no such file")
	})
}

func bundle(t *testing.T, of map[string]string, served ...string) (value.Value, *document.Set) {
	t.Helper()
	set := files(of)
	d := openapi.Load(set, "api/a.yaml", diag.Pos{}, openapi.Options{})
	if d == nil {
		t.Fatal(set.Found)
	}
	v := d.Bundle(set, "api/a.yaml", func(o *openapi.Operation) bool {
		return len(served) == 0 || strings.Contains(strings.Join(served, " "), o.Name)
	})
	return v, set
}

var manyFiles = map[string]string{
	"api/a.yaml": `
openapi: 3.1.0
info: { title: t, version: "1", x-owner: { $ref: nowhere } }
servers: [ { url: /v1 }, { url: "https://internal.example" } ]
tags: [ { name: a } ]
paths:
  /a/{id}:
    $ref: paths/a.yaml
    summary: here
  /b:
    get: { operationId: secret, responses: { default: { description: ok } } }
    post:
      operationId: b
      servers: [ { url: /v2 } ]
      parameters: [ { $ref: "parts.yaml#/limit" }, { $ref: "#/components/parameters/Page" } ]
      requestBody: { content: { application/json: { schema: { $ref: "parts.yaml#/Node" }, example: { $ref: data } } } }
      responses:
        default: { $ref: "parts.yaml#/problem" }
        "200":
          description: ok
          headers: { x-rate: { schema: { $ref: "parts.yaml#/Rate" } } }
          content: { application/json: { schema: { oneOf: [ { $ref: "#/components/schemas/Own" }, { $ref: "parts.yaml#/Own" } ], discriminator: { propertyName: k, mapping: { a: "parts.yaml#/Own", b: Own } } } } }
components:
  parameters: { Page: { in: query, name: page, schema: { $ref: "parts.yaml#/Rate" } } }
  schemas:
    Own: { type: object, properties: { $ref: { type: string }, next: { $ref: "#/components/schemas/Own" }, deep: { $ref: "#/components/schemas/Own/properties/next" } } }
    Alias: { $ref: whole.yaml }
x-last: true
`,
	"api/paths/a.yaml": `
summary: there
get:
  operationId: a
  parameters: [ { in: path, name: id, required: true, schema: { $ref: "../parts.yaml#/Rate" } } ]
  responses: { "204": { description: none } }
put: { operationId: put, responses: { "204": { description: none } } }
`,
	"api/parts.yaml": `
limit: { in: query, name: limit, schema: { $ref: "#/Rate" } }
Rate: { type: integer, minimum: 1 }
Node: { type: object, properties: { next: { $ref: "#/Node" }, other: { $ref: "#/Own" }, "a/b ~c": { const: { $ref: x } } }, required: [next] }
Own: { type: string }
problem: { description: wrong, content: { application/problem+json: { schema: { $ref: whole.yaml } } } }
`,
	"api/whole.yaml": "{ type: object, properties: { title: { type: string }, self: { $ref: whole.yaml } } }\n",
}

func TestBundle(t *testing.T) {
	v, set := bundle(t, manyFiles, "a", "b")
	if len(set.Found) > 0 {
		t.Fatal(set.Found)
	}
	for way, want := range map[string]string{
		"servers":                                     `[{"url":"/v1"}]`,
		"info x-owner":                                `{"$ref":"nowhere"}`,
		"paths /a/{id} summary":                       `"here"`,
		"paths /a/{id} get operationId":               `"a"`,
		"paths /a/{id} get parameters":                `[{"in":"path","name":"id","required":true,"schema":{"$ref":"#/components/schemas/Rate"}}]`,
		"paths /a/{id} put":                           ``,
		"paths /b get":                                ``,
		"paths /b post servers":                       `[{"url":"/v2"}]`,
		"paths /b post parameters":                    `[{"in":"query","name":"limit","schema":{"$ref":"#/components/schemas/Rate"}},{"$ref":"#/components/parameters/Page"}]`,
		"paths /b post requestBody":                   `{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Node"},"example":{"$ref":"data"}}}}`,
		"paths /b post responses default description": `"wrong"`,
		"paths /b post responses 200 headers":         `{"x-rate":{"schema":{"$ref":"#/components/schemas/Rate"}}}`,
		"paths /b post responses 200 content":         `{"application/json":{"schema":{"oneOf":[{"$ref":"#/components/schemas/Own"},{"$ref":"#/components/schemas/Own_2"}],"discriminator":{"propertyName":"k","mapping":{"a":"#/components/schemas/Own_2","b":"Own"}}}}}`,
		"components schemas Own properties deep":      `{"$ref":"#/components/schemas/Own/properties/next"}`,
		"components schemas Own properties $ref":      `{"type":"string"}`,
		"components schemas Alias":                    `{"$ref":"#/components/schemas/whole"}`,
		"components schemas Own_2":                    `{"type":"string"}`,
		"components schemas Node properties next":     `{"$ref":"#/components/schemas/Node"}`,
		"components schemas Node properties a/b ~c":   `{"const":{"$ref":"x"}}`,
		"components schemas whole properties self":    `{"$ref":"#/components/schemas/whole"}`,
		"x-last": `true`,
	} {
		got, at, there := "", v, true
		for step := range strings.SplitSeq(strings.ReplaceAll(way, "a/b ~c", "a/b_~c"), " ") {
			at, there = at.Lookup(strings.ReplaceAll(step, "_~", " ~"))
		}
		if there {
			got = at.String()
		}
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", way, got, want)
		}
	}
}

// What a bundle says is what the document says: it loads as it is, in both spellings, and means the same.
func TestBundleLoads(t *testing.T) {
	v, _ := bundle(t, manyFiles)
	for name, text := range map[string]string{"b.json": v.String(), "b.yaml": string(openapi.YAML(v))} {
		set := files(map[string]string{name: text})
		d := openapi.Load(set, name, diag.Pos{}, openapi.Options{})
		if d == nil || len(set.Found) > 0 || len(d.Operations) != 4 {
			t.Fatalf("%s: %v\n%s", name, set.Found, text)
		}
		again := d.Bundle(set, name, func(*openapi.Operation) bool { return true })
		if again.String() != v.String() {
			t.Errorf("%s: a bundle of the bundle differs:\n%s\n%s", name, again, v)
		}
		i := 0
		for d.Operations[i].Name != "b" {
			i++
		}
		b, err := openapi.NewBinder(d.Operations[i], 0)
		if err != nil {
			t.Fatal(err)
		}
		got := b.Bind(&openapi.Request{Query: "limit=0", ContentType: json, Body: []byte(`{"next":{}}`), HasBody: true}, true)
		if len(got.Wrong) != 2 || got.Wrong[0].Name != "limit" || got.Wrong[1].Pointer != "/next" {
			t.Errorf("%s: %v", name, got.Wrong)
		}
	}
}

func TestBundleOfWhatLeadsToItself(t *testing.T) {
	_, set := bundle(t, map[string]string{
		"api/a.yaml": "openapi: 3.1.0\ninfo: {}\npaths: { /a: { get: { responses: {}, callbacks: { c: { $ref: b.yaml } } } } }\n",
		"api/b.yaml": "\"{$url}\": { post: { callbacks: { c: { $ref: b.yaml } } } }\n",
	})
	if len(set.Found) != 1 || set.Found[0].Code != document.CodeSize {
		t.Errorf("found %v", set.Found)
	}
}

// YAML is read as what it was written from, by the reader of the contracts and as plain YAML.
func TestYAML(t *testing.T) {
	for _, text := range []string{
		`{}`, `[]`, `7`, `"a"`, `null`, `{"a":[]}`, `{"a":{"b":[1,[2,[]],{"c":{},"d":[{"e":null}]}]}}`,
		`{"yes":"no","on":"1","null":"~","":" a","- a":"a: b","#":"a #b","é":"\u0000\"\\ \n\u2028","2026-01-01":"1e3","a b":"a  b","=":"<<","0x1":".inf","True":"TRUE"}`,
		`[{"a":1,"b":2},[[1],[2]],"- x"]`,
	} {
		v, err := value.Scan([]byte(text), 0)
		if err != nil {
			t.Fatal(err)
		}
		written := openapi.YAML(v)
		var back any
		if err := yaml.Unmarshal(written, &back); err != nil {
			t.Errorf("%s: %v in\n%s", text, err, written)
			continue
		}
		got, err := value.FromAny(back)
		if err != nil || !value.Equal(got, v) {
			t.Errorf("%s is read as %s (%v), from\n%s", text, got, err, written)
		}
	}
}
