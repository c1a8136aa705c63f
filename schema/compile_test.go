package schema_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"tutti/diag"
	"tutti/document"
	"tutti/schema"
	"tutti/value"
)

// compile makes the schema at the root of main.yaml, with other files beside it, and what was found.
func compile(t testing.TB, d schema.Dialect, files map[string]string) (*schema.Schema, diag.List) {
	t.Helper()
	set := document.NewSet(func(path string) ([]byte, error) {
		if text, ok := files[path]; ok {
			return []byte(text), nil
		}
		return nil, errors.New("no such file")
	})
	c := schema.NewCompiler(set)
	c.Docs = true
	s := c.Compile(set.Open("main.yaml", diag.Pos{}), d)
	return s, set.Found
}

func accepts(s *schema.Schema, text string) bool {
	return s.Accepts(value.Trusted([]byte(text)), schema.Options{})
}

func TestBadSchemas(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`[a]`, `main.yaml:1:1: error J801: a schema is a mapping, true or false (write it like { type: string })`},
		{`{ properties: { a: yes } }`, `main.yaml:1:20: error J801: a schema is a mapping, true or false (write it like { type: string })`},
		{`{ type: strng }`, `main.yaml:1:9: error J802: there is no type "strng" (did you mean "string"?)`},
		{`{ type: [string, any] }`, `main.yaml:1:18: error J802: there is no type "any" (the types are null, boolean, integer, number, string, array, object)`},
		{`{ minimum: low }`, `main.yaml:1:12: error J803: minimum is a number`},
		{`{ minLength: -1 }`, `main.yaml:1:14: error J803: minLength is a whole number, 0 or more`},
		{`{ maxItems: 1.5 }`, `main.yaml:1:13: error J803: maxItems is a whole number, 0 or more`},
		{`{ multipleOf: 0 }`, `main.yaml:1:15: error J803: multipleOf is a number above 0`},
		{`{ required: name }`, `main.yaml:1:13: error J803: required is a list of names (list the name in the required of the object)`},
		{`{ required: true }`, `main.yaml:1:13: warning J803: required is a list of names (list the name in the required of the object)`},
		{`{ required: [[a]] }`, `main.yaml:1:14: error J803: required is a list of names`},
		{`{ enum: a }`, `main.yaml:1:9: error J803: enum is a list of values`},
		{`{ properties: [a] }`, `main.yaml:1:15: error J803: properties is a mapping of names to schemas`},
		{`{ allOf: { type: string } }`, `main.yaml:1:10: error J803: allOf is a list of schemas`},
		{`{ items: [true] }`, `main.yaml:1:10: error J803: items is one schema (what the first elements are stands in prefixItems)`},
		{`{ patternProperties: [a] }`, `main.yaml:1:22: error J803: patternProperties is a mapping of names to schemas`},
		{`{ exclusiveMinimum: true, minimum: 1 }`, `main.yaml:1:21: warning J803: exclusiveMinimum is a number here; true and false are of OpenAPI 3.0 (write the bound itself)`},
		{`{ pattern: "a(?!b)" }`, "main.yaml:1:12: warning J804: this regular expression is not looked at: error parsing regexp: invalid or unsupported Perl syntax: `(?!` (write it without what RE2 lacks: (?=…), (?!…), \\1 and counts above 1000)"},
		{`{ $ref: "#" }`, `main.yaml:1:1: error J805: this $ref leads back to itself (refer to a schema that says something)`},
		{`{ allOf: [ { type: object, oneOf: [ { $ref: "#" } ] } ] }`, `main.yaml:1:12: warning J805: this schema is a part of itself: what it would have to be of itself again is not looked at (let one of the two refer to the other, not both)`},
		{`{ $ref: "#here" }`, `main.yaml:1:9: error J807: there is no $anchor "here"`},
		{`{ $ref: "#heer", $defs: { a: { $anchor: here } } }`, `main.yaml:1:9: error J807: there is no $anchor "heer" (did you mean "here"?)`},
		{`{ $ref: "#/$defs/b", $defs: { a: {} } }`, `main.yaml:1:9: error C505: the $ref "#/$defs/b" points to nothing: "b" is not there`},
		{`{ $ref: "https://example.com/a.json" }`, `main.yaml:1:9: error C504: the $ref "https://example.com/a.json" leaves the project (copy what it names into the project and refer to the copy)`},
		{`{ x-mine: 7, unknown: [a], $comment: why, nullable: true }`, ``},
	} {
		s, found := compile(t, schema.Draft2020, map[string]string{"main.yaml": c.text})
		if got := found.Error(); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, got, c.want)
		}
		s.Validate(value.Trusted([]byte(`{"a":[1]}`)), schema.Options{}) // what is left of it must hold
	}
}

// OpenAPI 3.0 says some things differently.
func TestOpenAPI30(t *testing.T) {
	for _, c := range []struct {
		text, value string
		in30, in31  bool
	}{
		{`{ type: string, nullable: true }`, `null`, true, false},
		{`{ type: string, nullable: true, enum: [a] }`, `null`, true, false},
		{`{ allOf: [ { type: string } ], nullable: true }`, `null`, true, false},
		{`{ type: string, nullable: false }`, `null`, false, false},
		{`{ minimum: 1, exclusiveMinimum: true }`, `1`, false, false},
		{`{ minimum: 1, exclusiveMinimum: false }`, `1`, true, true},
		{`{ exclusiveMaximum: 1 }`, `1`, false, false},
		{`{ $ref: "#/x-other", type: string, x-other: { type: number } }`, `1`, true, false},
	} {
		for d, want := range map[schema.Dialect]bool{schema.OpenAPI30: c.in30, schema.Draft2020: c.in31} {
			s, found := compile(t, d, map[string]string{"main.yaml": c.text})
			if got := accepts(s, c.value); got != want || found.HasErrors() {
				t.Errorf("%s in dialect %d accepts %s: %v, want %v (%v)", c.text, d, c.value, got, want, found)
			}
		}
	}
	s, _ := compile(t, schema.OpenAPI30, map[string]string{"main.yaml": `{ type: string, nullable: true }`})
	if !s.Nullable() || s.Types() != schema.String|schema.Null {
		t.Errorf("got types %s, nullable %v", s.Types(), s.Nullable())
	}
}

func TestRefsAcrossFiles(t *testing.T) {
	s, found := compile(t, schema.Draft2020, map[string]string{
		"main.yaml":          "$ref: schemas/order.yaml#/Order",
		"schemas/order.yaml": "Order:\n  type: object\n  properties:\n    items: { type: array, items: { $ref: 'item.json' } }\n    parent: { $ref: '#/Order' }\n",
		"schemas/item.json":  `{"$id":"https://example.com/item","type":"object","properties":{"price":{"$ref":"money.json#amount"}}}`,
		"schemas/money.json": `{"$defs":{"a":{"$anchor":"amount","type":"number"}}}`,
	})
	if len(found) > 0 {
		t.Fatal(found)
	}
	got := wrong(s, `{"items":[{"price":1},{"price":"x"}],"parent":{"parent":7}}`, schema.Options{})
	want := "/items/1/price schemas/money.json#/$defs/a/type: must be number, not string\n/parent/parent schemas/order.yaml#/Order/type: must be object, not number"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if p, _ := s.Property("parent"); p.Schema != s || s.At() != (diag.Pos{File: "schemas/order.yaml", Line: 2, Col: 3}) || s.Path() != "schemas/order.yaml#/Order" {
		t.Errorf("the order in itself is another schema, or stands at %s, %s", s.At(), s.Path())
	}
}

func TestWhatASchemaSays(t *testing.T) {
	s, found := compile(t, schema.Draft2020, map[string]string{"main.yaml": `
title: An order
description: ` + strings.Repeat("long ", 100) + `
type: object
required: [id, other, id]
properties:
  id: { type: string, format: uuid, readOnly: true, default: a, examples: [b] }
  list: { type: array, prefixItems: [ true ], items: { type: string, format: own } }
  old: { deprecated: true, writeOnly: true, $ref: "#/$defs/o" }
additionalProperties: false
$defs: { o: { oneOf: [ { const: 1 }, { not: {} } ] } }
`})
	if len(found) > 0 {
		t.Fatal(found)
	}
	id, _ := s.Property("id")
	list, _ := s.Property("list")
	old, _ := s.Property("old")
	_, has := s.Property("none")
	deflt, _ := id.Schema.Default()
	for i, c := range []struct{ got, want any }{
		{s.Title(), "An order"},
		{len([]rune(s.Doc())), 300},
		{fmt.Sprint(s.Required()), "[id other]"},
		{fmt.Sprint(id.Required, old.Required, has), "true false false"},
		{s.Closed() && !s.Open(), true},
		{id.Schema.Format() + id.Schema.Types().String(), "uuidstring"},
		{fmt.Sprint(id.Schema.ReadOnly(), id.Schema.WriteOnly(), deflt, id.Schema.Examples()), `true false "a" ["b"]`},
		{list.Schema.Items().Format(), "own"},
		{len(list.Schema.Prefix()), 1},
		{old.Schema.WriteOnly() && old.Schema.Deprecated(), true},
		{old.Schema.Ref().OneOf()[0].Enum()[0].String(), "1"},
		{old.Schema.Ref().OneOf()[1].Conditional(), true},
		{old.Schema.Ref().Path(), "main.yaml#/$defs/o"},
		{old.Schema.Path(), "main.yaml#/properties/old"},
		{list.Schema.Items().Path(), "main.yaml#/properties/list/items"},
		{old.Schema.Ref().OneOf()[1].Path(), "main.yaml#/$defs/o/oneOf/1"},
	} {
		if c.got != c.want {
			t.Errorf("%d: got %v, want %v", i, c.got, c.want)
		}
	}
}

// A set of many schemas and references behind one another must not take the stack.
func TestLongChains(t *testing.T) {
	var b strings.Builder
	const n = 20_000
	for i := range n {
		fmt.Fprintf(&b, "d%d: { minimum: 0, $ref: '#/d%d' }\n", i, i+1)
	}
	fmt.Fprintf(&b, "d%d: { minimum: 5 }\nproperties: { a: { $ref: '#/d0' } }\n", n)
	s, found := compile(t, schema.Draft2020, map[string]string{"main.yaml": b.String()})
	if len(found) > 0 {
		t.Fatal(found)
	}
	if got := wrong(s, `{"a":1}`, schema.Options{}); !strings.Contains(got, "nested too deeply") {
		t.Errorf("got %.200s", got)
	}
}
