package check_test

import "testing"

func TestCatches(t *testing.T) {
	run(t, []mistake{
		{"a catch behind one that takes everything", `
  - try: [ { call: inventory.list } ]
    catch:
      - { on: [any], then: [ { call: inventory.count } ] }
      - ^{ on: [4xx, timeout], then: [ { call: inventory.count } ] }
`, []string{"error F611: this catch never runs: the catch at line 6 takes every error (put it before that one)"}},
		{"a catch behind one without on", `
  - try: [ { call: inventory.list } ]
    catch:
      - { then: [ { call: inventory.count } ] }
      - ^{ then: [ { call: inventory.count } ] }
`, []string{"F611: this catch never runs: the catch at line 6"}},
		{"the same word in two catches", `
  - try: [ { call: inventory.list } ]
    catch:
      - { on: [timeout, 4xx], then: [ { call: inventory.count } ] }
      - { on: [5xx, ^timeout], then: [ { call: inventory.count } ] }
`, []string{`error F611: "timeout" never gets here: the catch at line 6 takes it (remove it there or here)`}},
		{"a status behind its class", `
  - try: [ { call: inventory.list } ]
    catch:
      - { on: [4xx], then: [ { call: inventory.count } ] }
      - { on: [^404], then: [ { call: inventory.count } ] }
`, []string{`F611: "404" never gets here: the catch at line 6`}},
		{"a status before its class, and the rest", `
  - try: [ { call: inventory.list } ]
    catch:
      - { on: [404], then: [ { call: inventory.count } ] }
      - { on: [4xx], then: [ { call: inventory.count } ] }
      - { then: [ { call: inventory.count } ] }
`, nil},
		{"a catch that tries again without a second attempt", `
  - try: [ { call: inventory.list } ]
    catch: [ { on: [5xx], retry: ^{ attempts: 1, backoff: 2s } } ]
`, []string{"warning F609: attempts counts the first"}},
		{"each of them is walked", `
  - try: [ { call: inventory.list, with: { ^b: ^$x } } ]
    catch: [ { on: [5xx], then: [ { set: { a: ^$y } } ] } ]
    finally: [ { set: { b: ^$z } } ]
`, []string{`no input "b"`, "unknown variable $x", "unknown variable $y", "unknown variable $z"}},
	})
}

func TestEndsOfTries(t *testing.T) {
	run(t, []mistake{
		{"return in a finally", `
  - try: [ { call: inventory.list } ]
    finally:
      - if: $input.x
        then: [ ^{ return: { status: 204 } } ]
`, []string{"error F602: return may not stand in a finally (of the try at line 4): it also runs when something has failed (return after the try)"}},
		{"return in the steps and in a catch", `
  - try:
      - { call: inventory.list }
      - { if: $input.x, return: { status: 204 } }
    catch: [ { then: [ { return: { status: 202 } } ] } ]
    finally: [ { call: inventory.count } ]
`, nil},
		{"behind a try that ends, and its catches too", `
  - try: [ { return: { status: 204 } } ]
    catch: [ { on: [5xx], then: [ { call: inventory.list }, { fail: $error } ] }, { retry: { attempts: 2 } } ]
  - ^call: inventory.list
`, []string{"F601: this never runs: nothing goes on after the step at line 4"}},
		{"behind a try with a catch that goes on", `
  - try: [ { fail: { status: 400 } } ]
    catch: [ { then: [ { call: inventory.list } ] } ]
  - call: inventory.list
`, nil},
		{"behind a try that goes on, and its catches do not", `
  - try: [ { call: inventory.list } ]
    catch: [ { then: [ { fail: $error } ] } ]
  - call: inventory.list
`, nil},
		{"behind a finally that fails", `
  - try: [ { call: inventory.list } ]
    catch: [ { then: [ { call: inventory.count } ] } ]
    finally: [ { fail: { status: 500 } } ]
  - ^call: inventory.list
`, []string{"F601: this never runs"}},
		{"behind a try that goes on after errors", `
  - try: [ { fail: { status: 400 } } ]
    onError: continue
  - call: inventory.list
`, nil},
	})
}
