package schema_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tutti/schema"
	"tutti/value"
)

// valueOf is a value written with ' for ".
func valueOf(t testing.TB, text string) value.Value {
	t.Helper()
	v, err := value.Scan([]byte(strings.ReplaceAll(text, "'", `"`)), 100)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// schemaOf is a schema written with ' for ".
func schemaOf(t testing.TB, text string) *schema.Schema {
	t.Helper()
	s, err := schema.Parse(valueOf(t, text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return s
}

func TestSample(t *testing.T) {
	for _, c := range []struct{ schema, want string }{
		// anything
		{`true`, `'text'`},
		{`{}`, `'text'`},
		// given
		{`{'default':7}`, `7`},
		{`{'type':'string','enum':['b','a']}`, `'b'`},
		{`{'enum':[1,'b',null],'type':'string'}`, `'b'`},
		{`{'const':{'a':1}}`, `{'a':1}`},
		{`{'default':'x','type':'integer'}`, `1`},
		// types
		{`{'type':'null'}`, `null`},
		{`{'type':['null','boolean']}`, `true`},
		{`{'type':'string'}`, `'text'`},
		{`{'minimum':3}`, `3`},
		{`{'items':{}}`, `['text']`},
		{`{'allOf':[{'type':['string','integer']},{'type':['number','null']}]}`, `1`},
		// numbers
		{`{'type':'integer','minimum':10}`, `10`},
		{`{'type':'integer','exclusiveMinimum':10}`, `11`},
		{`{'type':'integer','maximum':-3}`, `-3`},
		{`{'type':'integer','exclusiveMaximum':0}`, `-1`},
		{`{'type':'integer','minimum':0.5}`, `1`},
		{`{'type':'number','exclusiveMinimum':0,'exclusiveMaximum':1}`, `0.5`},
		{`{'type':'number','multipleOf':0.01,'minimum':3.141}`, `3.15`},
		{`{'type':'integer','multipleOf':2.5}`, `5`},
		{`{'type':'number','minimum':1e300}`, `1` + strings.Repeat("0", 300)},
		{`{'allOf':[{'multipleOf':4},{'multipleOf':6}],'minimum':13}`, `24`},
		// texts
		{`{'type':'string','minLength':6}`, `'textaa'`},
		{`{'type':'string','maxLength':2}`, `'te'`},
		{`{'type':'string','maxLength':0}`, `''`},
		{`{'pattern':'^[A-Z]{3}$'}`, `'AAA'`},
		{`{'pattern':'^[0-9]+$','minLength':4}`, `'1111'`},
		{`{'type':'string','format':'date'}`, `'2026-01-01'`},
		{`{'type':'string','format':'email','minLength':25}`, `'aaaaaasomeone@example.com'`},
		{`{'type':'string','format':'unheard-of'}`, `'text'`},
		// arrays
		{`{'type':'array','items':{'type':'integer'},'minItems':3,'uniqueItems':true}`, `[1,2,3]`},
		{`{'type':'array','items':{'enum':['a','b']},'minItems':2,'uniqueItems':true}`, `['a','b']`},
		{`{'type':'array','items':{'type':'integer'},'maxItems':0}`, `[]`},
		{`{'type':'array','items':false}`, `[]`},
		{`{'prefixItems':[{'type':'integer'},{'type':'boolean'}],'minItems':2}`, `[1,true]`},
		{`{'type':'array','contains':{'type':'integer'},'minContains':2}`, `[1,1]`},
		{`{'type':'array','items':{'type':['integer','string']},'contains':{'type':'integer'}}`, `[1]`},
		// objects
		{`{'type':'object','properties':{'a':{'type':'integer'},'b':{'type':'string'}},'required':['b']}`, `{'a':1,'b':'text'}`},
		{`{'type':'object','required':['a']}`, `{'a':'text'}`},
		{`{'type':'object','minProperties':2,'additionalProperties':{'type':'integer'}}`, `{'name1':1,'name2':1}`},
		{`{'type':'object','additionalProperties':{'type':'integer'}}`, `{'name1':1}`},
		{`{'type':'object','additionalProperties':{'type':'integer'},'maxProperties':0}`, `{}`},
		{`{'type':'object','properties':{'a':{},'b':{}},'maxProperties':1}`, `{'a':'text'}`},
		{`{'type':'object','properties':{'a':{},'b':{}},'maxProperties':1,'required':['b']}`, `{'b':'text'}`},
		{`{'type':'object','minProperties':1,'patternProperties':{'^x-[a-z]$':{'type':'integer'}},'additionalProperties':false}`, `{'x-a':1}`},
		{`{'type':'object','minProperties':1,'propertyNames':{'enum':['red','blue']}}`, `{'red':'text'}`},
		{`{'properties':{'card':{'type':'integer'}},'dependentRequired':{'card':['owner']}}`, `{'card':1,'owner':'text'}`},
		{`{'required':['card'],'dependentSchemas':{'card':{'required':['owner']}}}`, `{'card':'text','owner':'text'}`},
		{`{'properties':{'a':{'type':'integer'},'b':false}}`, `{'a':1}`},
		// together
		{`{'allOf':[{'properties':{'a':{'type':'integer'}}},{'properties':{'a':{'minimum':5}}}],'required':['a']}`, `{'a':5}`},
		{`{'oneOf':[{'type':'integer'},{'type':'string'}]}`, `1`},
		{`{'oneOf':[{'type':'integer'},{'type':'number'},{'type':'string'}]}`, `'text'`},
		{
			`{'type':'object','oneOf':[{'properties':{'a':{'type':'integer'}}},{'required':['b'],'properties':{'b':{'type':'string'},'c':{'type':'integer'}}}]}`,
			`{'a':1}`,
		},
		{
			`{'type':'object','oneOf':[{'required':['a'],'properties':{'a':{'type':'integer'}}},{'required':['a'],'properties':{'c':{'type':'integer'}}}]}`,
			`{'a':1,'c':true}`,
		},
		{`{'anyOf':[false,{'type':'string'}]}`, `'text'`},
		{`{'type':'object','properties':{'k':{}},'anyOf':[{'required':['k']}],'if':{'properties':{'k':{'const':1}}},'then':{'required':['one']}}`, `{'k':1,'one':'text'}`},
		{`{'not':{'type':'string'},'type':['string','integer']}`, `2`},
		// through itself
		{
			`{'$ref':'#/$defs/tree','$defs':{'tree':{'type':'object','required':['name'],'properties':{
			'name':{'type':'string'},'left':{'$ref':'#/$defs/tree'},'many':{'type':'array','items':{'$ref':'#/$defs/tree'}}}}}}`,
			`{'name':'text','many':[]}`,
		},
		{`{'$ref':'#/$defs/list','$defs':{'list':{'oneOf':[{'$ref':'#/$defs/more'},{'type':'null'}]},
			'more':{'type':'object','required':['next'],'properties':{'next':{'$ref':'#/$defs/list'}}}}}`, `{'next':null}`},
	} {
		s := schemaOf(t, c.schema)
		got, ok := schema.Sample(s, schema.Both)
		if want := valueOf(t, c.want); !ok || !value.Equal(got, want) {
			t.Errorf("%s: got %s, %v, want %s", c.schema, got, ok, want)
		}
		if found := s.Validate(got, schema.Options{Formats: true}); len(found) > 0 {
			t.Errorf("%s: %s is wrong: %v", c.schema, got, found)
		}
	}
}

// TestSampleDiscriminator: the member that tells the branches apart has the name of the branch, if it can have it.
func TestSampleDiscriminator(t *testing.T) {
	const branches = `'$defs':{'cat':{'required':['kind','lives'],'properties':{'kind':{'type':'string'},'lives':{'type':'integer'}}},
		'dog':{'required':['kind','tail'],'properties':{'kind':{'enum':['hound']},'tail':{'type':'boolean'}}}}`
	for _, c := range []struct{ schema, want string }{
		{`{'oneOf':[{'$ref':'#/$defs/cat'},{'$ref':'#/$defs/dog'}],'discriminator':{'propertyName':'kind'},` + branches + `}`, `{'kind':'cat','lives':1}`},
		{`{'oneOf':[{'$ref':'#/$defs/cat'},{'$ref':'#/$defs/dog'}],'discriminator':{'propertyName':'kind','mapping':{'c':'#/$defs/cat'}},` + branches + `}`, `{'kind':'c','lives':1}`},
		{`{'oneOf':[{'$ref':'#/$defs/dog'}],'discriminator':{'propertyName':'kind'},` + branches + `}`, `{'kind':'hound','tail':true}`},
		{`{'$ref':'#/$defs/lion','$defs':{
			'pet':{'required':['kind'],'properties':{'kind':{'type':'string'}},'discriminator':{'propertyName':'kind','mapping':{'l':'#/$defs/lion','p':'#/$defs/pet'}}},
			'lion':{'allOf':[{'$ref':'#/$defs/pet'},{'properties':{'mane':{'type':'boolean'}}}]}}}`, `{'kind':'l','mane':true}`},
	} {
		got, ok := schema.Sample(schemaOf(t, c.schema), schema.Both)
		if !ok || !value.Equal(got, valueOf(t, c.want)) {
			t.Errorf("%s: got %s, %v, want %s", c.schema, got, ok, c.want)
		}
	}
}

func TestSampleThatCannotBe(t *testing.T) {
	for _, text := range []string{
		`false`,
		`{'type':'integer','minimum':2,'maximum':1}`,
		`{'allOf':[{'type':'integer'},{'type':'string'}]}`,
		`{'enum':[]}`,
		`{'type':'object','required':['a'],'properties':{'a':false}}`,
		`{'type':'array','minItems':1000000000}`,
		`{'type':'array','minItems':3,'uniqueItems':true,'items':{'type':'boolean'}}`,
		`{'type':'string','minLength':2,'maxLength':1}`,
		`{'type':'number','minimum':1e100000000}`,
		`{'not':{}}`,
		`{'$ref':'#/$defs/a','$defs':{'a':{'type':'object','required':['a'],'properties':{'a':{'$ref':'#/$defs/a'}}}}}`,
	} {
		if got, ok := schema.Sample(schemaOf(t, text), schema.Both); ok {
			t.Errorf("%s: got %s, want none", text, got)
		}
	}
}

func TestSampleDirection(t *testing.T) {
	s := schemaOf(t, `{'type':'object','required':['id','secret','name'],'properties':{
		'id':{'type':'integer','readOnly':true},'secret':{'type':'string','writeOnly':true},'name':{'type':'string'}}}`)
	for _, c := range []struct {
		direction schema.Direction
		want      string
	}{
		{schema.Both, `{'id':1,'secret':'text','name':'text'}`},
		{schema.Request, `{'secret':'text','name':'text'}`},
		{schema.Response, `{'id':1,'name':'text'}`},
	} {
		got, ok := schema.Sample(s, c.direction)
		if !ok || !value.Equal(got, valueOf(t, c.want)) {
			t.Errorf("direction %d: got %s, %v, want %s", c.direction, got, ok, c.want)
		}
	}
}

// A schema that would take for ever is given up soon.
func TestSampleEnds(t *testing.T) {
	wide := strings.TrimSuffix(strings.Repeat(`{'anyOf':[{'type':'string'},{'minimum':3},{'type':'boolean'},{'type':'null'}]},`, 40), ",")
	for _, text := range []string{
		`{'allOf':[` + wide + `,{'type':'array','minItems':3,'maxItems':2}]}`,
		`{'$ref':'#/$defs/a','$defs':{'a':{'type':'array','minItems':9,'items':{'$ref':'#/$defs/a'}}}}`,
	} {
		if got, ok := schema.Sample(schemaOf(t, text), schema.Both); ok {
			t.Errorf("got %s, want none", got)
		}
	}
}

// FuzzSample: whatever the schema, a sample is found again, and is right.
func FuzzSample(f *testing.F) {
	for _, s := range []string{
		`{"type":"object","required":["a"],"properties":{"a":{"type":"integer","minimum":3}},"additionalProperties":{"type":"null"}}`,
		`{"oneOf":[{"type":"string","format":"uuid"},{"type":"array","items":{"enum":[1,2]},"minItems":2,"uniqueItems":true}]}`,
		`{"$ref":"#/$defs/a","$defs":{"a":{"properties":{"b":{"$ref":"#/$defs/a"}},"minProperties":1}}}`,
		`{"if":{"type":"string"},"then":{"pattern":"^[a-c]{2,5}$"},"else":{"multipleOf":0.3}}`,
		`{"allOf":[{"minLength":3},{"maxLength":3},{"pattern":"x"}],"not":{"const":"xaa"},"type":"string"}`,
		`{"prefixItems":[{"const":1},{}],"contains":{"type":"string"},"minContains":2,"items":{"type":["string","null"]}}`,
		`{"propertyNames":{"maxLength":2},"patternProperties":{"^a":false},"minProperties":3}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := value.Scan(text, 50)
		if err != nil {
			return
		}
		s, err := schema.Parse(v)
		if err != nil {
			return
		}
		got, ok := schema.Sample(s, schema.Request)
		again, same := schema.Sample(s, schema.Request)
		if ok != same || !value.Equal(got, again) {
			t.Errorf("%s: got %s, and then %s", text, got, again)
		}
		if found := s.Validate(got, schema.Options{Direction: schema.Request, Formats: true}); ok && found != nil {
			t.Errorf("%s: %s is wrong: %v", text, got, found)
		}
	})
}

// TestSampleFinds: where some value is right, a sample is mostly found. What schemas exclude is met by trying only.
func TestSampleFinds(t *testing.T) {
	possible, found := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		for range 10 { // so that there are enough of them even in a short test
			text, err := json.Marshal(drawSchema(t, 3))
			if err != nil {
				t.Fatal(err)
			}
			s, err := schema.Parse(value.Trusted(text))
			if err != nil {
				continue
			}
			v, ok := schema.Sample(s, schema.Both)
			if ok && !s.Accepts(v, schema.Options{Formats: true}) {
				t.Fatalf("%s: %s is wrong", text, v)
			}
			known, err := json.Marshal(drawValue(t, 3))
			if err != nil {
				t.Fatal(err)
			}
			if s.Accepts(value.Trusted(known), schema.Options{Formats: true}) {
				possible++
				if ok {
					found++
				}
			}
		}
	})
	if possible == 0 || (possible-found > 2 && found*100 < possible*95) {
		t.Errorf("a sample was found for %d of %d schemas, want 95 of 100", found, possible)
	}
	t.Logf("%d of %d", found, possible)
}
