package schema_test

import (
	"encoding/json"
	"strings"
	"testing"

	other "github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"tutti/schema"
	"tutti/value"
)

// TestLikeAnother holds random values against random schemas, here and in another implementation: they must agree.
func TestLikeAnother(t *testing.T) {
	valid, invalid := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		root := drawSchema(t, 4)
		if m, ok := root.(map[string]any); ok {
			m["$defs"] = map[string]any{"d": drawSchema(t, 2), "e": drawSchema(t, 2)}
		}
		text, _ := json.Marshal(root)
		s, err := schema.Parse(value.Trusted(text))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		yardstick := theirs(t, text)
		for range 5 {
			v, _ := json.Marshal(drawValue(t, 4))
			want := accepted(t, yardstick, v)
			found := s.Validate(value.Trusted(v), schema.Options{})
			if (len(found) == 0) != want {
				t.Fatalf("%s\nagainst %s\nis valid: %v, found %v", v, text, want, found)
			}
			if want {
				valid++
			} else {
				invalid++
			}
		}
	})
	if valid == 0 || invalid == 0 {
		t.Errorf("%d valid and %d invalid values: the generator sees one side only", valid, invalid)
	}
}

func theirs(t *rapid.T, text []byte) *other.Schema {
	doc, err := other.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	c := other.NewCompiler()
	if err := c.AddResource("mem:///form.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("mem:///form.json")
	if err != nil {
		t.Fatalf("%s: the other says: %v", text, err)
	}
	return s
}

func accepted(t *rapid.T, s *other.Schema, text []byte) bool {
	v, err := other.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v) == nil
}

var (
	names   = rapid.SampledFrom([]string{"a", "b", "c", "ab", ""})
	numbers = rapid.SampledFrom([]any{0, 1, -1, 2, 3, 1.5, 0.1, 0.3, 1e3, 12345678901})
	words   = rapid.SampledFrom([]any{"", "a", "ab", "abc", "é", "12"})
	kinds   = rapid.SampledFrom([]any{"null", "boolean", "integer", "number", "string", "array", "object"})
	counts  = rapid.IntRange(0, 3)
)

func drawValue(t *rapid.T, depth int) any {
	most := 6
	if depth == 0 {
		most = 3
	}
	switch rapid.IntRange(0, most).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return numbers.Draw(t, "number")
	case 3:
		return words.Draw(t, "word")
	case 4:
		return drawList(t, func() any { return drawValue(t, depth-1) })
	default:
		return drawMap(t, func() any { return drawValue(t, depth-1) })
	}
}

func drawList(t *rapid.T, each func() any) []any {
	all := make([]any, counts.Draw(t, "length"))
	for i := range all {
		all[i] = each()
	}
	return all
}

func drawMap(t *rapid.T, each func() any) map[string]any {
	all := map[string]any{}
	for range counts.Draw(t, "members") {
		all[names.Draw(t, "name")] = each()
	}
	return all
}

// keywords draw the value of each keyword; a function, since they draw schemas, which draw keywords.
func keywords() map[string]func(t *rapid.T, depth int) any {
	return map[string]func(t *rapid.T, depth int) any{
		"type": func(t *rapid.T, _ int) any { return kinds.Draw(t, "type") },
		"enum": func(t *rapid.T, _ int) any {
			return []any{drawValue(t, 1), drawValue(t, 2), drawValue(t, 0)}
		},
		"const":                 func(t *rapid.T, _ int) any { return drawValue(t, 1) },
		"properties":            drawSchemas,
		"required":              func(t *rapid.T, _ int) any { return rapid.SliceOfNDistinct(names, 0, 2, rapid.ID).Draw(t, "required") },
		"additionalProperties":  drawSchema,
		"patternProperties":     func(t *rapid.T, depth int) any { return map[string]any{"^a": drawSchema(t, depth)} },
		"propertyNames":         drawSchema,
		"minProperties":         drawCount,
		"maxProperties":         drawCount,
		"dependentSchemas":      drawSchemas,
		"dependentRequired":     func(t *rapid.T, _ int) any { return map[string]any{"a": []any{"b"}} },
		"unevaluatedProperties": drawSchema,
		"items":                 drawSchema,
		"prefixItems":           drawParts,
		"contains":              drawSchema,
		"minContains":           drawCount,
		"maxContains":           drawCount,
		"minItems":              drawCount,
		"maxItems":              drawCount,
		"uniqueItems":           func(t *rapid.T, _ int) any { return rapid.Bool().Draw(t, "unique") },
		"unevaluatedItems":      drawSchema,
		"minLength":             drawCount,
		"maxLength":             drawCount,
		"pattern": func(t *rapid.T, _ int) any {
			return rapid.SampledFrom([]string{"^a", "b$", "^\\d*$"}).Draw(t, "pattern")
		},
		"minimum":          drawNumber,
		"maximum":          drawNumber,
		"exclusiveMinimum": drawNumber,
		"exclusiveMaximum": drawNumber,
		"multipleOf":       func(t *rapid.T, _ int) any { return rapid.SampledFrom([]any{1, 2, 0.1, 1.5}).Draw(t, "of") },
		"allOf":            drawParts,
		"anyOf":            drawParts,
		"oneOf":            drawParts,
		"not":              drawSchema,
		"if":               drawSchema,
		"then":             drawSchema,
		"else":             drawSchema,
		"$ref": func(t *rapid.T, _ int) any {
			return rapid.SampledFrom([]string{"#/$defs/d", "#/$defs/e"}).Draw(t, "ref")
		},
	}
}

func drawCount(t *rapid.T, _ int) any  { return counts.Draw(t, "count") }
func drawNumber(t *rapid.T, _ int) any { return numbers.Draw(t, "bound") }

func drawSchemas(t *rapid.T, depth int) any {
	return drawMap(t, func() any { return drawSchema(t, depth) })
}

func drawParts(t *rapid.T, depth int) any {
	return append(drawList(t, func() any { return drawSchema(t, depth) }), drawSchema(t, depth))
}

// drawSchema refers to other schemas only at the height where they cannot lead back.
func drawSchema(t *rapid.T, depth int) any {
	if depth == 0 || rapid.IntRange(0, 9).Draw(t, "bool") == 0 {
		return rapid.Bool().Draw(t, "schema")
	}
	all, s := keywords(), map[string]any{}
	for range rapid.IntRange(1, 3).Draw(t, "keywords") {
		name := rapid.SampledFrom(sortedKeys(all)).Draw(t, "keyword")
		if name == "$ref" && depth < 3 {
			continue
		}
		s[name] = all[name](t, depth-1)
	}
	return s
}
