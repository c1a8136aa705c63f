package flow_test

import (
	"slices"
	"strings"
	"testing"

	"tutti/flow"
	"tutti/lang/tutti"
)

// visible parses steps and gives, for each expression that is only a variable
// $q1, $q2, …, the names of the workflow that it sees, sorted.
func visible(t *testing.T, steps string) (map[string]string, string) {
	t.Helper()
	def, found := tutti.Workflow("w.yaml", []byte("workflow: w\nsteps:\n"+steps))
	if def == nil || found.HasErrors() {
		t.Fatalf("%v", found)
	}
	names, diags := flow.Resolve(def)
	builtins := append(flow.Reserved(), "input")
	out := map[string]string{}
	for _, e := range names.Exprs() {
		if !strings.HasPrefix(e.Source, "$q") {
			continue
		}
		var own []string
		for _, b := range names.At(e).Bindings() {
			n := b.Name.Text
			if !slices.Contains(builtins, n) || n == "index" || n == "error" {
				own = append(own, n)
			}
		}
		slices.Sort(own)
		out[e.Source] = strings.Join(own, " ")
	}
	return out, diags.Error()
}

func TestVisibility(t *testing.T) {
	for _, c := range []struct {
		name, steps string
		want        map[string]string
	}{
		{
			"after the step in its list, not before", `
- { name: a, call: s.o, with: { x: $q1 } }
- { name: b, if: $q2, call: s.o }
- { call: s.o, with: { x: $q3 } }`,
			map[string]string{"$q1": "", "$q2": "a", "$q3": "a b"},
		},
		{
			"then and else: after the block too, not in each other", `
- name: all
  if: $q1
  then: [ { name: a, call: s.o, with: { x: $q2 } } ]
  else: [ { name: b, call: s.o, with: { x: $q3 } } ]
- { call: s.o, with: { x: $q4 } }`,
			map[string]string{"$q1": "", "$q2": "", "$q3": "", "$q4": "a all b"},
		},
		{
			"parallel: a branch does not see the others, what follows sees all", `
- parallel:
    a: { call: s.o, with: { x: $q1 } }
    b:
      - { name: c, call: s.o }
      - { call: s.o, with: { x: $q2 } }
- { call: s.o, with: { x: $q3 } }`,
			map[string]string{"$q1": "", "$q2": "c", "$q3": "a b c"},
		},
		{
			"loops: only in the same turn", `
- name: l
  for: e
  in: $q1
  steps:
    - { name: a, call: s.o, with: { x: $q2 } }
    - { call: s.o, with: { x: $q3 } }
- { call: s.o, with: { x: $q4 } }`,
			map[string]string{"$q1": "", "$q2": "e index", "$q3": "a e index", "$q4": "l"},
		},
		{
			"the names of a set do not see each other", `
- set: { a: $q1, b: $q2 }
- set: { c: $q3 }`,
			map[string]string{"$q1": "", "$q2": "", "$q3": "a b"},
		},
		{
			"a compensation sees its step, the error, and what may have finished since", `
- { name: a, call: s.o, compensate: { if: $q1, call: s.o, with: { x: $q2 } } }
- parallel:
    b: { call: s.o, compensate: { call: s.o, with: { x: $q3 } } }
- { name: c, call: s.o }`,
			map[string]string{"$q1": "a b c error", "$q2": "a b c error", "$q3": "a b c error"},
		},
		{
			"a compensation in a loop sees its own turn", `
- for: e
  in: [1]
  steps:
    - { name: a, call: s.o, compensate: { call: s.o, with: { x: $q1 } } }
    - { name: b, call: s.o }
- { name: c, call: s.o }`,
			map[string]string{"$q1": "a b c e error index"},
		},
	} {
		got, diags := visible(t, strings.TrimPrefix(c.steps, "\n"))
		if diags != "" {
			t.Errorf("%s: %s", c.name, diags)
		}
		for q, want := range c.want {
			if got[q] != want {
				t.Errorf("%s: %s sees %q, want %q", c.name, q, got[q], want)
			}
		}
	}
}

func TestNamesAreUnique(t *testing.T) {
	for _, c := range []struct{ name, steps, want string }{
		{"two steps", "- { name: a, call: s.o }\n- { name: a, call: s.o }", "w.yaml:4:11: error N201"},
		{"steps in two branches", "- parallel:\n    x: [ { name: a, call: s.o } ]\n    y: [ { name: a, call: s.o } ]", "w.yaml:5:18: error N201"},
		{"two sets, one after the other", "- set: { a: 1 }\n- set: { a: 2 }", "w.yaml:4:10: error N201"},
		{"sets in two branches", "- parallel:\n    x: [ { set: { a: 1 } } ]\n    y: [ { set: { a: 2 } } ]", "w.yaml:5:19: error N201"},
		{"sets of which one runs", "- if: true\n  then: [ { set: { a: 1 } } ]\n  else: [ { set: { a: 2 } } ]", ""},
		{"a set takes the name of a step", "- { name: a, call: s.o }\n- set: { a: $a }", ""},
		{"a set takes the name of the element", "- for: e\n  in: [1]\n  steps: [ { set: { e: $e } } ]", ""},
		{"the same element name in two loops", "- { for: e, in: [1], steps: [ { call: s.o } ] }\n- { for: e, in: [1], steps: [ { call: s.o } ] }", ""},
	} {
		if _, diags := visible(t, c.steps); !strings.HasPrefix(diags, c.want) || c.want == "" && diags != "" {
			t.Errorf("%s: got %q, want %q", c.name, diags, c.want)
		}
	}
}

func TestExprPlace(t *testing.T) {
	e := &flow.Expr{Source: "$a | map(.é) | add", Map: flow.SourceMap{{Offset: 0, Line: 3, Col: 7}, {Offset: 5, Line: 4, Col: 3}}}
	e.File, e.Line, e.Col = "w.yaml", 3, 7
	for offset, want := range map[int]string{0: "w.yaml:3:7", 3: "w.yaml:3:10", 5: "w.yaml:4:3", 9: "w.yaml:4:7", 12: "w.yaml:4:9", 99: "w.yaml:4:16"} {
		if got := e.Place(offset).String(); got != want {
			t.Errorf("offset %d: got %s, want %s", offset, got, want)
		}
	}
}
