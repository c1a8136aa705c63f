package simulate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"tutti/simulate"
)

// refusal is what the JSON Schema of scripts says of a text; "" if it accepts it.
func refusal(t *testing.T, src string) string {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(simulate.JSONSchema().String()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("urn:tutti:script", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("urn:tutti:script")
	if err != nil {
		t.Fatalf("the schema is none: %v", err)
	}
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(src), &root); err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(plain(t, root.Content[0])); err != nil {
		return err.Error()
	}
	return ""
}

// plain is what an editor sees of a node; times are texts.
func plain(t *testing.T, n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			out[n.Content[i].Value] = plain(t, n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, c := range n.Content {
			out = append(out, plain(t, c))
		}
		return out
	}
	if n.ShortTag() == "!!timestamp" {
		return n.Value
	}
	var v any
	if err := n.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSchemaAcceptsScripts(t *testing.T) {
	for _, src := range []string{
		"{}",
		"answers: { pay.charge: [ { fail: 503, delay: 2s }, \"${ { body: $with.id } }\" ], pay.void: $body, p.x: { status: \"${ $with.s }\", headers: { a: b }, body: null, fail: timeout, delay: 0 } }",
		"events: [ { after: 2d, type: a, data: { id: 7 } } ]\npeople: [ { title: T, after: PT1H, by: ann, answer: { ok: true } }, {} ]\ncancel: { after: 0, undo: false }\nx-note: mine",
		"request: { claims: { sub: c1 } }\ncancel: {}\ntime: 2026-01-31T09:00:00+01:00\nseed: 7",
	} {
		if _, found := simulate.Parse("s.yaml", []byte(src), []string{"pay.charge", "pay.void", "p.x"}); len(found) > 0 {
			t.Errorf("%s\nhas findings: %v", src, found)
		}
		if why := refusal(t, src); why != "" {
			t.Errorf("%s\nis refused: %s", src, why)
		}
	}
}

// TestSchemaRefusesScripts: what is wrong for the parser is so for the schema, but
// for what the schema cannot know.
func TestSchemaRefusesScripts(t *testing.T) {
	unseen := []string{
		"answers: { pay.chrge: {} }\n", // which operations there are
		"seed: &x 7\n",                 // anchors
		"request: $with.id\n",          // variables
	}
	for src := range findings {
		if slices.Contains(unseen, src) {
			continue
		}
		if refusal(t, src) == "" {
			t.Errorf("the schema accepts\n%s", src)
		}
	}
}

func TestReferenceOfScripts(t *testing.T) {
	sections := simulate.Reference()
	if len(sections) != 5 {
		t.Errorf("%d sections", len(sections))
	}
	schema := simulate.JSONSchema().String()
	for _, s := range sections {
		for _, k := range s.Keys {
			if k.Kind == "" || !strings.HasSuffix(k.Doc, ".") || !strings.Contains(schema, k.Doc) {
				t.Errorf("%s.%s: %+v", s.Name, k.Name, k)
			}
		}
	}
}
