package shape_test

import (
	"fmt"
	"strings"
	"testing"

	"tutti/schema"
	"tutti/shape"
	"tutti/value"
)

func fromText(t *testing.T, text string, d schema.Direction) shape.Shape {
	t.Helper()
	v, err := value.Scan([]byte(text), 0)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.Parse(v)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return shape.FromSchema(s, "shop.getItem", d)
}

func TestFromSchema(t *testing.T) {
	for _, c := range []struct{ schema, want string }{
		{`{}`, `any`},
		{`true`, `any`},
		{`false`, `nothing`},
		{`{"type": "string"}`, `string`},
		{`{"type": ["integer", "null"]}`, `integer | null`},
		{`{"type": ["integer", "number"]}`, `number`},
		{`{"enum": ["a", "b", 3]}`, `"a" | "b" | 3`},
		{`{"const": "a"}`, `"a"`},
		{`{"type": "string", "enum": ["a", 1]}`, `"a"`},
		{`{"properties": {"a": {"type": "string"}, "b": {}}, "required": ["a"]}`, `{ a: string, b?: any }`},
		{`{"type": "object"}`, `object`},
		{`{"type": "object", "additionalProperties": {"type": "integer"}}`, `{ … }`},
		{`{"type": "object", "required": ["a"]}`, `{ a: any, … }`},
		{`{"items": {"type": "boolean"}}`, `[boolean]`},
		{`{"type": "array", "items": {"type": "object", "properties": {"x": {"type": "number"}}}}`, `[{ x?: number }]`},
		{`{"type": "array", "prefixItems": [{"type": "number"}, {"type": "string"}], "items": false}`, `[string | number]`},
		{`{"allOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "string"}}, "required": ["a"]}]}`, `{ a: string, b?: string }`},
		{`{"properties": {"a": {"type": "string"}}, "allOf": [{"properties": {"a": {"enum": ["x", "y"]}}}]}`, `{ a?: "x" | "y" }`},
		{`{"oneOf": [{"properties": {"a": {}}}, {"type": "string"}, {"type": "null"}]}`, `{ a?: any } | string | null`},
		{`{"anyOf": [{"type": "string"}, {}]}`, `any`},
		{
			`{"$defs": {"n": {"type": "object", "properties": {"next": {"$ref": "#/$defs/n"}}}}, "$ref": "#/$defs/n"}`,
			`{ next?: { next?: { next?: object } } }`,
		},
		{`{"allOf": [{"$ref": "#"}, {"type": "string"}]}`, `string`},
		{`{"properties": {"a": {}}, "if": {"required": ["a"]}, "then": {"properties": {"b": {}}}}`, `{ a?: any, … }`},
	} {
		if got := fromText(t, c.schema, schema.Both).String(); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.schema, got, c.want)
		}
	}
}

func TestDirections(t *testing.T) {
	const user = `{"properties": {"id": {"type": "string", "readOnly": true}, "name": {"type": "string"},
		"password": {"type": "string", "writeOnly": true}}, "required": ["id", "name", "password"]}`
	for _, c := range []struct {
		direction schema.Direction
		want      string
	}{
		{schema.Both, `{ id: string, name: string, password: string }`},
		{schema.Request, `{ id?: string, name: string, password: string }`},
		{schema.Response, `{ id: string, name: string }`},
	} {
		if got := fromText(t, user, c.direction).String(); got != c.want {
			t.Errorf("%d: got %s, want %s", c.direction, got, c.want)
		}
	}
}

// TestCircleOfAlternatives: so many alternatives that they become one, each with members that lead back to all of them.
func TestCircleOfAlternatives(t *testing.T) {
	var choice, defs []string
	for i := range 40 {
		choice = append(choice, fmt.Sprintf(`{"$ref": "#/$defs/n%d"}`, i))
		defs = append(defs, fmt.Sprintf(`"n%d": {"type": "object", "required": ["type"], "properties": {"type": {"const": "n%d"},
			"up": {"$ref": "#/$defs/node"}, "down": {"type": "array", "items": {"$ref": "#/$defs/node"}}}}`, i, i))
	}
	s := fromText(t, fmt.Sprintf(`{"$ref": "#/$defs/node", "$defs": {"node": {"oneOf": [%s]}, %s}}`,
		strings.Join(choice, ","), strings.Join(defs, ",")), schema.Both)
	for range 5 {
		up, is := s.Field("up")
		down, _ := up.Field("down")
		if s = down.Elem(); is != shape.Perhaps {
			t.Fatalf("up is there: got %d", is)
		}
	}
	kind, is := s.Field("type")
	if consts, ok := kind.Consts(); is != shape.Surely || !ok || len(consts) != 40 {
		t.Errorf("got %s (%d)", kind, is)
	}
}
