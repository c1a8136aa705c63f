package check_test

import (
	"fmt"
	"strings"
	"testing"

	"tutti/check"
	"tutti/diag"
	"tutti/flow"
	"tutti/value"
)

func TestControl(t *testing.T) {
	run(t, []mistake{
		{"behind a return", `
  - return: { status: 204 }
  - ^call: inventory.list
  - call: inventory.list
`, []string{"F601: this never runs: nothing goes on after the step at line 4 (give that step a condition, or remove what is behind it)"}},
		{"behind a fail, in a branch", `
  - parallel:
      a:
        - fail: { status: 400 }
        - ^call: inventory.list
      b: { call: inventory.list }
`, []string{"F601: this never runs: nothing goes on after the step at line 6"}},
		{"behind an if whose both cases end", `
  - if: $input.x
    then: [ { return: { status: 204 } } ]
    else:
      - call: inventory.list
      - fail: { status: 400 }
  - ^call: inventory.list
`, []string{"F601: this never runs: nothing goes on after the step at line 4"}},
		{"behind a parallel with a branch that fails", `
  - parallel:
      a: { call: inventory.list }
      b: [ { fail: { status: 400 } } ]
  - ^call: inventory.list
`, []string{"F601: this never runs: nothing goes on after the step at line 4"}},
		{"behind a return that is always", `
  - if: ^true
    return: { status: 204 }
  - ^call: inventory.list
`, []string{"warning F603: this condition is always true", "error F601"}},
		{"a condition that is never", `
  - if: ^false
    then: [ { call: inventory.list } ]
`, []string{"warning F603: this condition is always false"}},
		{"a condition without data", `
  - if: '^"a" == "b"'
    call: inventory.list
`, []string{"warning F603: this condition uses no variable, so it is always the same"}},
		{"return in a branch", `
  - parallel:
      a: ^{ return: { status: 204 }, if: $input.x }
      b: { call: inventory.list }
`, []string{"F602: return may not stand inside of a parallel (line 4), where other steps run at the same time"}},
		{"return deep in a branch", `
  - parallel:
      a:
        - for: i
          in: $input.x
          steps:
            - if: $i
              then: [ ^{ return: { status: 204 } } ]
`, []string{"F602: return may not stand inside of a parallel (line 4)"}},
		{"return in turns that run at once", `
  - for: i
    in: $input.x
    concurrency: 2
    steps:
      - if: $i
        then: [ ^{ return: { status: 204 } } ]
`, []string{"F602: return may not stand inside of a for with concurrency over 1 (line 4)"}},
		{"a loop in turns that run at once", `
  - for: i
    in: $input.x
    concurrency: 2
    steps:
      - for: j
        in: $i
        steps: [ ^{ return: { status: 204 } } ]
`, []string{"F602: return may not stand inside of a for with concurrency over 1 (line 4)"}},
		{"too many branches", `
  - parallel:
` + branches(64) + `      ^last64: { call: inventory.list }
`, []string{"F604: a parallel has at most 64 branches, and this one has 65 (use for with concurrency)"}},
	})
}

func branches(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "      b%d: { call: inventory.list }\n", i)
	}
	return b.String()
}

// What no text in our own language can say, another language's parser might.
func TestDefinitionsOfOtherLanguages(t *testing.T) {
	at := func(line int) diag.Pos { return diag.Pos{File: "w.asl", Line: line, Col: 1} }
	set := &flow.Set{Fields: []flow.Field{{Name: flow.Name{Text: "a"}, Value: &flow.Literal{JSON: value.FromInt(1)}}}}
	for _, c := range []struct {
		name string
		step *flow.Step
		want string
	}{
		{
			"a loop through a number",
			&flow.Step{Do: &flow.For{In: &flow.Literal{Pos: at(2), JSON: value.FromInt(7)}}},
			"w.asl:2:1: error F605: a loop goes through a list, and this is none",
		},
		{
			"a loop through a text",
			&flow.Step{Do: &flow.For{In: &flow.Text{Pos: at(2), Lit: []string{"a"}}}},
			"w.asl:2:1: error F605",
		},
		{
			"inputs that are a text",
			&flow.Step{Do: &flow.Call{With: &flow.Text{Pos: at(2), Lit: []string{"a"}}}},
			"w.asl:2:1: error S409",
		},
		{
			"inputs that are a list",
			&flow.Step{Do: &flow.Call{With: &flow.Array{Pos: at(2)}}},
			"w.asl:2:1: error S409",
		},
		{
			"a compensation that is no call",
			&flow.Step{Do: &flow.Call{Service: flow.Name{Text: "broken"}}, Compensate: &flow.Step{Pos: at(3), Do: set}},
			"w.asl:3:1: error F607: a set cannot be a compensation (a compensation is a call, an emit or a run)",
		},
		{
			"a compensation of no call",
			&flow.Step{Do: set, Compensate: &flow.Step{Pos: at(3), Do: &flow.Call{}}},
			"w.asl:3:1: error F607: a set leaves nothing behind that could be undone (compensate a step that leaves something behind)",
		},
	} {
		got := check.Workflow(&flow.Definition{Steps: []*flow.Step{c.step}}, config())
		if len(got) != 1 || !strings.HasPrefix(got[0].String(), c.want) {
			t.Errorf("%s: got\n%v\nwant %s", c.name, got, c.want)
		}
	}
}

// A definition as deep as this would overflow a stack if anything walked it.
func TestDepth(t *testing.T) {
	steps := []*flow.Step{{Do: &flow.Set{}}}
	for i := range 100_000 {
		steps = []*flow.Step{{Pos: diag.Pos{Line: 100_000 - i, Col: 1}, Do: &flow.If{Then: steps}}}
	}
	var v flow.Value = &flow.Literal{}
	for i := range 100_000 {
		v = &flow.Array{Pos: diag.Pos{Line: 100_000 - i, Col: 1}, Items: []flow.Value{v}}
	}
	call := &flow.Step{Do: &flow.Call{Service: flow.Name{Text: "broken"}}}
	undo := &flow.Step{Do: &flow.Call{Service: flow.Name{Text: "broken"}, Body: v}}
	call.Compensate = undo
	for name, c := range map[string]struct {
		steps []*flow.Step
		line  int
	}{
		"steps":                  {steps, 33},
		"values":                 {[]*flow.Step{{Do: &flow.Return{Body: v}}}, 129},
		"values of compensation": {[]*flow.Step{call}, 129},
	} {
		got := check.Workflow(&flow.Definition{Steps: c.steps}, config())
		if len(got) != 1 || got[0].Code != check.CodeDepth || got[0].Pos.Line != c.line {
			t.Errorf("%s: got\n%v\nwant %s at line %d", name, got, check.CodeDepth, c.line)
		}
	}
}
