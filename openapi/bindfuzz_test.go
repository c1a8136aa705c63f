package openapi_test

import (
	"strings"
	"testing"

	"tutti/openapi"
	"tutti/value"
)

const everyStyle = `parameters: [
  { in: path, name: id, required: true, schema: { type: array, items: { type: integer } } },
  { in: path, name: l, required: true, style: label, explode: true, schema: { $ref: "#/components/schemas/Point" } },
  { in: query, name: f, schema: { type: array, items: { type: [integer, "null", boolean] } } },
  { in: query, name: s, style: spaceDelimited, explode: false, schema: { type: array, items: { type: number } } },
  { in: query, name: p, style: pipeDelimited, explode: false, schema: { anyOf: [ { type: string }, { type: array } ] } },
  { in: query, name: d, style: deepObject, schema: { $ref: "#/components/schemas/Node" } },
  { in: query, name: t, style: deepObject, schema: { type: object, properties: { a: { type: array, items: { type: array, items: { type: integer } } } } } },
  { in: query, name: o, schema: { type: object, additionalProperties: { type: integer } } },
  { in: query, name: j, content: { application/json: {} } },
  { in: header, name: X-H, explode: true, schema: { $ref: "#/components/schemas/Point" } },
  { in: cookie, name: c, schema: { type: array, items: { type: string } } } ],
  requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Node" } }, text/plain: {}, image/png: {},
    application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/Node" }, encoding: { next: { style: deepObject } } },
    multipart/form-data: { schema: { type: object, properties: { a: { type: integer }, b: { type: string, format: binary }, p: { $ref: "#/components/schemas/Point" } } } } } }`

// Whatever comes, $input is JSON of about the size of what came, and what is said about it is short.
func FuzzBind(f *testing.F) {
	b := binder(f, "/a/{id}/{l}", "post", everyStyle)
	f.Add("1,2", ".x=1.y=2", "f=1&f=null&s=1%202&p=a|b&d[next][name]=x&t[a][0][]=1&z=7&j=%7B%7D", "x=1", "c=a; c=b", "application/json", `{"next":{"name":"x"},"id":1,"f":2}`)
	f.Add("", "", "d[a]=1&d[a][b]=2&d[=&t[a]=1&%", "=", "c=%", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\na\r\n--x--")
	f.Add("%2C", "x", "o=1&body=2", ",", "", "application/x-www-form-urlencoded", "next[name]=a&name=b&next[next][next]=&a[=")
	f.Add("1", ".", "", "", "", "text/plain", "\xff")
	f.Add("1", ".", "", "", "", "image/png", "\xff")
	f.Fuzz(func(t *testing.T, id, label, query, header, cookie, media, body string) {
		r := &openapi.Request{
			Path: []string{id, label}, Query: query, Headers: map[string][]string{"X-H": {header}, "Cookie": {cookie}},
			ContentType: media, Body: []byte(body), HasBody: body != "",
		}
		for _, check := range []bool{true, false} {
			got := b.Bind(r, check)
			if got.Refused != 0 {
				if got.Refused != 400 && got.Refused != 415 || got.Why == "" {
					t.Errorf("refused with %d %q", got.Refused, got.Why)
				}
				continue
			}
			if v, err := value.Scan(got.Input.Raw(), 1000); err != nil || v.Kind() != value.Object {
				t.Errorf("$input is no object: %v in %s", err, got.Input)
			}
			if came := len(id) + len(label) + len(query) + len(header) + len(cookie) + len(body); len(got.Input.Raw()) > 8*came+200 {
				t.Errorf("%d bytes became %d: %s", came, len(got.Input.Raw()), got.Input)
			}
			if len(got.Wrong) > 20 || !check && len(got.Wrong) > 0 {
				t.Errorf("%d findings with check %t", len(got.Wrong), check)
			}
			for _, m := range got.Wrong {
				if m.In == "" || m.Message == "" || m.Schema == "" || len(m.Name)+len(m.Pointer)+len(m.Message) > 1000 {
					t.Errorf("a finding: %+v", m)
				}
			}
		}
	})
}

// However the query is made, reading it is not much work.
func TestBindIsBounded(t *testing.T) {
	b := binder(t, "/a/{id}/{l}", "post", everyStyle)
	for name, query := range map[string]string{
		"brackets": "d" + strings.Repeat("[next]", 5000) + "=1", "names": strings.Repeat("o=1&", 255), "open brackets": "d" + strings.Repeat("[", 30000),
		"commas": "s=" + strings.Repeat("1%20", 8000), "pipes": "p=" + strings.Repeat("|", 30000),
	} {
		got := b.Bind(&openapi.Request{Path: []string{"1", ".x=1"}, Query: query}, true)
		if len(got.Input.Raw()) > 10*len(query)+100 || len(got.Wrong) > 20 {
			t.Errorf("%s: %d bytes and %d findings", name, len(got.Input.Raw()), len(got.Wrong))
		}
	}
}
