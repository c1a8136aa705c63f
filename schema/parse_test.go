package schema_test

import (
	"fmt"
	"testing"

	"tutti/schema"
	"tutti/value"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{"type":"object","properties":{"ok":{"type":"boolean"}}}`, ""},
		{`true`, ""},
		{`{"type":"objct"}`, `form.json:1:9: error J802: there is no type "objct" (did you mean "object"?)`},
		{`{"$ref":"other.json"}`, `form.json:1:9: error C501: the contract other.json cannot be read: a form refers only to itself`},
		{`7`, `form.json:1:1: error J801: a schema is a mapping, true or false (write it like { type: string })`},
	} {
		_, err := schema.Parse(value.Trusted([]byte(c.text)))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestFlaws(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{"type":"object"}`, ""},
		{`{"properties":{"a/b":{"type":["string","nul"]}}}`, `/properties/a~1b/type/1 error there is no type "nul" (did you mean "null"?)`},
		{"{\n \"é\": 1,\n \"allOf\": [true, {\"minLength\": \"x\"}]\n}", `/allOf/1/minLength error minLength is a whole number, 0 or more ()`},
		{`{"items":7}`, `/items error a schema is a mapping, true or false (write it like { type: string })`},
	} {
		got := ""
		for _, f := range schema.Flaws(value.Trusted([]byte(c.text))) {
			got += fmt.Sprintf("%s %s %s (%s)", f.Instance, f.Severity, f.Message, f.Suggestion)
		}
		if got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}
