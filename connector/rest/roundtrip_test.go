package rest

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tutti/connector"
	"tutti/openapi"
	"tutti/schema"
	"tutti/value"
)

// What is sent is what the other side reads: any value that a style can hold comes out of openapi's Binder as it went in.
func TestWhatIsSentIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, with := drawOperation(t)
		op := newContract("s", &openapi.Document{Operations: []*openapi.Operation{from}}).find("o")
		r := connector.Request{With: with}
		if from.Body != nil && from.Body.Content[0].Schema.Types() == schema.String {
			r.Body, r.HasBody = value.FromString(drawText(t, "body")), true
			with = value.ObjectOf(append(members(with), value.Member{Name: "body", Value: r.Body})...)
		}
		d := draft{op: op}
		if f := d.write(&r, ""); f != nil {
			t.Fatalf("%s is refused: %v", with, f)
		}
		req := d.request(context.Background(), &base{"http", "h", ""}, &r)
		b, err := openapi.NewBinder(from, 0)
		if err != nil {
			t.Fatal(err)
		}
		path, query, _ := strings.Cut(req.URL.Opaque, "?")
		got := openapi.Request{
			Path: strings.Split(path, "/")[2:], Query: query, Headers: req.Header, ContentType: req.Header.Get("Content-Type"), HasBody: req.Body != nil,
		}
		if req.Body != nil {
			if got.Body, err = io.ReadAll(req.Body); err != nil {
				t.Fatal(err)
			}
		}
		bound := b.Bind(&got, true)
		if bound.Refused != 0 || len(bound.Wrong) > 0 || !value.Equal(bound.Input, with) {
			t.Fatalf("%s %s\nheaders %v\nbody %q\nis read as %s\nwant       %s\n%d %s %v", from.Method, req.URL.Opaque, req.Header, got.Body, bound.Input, with, bound.Refused, bound.Why, bound.Wrong)
		}
	})
}

func members(v value.Value) []value.Member {
	var all []value.Member
	for name, m := range v.Members() {
		all = append(all, value.Member{Name: name, Value: m})
	}
	return all
}

// drawOperation is an operation with parameters of all styles and a body, and what `with` holds for it.
func drawOperation(t *rapid.T) (*openapi.Operation, value.Value) {
	o := &openapi.Operation{Name: "o", Method: "POST", Path: "/x"}
	var with []value.Member
	for i := range rapid.IntRange(0, 6).Draw(t, "parameters") {
		p := drawParameter(t, i)
		if p.In == openapi.InPath {
			o.Path += "/{" + p.Name + "}"
		}
		o.Parameters = append(o.Parameters, p)
		s, v := drawValue(t, p.Name, ruleOf(p))
		p.Schema = s
		with = append(with, value.Member{Name: p.Name, Value: v})
	}
	if rapid.Bool().Draw(t, "has a body") {
		m := &openapi.Media{Type: rapid.SampledFrom([]string{"application/json", openapi.Form, openapi.Multipart, "text/plain"}).Draw(t, "media")}
		m.Full = m.Type
		o.Body = &openapi.Body{Required: true, Content: []*openapi.Media{m}}
		with = append(with, drawBody(t, m)...)
	}
	return o, value.ObjectOf(with...)
}

func drawParameter(t *rapid.T, i int) *openapi.Parameter {
	p := &openapi.Parameter{
		Name: fmt.Sprintf("%s%d", rapid.SampledFrom([]string{"a", "X-b", "c_d", "e.f"}).Draw(t, "name"), i),
		In:   rapid.SampledFrom([]openapi.Place{openapi.InPath, openapi.InQuery, openapi.InHeader, openapi.InCookie}).Draw(t, "in"),
	}
	styles := map[openapi.Place][]string{
		openapi.InPath: {"simple", "label"}, openapi.InQuery: {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
		openapi.InHeader: {"simple"}, openapi.InCookie: {"form"},
	}
	p.Style = rapid.SampledFrom(styles[p.In]).Draw(t, "style")
	p.Explode = p.Style == "deepObject" || rapid.Bool().Draw(t, "explode")
	p.Required = p.In == openapi.InPath
	p.AllowReserved = p.In == openapi.InQuery && rapid.Bool().Draw(t, "allowReserved")
	p.JSON = p.Style != "deepObject" && rapid.IntRange(0, 5).Draw(t, "JSON") == 0
	return p
}

// rule is what of a value a place can hold.
type rule struct {
	anything bool   // JSON: any value
	deep     bool   // lists and objects inside each other
	full     bool   // neither "" nor an empty list
	never    string // characters that separate
	objects  bool
	nested   bool // lists of objects are lists of JSON
	header   bool // no control characters, no spaces around
}

func ruleOf(p *openapi.Parameter) rule {
	r := rule{anything: p.JSON, deep: p.Style == "deepObject", full: p.In == openapi.InPath, objects: true, header: p.In == openapi.InHeader}
	r.nested = !r.header
	switch {
	case p.In == openapi.InHeader:
		r.never = ",=" // which no header can tell from its separators
	case p.Style == "spaceDelimited" && !p.Explode:
		r.never = " "
	case p.Style == "pipeDelimited" && !p.Explode:
		r.never = "|"
	}
	return r
}

func drawBody(t *rapid.T, m *openapi.Media) []value.Member {
	if m.Type == "text/plain" {
		m.Schema = mustParse(t, `{"type":"string"}`)
		return nil
	}
	var props []string
	var all []value.Member
	for i := range rapid.IntRange(1, 4).Draw(t, "fields") {
		name := fmt.Sprintf("%s%d", rapid.SampledFrom([]string{"f", "g h", "j&k=", "\u00fc\"\\"}).Draw(t, "field"), i)
		e, r := openapi.Encoding{}, rule{objects: true, nested: true, anything: m.Type == "application/json"}
		if m.Type == openapi.Form && rapid.Bool().Draw(t, "styled") {
			e = openapi.Encoding{Style: rapid.SampledFrom([]string{"form", "deepObject"}).Draw(t, "style"), Explode: true}
			r.deep, r.objects = e.Style == "deepObject", e.Style == "deepObject"
			m.Encoding = map[string]openapi.Encoding{name: e}
		}
		s, v := drawSchema(t, name, r)
		props = append(props, string(value.AppendString(nil, name))+":"+s)
		all = append(all, value.Member{Name: name, Value: v})
	}
	m.Schema = mustParse(t, `{"type":"object","additionalProperties":false,"properties":{`+strings.Join(props, ",")+`}}`)
	return all
}

func mustParse(t *rapid.T, text string) *schema.Schema {
	v, err := value.Scan([]byte(text), 0)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	s, err := schema.Parse(v)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return s
}

func drawValue(t *rapid.T, name string, r rule) (*schema.Schema, value.Value) {
	text, v := drawSchema(t, name, r)
	return mustParse(t, text), v
}

// drawSchema is a type and a value of it. Names of members begin with that of the parameter: exploded, they stand beside those of others.
func drawSchema(t *rapid.T, name string, r rule) (string, value.Value) {
	kinds := []string{"string", "integer", "number", "boolean", "list"}
	switch {
	case r.deep:
		kinds = []string{"object"} // OpenAPI defines the style for nothing else
	case r.objects:
		kinds = append(kinds, "object")
	}
	if r.nested && !r.deep {
		kinds = append(kinds, "objects")
	}
	switch rapid.SampledFrom(kinds).Draw(t, "type of "+name) {
	case "integer":
		return `{"type":"integer"}`, value.FromInt(rapid.Int64().Draw(t, name))
	case "number":
		return `{"type":"number"}`, value.FromFloat(rapid.Float64Range(-1e9, 1e9).Draw(t, name))
	case "boolean":
		return `{"type":"boolean"}`, value.FromBool(rapid.Bool().Draw(t, name))
	case "list":
		var all []value.Value
		for range rapid.IntRange(1, 3).Draw(t, "length of "+name) {
			all = append(all, value.FromString(drawWord(t, name, r)))
		}
		return `{"type":"array","items":{"type":"string"}}`, value.ArrayOf(all...)
	case "objects":
		one := value.ObjectOf(value.Member{Name: "s", Value: value.FromString(drawWord(t, name, r))})
		return `{"type":"array","items":{"type":"object","properties":{"s":{"type":"string"}}}}`, value.ArrayOf(one, one)
	case "object":
		first := value.FromString(drawWord(t, name, r))
		second := value.FromInt(rapid.Int64().Draw(t, name))
		inner := value.ObjectOf(value.Member{Name: name + "s", Value: first}, value.Member{Name: name + "n", Value: second})
		s := fmt.Sprintf(`{"type":"object","properties":{%q:{"type":"string"},%q:{"type":"integer"}}}`, name+"s", name+"n")
		if (r.deep || r.anything) && rapid.Bool().Draw(t, "deeper") {
			s = fmt.Sprintf(`{"type":"object","properties":{"in":%s,"list":{"type":"array","items":%[1]s}}}`, s)
			return s, value.ObjectOf(value.Member{Name: "in", Value: inner}, value.Member{Name: "list", Value: value.ArrayOf(inner, inner)})
		}
		if r.nested && rapid.Bool().Draw(t, "with a list") {
			list := value.ArrayOf(value.FromString(drawWord(t, name, r)), value.FromString(drawWord(t, name, r)))
			s = fmt.Sprintf(`{"type":"object","properties":{%q:{"type":"integer"},%q:{"type":"array","items":{"type":"string"}}}}`, name+"n", name+"l")
			return s, value.ObjectOf(value.Member{Name: name + "n", Value: second}, value.Member{Name: name + "l", Value: list})
		}
		return s, inner
	default:
		return `{"type":"string"}`, value.FromString(drawWord(t, name, r))
	}
}

// drawWord is a text that the place can hold.
func drawWord(t *rapid.T, name string, r rule) string {
	text := drawText(t, name)
	if r.anything {
		return text
	}
	text = strings.Map(func(c rune) rune {
		if strings.ContainsRune(r.never, c) || r.header && (c < ' ' || c == 0x7f) {
			return '_'
		}
		return c
	}, text)
	if r.header {
		text = strings.Trim(text, " \t")
	}
	if (r.full || r.header) && (text == "" || text == "." || text == "..") {
		return "x"
	}
	return text
}

func drawText(t *rapid.T, name string) string {
	return rapid.StringOf(rapid.RuneFrom([]rune("ab1-._~/?#[]@!$&'()*+,;=%|\"<> \\^`{}\n\u00fc\u20ac\U0001F600"))).Draw(t, "text of "+name)
}

// A query that net/url understands is one that every server understands.
func TestQueriesAreWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, with := drawOperation(t)
		from.Body = nil
		d := draft{op: newContract("s", &openapi.Document{Operations: []*openapi.Operation{from}}).find("o")}
		kept := with.Members()
		var only []value.Member
		for name, v := range kept {
			if _, ok := d.op.Input(name); ok {
				only = append(only, value.Member{Name: name, Value: v})
			}
		}
		if f := d.write(&connector.Request{With: value.ObjectOf(only...)}, ""); f != nil {
			t.Fatal(f)
		}
		u, err := url.ParseRequestURI(string(d.path))
		if err != nil {
			t.Fatalf("%s: %v", d.path, err)
		}
		if _, err := url.ParseQuery(strings.ReplaceAll(u.RawQuery, ";", "%3B")); err != nil {
			t.Errorf("%s: %v", d.path, err)
		}
	})
}
