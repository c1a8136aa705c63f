package openapi_test

import (
	"fmt"
	"io/fs"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"weak"

	"tutti/diag"
	"tutti/document"
	"tutti/openapi"
	"tutti/schema"
)

// loadFiles reads api.yaml of the files.
func loadFiles(files map[string]string, o openapi.Options) (*openapi.Document, *document.Set) {
	set := document.NewSet(func(path string) ([]byte, error) {
		if text, ok := files[path]; ok {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	})
	return openapi.Load(set, "api.yaml", diag.Pos{File: "tutti.yaml", Line: 1, Col: 1}, o), set
}

// loadText reads a document that must be right.
func loadText(t testing.TB, text string, o openapi.Options) *openapi.Document {
	t.Helper()
	d, set := loadFiles(map[string]string{"api.yaml": text}, o)
	if d == nil || len(set.Found) > 0 {
		t.Fatalf("findings: %v", set.Found)
	}
	return d
}

// lines is what a document says, line by line.
func lines(d *openapi.Document) []string {
	all := []string{fmt.Sprintf("%s %s", d.Title, d.Version)}
	for _, s := range d.Servers {
		all = append(all, "server "+s.URL)
	}
	for _, s := range d.Schemes {
		all = append(all, strings.Join(strings.Fields(fmt.Sprintf("scheme %s: %s %s %s %s", s.Name, s.Type, s.In, s.Param, s.HTTP)), " "))
	}
	for _, o := range d.Operations {
		all = append(all, outline(o)...)
	}
	return all
}

func outline(o *openapi.Operation) []string {
	all := []string{fmt.Sprintf("%s (%s): %s %s %q secured %v %v", o.Name, o.ID, o.Method, o.Path, o.Doc, o.Secured, security(o.Security))}
	for _, s := range o.Servers {
		all = append(all, "  server "+s.URL)
	}
	for _, p := range o.Parameters {
		all = append(all, "  "+parameter(p))
	}
	if o.Body != nil {
		all = append(all, fmt.Sprintf("  body required %v: %s", o.Body.Required, content(o.Body.Content)))
	}
	for _, a := range o.Answers {
		line := fmt.Sprintf("  %s: %s", a.Status, content(a.Content))
		for _, h := range a.Headers {
			line += "; " + parameter(h)
		}
		all = append(all, strings.TrimRight(line, " "))
	}
	return all
}

func security(all []openapi.Requirement) string {
	var out []string
	for _, r := range all {
		var one []string
		for _, use := range r {
			one = append(one, use.Scheme+fmt.Sprint(use.Scopes))
		}
		out = append(out, "("+strings.Join(one, "+")+")")
	}
	return strings.Join(out, "|")
}

func parameter(p *openapi.Parameter) string {
	line := fmt.Sprintf("%s %s %s", p.In, p.Name, p.Style)
	for _, flag := range []struct {
		on   bool
		name string
	}{{p.Required, "required"}, {p.Explode, "explode"}, {p.AllowReserved, "reserved"}, {p.JSON, "JSON"}} {
		if flag.on {
			line += " " + flag.name
		}
	}
	if p.Schema != nil {
		line += " " + p.Schema.Types().String()
	}
	return line + strings.TrimRight(" "+p.Unsupported, " ")
}

func content(all []*openapi.Media) string {
	var out []string
	for _, m := range all {
		line := m.Full
		if types := m.Schema.Types(); types != 0 {
			line += " " + types.String()
		}
		for _, name := range slices.Sorted(maps.Keys(m.Encoding)) {
			line += fmt.Sprintf(" %s%v", name, m.Encoding[name])
		}
		out = append(out, line)
	}
	return strings.Join(out, ", ")
}

const shop = `
openapi: 3.0.3
info: {title: Shop, version: "1.2"}
servers:
  - url: https://{region}.shop.example/{v}
    variables: {region: {default: eu}, v: {default: "{region}"}}
security: [{key: []}, {}]
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: http, scheme: Bearer}
paths:
  /orders/{id}:
    parameters:
      - {$ref: "more.yaml#/id"}
      - {name: X-Trace, in: header, schema: {type: string}}
    servers: [{url: /v2}]
    get:
      operationId: get order
      summary: "\n Reads an order. \n And more."
      security: [{login: [read, write], key: []}]
      parameters:
        - {name: tags, in: query, schema: {type: array}}
        - {name: where, in: query, style: deepObject, schema: {type: object}}
        - {name: ids, in: query, style: pipeDelimited, allowReserved: true}
        - {name: filter, in: query, required: true, content: {application/json: {schema: {type: object}}}}
        - {name: note, in: query, explode: false, content: {text/plain: {schema: {type: string}}}}
        - {name: session, in: cookie}
        - {name: X-Trace, in: header, style: form}
        - {name: Authorization, in: header}
      responses:
        200: {$ref: "more.yaml#/answers/order"}
        4xx: {description: Refused, content: {application/problem+json: {}}}
        default: {description: Anything}
        x-more: {}
    put:
      security: []
      servers: [{url: "https://put.example"}]
      requestBody: {$ref: "more.yaml#/body"}
      responses: {"201": {$ref: "more.yaml#/answers/order"}}
    delete: {parameters: [{name: gone, in: path}]}
`

const more = `
id: {name: id, in: path, required: true, style: label, schema: {$ref: "#/schemas/ID"}}
answers:
  order:
    description: The order
    headers:
      Content-Type: {schema: {type: string}}
      X-Rate: {required: true, schema: {type: integer}}
      X-More: {$ref: "#/header"}
    content:
      application/json: {schema: {$ref: "#/schemas/Order"}}
      TEXT/csv; header=present: {schema: {type: string}}
      text/csv: {schema: {type: integer}}
header: {explode: true, schema: {type: array}}
body:
  required: true
  content:
    multipart/form-data:
      schema: {properties: {file: {type: string, format: binary}, files: {type: array, items: {$ref: "#/schemas/File"}}, code: {type: string, format: byte}, meta: {}}}
      encoding:
        meta: {contentType: "application/JSON; charset=utf-8, text/plain"}
        other: {style: form}
    application/x-www-form-urlencoded: {schema: {type: object}, encoding: {a: {style: deepObject}, b: {allowReserved: true}}}
schemas:
  ID: {type: integer}
  File: {type: string, format: binary}
  Order: {type: object, properties: {id: {$ref: "#/schemas/ID"}}}
`

func TestLoad(t *testing.T) {
	d, set := loadFiles(map[string]string{"api.yaml": shop, "more.yaml": more}, openapi.Options{})
	if d == nil || len(set.Found) > 0 {
		t.Fatalf("findings: %v", set.Found)
	}
	want := `
Shop 1.2
server https://eu.shop.example/{region}
scheme key: apiKey header X-Key
scheme login: http bearer
get_order (get order): GET /orders/{id} "Reads an order." secured true (login[read write]+key[])
  server /v2
  path id label required integer
  header X-Trace form explode has the style form, which does not exist in a header
  query tags form explode array
  query where deepObject explode object
  query ids pipeDelimited reserved
  query filter form required explode JSON object
  query note form string
  cookie session form explode
  200: application/json object, TEXT/csv; header=present string; header X-Rate simple required integer; header X-More simple explode array
  4XX: application/problem+json
  default:
put_orders_id (): PUT /orders/{id} "" secured true
  server https://put.example
  path id label required integer
  header X-Trace simple string
  body required true: multipart/form-data file{  false false true} files{  false false true} meta{application/json  false false false} other{ form true false false}, application/x-www-form-urlencoded object a{ deepObject true false false} b{ form true true false}
  201: application/json object, TEXT/csv; header=present string; header X-Rate simple required integer; header X-More simple explode array
delete_orders_id (): DELETE /orders/{id} "" secured true (key[])|()
  server /v2
  path id label required integer
  header X-Trace simple string
  path gone simple required has no place in the path /orders/{id}`
	wanted := strings.Split(strings.TrimSpace(want), "\n")
	got := lines(d)
	for i := range max(len(got), len(wanted)) {
		g, w := "", ""
		if i < len(got) {
			g = strings.TrimRight(got[i], " ")
		}
		if i < len(wanted) {
			w = wanted[i]
		}
		if g != w {
			t.Errorf("line %d:\ngot  %s\nwant %s", i+1, g, w)
		}
	}
	if a, b := d.Operations[0].Answers[0], d.Operations[1].Answers[0]; a.Content[0] != b.Content[0] {
		t.Error("an answer that two operations refer to is read twice")
	}
	if at := d.Operations[0].Parameters[0].At.String(); at != "more.yaml:2:5" {
		t.Errorf("the parameter id stands at %s, want more.yaml:2:5", at)
	}
}

// What belongs to no one any more is let go: servers keep contracts for months.
func TestTheDocumentsAreReleased(t *testing.T) {
	d, set := loadFiles(map[string]string{"api.yaml": shop, "more.yaml": more}, openapi.Options{})
	kept := weak.Make(set)
	for range 3 {
		runtime.GC()
	}
	if kept.Value() == nil {
		t.Fatal("the set went while it was in use")
	}
	runtime.KeepAlive(set)
	set = nil
	runtime.GC()
	runtime.GC()
	if kept.Value() != nil {
		t.Error("the document keeps the files it was read from")
	}
	runtime.KeepAlive(d)
}

func TestWordsForPeople(t *testing.T) {
	const text = `
openapi: 3.1.0
paths:
  /a:
    post:
      description: "Does a.\nAnd b."
      parameters: [{name: q, in: query, description: " The question. "}]
      requestBody: {description: What to do, content: {application/json: {example: {a: 1}, examples: {two: {value: [2]}, none: {externalValue: x}}}}}
      responses: {"200": {description: Done}}
`
	for _, c := range []struct {
		o    openapi.Options
		want string
	}{
		{openapi.Options{}, `Does a.||||[]`},
		{openapi.Options{Docs: true}, `Does a.|The question.|What to do|Done|[]`},
		{openapi.Options{Examples: true}, `Does a.||||[{"a":1} [2]]`},
	} {
		o := loadText(t, text, c.o).Operations[0]
		got := fmt.Sprintf("%s|%s|%s|%s|%v", o.Doc, o.Parameters[0].Doc, o.Body.Doc, o.Answers[0].Doc, o.Body.Content[0].Examples)
		if got != c.want {
			t.Errorf("%+v: got %s, want %s", c.o, got, c.want)
		}
	}
	long := loadText(t, strings.Replace(text, " The question. ", strings.Repeat("word ü ", 200), 1), openapi.Options{Docs: true})
	if doc := long.Operations[0].Parameters[0].Doc; len(doc) > 310 || !strings.HasSuffix(doc, " …") || strings.Contains(doc, "\uFFFD") {
		t.Errorf("a long description is kept as %q", doc)
	}
}

func TestAnswerOfAStatus(t *testing.T) {
	o := loadText(t, `
openapi: 3.1.0
paths: {/a: {get: {operationId: a, responses: {2xx: {}, "201": {content: {"text/*": {}, "*/*": {}, text/csv: {}}}, default: {}}},
  post: {operationId: b, responses: {"200": {}}}}}
`, openapi.Options{}).Operations
	for status, want := range map[int]string{200: "2XX", 201: "201", 404: "default"} {
		if a := o[0].Answer(status); a == nil || a.Status != want {
			t.Errorf("%d: got %v, want %s", status, a, want)
		}
	}
	if a := o[1].Answer(201); a != nil {
		t.Errorf("201 is not listed, got %v", a)
	}
	for media, want := range map[string]string{"text/csv": "text/csv", "text/html": "text/*", "image/png": "*/*"} {
		if m := o[0].Answer(201).Media(media); m == nil || m.Type != want {
			t.Errorf("%s: got %v, want %s", media, m, want)
		}
	}
	if m := o[1].Answer(200).Media("text/csv"); m != nil {
		t.Errorf("an answer without content has %v", m)
	}
}

func TestMediaTypes(t *testing.T) {
	for media, want := range map[string]string{
		"application/json": "json", "application/problem+json": "json", "text/json": "json",
		"text/plain": "text", "text/*": "text", "application/xml": "text", "image/svg+xml": "text", "application/x-ndjson": "text", "application/apply-patch+yaml": "text",
		"application/octet-stream": "binary", "image/png": "binary", "image/*": "binary", "application/pdf": "binary", "application/vnd.api": "binary", "text": "text",
		"application/x-www-form-urlencoded": "", "multipart/mixed": "", "text/event-stream": "", "*/*": "", "application/*": "", "": "",
	} {
		got := ""
		for kind, is := range map[string]func(string) bool{"json": openapi.IsJSON, "text": openapi.IsText, "binary": openapi.IsBinary} {
			if is(media) {
				got += kind
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", media, got, want)
		}
	}
}

func TestFindingsOfAnswers(t *testing.T) {
	const head = "openapi: 3.1.0\npaths:\n  /a: {get: {operationId: a, "
	for _, c := range []struct{ name, text, want string }{
		{"responses", "responses: [x]}}", "api.yaml:3:41: error C507: responses is a mapping of statuses to answers"},
		{"answer", "responses: {'200': [x]}}}", "api.yaml:3:49: error C507: an answer is a mapping"},
		{"status", "responses: {'20': {}}}}", "api.yaml:3:42: error C507: a status is a number such as 200, a range such as 2XX, or default"},
		{"status out of range", "responses: {'600': {}}}}", "api.yaml:3:42: error C507: a status is a number such as 200, a range such as 2XX, or default"},
		{"content", "responses: {'200': {content: [x]}}}}", "api.yaml:3:59: error C507: content is a mapping of media types"},
		{"dangling answer", "responses: {'200': {$ref: '#/x'}}}}", `api.yaml:3:56: error C505: the $ref "#/x" points to nothing: "x" is not there`},
		{"dangling header", "responses: {'200': {headers: {X: {$ref: '#/x'}}}}}}", `api.yaml:3:70: error C505: the $ref "#/x" points to nothing: "x" is not there`},
		{"security", "security: {a: b}}}", "api.yaml:3:40: error C507: security is a list of requirements"},
		{"many parameters", "parameters: [" + strings.Repeat("{name: a, in: query}, ", 3) + "]}}", ""},
	} {
		d, set := loadFiles(map[string]string{"api.yaml": head + c.text}, openapi.Options{})
		if set.Found.Error() != c.want || (d == nil) != (c.want != "") {
			t.Errorf("%s: %s\ngot  %s\nwant %s", c.name, c.text, set.Found.Error(), c.want)
		}
	}
}

// What is wrong many times over is told often enough.
func TestComplaintsEnd(t *testing.T) {
	for _, c := range []struct {
		name, text string
		most       int
	}{
		{"operations of one name", many(1000, "  /p%d: {get: {operationId: same}}\n"), 200},
		{"parameters", "  /a: {get: {parameters: [" + many(1500, "{name: p%d, in: query}, ") + "]}}\n", 1},
		{"places", "  " + many(1500, "/{p%d}") + ": {get: {}}\n", 1},
	} {
		_, set := loadFiles(map[string]string{"api.yaml": "openapi: 3.1.0\npaths:\n" + c.text}, openapi.Options{})
		if n := len(set.Found); n == 0 || n > c.most {
			t.Errorf("%s: %d findings, want 1 to %d", c.name, n, c.most)
		}
	}
}

func many(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func TestFieldsOf(t *testing.T) {
	f := openapi.FieldsOf(nil)
	if !f.Open || !f.Object || len(f.List) != 0 {
		t.Errorf("of no schema: got %+v", f)
	}
	o := loadText(t, `
openapi: 3.1.0
paths:
  /a:
    post:
      requestBody:
        content:
          application/json:
            schema:
              required: [kind, id]
              properties: {kind: {type: string}, id: {readOnly: true}, ref: {allOf: [{$ref: "#/components/schemas/Read"}]}}
              oneOf:
                - {properties: {size: {type: string}, both: {type: integer}}}
                - {properties: {size: {type: [integer, "null"]}, kind: {const: b}}}
components: {schemas: {Read: {readOnly: true}}}
`, openapi.Options{}).Operations[0]
	var got []string
	for _, f := range openapi.FieldsOf(o.Body.Content[0].Schema).List {
		got = append(got, fmt.Sprintf("%s %s required %v nullable %v readOnly %v", f.Name, typesOf(f.Schema), f.Required, f.Nullable, f.ReadOnly))
	}
	want := []string{
		"kind string required true nullable false readOnly false",
		"id  required false nullable true readOnly true",
		"ref  required false nullable true readOnly true",
		"size string or (integer or null) required false nullable true readOnly false",
		"both integer required false nullable false readOnly false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// typesOf shows the types of a schema, of one that is either of two both.
func typesOf(s *schema.Schema) string {
	if len(s.AnyOf()) == 2 {
		return s.AnyOf()[0].Types().String() + " or (" + s.AnyOf()[1].Types().String() + ")"
	}
	return s.Types().String()
}
