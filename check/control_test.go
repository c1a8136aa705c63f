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
		{"return in turns of which nobody knows how many run at once", `
  - for: i
    in: $input.x
    concurrency: $input.n
    steps: [ ^{ return: { status: 204 } } ]
`, []string{"F602: return may not stand inside of a for with concurrency over 1 (line 4)"}},
		{"return in turns that run one at a time, in blocks", `
  - for: i
    in: $input.x
    concurrency: 1
    steps:
      - { repeat: [ { if: $i, return: { status: 204 } } ], until: $index > 2 }
      - { switch: [ { when: $i, then: [ { return: { status: 204 } } ] } ] }
`, nil},
		{"return in a branch, in blocks", `
  - parallel:
      a: [ { try: [ ^{ if: $input.x, return: { status: 204 } } ], catch: [ { then: [ ^{ return: { status: 204 } } ] } ] } ]
      b: [ { repeat: [ ^{ if: $input.x, return: { status: 204 } } ], until: $index > 2 } ]
    concurrency: 1
    join: any
`, []string{"F602: return may not stand inside of a parallel", "F602", "F602"}},
		{"behind a switch whose cases all end", `
  - switch:
      - { when: $input.x, then: [ { return: { status: 204 } } ] }
      - { when: $input.y, then: [ { call: inventory.list }, { fail: { status: 400 } } ] }
    else: [ { return: { status: 202 } } ]
  - ^call: inventory.list
`, []string{"F601: this never runs: nothing goes on after the step at line 4"}},
		{"behind a switch with a case that goes on", `
  - switch:
      - { when: $input.x, then: [ { return: { status: 204 } } ] }
      - { when: $input.y, then: [ { call: inventory.list } ] }
    else: [ { return: { status: 202 } } ]
  - call: inventory.list
`, nil},
		{"behind a switch without else", `
  - switch: [ { when: $input.x, then: [ { return: { status: 204 } } ] } ]
  - call: inventory.list
`, nil},
		{"behind a switch with a guard", `
  - if: $input.z
    switch: [ { when: $input.x, then: [ { return: { status: 204 } } ] } ]
    else: [ { return: { status: 202 } } ]
  - call: inventory.list
`, nil},
		{"behind a repeat that ends in its first turn", `
  - repeat: [ { call: inventory.list }, { fail: { status: 400 } } ]
    until: $index > 2
  - ^call: inventory.list
`, []string{"F601: this never runs"}},
		{"behind a loop that may have no turn", `
  - { for: i, in: $input.x, steps: [ { fail: { status: 400 } } ] }
  - call: inventory.list
`, nil},
		{"behind a parallel of which enough may succeed", `
  - parallel: { a: [ { fail: { status: 400 } } ], b: { call: inventory.list }, c: { call: inventory.list } }
    join: 2
  - call: inventory.list
`, nil},
		{"behind a parallel of which too few can succeed", `
  - parallel: { a: [ { fail: { status: 400 } } ], b: { call: inventory.list } }
    join: 2
  - ^call: inventory.list
`, []string{"F601: this never runs"}},
		{"behind a fail that does nothing", `
  - ^fail: { status: 400 }
    onError: continue
  - call: inventory.list
`, []string{"warning F609: a fail that goes on does nothing (remove the step, or its onError)"}},
		{"behind a block whose failure does not count", `
  - if: $input.x
    then: [ { fail: { status: 400 } } ]
    else: [ { fail: { status: 404 } } ]
    onError: continue
  - call: inventory.list
`, nil},
		{"in the turn of a repeat", `
  - repeat:
      - return: { status: 204 }
      - ^{ name: a, call: inventory.list }
    until: $a
`, []string{"F601: this never runs"}},
		{"behind a case that is always taken", `
  - switch:
      - { when: ^true, then: [ { call: inventory.list } ] }
      - { when: ^$input.x, then: [ { call: inventory.list } ] }
    else: [ ^{ call: inventory.list } ]
`, []string{"warning F603: this condition is always true", "error F601: this never runs: the case at line 5 is always taken", "error F601: this never runs: the case at line 5"}},
		{"a case that is never taken", `
  - switch: [ { when: ^false, then: [ { call: inventory.list } ] } ]
`, []string{"warning F603: this condition is always false"}},
		{"an end without data", `
  - repeat: [ { call: inventory.list } ]
    until: ^1 > 2
`, []string{"warning F603: this condition uses no variable"}},
		{"no end", `
  - ^repeat: [ { call: inventory.list } ]
`, []string{"error F613: nothing ends this repeat (write until: with the condition that ends it)"}},
		{"an end by number", `
  - repeat: [ { if: $input.x, return: { status: 204 } } ]
    max: 10
`, nil},
		{"too many turns", `
  - ^repeat: [ { name: a, call: inventory.list } ]
    until: $a
    max: 1001
`, []string{"F613: a repeat has at most 1000 turns, and this one asks for 1001"}},
		{"all branches, by number", `
  - parallel: { a: { call: inventory.list }, b: { call: inventory.list } }
    join: 2
`, nil},
		{"a choice of one", `
  - ^parallel: { a: { call: inventory.list } }
    join: any
`, []string{"warning F609: a join over only one of the branches changes nothing"}},
		{"more successes than elements", `
  - ^for: i
    in: [1, $input.x]
    join: 3
    steps: [ { call: inventory.list } ]
`, []string{"F612: the join waits for 3 successes, and there are 2 elements"}},
		{"nobody knows how many elements", `
  - { for: i, in: $input.x, join: 3, steps: [ { call: inventory.list } ] }
`, nil},
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
	text := &flow.Text{Pos: at(2), Lit: []string{"a"}}
	number := &flow.Literal{Pos: at(2), JSON: value.FromInt(0)}
	call := &flow.Call{Service: flow.Name{Text: "broken"}}
	match := func(word string) []flow.Match { return []flow.Match{{Pos: at(2), Text: word}} }
	for _, c := range []struct {
		name string
		step *flow.Step
		want string
	}{
		{"a loop through a number", &flow.Step{Do: &flow.For{In: number}}, "F605: a loop goes through a list, and this is none"},
		{"a loop through a text", &flow.Step{Do: &flow.For{In: text}}, "F605"},
		{"no turn at once", &flow.Step{Do: &flow.For{In: &flow.Array{}, Concurrency: number}}, "F612: concurrency is a whole number of at least 1, not 0"},
		{"a text of turns at once", &flow.Step{Do: &flow.For{In: &flow.Array{}, Concurrency: text}}, "F612: concurrency is a number"},
		{"no branch at once", &flow.Step{Pos: at(2), Do: &flow.Parallel{Concurrency: -1}}, "F612: concurrency is at least 1, not -1"},
		{"less than no success", &flow.Step{Pos: at(2), Do: &flow.Parallel{Join: flow.Join{Any: -1}}}, "F612: a join waits for at least 1 success, not -1"},
		{"more successes than branches", &flow.Step{Pos: at(2), Do: &flow.Parallel{Join: flow.Join{Any: 3}, Branches: []flow.Branch{{Name: flow.Name{Text: "a"}}, {Name: flow.Name{Text: "b"}}}}}, "F612: the join waits for 3 successes, and there are 2 branches (wait for fewer)"},
		{"the compensation of a set", &flow.Step{Do: set, Compensate: &flow.Step{Pos: at(2), Do: call}}, "F607: a set leaves nothing behind that could be undone (compensate a step that leaves something behind)"},
		{"the compensation of a wait", &flow.Step{Do: &flow.Wait{}, Compensate: &flow.Step{Pos: at(2), Do: call}}, "F607: a wait leaves nothing behind that could be undone"},
		{"the compensation of a return", &flow.Step{Do: &flow.Return{}, Compensate: &flow.Step{Pos: at(2), Do: call}}, "F607: a return leaves nothing behind"},
		{"the compensation of a block", &flow.Step{Do: &flow.Switch{}, Compensate: &flow.Step{Pos: at(2), Do: call}}, "F607: a switch leaves nothing behind itself; the steps in it may, and each has its own compensation"},
		{"inputs that are a text", &flow.Step{Do: &flow.Call{With: text}}, "S409"},
		{"inputs that are a list", &flow.Step{Do: &flow.Call{With: &flow.Array{Pos: at(2)}}}, "S409"},
		{"a compensation that is a set", &flow.Step{Do: call, Compensate: &flow.Step{Pos: at(2), Do: set}}, "F607: a set cannot be a compensation (a compensation is a call, an emit or a run)"},
		{"a compensation that is a block", &flow.Step{Do: call, Compensate: &flow.Step{Pos: at(2), Do: &flow.If{Then: []*flow.Step{{Do: call}}}}}, "F607: an if cannot be"},
		{"a compensation with a name", &flow.Step{Do: call, Compensate: &flow.Step{Name: flow.Name{Pos: at(2), Text: "a"}, Do: call}}, "F607: nothing can use the result of a compensation"},
		{"a compensation with a compensation", &flow.Step{Do: call, Compensate: &flow.Step{Do: call, Compensate: &flow.Step{Pos: at(2), Do: call}}}, "F607: a compensation is not compensated itself"},
		{"a fallback that is no call", &flow.Step{Do: &flow.Call{Service: call.Service, Fallback: []*flow.Step{{Pos: at(2), Do: set}}}}, "F614: a fallback is a call, and this is a set"},
		{"a fallback that is a block", &flow.Step{Do: &flow.Call{Service: call.Service, Fallback: []*flow.Step{{Pos: at(2), Do: &flow.Try{}}}}}, "F614: a fallback is a call, and this is a try"},
		{"a fallback with a name", &flow.Step{Do: &flow.Call{Service: call.Service, Fallback: []*flow.Step{{Pos: at(2), Name: flow.Name{Text: "a"}, Do: call}}}}, "F614: a fallback has no name"},
		{"an error that there is not", &flow.Step{Do: call, Retry: &flow.Retry{Attempts: 2, On: match("timout")}}, `F610: no error is "timout" (did you mean timeout?)`},
		{"an error like none", &flow.Step{Do: call, Retry: &flow.Retry{Attempts: 2, On: match("bad")}}, `F610: no error is "bad" (there is 4xx, 5xx, any, breaker, cancelled, connect, contract, expression, limit, timeout)`},
		{"a status of no error", &flow.Step{Do: &flow.Try{Catch: []flow.Catch{{On: match("204")}}}}, `F610: no error is "204"`},
		{"an event without a type", &flow.Step{Do: &flow.Emit{Type: flow.Name{Pos: at(2)}}}, "S414: the type of an event is empty"},
		{"waiting for no event", &flow.Step{Pos: at(2), Timeout: text, Do: &flow.Await{}}, "S414: this waits for no type of event"},
		{"waiting for an event without a type", &flow.Step{Pos: at(2), Timeout: text, Do: &flow.Await{Types: []flow.Name{{}}}}, "S414: the type of an event is empty (write a name such as order.paid)"},
		{"a form that is a list", &flow.Step{Timeout: text, Do: &flow.Human{Form: &flow.Array{Pos: at(2)}}}, "S415: a form is a schema of an object, and this is none"},
		{"people that are a number", &flow.Step{Timeout: text, Do: &flow.Human{Users: number}}, "S415: users and roles are lists of names"},
	} {
		got := check.Workflow(&flow.Definition{Steps: []*flow.Step{c.step}}, config())
		if want := "w.asl:2:1: error " + c.want; len(got) != 1 || !strings.HasPrefix(got[0].String(), want) {
			t.Errorf("%s: got\n%v\nwant %s", c.name, got, want)
		}
	}
	for name, s := range map[string]*flow.Step{
		"a goto again":   {Pos: at(2), Do: &flow.Goto{}, Retry: &flow.Retry{Attempts: 2}},
		"an event twice": {Timeout: text, Do: &flow.Await{Types: []flow.Name{{Text: "a"}, {Pos: at(2), Text: "a"}}}},
		"no pause":       {Do: &flow.Repeat{Max: 1, Every: number}},
		"a word twice":   {Do: call, Retry: &flow.Retry{Attempts: 2, On: append([]flow.Match{{Text: "5xx"}}, match("5xx")...)}},
	} {
		got := check.Workflow(&flow.Definition{Steps: []*flow.Step{s}}, config())
		if len(got) != 1 || got[0].Severity != diag.Warning || got[0].Code != check.CodeUseless || got[0].Pos != at(2) {
			t.Errorf("%s: got\n%v\nwant one warning %s at %v", name, got, check.CodeUseless, at(2))
		}
	}
}

// Behind a goto, only what no goto can reach is never reached.
func TestBehindGoto(t *testing.T) {
	set := &flow.Set{}
	steps := []*flow.Step{
		{Name: flow.Name{Text: "a"}, Do: set},
		{Pos: diag.Pos{Line: 2, Col: 1}, Do: &flow.Goto{Step: flow.Name{Text: "c"}}},
		{Name: flow.Name{Text: "b"}, Do: set},
		{Do: &flow.Goto{Step: flow.Name{Text: "a"}}},
		{Pos: diag.Pos{Line: 5, Col: 1}, Do: set},
		{Name: flow.Name{Text: "c"}, Do: set},
	}
	got := check.Workflow(&flow.Definition{Steps: steps}, config())
	if len(got) != 1 || got[0].Code != check.CodeUnreachable || got[0].Pos.Line != 5 {
		t.Errorf("got\n%v\nwant %s at line 5", got, check.CodeUnreachable)
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
	var deep func(depth int, block func([]*flow.Step) flow.Action) []*flow.Step
	deep = func(depth int, block func([]*flow.Step) flow.Action) []*flow.Step {
		inner := []*flow.Step{{Do: &flow.Set{}}}
		if depth < 100 {
			inner = deep(depth+1, block)
		}
		return []*flow.Step{{Pos: diag.Pos{Line: depth, Col: 1}, Do: block(inner)}}
	}
	for name, c := range map[string]struct {
		steps []*flow.Step
		line  int
	}{
		"steps":                  {steps, 33},
		"values":                 {[]*flow.Step{{Do: &flow.Return{Body: v}}}, 129},
		"values of compensation": {[]*flow.Step{call}, 129},
		"values of a task":       {[]*flow.Step{{Do: &flow.Human{Form: v}}}, 129},
		"values of an event":     {[]*flow.Step{{Do: &flow.Emit{Data: v}}}, 129},
		"values of a run":        {[]*flow.Step{{Do: &flow.Run{With: v}}}, 129},
		"loops":                  {deep(1, func(in []*flow.Step) flow.Action { return &flow.Repeat{Steps: in} }), 33},
		"cases":                  {deep(1, func(in []*flow.Step) flow.Action { return &flow.Switch{Cases: []flow.Case{{}, {Then: in}}} }), 33},
		"tries":                  {deep(1, func(in []*flow.Step) flow.Action { return &flow.Try{Steps: in} }), 33},
		"catches":                {deep(1, func(in []*flow.Step) flow.Action { return &flow.Try{Catch: []flow.Catch{{Then: in}}} }), 33},
		"finallys":               {deep(1, func(in []*flow.Step) flow.Action { return &flow.Try{Finally: in} }), 33},
		"fallbacks":              {deep(1, func(in []*flow.Step) flow.Action { return &flow.Call{Fallback: in} }), 33},
	} {
		got := check.Workflow(&flow.Definition{Steps: c.steps}, config())
		if len(got) != 1 || got[0].Code != check.CodeDepth || got[0].Pos.Line != c.line {
			t.Errorf("%s: got\n%v\nwant %s at line %d", name, got, check.CodeDepth, c.line)
		}
	}
}
