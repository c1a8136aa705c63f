package check_test

import (
	"testing"

	"tutti/check"
)

func TestVisibilityInBlocks(t *testing.T) {
	run(t, []mistake{
		{"a name of a repeat, outside", `
  - repeat: [ { name: page, call: inventory.list } ]
    until: $page.next == null
  - return: { body: ^$page }
`, []string{"error N205: $page (line 4) lives in the turns of the loop at line 4, and this is outside of them (give the loop a name; its value is the array of the turns' values)"}},
		{"a name of a named repeat, outside", `
  - name: pages
    repeat: [ { set: { x: $index } } ]
    until: $x > 2
  - return: { body: ^$x }
`, []string{"N205: $x (line 5) lives in the turns of the loop at line 4, and this is outside of them (outside, use $pages, the array of the turns' values)"}},
		{"until sees the turn", `
  - repeat:
      - set: { a: $last, b: $index }
    until: $a == null and $b > 1 and $index < 3 and $last.b != 4
`, nil},
		{"until does not see the loop", `
  - name: pages
    repeat: [ { call: inventory.list } ]
    until: ^$pages | length > 2
`, []string{"N203: $pages is what comes out of this step itself, which has not run yet"}},
		{"the pause is not part of a turn", `
  - repeat: [ { name: a, call: inventory.list } ]
    until: $a
    every: ^$a.pause
`, []string{"N205: $a (line 4) lives in the turns"}},
		{"a pause without turns", `
  - repeat: [ { name: a, call: inventory.list } ]
    until: $a
    every: ^$index
`, []string{"N206: $index is the number of a loop's turn, and there is none around this"}},
		{"$last in a for inside of a repeat", `
  - repeat:
      - { for: i, in: $last, steps: [ { name: a, call: payments.void, with: { id: $last } } ] }
      - { name: b, call: payments.void, with: { id: ^$a } }
    until: $b
`, []string{"N205: $a (line 5) lives in the turns of the loop at line 5"}},
		{"$last behind the repeat", `
  - repeat: [ { name: a, call: inventory.list } ]
    until: $a
  - set: { b: ^$last }
`, []string{"N206: $last is the value of the turn before in a repeat, and there is none around this"}},
		{"the other case of a switch", `
  - switch:
      - { when: $input.a, then: [ { name: a, call: inventory.list } ] }
      - { when: ^$a, then: [ { set: { b: ^$a } } ] }
    else: [ { set: { c: ^$a } } ]
  - return: { body: $a }
`, []string{"N203: $a cannot be there yet", "N203: $a (line 5) is in the other case of the switch at line 4", "N203: $a (line 5) is in the other case"}},
		{"an error outside", `
  - try: [ { set: { a: ^$error } } ]
    catch: [ { then: [ { set: { b: $error.status } } ] } ]
    finally: [ { set: { c: $error != null } } ]
  - set: { d: ^$error }
`, []string{"N206: $error is the failure that a catch, finally or compensate is about, and there is none around this", "N206: $error"}},
		{"catch and finally see what was tried", `
  - try: [ { name: a, call: inventory.list } ]
    catch: [ { on: [4xx], then: [ { set: { b: $a } } ] }, { then: [ { set: { c: [$a, ^$b] } } ] } ]
    finally: [ { set: { d: [$a, $b, $c] } } ]
  - return: { body: [$a, $b, $c, $d] }
`, []string{"N203: $b (line 5) is in another catch of the try at line 4, so it has not run when this runs"}},
		{"what is tried does not see catch and finally", `
  - try: [ { set: { a: [^$b, ^$c] } } ]
    catch: [ { then: [ { set: { b: ^$c } } ] } ]
    finally: [ { set: { c: 1 } } ]
`, []string{"N203: $b cannot be there yet: the step that gives it, at line 5, runs later", "N203: $c cannot be there yet", "N203: $c cannot be there yet"}},
		{"a name for the try and its catch", `
  - try: [ { set: { a: 1 } } ]
    catch: [ { then: [ { set: { ^a: 2 } } ] } ]
`, []string{`N201: the name "a" is set already at line 4, and a result never changes`}},
		{"a name for two catches, and for two cases", `
  - try: [ { call: inventory.list } ]
    catch: [ { on: [4xx], then: [ { set: { a: 1 } } ] }, { then: [ { set: { a: 2 } } ] } ]
  - switch: [ { when: $input.x, then: [ { set: { b: 1 } } ] }, { when: $a, then: [ { set: { b: 2 } } ] } ]
  - return: { body: [$a, $b] }
`, nil},
		{"a branch does not see a try in another", `
  - parallel:
      a: [ { try: [ { name: x, call: inventory.list } ] } ]
      b: [ { try: [ { call: payments.void, with: { id: ^$x } } ], finally: [ { set: { c: ^$x } } ] } ]
`, []string{"N204: $x (line 5) is in another branch of the parallel at line 4", "N204: $x"}},
		{"a fallback sees what its call sees", `
  - name: a
    call: inventory.list
    fallback: [ { if: $input.x, call: payments.void, with: { id: ^$a } }, { call: payments.void, with: { id: ^$b } } ]
  - { name: b, call: inventory.list }
`, []string{"N203: $a is what comes out of the block around, at line 4, which is not over yet", "N203: $b cannot be there yet"}},
		{"a fallback of a compensation", `
  - name: a
    call: inventory.list
    compensate:
      call: inventory.count
      fallback: [ { call: payments.void, with: { id: "${ [^$a, $b, $error, ^$c] }" } } ]
  - { name: b, call: inventory.list }
`, []string{"warning S408", "unknown variable $c"}},
		{"timeouts, concurrency, places of calls", `
  - { for: i, in: [1], concurrency: ^$i, timeout: ^$x, steps: [ { call: inventory.list, timeout: $i } ] }
  - { call: broken.post, url: ^$u, path: "/a/${ ^$p }", cache: ^$c, method: POST }
`, []string{"N205: $i (line 4)", "unknown variable $x", "unknown variable $u", "unknown variable $p", "unknown variable $c"}},
	})
}

func TestMeta(t *testing.T) {
	runDurable(t, []mistake{
		{"fields of each kind of step", `
  - { name: c, call: inventory.list, onError: continue }
  - { name: a, await: [order.paid] }
  - { name: h, human: Look }
  - { name: f, for: i, in: [1], onError: continue, steps: [ { call: inventory.list } ] }
  - { name: r, run: refund }
  - set:
      x: [$meta.c.state, $meta.c.status, $meta.c.headers, $meta.c.attempts, $meta.c.error, $meta.c.service]
      y: [$meta.a.type, $meta.a.id, $meta.a.source, $meta.a.time, $meta.a.state]
      z: [$meta.h.by, $meta.h.state, $meta.f.errors, $meta.f.state, $meta.r.state, $meta.r]
`, nil},
		{"who did it, of no task", `
  - { name: c, call: inventory.list }
  - return: { body: $meta.c.^by }
`, []string{`error N208: only a human has "by", and step "c" is none`}},
		{"what came, of no event", `
  - { name: h, human: Look }
  - return: { body: [$meta.h.^type, $meta.h.^id] }
`, []string{`N208: only an await has "type", and step "h" is none`, `only an await has "id"`}},
		{"attempts of no call", `
  - { name: r, run: refund }
  - return: { body: $meta.r.^attempts }
`, []string{`N208: only a call has "attempts", and step "r" is none`}},
		{"errors of a loop that ends with the first", `
  - { name: f, for: i, in: [1], steps: [ { call: inventory.list } ] }
  - return: { body: $meta.f.^errors }
`, []string{`N208: only a for with onError: continue has "errors", and step "f" is none (the error of one step is in error)`}},
		{"the error of a loop that goes on", `
  - { name: f, for: i, in: [1], onError: continue, steps: [ { call: inventory.list } ] }
  - return: { body: $meta.f.^error }
`, []string{`N208: the loop "f" goes on after errors, so it has none itself (use errors, which has one for each turn that failed)`}},
		{"an error that ends the run", `
  - { name: c, call: inventory.list }
  - if: $meta.c.^error
    call: inventory.list
`, []string{`N208: there is no error to be seen here: if step "c" fails, this does not run (add onError: continue to it)`}},
		{"an error that ends the run, in a branch", `
  - parallel: { a: { call: inventory.list }, b: [ { name: c, call: inventory.list } ] }
  - set: { x: [$meta.a.^error, $meta.c.^error] }
`, []string{`if step "a" fails`, `if step "c" fails`}},
		{"errors that end something less", `
  - try: [ { name: a, call: inventory.list } ]
    catch: [ { then: [ { name: note, emit: a.failed, data: $meta.a.error } ] } ]
  - parallel: { b: { call: inventory.list }, c: [ { name: d, call: inventory.list } ] }
    join: any
  - if: $input.x
    then: [ { name: e, call: inventory.list } ]
    onError: continue
  - { name: f, call: inventory.list, compensate: { if: $meta.f.error != null, call: inventory.count } }
  - set: { y: [$meta.a.error, $meta.b.error, $meta.d.error, $meta.e.error] }
`, nil},
		{"nearest of what the step has", `
  - { name: h, human: Look }
  - set: { x: [$meta.h.^bye, $meta.h.^whatever] }
`, []string{`N208: $meta.h has no field "bye" (did you mean by?)`, `N208: $meta.h has no field "whatever" (there is by, error, state)`}},
		{"names of the turns of a repeat", `
  - repeat: [ { name: a, await: order.paid } ]
    until: $meta.a.type == "order.paid" and $meta.a.^tpye == "y"
  - set: { b: $meta.^a.type }
`, []string{`$meta.a has no field "tpye" (did you mean type?)`, "N205: $meta.a (line 5) lives in the turns"}},
	})
}

func TestKeys(t *testing.T) {
	for _, c := range []struct {
		key  string
		want []string
	}{
		{"$input.cart", nil},
		{`"${ [$input.a, $request.headers.b] | join(\"/\") }"`, nil},
		{"^$run.id", []string{"error N212: $run is not there yet: a key is made before the run (take something of $input or $request)"}},
		{"^$a.id", []string{"N212: $a is not there yet"}},
		{"^$meta.a.state", []string{"N212: $meta is not there yet"}},
		{"^$env.REGION", []string{"N212: $env is not there yet"}},
		{"^$error.status", []string{"N212: $error is not there yet"}},
		{"^$inptu.cart", []string{"N202: unknown variable $inptu (did you mean $input?)"}},
		{"$request.^evnt.id", []string{`N208: $request has no field "evnt" (did you mean event?)`}},
		{"$input.x | ^nwo", []string{"X301"}},
	} {
		src, places := unmark("workflow: w\nkey: " + c.key + "\nsteps:\n  - { name: a, call: inventory.list }\n")
		compare(t, src, check.Workflow(parse(t, "w.yaml", src), config()), places, c.want)
	}
}
