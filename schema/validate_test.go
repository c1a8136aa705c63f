package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"tutti/schema"
	"tutti/value"
)

// wrong is what Validate finds, one a line: instance, schema without the file, message.
func wrong(s *schema.Schema, text string, o schema.Options) string {
	var lines []string
	for _, f := range s.Validate(value.Trusted([]byte(text)), o) {
		lines = append(lines, strings.TrimSpace(f.Instance+" "+strings.TrimPrefix(f.Schema, "form.json")+": "+f.Message))
	}
	return strings.Join(lines, "\n")
}

func TestFindings(t *testing.T) {
	for _, c := range []struct{ schema, value, want string }{
		{`{"type":"string"}`, `1`, `#/type: must be string, not number`},
		{`{"type":["string","null"]}`, `{}`, `#/type: must be string or null, not object`},
		{`{"type":"integer"}`, `1.5`, `#/type: must be integer, not number`},
		{`{"type":"integer"}`, `1e2`, ``},
		{`{"enum":["a","b"]}`, `"c"`, `#/enum: must be one of "a", "b"`},
		{`{"const":7}`, `8`, `#/const: must be 7`},
		{`{"const":7}`, `7.0`, ``},
		{`{"enum":["a b"]}`, `"a\u0020b"`, ``},
		{`{"properties":{"a":{"type":"object","required":["b"]}}}`, `{"a":{}}`, `/a #/properties/a/required: "b" is missing`},
		{`{"properties":{"available":{}},"additionalProperties":false}`, `{"avaliable":1}`, `/avaliable #/additionalProperties: the contract does not have this (did you mean "available"?)`},
		{`{"properties":{"a":false}}`, `{"a":1}`, `/a #/properties/a: must not be there`},
		{`{"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":{"type":"number"}}`, `{"x-a":1,"b":2,"c":"3"}`, "/x-a #/patternProperties/^x-/type: must be string, not number\n/c #/additionalProperties/type: must be number, not string"},
		{`{"propertyNames":{"maxLength":2}}`, `{"abc":1}`, `#/propertyNames/maxLength: must have at most 2 characters`},
		{`{"items":{"minimum":3}}`, `[3,1,2]`, "/1 #/items/minimum: must be 3 or more\n/2 #/items/minimum: must be 3 or more"},
		{`{"prefixItems":[{"type":"string"}],"items":false}`, `["a",1]`, `/1 #/items: must not be there`},
		{`{"uniqueItems":true}`, `[1,{"a":1,"b":2},{"b":2.0,"a":1}]`, `/2 #/uniqueItems: is there a second time`},
		{`{"contains":{"const":1}}`, `[2]`, `#/contains: must have an element of the kind that the contract asks for`},
		{`{"minItems":1}`, `[]`, `#/minItems: must have at least 1 element`},
		{`{"minLength":2}`, `"é"`, `#/minLength: must have at least 2 characters`},
		{`{"maxLength":1}`, `"\ud83d\ude00"`, ``},
		{`{"pattern":"^\\d+$"}`, `"1a"`, `#/pattern: must match ^\d+$`},
		{`{"multipleOf":0.1}`, `0.3`, ``},
		{`{"multipleOf":0.01}`, `0.075`, `#/multipleOf: must be a multiple of 0.01`},
		{`{"maximum":9007199254740992}`, `9007199254740993`, `#/maximum: must be 9007199254740992 or less`},
		{`{"exclusiveMinimum":0}`, `0.0`, `#/exclusiveMinimum: must be more than 0`},
		{`{"not":{"type":"null"}}`, `null`, `#/not: must not be what the contract excludes`},
		{`{"if":{"required":["a"]},"then":{"required":["b"]}}`, `{"a":1}`, `#/then/required: "b" is missing`},
		{`{"dependentRequired":{"a":["b"]}}`, `{"a":1}`, `#/dependentRequired: "b" is missing`},
		{`{"allOf":[{"required":["a"]},{"required":["b"]}]}`, `{}`, "#/allOf/0/required: \"a\" is missing\n#/allOf/1/required: \"b\" is missing"},
		{`{"allOf":[{"properties":{"a":{}}}],"unevaluatedProperties":false}`, `{"a":1,"b":2}`, `/b #/unevaluatedProperties: the contract does not have this (did you mean "a"?)`},
		{`{"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}`, `1`, `#/$defs/a/type: must be string, not number`},
		{`{"properties":{"a/b":{"properties":{"~":{"type":"null"}}}}}`, `{"a/b":{"~":1}}`, `/a~1b/~0 #/properties/a~1b/properties/~0/type: must be null, not number`},
	} {
		if got := wrong(mustParse(t, c.schema), c.value, schema.Options{}); got != c.want {
			t.Errorf("%s against %s:\ngot  %s\nwant %s", c.value, c.schema, got, c.want)
		}
	}
}

// The branch that was meant is explained, not the choice.
func TestTheBranchThatWasMeant(t *testing.T) {
	const pets = `{"oneOf":[
		{"type":"object","required":["kind","lives"],"properties":{"kind":{"const":"cat"},"lives":{"type":"integer"}}},
		{"type":"object","required":["kind","bark"],"properties":{"kind":{"const":"dog"},"bark":{"type":"string"}}},
		{"type":"null"}]}`
	for _, c := range []struct{ value, want string }{
		{`{"kind":"dog","bark":1}`, `/bark #/oneOf/1/properties/bark/type: must be string, not number`},
		{`{"kind":"cat"}`, `#/oneOf/0/required: "lives" is missing`},
		{`7`, `#/oneOf: must be exactly one of the 3 alternatives`},
		{`null`, ``},
	} {
		if got := wrong(mustParse(t, pets), c.value, schema.Options{}); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.value, got, c.want)
		}
	}
	two := mustParse(t, `{"oneOf":[{"type":"number"},{"minimum":2}]}`)
	if got := wrong(two, `3`, schema.Options{}); got != `#/oneOf: must be exactly one of the 2 alternatives` {
		t.Errorf("two branches fit: %s", got)
	}
}

func TestDiscriminator(t *testing.T) {
	s := mustParse(t, `{"oneOf":[{"$ref":"#/$defs/cat"},{"$ref":"#/$defs/dog"}],
		"discriminator":{"propertyName":"kind","mapping":{"hound":"#/$defs/dog"}},
		"$defs":{"cat":{"required":["lives"]},"dog":{"required":["bark"]}}}`)
	for _, c := range []struct{ value, want string }{
		{`{"kind":"cat"}`, `#/$defs/cat/required: "lives" is missing`},
		{`{"kind":"hound"}`, `#/$defs/dog/required: "bark" is missing`},
		{`{"kind":"hound","bark":1,"lives":2}`, ``}, // both fit, one was named
		{`{"kind":"cow","bark":1}`, ``},             // nothing was named
		{`{"kind":"cow"}`, `#/$defs/cat/required: "lives" is missing`},
	} {
		if got := wrong(s, c.value, schema.Options{}); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.value, got, c.want)
		}
	}
}

func TestDirection(t *testing.T) {
	s := mustParse(t, `{"required":["id","secret","name"],"properties":{
		"id":{"readOnly":true},"secret":{"allOf":[{"type":"string","writeOnly":true}]},"name":{"type":"string"}}}`)
	for _, c := range []struct {
		direction schema.Direction
		value     string
		want      string
	}{
		{schema.Both, `{"name":"a"}`, "#/required: \"id\" is missing\n#/required: \"secret\" is missing"},
		{schema.Request, `{"name":"a"}`, `#/required: "secret" is missing`},
		{schema.Request, `{"name":"a","secret":"b"}`, ``},
		{schema.Response, `{"name":"a"}`, `#/required: "id" is missing`},
		{schema.Response, `{"name":"a","id":1}`, ``},
	} {
		if got := wrong(s, c.value, schema.Options{Direction: c.direction}); got != c.want {
			t.Errorf("%d %s:\ngot  %s\nwant %s", c.direction, c.value, got, c.want)
		}
	}
}

// Contracts require in one part what another part declares.
func TestDirectionAcrossParts(t *testing.T) {
	s := mustParse(t, `{"allOf":[{"$ref":"#/$defs/base"},{"required":["id","name"]}],
		"$defs":{"base":{"properties":{"id":{"readOnly":true},"name":{},"inner":{"allOf":[{"required":["id"]}]}}}}}`)
	for _, c := range []struct {
		direction   schema.Direction
		value, want string
	}{
		{schema.Request, `{"name":"a"}`, ""},
		{schema.Request, `{}`, `#/allOf/1/required: "name" is missing`},
		{schema.Response, `{"name":"a"}`, `#/allOf/1/required: "id" is missing`},
		{schema.Request, `{"name":"a","inner":{}}`, `/inner #/$defs/base/properties/inner/allOf/0/required: "id" is missing`},
	} {
		if got := wrong(s, c.value, schema.Options{Direction: c.direction}); got != c.want {
			t.Errorf("%d %s:\ngot  %s\nwant %s", c.direction, c.value, got, c.want)
		}
	}
}

func TestMax(t *testing.T) {
	s := mustParse(t, `{"items":{"type":"string"}}`)
	many := "[" + strings.Repeat("1,", 99) + "1]"
	for max, want := range map[int]int{0: 20, 3: 3, 1000: 100} {
		if got := len(s.Validate(value.Trusted([]byte(many)), schema.Options{Max: max})); got != want {
			t.Errorf("Max %d: got %d findings, want %d", max, got, want)
		}
	}
}

func TestNothingAcceptsEverything(t *testing.T) {
	var none *schema.Schema
	for _, v := range []string{`null`, `{"a":[1]}`, `"x"`} {
		for _, s := range []*schema.Schema{none, {}} {
			if got := wrong(s, v, schema.Options{Formats: true}); got != "" {
				t.Errorf("%s: %s", v, got)
			}
		}
	}
}

// TestHostile holds values that would take forever, or the stack, against schemas that make them: each must end at once.
func TestHostile(t *testing.T) {
	deep := strings.Repeat("[", 100) + "1" + strings.Repeat("]", 100)
	chain := make([]string, 8000)
	for i := range chain {
		chain[i] = fmt.Sprintf(`"d%d":{"title":"x","minimum":0,"$ref":"#/$defs/d%d"}`, i, i+1)
	}
	for _, c := range []struct {
		name, schema, value string
		right               bool
	}{
		{"two ways at each level, right", `{"allOf":[{"items":{"$ref":"#"}},{"items":{"$ref":"#"}}]}`, deep, true},
		{"two ways at each level, wrong", `{"anyOf":[{"type":"array","items":{"$ref":"#"}},{"type":"array","minItems":1,"items":{"$ref":"#"}}]}`, deep, false},
		{"chooses in choices", `{"oneOf":[{"type":"array","items":{"$ref":"#"}},{"type":"array","items":{"$ref":"#"},"minItems":2},{"const":1}]}`, deep, true},
		{"unevaluated at each level", `{"anyOf":[{"items":{"$ref":"#"}},{"type":"number"}],"unevaluatedItems":false}`, deep, true},
		{"a chain of references", `{"$ref":"#/$defs/d0","$defs":{` + strings.Join(chain, ",") + `,"d8000":{"minimum":5}}}`, `1`, false},
		{"dynamic references in circles", `{"$dynamicAnchor":"n","$dynamicRef":"#n"}`, `1`, false},
		{"many members", `{"additionalProperties":{"type":"number"},"required":["m9999"]}`, manyMembers(10_000), true},
		{"many elements that differ", `{"uniqueItems":true}`, "[" + strings.TrimSuffix(strings.Repeat("1e400,", 1), ",") + manyNumbers(20_000) + "]", true},
	} {
		s := mustParse(t, c.schema)
		if got := wrong(s, c.value, schema.Options{}); (got == "") != c.right {
			t.Errorf("%s: got %.200q, right: %v", c.name, got, c.right)
		}
	}
}

func manyMembers(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`"m%d":%d`, i, i)
	}
	return "{" + strings.Join(all, ",") + "}"
}

// manyNumbers are numbers that no float tells apart.
func manyNumbers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ",1000000000000000000000000000%d", i)
	}
	return b.String()
}

func TestValidateAllocatesNothing(t *testing.T) {
	s, v := mustParse(t, orderSchema), value.Trusted(order(33))
	if n := testing.AllocsPerRun(100, func() { s.Validate(v, schema.Options{}) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
