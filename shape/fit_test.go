package shape_test

import (
	"fmt"
	"strings"
	"testing"

	"tutti/schema"
	"tutti/shape"
)

// misfits is one per line.
func misfits(got, want shape.Shape) string {
	var lines []string
	for _, m := range shape.Fit(got, want) {
		what := [...]string{"kind", "value", "null", "nullable", "missing", "unknown"}[m.Wrong]
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s at %q %s", what, m.Path, m.Name)))
	}
	return strings.Join(lines, "; ")
}

func TestFit(t *testing.T) {
	const order = `{"type": "object", "required": ["id", "lines"], "properties": {"id": {"type": "string"}, "note": {"type": "string"},
		"state": {"enum": ["open", "shut"]}, "lines": {"type": "array", "items": {"type": "object", "required": ["sku"], "properties":
		{"sku": {"type": "string"}, "qty": {"type": "integer"}}}}}}`
	for _, c := range []struct{ got, want, misfits string }{
		{`{"type": "integer"}`, `{"type": "number"}`, ""},
		{`{"type": "number"}`, `{"type": "integer"}`, ""},
		{`{"const": 1.5}`, `{"type": "integer"}`, `kind at ""`},
		{`{"const": 2.0}`, `{"type": "integer"}`, ""},
		{`{"type": "string"}`, `{"type": "number"}`, `kind at ""`},
		{`{"type": ["string", "integer"]}`, `{"type": "number"}`, ""},
		{`{"type": ["string", "null"]}`, `{"type": "number"}`, `kind at ""`},
		{`{"type": "string"}`, `{}`, ""},
		{`{}`, `{"type": "number"}`, ""},
		{`{"type": "string"}`, `false`, ""},
		{`{"type": "null"}`, `{"type": "number"}`, `null at ""`},
		{`{"type": "null"}`, `{"type": ["number", "null"]}`, ""},
		{`{"type": ["string", "null"]}`, `{"type": "string"}`, `nullable at ""`},
		{`{"type": ["string", "null"]}`, `{"minLength": 3}`, ""},
		{`{"enum": ["a", "b"]}`, `{"enum": ["c"]}`, `value at ""`},
		{`{"enum": ["a", "b"]}`, `{"enum": ["b", "c"]}`, ""},
		{`{"type": "string"}`, `{"enum": ["b", "c"]}`, ""},
		{`{"enum": ["a"]}`, `{"type": "string"}`, ""},
		{`{"enum": ["a", 1]}`, `{"enum": ["b", 2]}`, `value at ""`},
		{`{"type": "array", "items": {"type": "string"}}`, `{"type": "array", "items": {"type": "integer"}}`, `kind at "[]"`},
		{order, order, ""},
		{`{"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}`, order, `kind at "id"; missing at "" lines`},
		{
			`{"type": "object", "properties": {"id": {"type": "string"}, "lines": {"items": {"properties": {"qty": {"type": "boolean"}}}}}, "required": ["id"]}`,
			order, `missing at "lines[]" sku; kind at "lines[].qty"`,
		},
		{
			`{"type": "object", "properties": {"id": {"type": "string"}, "lines": {"type": "array", "items": {"type": "object", "properties": {"qty": {"type": "boolean"}}}}}}`,
			order, `missing at "lines[]" sku; kind at "lines[].qty"`,
		},
		{`{"type": "object", "properties": {"id": {"type": "string"}, "lines": {}, "more": {}}, "required": ["more"]}`, order, ""},
		{
			`{"type": "object", "properties": {"a": {}, "more": {}}, "required": ["more"]}`,
			`{"type": "object", "properties": {"a": {}}, "additionalProperties": false}`, `unknown at "" more`,
		},
		{`{"type": "object"}`, order, ""},
		{
			`{"type": "object", "properties": {"a": {"type": "string"}}}`,
			`{"oneOf": [{"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}, {"type": "object", "required": ["b"], "properties": {"b": {}}}]}`,
			`kind at "a"`,
		},
		{
			`{"type": "object", "properties": {"c": {"type": "string"}}}`,
			`{"oneOf": [{"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}, {"type": "object", "required": ["b"], "properties": {"b": {}}}]}`, "",
		},
	} {
		got, want := fromText(t, c.got, schema.Both), fromText(t, c.want, schema.Both)
		if m := misfits(got, want); m != c.misfits {
			t.Errorf("%s\ninto %s\ngot  %s\nwant %s", c.got, c.want, m, c.misfits)
		}
	}
}

func TestFitLiterals(t *testing.T) {
	want := fromText(t, `{"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "address": {"type": "object",
		"required": ["zip"], "properties": {"zip": {"type": "string"}, "city": {"type": "string"}}}}}`, schema.Request)
	for _, c := range []struct{ got, misfits string }{
		{`{"id": "x"}`, ""},
		{`{"ID": "x"}`, `missing at "" id; unknown at "" ID`},
		{`{"id": null}`, `null at "id"`},
		{`{"id": "x", "address": {"zip": 5, "town": "y"}}`, `kind at "address.zip"; unknown at "address" town`},
		{`{"id": "x", "address": []}`, `kind at "address"`},
	} {
		if m := misfits(lit(c.got), want); m != c.misfits {
			t.Errorf("%s\ngot  %s\nwant %s", c.got, m, c.misfits)
		}
	}
}

// TestFitIsBounded: two circles of wide objects, in which each member leads on.
func TestFitIsBounded(t *testing.T) {
	circle := func(kind string) string {
		var members []string
		for i := range 30 {
			members = append(members, fmt.Sprintf(`"m%d": {"allOf": [{"$ref": "#/$defs/n"}]}`, i))
		}
		return `{"$defs": {"n": {"type": "object", "properties": {` + strings.Join(members, ",") + `, "leaf": {"type": "` + kind + `"}}}}, "$ref": "#/$defs/n"}`
	}
	a, b := fromText(t, circle("string"), schema.Both), fromText(t, circle("integer"), schema.Both)
	if found := shape.Fit(a, b); len(found) == 0 || len(found) > 3000 {
		t.Errorf("got %d misfits", len(found))
	}
	if shape.Within(a, b) || !shape.Within(a, a) {
		t.Error("one circle is within the other")
	}
}
