package check_test

import (
	"testing"

	"tutti/check"
	"tutti/flow"
)

func TestExpress(t *testing.T) {
	run(t, []mistake{
		{"an await without an end", `
  - ^await: order.paid
`, []string{"error F616: this waits for an event without a timeout, and a run in express mode lives in memory and has 30s at most (write mode: durable, or give it a timeout that fits)"}},
		{"a task without an end", `
  - ^{ name: ok, human: Approve }
`, []string{"F616: this waits for a person without a timeout"}},
		{"an await that ends", `
  - { await: order.paid, timeout: 10s }
`, nil},
		{"an await that ends when the data says so", `
  - { await: order.paid, timeout: $input.patience }
`, nil},
		{"an await in a block that ends", `
  - parallel:
      paid: { await: order.paid }
      cancelled: { await: order.cancelled }
    join: any
    timeout: 20s
`, nil},
		{"a block beside one that ends", `
  - { try: [ { await: order.paid } ], timeout: 20s }
  - try: [ ^{ await: order.paid } ]
`, []string{"F616: this waits for an event without a timeout"}},
		{"a timeout that does not fit", `
  - { await: order.paid, timeout: ^1h }
`, []string{"F616: this timeout is longer than a run in express mode, which lives in memory and has 30s at most (write mode: durable)"}},
		{"a timeout of a call that does not fit", `
  - { call: inventory.list, timeout: ^PT31S }
`, []string{"F616: this timeout is longer"}},
		{"a timeout of a compensation that does not fit", `
  - { call: inventory.list, compensate: { call: inventory.count, timeout: ^2m } }
`, []string{"F616: this timeout is longer"}},
		{"a wait that does not fit", `
  - wait: ^30d
`, []string{"F616: this wait is longer than a run in express mode"}},
		{"waits that may fit", `
  - wait: 30s
  - wait: $input.seconds + 5
`, nil},
		{"turns too far apart", `
  - repeat: [ { name: a, call: inventory.list } ]
    until: $a
    every: ^1m
`, []string{"F616: the pause between the turns is longer"}},
		{"attempts too far apart", `
  - { call: inventory.list, retry: ^{ attempts: 2, backoff: 1h..3d } }
  - { call: inventory.list, retry: { attempts: 2, backoff: 1s..1h } }
`, []string{"F616: the first backoff is longer"}},
		{"attempts that take too long", `
  - try: [ { call: inventory.list } ]
    catch: [ { retry: ^{ attempts: 2, timeout: 1m } } ]
`, []string{"F616: the timeout of an attempt is longer"}},
		{"a callback", `
  - call: inventory.list
    headers: { X-Callback: $run.^callback }
`, []string{"F616: nobody can call back a run in express mode"}},
	})
	runDurable(t, []mistake{
		{"in durable mode there is time", `
  - { name: paid, await: order.paid }
  - { name: ok, human: Approve }
  - wait: 30d
  - { call: inventory.list, timeout: 1h, retry: { attempts: 3, backoff: 1h..3d, timeout: 10m } }
  - { repeat: [ { name: a, call: inventory.list } ], until: $a, every: 1d }
  - { call: inventory.list, headers: { X-Callback: $run.callback } }
`, nil},
	})
}

func TestExpressLimitOfTheProject(t *testing.T) {
	src, places := unmark("workflow: w\nsteps:\n  - wait: ^2s\n  - wait: 1s\n")
	cfg := config()
	cfg.Limits = flow.DefaultLimits()
	cfg.Limits.RunTimeout = cfg.Limits.RunTimeout / 20
	compare(t, src, check.Workflow(parse(t, "w.yaml", src), cfg), places, []string{"F616: this wait is longer than a run in express mode, which lives in memory and has 1.5s at most"})
}
