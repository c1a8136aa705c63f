package check_test

import (
	"testing"

	"tutti/check"
)

func TestEvents(t *testing.T) {
	runDurable(t, []mistake{
		{"to an unknown service", `
  - { emit: order.paid, to: ^paymnts }
`, []string{`error S401: unknown service "paymnts" (did you mean payments?)`}},
		{"expressions of an emit", `
  - { emit: order.paid, data: { a: ^$x }, to: payments }
`, []string{"unknown variable $x"}},
		{"expressions of an await", `
  - { await: [order.paid, order.cancelled], match: { id: ^$x, kind: ^$order.kind }, timeout: ^$y }
  - { name: order, call: inventory.list }
`, []string{"unknown variable $x", "N203: $order cannot be there yet", "unknown variable $y"}},
		{"expressions of a wait", `
  - wait: ^$x | addtime("P1M")
`, []string{"unknown variable $x"}},
	})
}

func TestHumans(t *testing.T) {
	runDurable(t, []mistake{
		{"expressions of a task", `
  - human: "Look at ${ ^$a }"
    form: { type: object, properties: { x: { const: ^$b } } }
    assign: { users: [^$c, ops], roles: ^$d }
    escalate: [ { after: 1h, assign: { roles: [^$e] } } ]
`, []string{"unknown variable $a", "unknown variable $b", "unknown variable $c", "unknown variable $d", "unknown variable $e"}},
		{"a form of something else", `
  - human: Look
    form: { type: ^array, items: { type: string } }
`, []string{"error S415: a form is filled in as an object, and this schema wants something else (write type: object)"}},
		{"a form of an object or something else", `
  - human: Look
    form: { type: ^[object, "null"] }
`, []string{"S415: a form is filled in as an object"}},
		{"forms that may be of an object", `
  - { human: Look, form: { properties: { a: { type: string } } } }
  - { human: Look, form: $input.form }
  - { human: Look, form: { type: $input.type } }
  - { human: Look }
`, nil},
		{"a form that is no schema", `
  - human: Look
    form: { type: object, required: [a], properties: { a: { type: ^strng }, b: { minLength: ^-1 }, c: { pattern: ^"a(?=b)" }, d: ^7 } }
`, []string{
			`error S415: there is no type "strng" (did you mean "string"?)`, `error S415: minLength is a whole number, 0 or more`,
			"warning S415: this regular expression is not looked at", `error S415: a schema is a mapping, true or false`,
		}},
		{"somebody without a name", `
  - human: Look
    assign: { users: [^"", ops], roles: ["${ $input.role }", "team-${ $input.team }"] }
    escalate: [ { after: 1h, assign: { roles: [^""] } } ]
`, []string{"S415: this cannot be the name of a user or role (write a name)", "S415: this cannot be the name of a user or role"}},
		{"handed on when it is over", `
  - ^human: Look
    timeout: 1h
    escalate: [ { after: 30m, assign: { roles: [a] } }, { after: 1h, assign: { roles: [b] } } ]
`, []string{"warning F609: the task is over after 1h0m0s, so it is never handed on after 1h0m0s (escalate earlier)"}},
	})
}

func TestRuns(t *testing.T) {
	run(t, []mistake{
		{"an unknown workflow", `
  - run: ^refnd
`, []string{`error S413: unknown workflow "refnd" (did you mean refund?)`}},
		{"a workflow like none", `
  - run: ^billing
`, []string{`S413: unknown workflow "billing" (there is refund, track-ride)`}},
		{"a compensation that runs one", `
  - { call: inventory.list, compensate: { run: ^refnd } }
`, []string{`S413: unknown workflow "refnd"`}},
		{"its input", `
  - { run: refund, with: { id: ^$x } }
`, []string{"unknown variable $x"}},
		{"itself", `
  - run: ^w
    if: $input.more
`, []string{"warning F615: the workflow runs itself and never waits, and runs are nested 16 deep at most (use repeat, or wait between the runs)"}},
		{"itself, later", `
  - if: $input.more
    then: [ { wait: 1s } ]
  - run: w
    detach: true
`, nil},
		{"itself, from turns that wait", `
  - { repeat: [ { name: a, call: inventory.list } ], until: $a, every: 1s }
  - run: w
`, nil},
	})
}

// Without a project there is nothing to run but the workflow itself.
func TestRunWithoutProject(t *testing.T) {
	src, places := unmark("workflow: w\nsteps:\n  - run: ^refund\n  - run: ^w\n")
	compare(t, src, check.Workflow(parse(t, "w.yaml", src), check.Config{}), places,
		[]string{`error S413: unknown workflow "refund" (add it to the folder workflows)`, "warning F615"})
}
