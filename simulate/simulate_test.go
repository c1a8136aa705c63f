package simulate_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/plan"
	"tutti/simulate"
	"tutti/value"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// compile makes the plan of a durable workflow from its steps.
func compile(t *testing.T, name, steps string) *plan.Plan {
	t.Helper()
	return compileText(t, name, "workflow: "+name+"\nmode: durable\nsteps:\n"+steps)
}

func compileText(t *testing.T, name, src string) *plan.Plan {
	t.Helper()
	def, found := tutti.Workflow(name+".yaml", []byte(src))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	p, err := plan.Compile(def, flow.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// script reads a script that may answer the operations of the plans.
func script(t *testing.T, src string, plans ...*plan.Plan) simulate.Config {
	t.Helper()
	cfg := simulate.Config{Workflows: map[string]*plan.Plan{}}
	var ops []string
	for _, p := range plans {
		cfg.Workflows[p.Workflow] = p
		ops = append(ops, p.Ops...)
	}
	s, found := simulate.Parse("s.yaml", []byte(src), ops)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	cfg.Script = s
	return cfg
}

// play runs the first of the plans and tells what happened.
func play(t *testing.T, src string, plans ...*plan.Plan) (simulate.Result, error) {
	t.Helper()
	return simulate.Run(t.Context(), script(t, src, plans...), plans[0].Workflow, value.Value{})
}

// story is a result in short: how it ended, when, and each step with its times.
func story(r simulate.Result, err error) string {
	var b strings.Builder
	for _, s := range r.Steps {
		fmt.Fprintf(&b, "%s %s %s %s", s.Run, s.Step, s.Operation, s.Status)
		if s.Attempts > 1 {
			fmt.Fprintf(&b, " %d attempts", s.Attempts)
		}
		if took := s.End.Sub(s.Start); !s.End.IsZero() && took > 0 {
			fmt.Fprintf(&b, " %v", took)
		}
		b.WriteByte('\n')
	}
	for _, w := range r.Waiting {
		fmt.Fprintf(&b, "left: %s\n", w)
	}
	switch {
	case err != nil:
		fmt.Fprintf(&b, "error: %v\n", err)
	case r.Fault != nil:
		fmt.Fprintf(&b, "failed after %v: %s: %s\n", r.Took, r.Fault.Kind, r.Fault.Detail)
	default:
		fmt.Fprintf(&b, "ended after %v: %s\n", r.Took, r.Body.Raw())
	}
	return b.String()
}

func want(t *testing.T, got, want string) {
	t.Helper()
	if strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWaitTakesNoTime(t *testing.T) {
	p := compile(t, "w", `
- name: before
  call: s.a
  with: { id: 7 }
- wait: 30d
- return: { body: { got: $before, at: $run.time } }
`)
	begun := time.Now()
	r, err := play(t, `
answers: { s.a: { body: { id: $with.id, n: "${ $attempt }" }, delay: 2s } }
time: 2026-03-01T08:00:00Z
`, p)
	want(t, story(r, err), `
w-1 before s.a succeeded 2s
w-1 w.steps[1] wait succeeded 720h0m0s
ended after 720h0m2s: {"got":{"id":7,"n":1},"at":"2026-03-01T08:00:00Z"}
`)
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("30 days took %v", took)
	}
}

func TestRetriesAreOneStep(t *testing.T) {
	p := compile(t, "w", `
- { name: a, call: s.a, retry: { on: [503, timeout, connect], attempts: 5, backoff: 10s..10s } }
- return: { body: { a: $a, n: $meta.a.attempts } }
`)
	src := "answers: { s.a: [ { fail: 503 }, { fail: timeout }, { fail: connect }, { body: 1 } ] }\nseed: "
	r, err := play(t, src+"7", p)
	again, _ := play(t, src+"7", p)
	other, _ := play(t, src+"8", p)
	if err != nil || len(r.Steps) != 1 || r.Steps[0].Attempts != 4 || string(r.Body.Raw()) != `{"a":1,"n":4}` {
		t.Errorf("got %s", story(r, err))
	}
	if r.Took != again.Took || r.Took == other.Took {
		t.Errorf("the same seed took %v and %v, another one %v", r.Took, again.Took, other.Took)
	}
	if r.Took < 10*time.Second || r.Took > 40*time.Second {
		t.Errorf("took %v; want the 10s of the timeout and three pauses of at most 10s", r.Took)
	}
}

func TestEvents(t *testing.T) {
	p := compile(t, "w", `
- name: turns
  repeat:
    - { name: move, await: [moved, done], match: { ride: 1 }, timeout: 2h }
    - { call: s.note, with: { at: $move.at, type: $meta.move.type } }
  until: $meta.move.type == "done"
- { name: all, await: moved }
- return: { body: $all }
`)
	// The second event comes while the first is being noted: it is not lost. What the
	// loop has had, another step still gets, oldest first.
	r, err := play(t, `
answers: { s.note: { delay: 5s } }
events:
  - { after: 1h, type: moved, data: { ride: 1, at: a } }
  - { after: 1h, type: moved, data: { ride: 2, at: x } }
  - { after: 1h, type: moved, data: { ride: 1, at: b } }
  - { after: 3h, type: done, data: { ride: 1, at: c } }
`, p)
	want(t, story(r, err), `
w-1 move await moved done succeeded 1h0m0s
w-1 w.steps[0].repeat[1] s.note succeeded 5s
w-1 move await moved done succeeded
w-1 w.steps[0].repeat[1] s.note succeeded 5s
w-1 move await moved done succeeded 1h59m50s
w-1 w.steps[0].repeat[1] s.note succeeded 5s
w-1 all await moved succeeded
ended after 3h0m5s: {"ride":1,"at":"a"}
`)
}

func TestEventsBetweenRuns(t *testing.T) {
	main := compile(t, "main", `
- { run: other, detach: true }
- { wait: 1m }
- { emit: ping, data: { n: 1 } }
- { emit: ping, data: { n: 2 }, to: bus }
- { name: own, await: ping }
- return: { body: $own }
`)
	other := compile(t, "other", "- { await: ping }\n- { await: pong }\n")
	r, err := play(t, "{}", main, other)
	want(t, story(r, err), `
main-1 main.steps[0] run other succeeded
other-2 other.steps[0] await ping succeeded 1m0s
main-1 main.steps[1] wait succeeded 1m0s
main-1 main.steps[2] emit ping succeeded
main-1 main.steps[3] emit ping succeeded
other-2 other.steps[1] await pong waiting
main-1 own await ping succeeded
left: other.yaml:5:3: run other-2, step "other.steps[1]" waits for an event pong; add it under events
ended after 1m0s: {"n":1}
`)
	if len(r.Emitted) != 2 || r.Emitted[1].To != "bus" {
		t.Errorf("emitted %+v, want two events, the second to bus", r.Emitted)
	}
}

func TestPeople(t *testing.T) {
	p := compile(t, "w", `
- { name: first, human: "Look at ${ 1 }", timeout: 2d }
- { name: second, human: Look at it again, onError: continue, timeout: 2d }
- { name: third, human: Look at it again }
- return: { body: [$first, $meta.first.by, $second, $third] }
`)
	r, err := play(t, `
people:
  - { after: 1h, by: ann, answer: { ok: true } }
  - { title: Look at it again, after: 3d, by: bob, answer: { ok: false } }
  - { title: Look at it again, after: 1d, by: eve, answer: { ok: null } }
`, p)
	want(t, story(r, err), `
w-1 first human succeeded 1h0m0s
w-1 second human cancelled 48h0m0s
w-1 third human succeeded 24h0m0s
ended after 73h0m0s: [{"ok":true},"ann",null,{"ok":null}]
`)
}

func TestEscalation(t *testing.T) {
	p := compile(t, "w", `
- name: look
  human: Look
  assign: { users: [ann] }
  escalate: [ { after: 1d, assign: { roles: [lead] } }, { after: 3d, assign: { roles: [boss] } } ]
`)
	r, err := play(t, "people: [ { after: 2d, by: lea, answer: {} } ]", p)
	want(t, story(r, err), `
w-1 look human succeeded 48h0m0s
w-1 look escalate succeeded
ended after 48h0m0s: null
`)
	if got := string(r.Steps[1].With.Raw()); got != `{"users":null,"roles":["lead"]}` {
		t.Errorf("escalated to %s", got)
	}
}

func TestChildren(t *testing.T) {
	main := compile(t, "main", `
- { name: a, run: child, with: { n: 1 } }
- { name: b, run: child, with: { n: 2 }, timeout: 30m, onError: continue }
- { name: c, run: child, with: { n: 0 }, onError: continue }
- return: { body: [$a, $b, $meta.b.error.kind, $meta.c.error.detail] }
`)
	child := compile(t, "child", `
- { name: hold, call: s.hold, compensate: { call: s.release } }
- if: $input.n == 0
  fail: { status: 409, detail: it is nothing }
- if: $input.n > 1
  wait: 1h
- return: { body: $input.n }
`)
	r, err := play(t, "answers: { s.hold: {}, s.release: {} }", main, child)
	want(t, story(r, err), `
main-1 a run child succeeded
child-2 hold s.hold succeeded
main-1 b run child cancelled 30m0s
child-3 hold s.hold succeeded
child-3 child.steps[2] wait cancelled 30m0s
child-3 hold.compensate s.release succeeded
main-1 c run child failed
child-4 hold s.hold succeeded
child-4 hold.compensate s.release succeeded
ended after 30m0s: [1,null,"timeout","it is nothing"]
`)
}

func TestNestedRunsAreBounded(t *testing.T) {
	p := compile(t, "w", "- { run: w }\n")
	r, err := play(t, "{}", p)
	if err != nil || r.Fault == nil || !strings.Contains(r.Fault.Detail, "more than 16 runs inside each other") || len(r.Steps) != 17 {
		t.Errorf("got %s, want a fault after 16 runs", story(r, err))
	}
	forever := compile(t, "w", "- { wait: 1s }\n- { run: w, detach: true }\n")
	if r, err := play(t, "{}", forever); err != nil || len(r.Steps) != 34 {
		t.Errorf("got %v and %d steps, want the end after 16 runs", err, len(r.Steps))
	}
}

func TestCancel(t *testing.T) {
	p := compile(t, "w", `
- { name: a, call: s.a, compensate: { call: s.undo } }
- { name: late, call: s.slow, compensate: { call: s.undo, with: { id: $late } } }
- wait: 1d
`)
	answers := "answers: { s.a: {}, s.undo: {}, s.slow: { delay: 8s, body: 7 } }\n"
	r, err := play(t, answers+"cancel: { after: 2s }", p)
	want(t, story(r, err), `
w-1 a s.a succeeded
w-1 late s.slow succeeded 8s
w-1 late.compensate s.undo succeeded
w-1 a.compensate s.undo succeeded
failed after 8s: cancelled: the run was cancelled
`)
	if c := r.Compensations(); len(c) != 2 || string(c[0].With.Raw()) != `{"id":7}` {
		t.Errorf("compensations %+v, want that of the slow call first, with its value", c)
	}
	r, err = play(t, answers+"cancel: { after: 1h, undo: false }", p)
	want(t, story(r, err), `
w-1 a s.a succeeded
w-1 late s.slow succeeded 8s
w-1 w.steps[2] wait cancelled 59m52s
failed after 1h0m0s: cancelled: the run was cancelled
`)
}

func TestNothingCanHappen(t *testing.T) {
	for steps, wants := range map[string]string{
		"- { name: paid, await: [order.paid, order.gone], match: { id: 7, of: x } }\n": `w.yaml:4:3: run w-1, step "paid" waits for an event order.paid or order.gone with id 7 and of "x"; add it under events`,
		"- { human: Look }\n": `step "w.steps[0]" waits for a person to do "Look"; add an answer under people`,
		"- { run: v }\n":      `v.yaml:4:3: run v-2, step "v.steps[0]" waits for an event e`,
		"- { call: s.a }\n":   `w.yaml:4:3: no answer for s.a; add it under answers`,
		"- { parallel: { a: [{await: e}], b: [{await: f}] } }\n": "waits for an event f",
	} {
		_, err := play(t, "{}", compile(t, "w", steps), compile(t, "v", "- { await: e }\n"))
		if err == nil || !strings.Contains(err.Error(), wants) {
			t.Errorf("%s got %v, want %s", steps, err, wants)
		}
	}
}

func TestConcurrentCallsAreBounded(t *testing.T) {
	p := compile(t, "w", `
- for: n
  in: ${ [range(100)] }
  concurrency: 100
  steps: [ { call: s.a } ]
`)
	r, err := play(t, "answers: { s.a: { delay: 1s } }", p)
	if err != nil || r.Took != 2*time.Second || len(r.Steps) != 100 {
		t.Errorf("100 calls of a second, 64 at once, took %v, %v; want 2s", r.Took, err)
	}
	p = compile(t, "w", `
- timeout: 1500ms
  onError: continue
  try:
    - for: n
      in: ${ [range(100)] }
      concurrency: 100
      steps: [ { call: s.a } ]
- { call: s.a }
`)
	if r, err = play(t, "answers: { s.a: { delay: 1s } }", p); err != nil || r.Fault != nil || r.Took != 2500*time.Millisecond {
		t.Errorf("took %v, %v, %v; want 1.5s until the timeout and 1s", r.Took, r.Fault, err)
	}
}

// The same script gives the same run, whatever the order of maps.
func TestDeterminism(t *testing.T) {
	p := compile(t, "w", `
- parallel:
    a: { call: s.a, retry: { attempts: 5, backoff: 1s..9s } }
    b: { call: s.b, retry: { attempts: 5, backoff: 1s..9s } }
    c: { for: n, in: [1, 2, 3], concurrency: 3, steps: [ { await: e, timeout: 1h }, { call: s.c, with: { n: $n } } ] }
`)
	src := "seed: 5\nanswers: { s.a: [ { fail: 503 }, { fail: 503 }, {} ], s.b: [ { fail: connect }, {} ], s.c: { delay: 1s } }\n" +
		"events: [ { after: 1m, type: e }, { after: 2m, type: e }, { after: 2m, type: e } ]\n"
	r, err := play(t, src, p)
	first := story(r, err)
	for range 20 {
		r, err := play(t, src, p)
		want(t, story(r, err), first)
	}
}

func TestExpressRunHasItsLimit(t *testing.T) {
	p := compileText(t, "w", "workflow: w\nsteps:\n- { call: s.a, retry: { attempts: 9 } }\n")
	r, err := play(t, "answers: { s.a: { fail: timeout } }", p)
	want(t, story(r, err), `
w-1 w.steps[0] s.a cancelled 3 attempts 30s
failed after 30s: timeout: the run took longer than 30s
`)
}

func TestUnknownWorkflow(t *testing.T) {
	cfg := script(t, "{}", compile(t, "order", "- { set: { a: 1 } }\n"))
	if _, err := simulate.Run(t.Context(), cfg, "oder", value.Value{}); err == nil || !strings.Contains(err.Error(), `did you mean "order"?`) {
		t.Errorf("got %v, want the nearest name", err)
	}
}

// A form that is only known at run time is held against the answer too.
func TestForms(t *testing.T) {
	for _, c := range []struct{ form, answer, want string }{
		{"{ type: object, required: [ok] }", "{ ok: 1 }", ""},
		{"{ type: object, required: [ok] }", "{}", `the answer to "Look" breaks its form: "ok" is missing`},
		{"{ type: object, properties: { n: { type: $kind } } }", "{ n: 1 }", `the answer to "Look" breaks its form: /n must be string, not number`},
		{"{ type: object, properties: { n: { type: $none } } }", "{ n: 1 }", `the answer to "Look" has a form that is no schema: form.json:1:`},
		{"{ type: object, properties: { day: { type: string, format: date } } }", "{ day: soon }", `the answer to "Look" breaks its form: /day must be a date (format)`},
	} {
		p := compile(t, "w", "- set: { kind: string, none: 7 }\n- human: Look\n  form: "+c.form+"\n")
		_, err := play(t, "people: [ { answer: "+c.answer+" } ]", p)
		if got := fmt.Sprint(err); c.want == "" && err != nil || !strings.Contains(got, c.want) {
			t.Errorf("%s filled in as %s: got %v, want %q", c.form, c.answer, err, c.want)
		}
	}
}
