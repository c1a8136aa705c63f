package tutti

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTablesAreWhole: a reference will be made from the tables, so each key says all of itself.
func TestTablesAreWhole(t *testing.T) {
	for _, section := range sections {
		name, keys := section.name, section.keys
		if names := keys.names(); len(slices.Compact(slices.Sorted(slices.Values(names)))) != len(names) {
			t.Errorf("%s: a key is twice in %v", name, names)
		}
		for _, k := range keys {
			if !regexp.MustCompile(`^[A-Z{].*\.$`).MatchString(k.doc) {
				t.Errorf("%s.%s: the doc %q is not a sentence", name, k.name, k.doc)
			}
			if k.kind == "" || (k.kind == aChoice) != (len(k.choices) > 0) && k.later == "" {
				t.Errorf("%s.%s: the kind %q with the choices %v", name, k.name, k.kind, k.choices)
			}
			if k.later != "" && !strings.HasPrefix(k.later, "comes ") {
				t.Errorf("%s.%s: later %q", name, k.name, k.later)
			}
			for _, other := range slices.Concat(k.beside, k.needs) {
				if keys.find(other) == nil {
					t.Errorf("%s.%s names %q, which is no key", name, k.name, other)
				}
			}
			if k.verb && len(k.beside) > 0 {
				t.Errorf("%s.%s: a verb stands beside no other", name, k.name)
			}
		}
	}
}

// TestReferenceIsACopy: who gets the reference cannot change the language, and misses nothing of it.
func TestReferenceIsACopy(t *testing.T) {
	for i, s := range Reference() {
		if s.Name != sections[i].name || !strings.HasSuffix(s.Doc, ".") || len(s.Keys) != len(sections[i].keys) {
			t.Errorf("section %d is %q (%q) with %d keys", i, s.Name, s.Doc, len(s.Keys))
		}
		for _, k := range s.Keys {
			if k.Name == "" || k.Kind == "" || k.Doc == "" {
				t.Errorf("%s: a key lacks something: %+v", s.Name, k)
			}
			if k.Name == "with" {
				k.Beside[0] = "changed"
			}
			if k.Name == "mode" && k.Kind != "express or durable" {
				t.Errorf("the kind of mode is %q", k.Kind)
			}
		}
	}
	if with := stepKeys.find("with"); with.beside[0] != "call" {
		t.Errorf("the table has become %v", with.beside)
	}
}

// TestEveryTableIsInTheReference reads words.go: a table that is no section would be forgotten.
func TestEveryTableIsInTheReference(t *testing.T) {
	src, err := os.ReadFile("words.go")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(src), " = table{"); n != len(sections) {
		t.Errorf("%d tables, %d sections", n, len(sections))
	}
}

// TestEveryVerbActs: each verb has an action of its own.
func TestEveryVerbActs(t *testing.T) {
	values := map[kind]string{
		aName: "a", aLabel: "a", someValues: "{ a: 1 }", aText: "a", anOperation: "s.op", aCondition: "$input", aMapping: "{ body: 1 }", anObject: "{ title: t }", branches: "{ b: { call: s.op } }",
		steps: "[ { return: {} } ]", cases: "[ { when: true, then: [ { return: {} } ] } ]", aMoment: "5s", someEvents: "a.b", anEvent: "a.b",
	}
	seen := map[string]string{}
	for _, k := range stepKeys {
		if !k.verb {
			continue
		}
		src := "workflow: w\nsteps:\n  - " + k.name + ": " + values[k.kind] + "\n"
		for _, needed := range k.needs {
			src += "    " + needed + ": " + map[string]string{"in": "$input"}[needed] + values[stepKeys.find(needed).kind] + "\n"
		}
		d, list := Workflow("f.yaml", []byte(src))
		if len(list) > 0 || len(d.Steps) != 1 {
			t.Fatalf("%s: findings in\n%s\n%v", k.name, src, list)
		}
		does := fmt.Sprintf("%T", d.Steps[0].Do)
		if other := seen[does]; other != "" || does == "<nil>" {
			t.Errorf("%s does %s, as %s does", k.name, does, other)
		}
		seen[does] = k.name
	}
}

// TestCodesAreUnique reads codes.go: a code means one thing, and says what.
func TestCodesAreUnique(t *testing.T) {
	src, err := os.ReadFile("codes.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\t// (\w+): .*\.\n\t(\w+) = "([YKV]\d{3})"$`).FindAllStringSubmatch(string(src), -1) {
		if m[1] != m[2] || seen[m[3]] {
			t.Errorf("%s = %s: documented as %s, seen before: %t", m[2], m[3], m[1], seen[m[3]])
		}
		seen[m[3]] = true
	}
	if constants := strings.Count(string(src), " = \""); constants != len(seen) || constants == 0 {
		t.Errorf("%d constants, of which %d are documented", constants, len(seen))
	}
}
