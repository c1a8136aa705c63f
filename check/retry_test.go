package check_test

import "testing"

func TestRetries(t *testing.T) {
	runBelow(t, `workflow: w
retry:
  flaky: { on: [5xx, timeout], attempts: 3, backoff: 100ms..1s }
  one: ^{ attempts: 1, backoff: 1s }
`, []mistake{
		{"one attempt has no backoff, however many use it", `
  - { call: inventory.list, retry: one }
  - { call: inventory.list, retry: one }
`, []string{"warning F609: attempts counts the first, so with attempts: 1 there is no other and nothing for backoff to do (write attempts: 2 for one more)"}},
	})
	run(t, []mistake{
		{"one attempt turns the default of a service off", `
  - { call: inventory.list, retry: { attempts: 1 } }
`, nil},
		{"a set that is tried again", `
  - ^{ set: { a: $input.x }, retry: { attempts: 3 } }
`, []string{"warning F609: a set comes to the same each time, so trying again cannot help (remove the retry)"}},
		{"a fail that is tried again", `
  - ^fail: { status: 400 }
    retry: { attempts: 3 }
`, []string{"warning F609: a fail comes to the same each time"}},
		{"a return that is tried again", `
  - ^return: { status: 204 }
    retry: { attempts: 3 }
`, []string{"warning F609: a return comes to the same each time"}},
		{"a wait that is tried again", `
  - ^wait: 1s
    retry: { attempts: 3 }
`, []string{"warning F609: a wait comes to the same each time"}},
		{"blocks, events and runs may be tried again", `
  - parallel: { a: { call: inventory.list } }
    retry: { attempts: 3 }
  - { emit: order.paid, retry: { attempts: 3 } }
  - { run: refund, retry: { attempts: 3 } }
`, nil},
		{"a status and its class", `
  - { call: inventory.list, retry: { on: [5xx, ^503], attempts: 2 } }
`, []string{`warning F609: "503" is in this list already, as "5xx" (remove it)`}},
		{"a status before its class", `
  - { call: inventory.list, retry: { on: [^404, 4xx, 503], attempts: 2 } }
`, []string{`warning F609: "404" is in this list already, as "4xx"`}},
		{"any and more", `
  - { call: inventory.list, retry: { on: [^timeout, any, ^"https://shop.example/busy"], attempts: 2 } }
`, []string{`"timeout" is in this list already, as "any"`, `"https://shop.example/busy" is in this list already, as "any"`}},
	})
}

func TestCallsThatAreSentOnce(t *testing.T) {
	run(t, []mistake{
		{"a retry", `
  - ^{ call: inventory.list, idempotent: false, retry: { attempts: 2 } }
`, []string{"error S412: inventory.list may not be sent twice (idempotent: false), and this retry would do so (remove the retry, or the idempotent: false if the service knows the Idempotency-Key; on: [connect, breaker] is possible, since then nothing was sent)"}},
		{"a retry after errors that may come late", `
  - ^{ call: inventory.list, idempotent: false, retry: { on: [connect, timeout], attempts: 2 } }
`, []string{"S412: inventory.list may not be sent twice"}},
		{"a retry after errors that come before the call is sent", `
  - { call: inventory.list, idempotent: false, retry: { on: [connect, breaker], attempts: 2 } }
`, nil},
		{"no second attempt", `
  - { call: inventory.list, idempotent: false, retry: { on: [5xx], attempts: 1 } }
`, nil},
		{"a call that may be sent twice", `
  - { call: inventory.list, idempotent: true, retry: { attempts: 2 } }
`, nil},
		{"in a block that is tried again", `
  - for: i
    in: $input.x
    retry: { on: [connect], attempts: 2 }
    steps:
      - if: $i
        then:
          - ^{ call: inventory.list, idempotent: false }
`, []string{"S412: inventory.list may not be sent twice (idempotent: false), and the for at line 4, which is tried again, would do so (remove the retry"}},
		{"in a try that is tried again", `
  - try:
      - ^{ call: inventory.list, idempotent: false }
    catch:
      - { on: [4xx], then: [ { call: inventory.list, idempotent: false } ] }
      - { on: [5xx], retry: { attempts: 2 } }
    finally:
      - { call: inventory.list, idempotent: false }
`, []string{"S412: inventory.list may not be sent twice (idempotent: false), and the try at line 4"}},
		{"in a branch of a block that is tried again", `
  - parallel:
      a: ^{ call: inventory.list, idempotent: false }
      b: { call: inventory.list }
    retry: { attempts: 2 }
`, []string{"and the parallel at line 4, which is tried again"}},
		{"each turn is a call of its own", `
  - repeat: [ { name: a, call: inventory.list, idempotent: false } ]
    until: $a
`, nil},
		{"a compensation", `
  - call: inventory.list
    compensate: ^{ call: inventory.count, idempotent: false, retry: { attempts: 2 } }
`, []string{"S412: inventory.count may not be sent twice"}},
		{"a fallback", `
  - call: inventory.list
    fallback: [ ^{ call: inventory.count, idempotent: false, retry: { attempts: 2 } } ]
`, []string{"S412: inventory.count may not be sent twice"}},
	})
}
