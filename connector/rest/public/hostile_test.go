package public_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"tutti/connector"
	"tutti/document"
	"tutti/schema"
	"tutti/value"
)

// What a hostile contract may take: it ends soon, whatever it is made of.
const (
	hostileTime = 8 * time.Second // of the processors, with the same slack as large ones
	hostileKept = 100 << 20
)

// bodyOf is a document with one operation whose body has the schema, and with the schemas as components.
func bodyOf(schema string, components ...string) string {
	return `{"openapi":"3.1.0","info":{"title":"h","version":"1"},"paths":{"/a":{"post":{"operationId":"a",` +
		`"requestBody":{"content":{"application/json":{"schema":` + schema + `}}},` +
		`"responses":{"200":{"description":"d","content":{"application/json":{"schema":` + schema + `}}}}}}},` +
		`"components":{"schemas":{` + strings.Join(components, ",") + `}}}`
}

// operationWith is a document whose one operation has more members.
func operationWith(members string) string {
	return `{"openapi":"3.1.0","info":{"title":"h","version":"1"},"paths":{"/a":{"get":{"operationId":"a",` + members +
		`,"responses":{"200":{"description":"d"}}}}}}`
}

func refTo(name string, args ...any) string {
	return `{"$ref":"#/components/schemas/` + fmt.Sprintf(name, args...) + `"}`
}

// each is n texts, made of the format with the number once for each of its verbs, behind commas.
func each(n int, text func(i int) string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(text(i))
	}
	return b.String()
}

// chain is n schemas, each made of the next one by link; the last one is a string.
func chain(n int, link func(next string) string) string {
	return each(n, func(i int) string { return fmt.Sprintf(`"s%d":%s`, i, link(refTo("s%d", i+1))) }) +
		fmt.Sprintf(`,"s%d":{"type":"string"}`, n)
}

// TestHostile: documents made to take for ever, or all memory, end soon. A code is a finding that must be there; without
// one the document must load.
func TestHostile(t *testing.T) {
	skipShortOrRace(t)
	for _, c := range []struct {
		name, code string
		text       string
	}{
		{"deep schemas", document.CodeSyntax, bodyOf(strings.Repeat(`{"items":`, 100_000) + `{}` + strings.Repeat(`}`, 100_000))},
		{"deep lists", document.CodeSyntax, bodyOf(strings.Repeat(`[`, 1_000_000))},
		{"deep YAML", document.CodeSize, "openapi: 3.1.0\nx: " + strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000)},
		{"aliases of aliases", "", aliases(30) + "paths: {}\n"},
		{"a word of aliases", document.CodeSize, aliases(30) + "paths: {/a: {get: {parameters: [{name: a, in: query, schema: {enum: [*a29]}}]}}}\n"},
		{"a schema of itself", schema.CodeCycle, bodyOf(refTo("a"), `"a":`+refTo("a"))},
		{"two schemas of each other", schema.CodeCycle, bodyOf(refTo("a"), `"a":`+refTo("b"), `"b":`+refTo("a"))},
		{"allOf itself", "", bodyOf(refTo("a"), `"a":{"allOf":[`+refTo("a")+`]}`)},
		{"anyOf itself", "", bodyOf(refTo("a"), `"a":{"anyOf":[`+refTo("a")+`,`+refTo("a")+`]}`)},
		{"not itself", "", bodyOf(refTo("a"), `"a":{"not":`+refTo("a")+`}`)},
		{"a tree", "", bodyOf(refTo("a"), `"a":{"type":"object","properties":{"l":`+refTo("a")+`,"r":`+refTo("a")+`}}`)},
		{"a reference to everything", "", bodyOf(`{"properties":{"a":{"$ref":"#"}}}`)},
		{"references in a row", "", bodyOf(refTo("s0"), chain(50_000, func(next string) string { return `{"type":"string","allOf":[` + next + `]}` }))},
		{"bare references in a row", schema.CodeCycle, bodyOf(refTo("s0"), chain(50_000, func(next string) string { return next }))},
		{"2^40 ways by allOf", "", bodyOf(refTo("s0"), chain(40, func(next string) string { return `{"allOf":[` + next + `,` + next + `]}` }))},
		{"2^40 ways by anyOf", "", bodyOf(refTo("s0"), chain(40, func(next string) string { return `{"anyOf":[` + next + `,` + next + `]}` }))},
		{"2^40 ways by oneOf", "", bodyOf(refTo("s0"), chain(40, func(next string) string { return `{"oneOf":[` + next + `,` + next + `]}` }))},
		{"2^40 ways by properties", "", bodyOf(refTo("s0"), chain(40, func(next string) string {
			return `{"type":"object","required":["a","b"],"properties":{"a":` + next + `,"b":` + next + `}}`
		}))},
		{"many words", "", bodyOf(`{"enum":[` + each(300_000, func(i int) string { return fmt.Sprintf(`"%d"`, i) }) + `]}`)},
		{"a million schemas", schema.CodeSize, bodyOf(`{"properties":{` + each(1_000_001, func(i int) string { return fmt.Sprintf(`"%d":{}`, i) }) + `}}`)},
		{"many required members", "", bodyOf(`{"properties":{` + each(60_000, func(i int) string { return fmt.Sprintf(`"%d":{}`, i) }) +
			`},"required":[` + each(60_000, func(i int) string { return fmt.Sprintf(`"%d"`, 59_999-i) }) + `]}`)},
		{"many schemas referred to", "", bodyOf(`{"anyOf":[`+each(50_000, func(i int) string { return refTo("s%d", 49_999-i) })+`]}`,
			each(50_000, func(i int) string { return fmt.Sprintf(`"s%d":{"minimum":%d}`, i, i) }))},
		{"many mapped names", "", bodyOf(`{"oneOf":[`+each(20_000, func(i int) string { return refTo("s%d", i) })+`],"discriminator":{"propertyName":"k","mapping":{`+
			each(20_000, func(i int) string { return fmt.Sprintf(`"k%d":"#/components/schemas/s%d"`, i, i) })+`}}}`,
			each(20_000, func(i int) string { return fmt.Sprintf(`"s%d":{"type":"object"}`, i) }))},
		{"many parameters", document.CodeSize, operationWith(`"parameters":[` + each(50_000, func(i int) string { return fmt.Sprintf(`{"name":"p%d","in":"query"}`, i) }) + `]`)},
		{"a parameter of itself", document.CodeCycle, operationWith(`"parameters":[{"$ref":"#/paths/~1a/get/parameters/0"}]`)},
		{"a body of itself", document.CodeCycle, operationWith(`"requestBody":{"$ref":"#/paths/~1a/get/requestBody"}`)},
		{"a path of itself", document.CodeCycle, `{"openapi":"3.1.0","info":{"title":"h","version":"1"},"paths":{"/a":{"$ref":"#/paths/~1a"}}}`},
		{"many operations of one name", document.CodeTwice, `{"openapi":"3.1.0","info":{"title":"h","version":"1"},"paths":{` +
			each(50_000, func(i int) string { return fmt.Sprintf(`"/p%d":{"get":{"operationId":"same"}}`, i) }) + `}}`},
		{"many places in one path", document.CodeSize, `{"openapi":"3.1.0","info":{"title":"h","version":"1"},"paths":{"` +
			strings.Repeat("/{p}", 50_000) + `":{"get":{"operationId":"a"}}}}`},
		{"many servers", "", `{"openapi":"3.1.0","info":{"title":"h","version":"1"},"servers":[` +
			each(50_000, func(int) string {
				return `{"url":"{a}{b}","variables":{"a":{"default":"{b}{b}"},"b":{"default":"{a}{a}"}}}`
			}) + `],"paths":{}}`},
		{"a large pattern", "", bodyOf(`{"type":"string","pattern":"` + strings.Repeat(`(a|b){1,100}`, 5_000) + `"}`)},
		{"many patterns", "", bodyOf(`{"patternProperties":{` + each(20_000, func(i int) string { return fmt.Sprintf(`"^%d[a-z]{1,50}$":{}`, i) }) + `}}`)},
	} {
		t.Run(c.name, func(t *testing.T) {
			name := "hostile.json"
			if c.text[0] != '{' {
				name = "hostile.yaml"
			}
			m := measure(t, name, []byte(c.text))
			start := busy(t)
			use(m.Contract)
			if m.took += busy(t) - start; m.took > slack*hostileTime {
				t.Errorf("it took %s of the processors, want %s, and at most %d times that", m.took, hostileTime, slack)
			}
			if m.kept > hostileKept {
				t.Errorf("%d bytes are kept", m.kept)
			}
			if !strings.Contains(m.found.Error(), c.code) || c.code == "" && m.Contract == nil {
				t.Errorf("got %.300s, want %q", m.found.Error(), c.code)
			}
			if len(m.found) > 1000 {
				t.Errorf("%d findings", len(m.found))
			}
			runtime.KeepAlive(m)
		})
	}
}

// use does with the first operation what a project does: it is lowered, and values are held against its schemas.
func use(c connector.Contract) {
	if c == nil || len(c.Names()) == 0 {
		return
	}
	op, _ := c.Operation(c.Names()[0])
	schemas := []*schema.Schema{op.Body}
	for _, a := range op.Answers {
		schemas = append(schemas, a.Schema)
	}
	for _, s := range schemas {
		v, _ := schema.Sample(s, schema.Request)
		for _, v := range []value.Value{v, value.FromString("text"), value.FromInt(1), value.ObjectOf(), value.ArrayOf(value.ObjectOf())} {
			s.Validate(v, schema.Options{Formats: true})
		}
	}
}

// aliases is a document in which each of n lists holds the one before twice.
func aliases(n int) string {
	var b strings.Builder
	b.WriteString("openapi: 3.1.0\ninfo: {title: h, version: '1'}\nx-bomb:\n- &a0 [x]\n")
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "- &a%d [*a%d, *a%d]\n", i, i-1, i-1)
	}
	return b.String()
}
