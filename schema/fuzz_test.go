package schema_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"tutti/document"
	"tutti/schema"
	"tutti/value"
)

var errNone = errors.New("no such file")

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

var seeds = []struct{ schema, value string }{
	{orderSchema, `{"id":"a","customer":{"id":1},"items":[],"total":1,"currency":"EUR"}`},
	{`{"oneOf":[{"$ref":"#/$defs/a"},{"not":{"$ref":"#"}}],"$defs":{"a":{"$anchor":"x","type":"object"}}}`, `{"a":[1,2.50,"\u00e9"]}`},
	{`{"$id":"a","$dynamicAnchor":"n","properties":{"n":{"$dynamicRef":"#n"}},"unevaluatedProperties":false}`, `{"n":{"n":{"m":1}}}`},
	{`{"patternProperties":{"^[\\s]{1,2000}$":{"format":"date"}},"propertyNames":{"pattern":"^\\p{Letter}"}}`, `{"é":null}`},
	{`{"nullable":true,"discriminator":{"propertyName":"k","mapping":{"a":"#/x"}},"anyOf":[{"$ref":"#/x"}],"x":{"exclusiveMinimum":true,"minimum":1e400}}`, `{"k":"a"}`},
	{`{"uniqueItems":true,"contains":{"multipleOf":1e-9},"minContains":0,"prefixItems":[{}],"unevaluatedItems":{"const":1}}`, `[1e-9,1,1.0]`},
}

// FuzzValidate: whatever is a schema and whatever is a value, Validate ends, says the same as Accepts, and names places
// that are there.
func FuzzValidate(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s.schema), []byte(s.value), uint8(0))
		f.Add([]byte(s.schema), []byte(s.value), uint8(7))
	}
	f.Fuzz(func(t *testing.T, text, data []byte, how uint8) {
		v, err := value.Scan(data, 0)
		if err != nil {
			t.Skip()
		}
		set := document.NewSet(func(string) ([]byte, error) { return nil, errNone })
		c := schema.NewCompiler(set)
		c.Docs = how&1 != 0
		s := c.Compile(set.Take("main.yaml", text), schema.Dialect(how>>1&1))
		o := schema.Options{Direction: schema.Direction(how >> 2 % 3), Formats: how&16 != 0, Max: int(how >> 5)}
		found := s.Validate(v, o)
		if (len(found) == 0) != s.Accepts(v, o) {
			t.Fatalf("Validate finds %v, Accepts says otherwise", found)
		}
		for _, f := range found {
			if f.Message == "" || f.At.Line == 0 || f.Schema == "" {
				t.Errorf("a finding that says nothing: %+v", f)
			}
		}
		schema.Sample(s, o.Direction)
	})
}
