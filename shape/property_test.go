package shape_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tutti/schema"
	"tutti/shape"
	"tutti/value"
)

// TestContainsWhatSchemasAccept: a value that a schema accepts is in its shape, and what is in a shape is in each
// shape that is wider. All objects of these schemas say whether they are open.
func TestContainsWhatSchemasAccept(t *testing.T) {
	tried, accepted := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		a, b := randomSchema(t, 3), randomSchema(t, 3)
		x, y := parsed(t, a), parsed(t, b)
		left, right := shape.FromSchema(x, "a", schema.Both), shape.FromSchema(y, "b", schema.Both)
		both := shape.FromSchema(parsed(t, fmt.Sprintf(`{"allOf": [%s, %s]}`, a, b)), "both", schema.Both)
		either := shape.Union(left, right)
		for range 20 {
			v := value.Trusted([]byte(randomValue(t, 3)))
			inX, inY := len(x.Validate(v, schema.Options{})) == 0, len(y.Validate(v, schema.Options{})) == 0
			for _, c := range []struct {
				what string
				is   bool
				in   shape.Shape
			}{{a, inX, left}, {b, inY, right}, {a + " or " + b, inX || inY, either}, {a + " and " + b, inX && inY, both}} {
				if c.is && !c.in.Contains(v) {
					t.Fatalf("%s\naccepts %s\nwhich is not in %s", c.what, v, c.in)
				}
			}
			tried++
			if inX {
				accepted++
			}
			if left.Contains(v) && !right.Contains(v) && shape.Within(left, right) {
				t.Fatalf("%s is in %s, which is not within %s", v, left, right)
			}
			if inX && inY && len(certain(shape.Fit(left, right))) > 0 {
				t.Fatalf("%s is accepted by %s\nand by %s\nwhich do not fit: %s", v, a, b, misfits(left, right))
			}
		}
	})
	if accepted*10 < tried {
		t.Errorf("only %d of %d values were accepted", accepted, tried)
	}
}

// certain are the misfits that no value overcomes: of members only those that must be there.
func certain(all []shape.Misfit) []shape.Misfit {
	var sure []shape.Misfit
	for _, m := range all {
		if m.Path == "" && m.Wrong != shape.MayBeNull {
			null := (m.Got.Kinds() & m.Want.Kinds()).Has(shape.Null|shape.Absent) || m.Got.Kinds().Has(shape.Null|shape.Absent) && m.Want.Kinds().Has(shape.Null|shape.Absent)
			if !null {
				sure = append(sure, m)
			}
		}
	}
	return sure
}

func parsed(t *rapid.T, text string) *schema.Schema {
	s, err := schema.Parse(value.Trusted([]byte(text)))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return s
}

func draw(t *rapid.T, from ...string) string { return rapid.SampledFrom(from).Draw(t, "") }

func randomSchema(t *rapid.T, depth int) string {
	kinds := []string{"string", "integer", "number", "boolean", "null", "enum", "any", "object", "object", "array", "anyOf", "oneOf", "allOf"}
	if depth == 0 {
		kinds = kinds[:7]
	}
	sub := func() string { return randomSchema(t, depth-1) }
	switch kind := draw(t, kinds...); kind {
	case "any":
		return draw(t, "{}", "true", `{"minimum": 0}`)
	case "enum":
		return draw(t, `{"enum": ["a", 1, null]}`, `{"const": "a"}`, `{"enum": [true, "b"]}`, `{"type": "string", "enum": ["a", "b"]}`, `{"enum": [[1], {"a": 1}]}`)
	case "object":
		return fmt.Sprintf(`{"type": %s, "properties": {"a": %s, "b": %s}, "required": [%s], "additionalProperties": %s}`,
			draw(t, `"object"`, `["object", "null"]`), sub(), sub(), draw(t, "", `"a"`, `"a", "b"`), draw(t, "true", "false", sub()))
	case "array":
		return fmt.Sprintf(`{"type": ["array", %s], "items": %s}`, draw(t, `"null"`, `"string"`), sub())
	case "anyOf", "oneOf", "allOf":
		return fmt.Sprintf(`{%q: [%s, %s]}`, kind, sub(), sub())
	default:
		return fmt.Sprintf(`{"type": %q}`, kind)
	}
}

func randomValue(t *rapid.T, depth int) string {
	kinds := []string{"null", "1", "2.5", `"a"`, `"b"`, "true", "object", "object", "array"}
	if depth == 0 {
		kinds = kinds[:6]
	}
	switch kind := draw(t, kinds...); kind {
	case "object":
		var members []string
		for _, name := range []string{"a", "b", "c"} {
			if rapid.Bool().Draw(t, "") {
				members = append(members, fmt.Sprintf("%q: %s", name, randomValue(t, depth-1)))
			}
		}
		return "{" + strings.Join(members, ", ") + "}"
	case "array":
		var elems []string
		for range rapid.IntRange(0, 2).Draw(t, "") {
			elems = append(elems, randomValue(t, depth-1))
		}
		return "[" + strings.Join(elems, ", ") + "]"
	default:
		return kind
	}
}
