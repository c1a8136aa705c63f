package tutti

import (
	"os"
	"strings"
	"testing"

	"tutti/flow"
	"tutti/value"
)

// checkPrint holds a definition without findings against what it is printed as.
func checkPrint(t *testing.T, d *flow.Definition) string {
	t.Helper()
	printed := Print(d)
	if len(printed) > MaxFile {
		return ""
	}
	again, list := Workflow("f.yaml", printed)
	if list.HasErrors() {
		t.Fatalf("what is printed has findings:\n%s\n%s", printed, list.Error())
	}
	if got, want := meaning(again), meaning(d); got != want {
		t.Fatalf("what is printed reads differently:\n%s\n got %s\nwant %s", printed, got, want)
	}
	if twice := string(Print(again)); twice != string(printed) {
		t.Fatalf("printed twice it differs:\n%s\n%s", printed, twice)
	}
	return string(printed)
}

func TestPrintGood(t *testing.T) {
	for _, c := range good {
		d, _ := Workflow("f.yaml", []byte(c.src))
		t.Log(checkPrint(t, d))
	}
}

func TestPrintSamples(t *testing.T) {
	for _, file := range sampleFiles(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, _ := Workflow("f.yaml", src)
		t.Log(checkPrint(t, d))
	}
}

// TestPrintDeep: what is read at the limit of the depth is read again, with
// brackets and with indentation.
func TestPrintDeep(t *testing.T) {
	for _, word := range []string{"a", strings.Repeat("long ", 40)} {
		levels := maxDepth - 4
		src := "workflow: w\nsteps: [ { set: { a: " + strings.Repeat("[", levels) + word + ", b" + strings.Repeat("]", levels) + " } } ]"
		d, list := Workflow("f.yaml", []byte(src))
		if len(list) > 0 {
			t.Fatal(list)
		}
		checkPrint(t, d)
	}
}

// TestPrint: the form is the same for all ways to write a thing.
func TestPrint(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"order of keys, comments, extensions", `
steps: [ { with: { b: $input.b, x-a: 1 }, x-note: 1, call: s.op, if: $input.a, name: a } ] # why
on: { http: "GET  /a/{b}", x-b: 1 }
workflow: "w"
`, `workflow: w
on: { http: "GET /a/{b}" }
steps:
  - name: a
    if: $input.a
    call: s.op
    with: { b: $input.b, x-a: 1 }
`},
		{"policies that are used, and in place", `
workflow: w
retry: { b: { attempts: 2, backoff: PT1M30S }, a: { on: [any], attempts: 3, timeout: PT0.0015S }, c: { attempts: 1 } }
steps:
  - { call: s.op, retry: a }
  - { call: s.op, retry: b }
  - { call: s.op, retry: a }
  - { call: s.op, retry: { attempts: 9, backoff: 24h..P2D } }
`, `workflow: w
retry:
  a: { on: [any], attempts: 3, timeout: P0DT0.001500000S }
  b: { attempts: 2, backoff: 90s }
steps:
  - call: s.op
    retry: a
  - call: s.op
    retry: b
  - call: s.op
    retry: a
  - call: s.op
    retry: { attempts: 9, backoff: 1d..2d }
`},
		{"quotes and blocks", `
workflow: w
version: "null"
steps:
  - set:
      a: "yes"
      b: "a: b"
      c: "$$input, it's $5"
      d: "${ [1, 2] | length }"
      e: "${ $input.x # why\n }"
      f: "${ $input.x }\n"
      g: "one\n\n two\n"
      h: "tab\t\"\u2028"
      i: $input["a"]
      j: { k: '$input["a"]', l: '"', m: '\' }
      "null": 0
      n: [ "1e3", 2026-12-24, "range(0; 1)", "a | b" ]
  - if: "${ true }"
    wait: 5s
  - { if: true, wait: 5s }
  - { if: "${ ${ 1 } }", wait: 5s }
  - for: x
    in: " [1] "
    steps: [ { wait: 5s } ]
`, `workflow: w
version: "null"
steps:
  - set:
      a: "yes"
      b: "a: b"
      c: $$input, it's $5
      d: ${ [1, 2] | length }
      e: "$input.x # why"
      f: "${ $input.x }\n"
      g: |
        one

         two
      h: "tab\t\"\u2028"
      i: $input["a"]
      j: { k: '$input["a"]', l: '"', m: '\' }
      "null": 0
      n: ["1e3", "2026-12-24", "range(0; 1)", "a | b"]
  - if: "true"
    wait: 5s
  - if: true
    wait: 5s
  - if: ${ ${ 1 } }
    wait: 5s
  - for: x
    in: "[1]"
    steps:
      - wait: 5s
`},
	} {
		d, list := Workflow("f.yaml", []byte(c.src))
		if len(list) > 0 {
			t.Errorf("%s: %v", c.name, list)
			continue
		}
		if got := checkPrint(t, d); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestPrintBuilt: definitions that no file was read for.
func TestPrintBuilt(t *testing.T) {
	first, other := &flow.Retry{Name: flow.Name{Text: "r"}, Attempts: 2}, &flow.Retry{Name: flow.Name{Text: "r"}, Attempts: 3}
	d := &flow.Definition{Name: flow.Name{Text: "w"}, Mode: flow.Durable, Steps: []*flow.Step{
		{Do: &flow.If{Then: []*flow.Step{{Do: &flow.Fail{Error: &flow.Literal{JSON: value.Trusted([]byte(`{"title":"$5 or $x","extensions":{"a":[1,null,"$"]}}`))}}}}}},
		{Do: &flow.Wait{For: &flow.Literal{JSON: value.FromString("5s")}}, Retry: first},
		{Do: &flow.Wait{For: &flow.Literal{JSON: value.FromString("5s")}}, Retry: other},
		{Do: &flow.Call{Service: flow.Name{Text: "s"}, Operation: flow.Name{Text: "null"}, With: &flow.Object{}}},
	}}
	want := `workflow: w
mode: durable
retry:
  r: { attempts: 2 }
steps:
  - if: true
    then:
      - fail: { title: $5 or $$x, extensions: { a: [1, null, $] } }
  - wait: 5s
    retry: r
  - wait: 5s
    retry: { attempts: 3 }
  - call: s.null
    with: {}
`
	got := string(Print(d))
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, list := Workflow("f.yaml", []byte(got)); len(list) > 0 {
		t.Error(list)
	}
}
