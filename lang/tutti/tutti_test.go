package tutti

import (
	"strings"
	"testing"
)

// good are workflows without findings, and what they say.
var good = []struct{ name, src, want string }{
	{"the smallest", `
workflow: ping
steps:
  - return: {}
`, `
workflow ping
- 4:5 ping.steps[0]: return
`},
	{"an input with a schema, in which a dollar sign is one", `
workflow: w
input:
  $ref: a.yaml#/A
  pattern: ^a$input$$
  enum: [ "${ $input }", 1.50, true, null ]
steps:
  - return: {}
`, `
workflow w input {$ref: "a.yaml#/A", pattern: "^a$input$$", enum: ["${ $input }", 1.50, true, null]}
- 8:5 w.steps[0]: return
`},
	{"a checkout", `
# from a cart to an order
workflow: checkout
version: 1.10
mode: express
on: { http: POST /checkout, public: true }
x-owner: the shop
steps:
  - parallel:
      stock:    { call: inventory.check, with: { items: $input.items } }
      customer:
        - name: found
          call: crm.getCustomer
          with: { id: $input.customerId }
          accept: [404, 410]
        - set: { id: $found.id }
    join: all
  - if: $stock.available | not
    fail: { status: 409, title: Out of stock, extensions: { missing: $stock.missing } }
  - name: payment
    call: payments.authorize
    with: { amount: $stock.total, card: $input.card, currency: EUR }
    headers: { X-Trace: "${ $run.id }/1", X-Count: 3 }
    timeout: 5s
    compensate: { if: $capture == null, call: payments.void, with: { id: $payment.id }, timeout: PT1M }
  - return:
      status: 201
      headers: { Location: "/orders/${ $payment.id }" }
      body: { status: confirmed, order: $payment.id }
`, `
workflow checkout version 1.10
on POST /checkout public=true
- 9:5 checkout.steps[0]: parallel
  stock:
    - 10:17 stock: call inventory.check with {items: «$input.items»}
  customer:
    - 12:11 found: call crm.getCustomer with {id: «$input.customerId»} accept [404 410]
    - 16:11 checkout.steps[0].customer[1]: set {id: «$found.id»}
- 18:5 checkout.steps[1]: if «$stock.available | not» fail {status: 409, title: "Out of stock", extensions: {missing: «$stock.missing»}}
- 20:5 payment: timeout "5s" call payments.authorize with {amount: «$stock.total», card: «$input.card», currency: "EUR"} headers {X-Trace: ""+«$run.id»+"/1", X-Count: 3}
  undo 25:17 checkout.steps[2].compensate: if «$capture == null» timeout "PT1M" call payments.void with {id: «$payment.id»}
- 26:5 checkout.steps[3]: return status 201 headers {Location: "/orders/"+«$payment.id»+""} body {status: "confirmed", order: «$payment.id»}
`},
	{"blocks in blocks", `
workflow: nested-blocks
on:
  http: "GET /a/{b}/c/{d}"
steps:
  - name: all
    for: item
    in: $input.items
    concurrency: 8
    steps:
      - if: true
        then:
          - set: { a: 1 }
        else:
          - for: n
            in: [1, $item, { x: two }]
            steps:
              - set:
                  b: $n
                x-note: changes nothing
  - if: ${ [1, 2] | length > 1 }
    then: [ { return: { body: $all } } ]
  - fail: $error
`, `
workflow nested-blocks
on GET /a/{b}/c/{d} public=false
- 6:5 all: for item in «$input.items» concurrency 8
  - 11:9 nested-blocks.steps[0].steps[0]: if true then
    - 13:13 nested-blocks.steps[0].steps[0].then[0]: set {a: 1}
  else
    - 15:13 nested-blocks.steps[0].steps[0].else[0]: for n in [1, «$item», {x: "two"}]
      - 18:17 nested-blocks.steps[0].steps[0].else[0].steps[0]: set {b: «$n»}
- 21:5 nested-blocks.steps[1]: if «[1, 2] | length > 1» then
  - 22:13 nested-blocks.steps[1].then[0]: return body «$all»
- 23:5 nested-blocks.steps[2]: fail «$error»
`},
	{"data is kept", `
workflow: data
steps:
  - name: a
    call: s.op
    with: $input
    body: [ 1.10, 0123, 0x1F, 0o17, +1, 1., .5, -0, 1e400, 1_000, 2026-12-24, on, yes, True, ~, null, true, "true", 12345678901234567890 ]
  - call: s.op
    with:
      empty:
      nothing: {}
      none: []
      texts: [ "a\tb", 'it''s', "é", plain text ]
`, `
workflow data
- 4:5 a: call s.op with «$input» body [1.10, 123, 31, 15, 1, 1, 0.5, -0, 1e400, "1_000", "2026-12-24", "on", "yes", "True", null, null, true, "true", 12345678901234567890]
- 8:5 data.steps[1]: call s.op with {empty: null, nothing: {}, none: [], texts: ["a\tb", "it's", "é", "plain text"]}
`},
	{"strings", `
workflow: strings
steps:
  - name: order
    call: s.op
    with:
      a: costs $5 or US$ 7, $x is no variable
      b: $$order and $${ x }
      c: "${ {a: \"}\"} | .a }"
      d: "${ $order.a } and ${ \"x\\( $order | tojson )}\" }!"
      e: |
        ${ $order
           # a comment with } in it
           | keys }
      f: |
        Dear ${ $order.name },
        thank you.
      g: "$order.a // 1"
      h: $order.a
        | length
      i: >-
        $order
        | keys
      j: $
      k: ""
      l: "${ $order }${ $order }"
      m: $_private
`, `
workflow strings
- 4:5 order: call s.op with {a: "costs $5 or US$ 7, $x is no variable", b: "$order and ${ x }", c: «{a: "}"} | .a», d: ""+«$order.a»+" and "+«"x\( $order | tojson )}"»+"!", e: «$order
   # a comment with } in it
   | keys», f: "Dear "+«$order.name»+",\nthank you.\n", g: «$order.a // 1», h: «$order.a | length», i: «$order | keys», j: "$", k: "", l: ""+«$order»+""+«$order»+"", m: «$_private»}
`},
	{"expressions that need no $", `
workflow: conditions
steps:
  - if: "[1, 2] | index($input.x)"
    x-in-between: 1
    set: { a: 1 }
  - for: i
    in: "[range(0; 12)]"
    steps: [ { set: { b: $i } } ]
  - if: now > 0
    set: { c: 1 }
  - if: |
      # why
      $input.x
      | not
    set: { d: 1 }
`, `
workflow conditions
- 4:5 conditions.steps[0]: if «[1, 2] | index($input.x)» set {a: 1}
- 7:5 conditions.steps[1]: for i in «[range(0; 12)]»
  - 9:14 conditions.steps[1].steps[0]: set {b: «$i»}
- 10:5 conditions.steps[2]: if «now > 0» set {c: 1}
- 12:5 conditions.steps[3]: if «# why
$input.x
| not» set {d: 1}
`},
	{"retries, waits and people", `
workflow: waits
mode: durable
on:
  schedule: { cron: "0 */15 6-18/2 * JAN,mar mon-5", zone: Europe/Warsaw }
  event: order.confirmed
  webhook: git-hub
key: $request.event.id
retry:
  flaky: { on: [5xx, 429, timeout, https://a.example/busy], attempts: 4, backoff: 200ms..5s, timeout: 2s }
  once-more: { attempts: 2 }
steps:
  - { name: a, call: s.op, retry: flaky, timeout: "${ $input.seconds }", onError: continue, idempotent: false }
  - { call: s.op, retry: once-more, cache: { ttl: 10m, stale: $input.stale }, method: PUT, path: "/x/${ $input.id }", url: "https://a.example/v1?x=1" }
  - call: s.op
    retry: { on: [any], attempts: 3, backoff: 1s }
    cache: 30s
    url: $input.url
    onError: fail
    idempotent: true
    fallback:
      - { if: $input.b, call: t.op, timeout: 1s, retry: flaky }
      - { call: u.op }
  - { wait: 3d }
  - { wait: 2026-12-24T18:00:00+01:00 }
  - { wait: $run.time | addtime("P1M"), timeout: 40d }
  - { name: e, await: [a.b, urn:c:d], match: { id: $input.id, b: { c: 1 } }, compensate: { run: w2, with: { x: 1 }, version: 1.10, detach: false } }
  - name: kyc
    human: "KYC of ${ $input.name }"
    form: { type: object }
    assign: { users: [bob, $input.boss], roles: $input.roles }
    escalate: [ { after: 1d, assign: { roles: [lead] } }, { after: P2D, assign: { users: [eve] } } ]
    timeout: 5d
  - { human: Look }
  - { emit: x.y, data: [ $input ], to: bus, compensate: { if: $input.z, emit: x.z, timeout: 5s, retry: flaky } }
  - { run: w3, detach: true }
`, `
workflow waits mode durable key «$request.event.id»
on Schedule{Cron: 0 */15 6-18/2 * JAN,mar mon-5, Zone: Europe/Warsaw}
on OnEvent{Type: order.confirmed}
on Webhook{Name: git-hub}
- 13:5 a: timeout «$input.seconds» Retry{Name: flaky, On: [5xx, 429, timeout, https://a.example/busy], Attempts: 4, Min: 200ms, Max: 5s, Timeout: 2s} continue call s.op idempotent=false
- 14:5 waits.steps[1]: Retry{Name: once-more, Attempts: 2} call s.op cache {ttl: "10m", stale: «$input.stale»} url "https://a.example/v1?x=1" PUT path "/x/"+«$input.id»+""
- 15:5 waits.steps[2]: Retry{On: [any], Attempts: 3, Min: 1s, Max: 1s} call s.op cache "30s" url «$input.url» idempotent=true
  or 22:9 waits.steps[2].fallback[0]: if «$input.b» timeout "1s" Retry{Name: flaky, On: [5xx, 429, timeout, https://a.example/busy], Attempts: 4, Min: 200ms, Max: 5s, Timeout: 2s} call t.op
  or 23:9 waits.steps[2].fallback[1]: call u.op
- 24:5 waits.steps[3]: Wait{For: "3d"}
- 25:5 waits.steps[4]: Wait{For: "2026-12-24T18:00:00+01:00"}
- 26:5 waits.steps[5]: timeout "40d" Wait{For: «$run.time | addtime("P1M")»}
- 27:5 e: Await{Types: [a.b, urn:c:d], Match: [Field{Name: id, Value: «$input.id»}, Field{Name: b, Value: {c: 1}}]}
  undo 27:90 waits.steps[6].compensate: Run{Workflow: w2, Version: 1.10, With: {x: 1}}
- 28:5 kyc: timeout "5d" Human{Title: "KYC of "+«$input.name»+"", Form: {type: "object"}, Users: ["bob", «$input.boss»], Roles: «$input.roles», Escalate: [Escalation{After: 24h0m0s, Roles: ["lead"]}, Escalation{After: 48h0m0s, Users: ["eve"]}]}
- 34:5 waits.steps[8]: Human{Title: "Look"}
- 35:5 waits.steps[9]: Emit{Type: x.y, Data: [«$input»], To: bus}
  undo 35:57 waits.steps[9].compensate: if «$input.z» timeout "5s" Retry{Name: flaky, On: [5xx, 429, timeout, https://a.example/busy], Attempts: 4, Min: 200ms, Max: 5s, Timeout: 2s} Emit{Type: x.z}
- 36:5 waits.steps[10]: Run{Workflow: w3, Detach: true}
`},
	{"scopes", `
workflow: scopes
on: { schedule: { every: 15m } }
retry: { r: { attempts: 2 } }
steps:
  - repeat:
      - { name: page, call: s.op, with: { cursor: $last.next } }
    until: $page.next == null
    max: 500
    every: 10s
    timeout: 1h
  - repeat: [ { call: s.op } ]
    every: $input.pause
  - name: chosen
    switch:
      - when: $input.x > 1
        then: [ { set: { y: 1 } } ]
      - { when: true, then: [ { name: q, call: s.op } ] }
    else: [ { fail: $error } ]
  - switch: [ { when: "[1] | index($input.x)", then: [ { return: {} } ] } ]
  - try:
      - { call: s.op }
    catch:
      - { on: [4xx, any], then: [ { call: s.op } ] }
      - { retry: r }
      - { on: [timeout], retry: { attempts: 3, backoff: 1s..2s }, steps: [ { fail: $error } ] }
    finally: [ { emit: x } ]
    retry: r
  - try: [ { set: { z: 1 } } ]
  - parallel: { b: { call: s.op }, c: [ { wait: 5s } ], d: { if: $input.q, call: s.op, onError: continue } }
    join: 2
    concurrency: 2
  - { for: i, in: [1], join: any, concurrency: $input.n, steps: [ { wait: 1s } ] }
  - { for: k, in: [1], join: all, concurrency: 3, steps: [ { wait: 1s } ] }
`, `
workflow scopes
on Schedule{Every: 15m0s}
- 6:5 scopes.steps[0]: timeout "1h" repeat until «$page.next == null» every "10s" max 500
  - 7:9 page: call s.op with {cursor: «$last.next»}
- 12:5 scopes.steps[1]: repeat every «$input.pause» max 0
  - 12:15 scopes.steps[1].repeat[0]: call s.op
- 14:5 chosen: switch
when «$input.x > 1»
  - 17:17 scopes.steps[2].switch[0].then[0]: set {y: 1}
when true
  - 18:31 q: call s.op
else
  - 19:13 scopes.steps[2].else[0]: fail «$error»
- 20:5 scopes.steps[3]: switch
when «[1] | index($input.x)»
  - 20:56 scopes.steps[3].switch[0].then[0]: return
else
- 21:5 scopes.steps[4]: Retry{Name: r, Attempts: 2} try
  - 22:9 scopes.steps[4].try[0]: call s.op
catch [4xx, any]
  - 24:35 scopes.steps[4].catch[0].then[0]: call s.op
catch []
  Retry{Name: r, Attempts: 2}
catch [timeout]
  Retry{Attempts: 3, Min: 1s, Max: 2s}
  - 26:76 scopes.steps[4].catch[2].then[0]: fail «$error»
finally
  - 27:16 scopes.steps[4].finally[0]: Emit{Type: x}
- 29:5 scopes.steps[5]: try
  - 29:12 scopes.steps[5].try[0]: set {z: 1}
finally
- 30:5 scopes.steps[6]: parallel join 2 concurrency 2
  b:
    - 30:20 b: call s.op
  c:
    - 30:41 scopes.steps[6].c[0]: Wait{For: "5s"}
  d:
    - 30:60 d: if «$input.q» continue call s.op
- 33:5 scopes.steps[7]: for i in [1] join 1 concurrency «$input.n»
  - 33:67 scopes.steps[7].steps[0]: Wait{For: "1s"}
- 34:5 scopes.steps[8]: for k in [1] concurrency 3
  - 34:60 scopes.steps[8].steps[0]: Wait{For: "1s"}
`},
}

func TestGoodWorkflows(t *testing.T) {
	for _, c := range good {
		d, list := Workflow("w.yaml", []byte(c.src))
		if len(list) > 0 {
			t.Errorf("%s: unexpected findings:\n%s", c.name, list.Error())
			continue
		}
		if got := "\n" + dumpDefinition(d); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestCRLFAndBOMChangeNothing(t *testing.T) {
	for _, c := range good {
		want, _ := Workflow("w.yaml", []byte(c.src))
		got, list := Workflow("w.yaml", []byte("\ufeff"+strings.ReplaceAll(c.src, "\n", "\r\n")))
		if got == nil || dumpDefinition(got) != dumpDefinition(want) {
			t.Errorf("%s: with CRLF and a BOM it reads differently: %v", c.name, list)
		}
	}
}

func TestGoodProject(t *testing.T) {
	src := `# the shop
project: my-shop
env: [INVENTORY_URL, HOST]
services:
  inventory: { openapi: openapi/inventory.yaml, url: $env.INVENTORY_URL }
  pay-ments:
    openapi: openapi/payments.yaml
    url: "http://${ $env.HOST }:8080/v1"
    timeout: 1500ms
    retry: { on: [5xx], attempts: 3, backoff: 1s }
    responses: ignore
  orders: { openapi: o.yaml, url: https://orders.example/api }
  x-note: nothing
gateway: { public: true, contract: openapi/public.yaml, requests: report, responses: enforce, compress: false, cors: { origins: ["https://shop.example", "http://[::1]:3000", app://localhost], headers: [Authorization], methods: [GET, POST], credentials: true, maxAge: 10m }, x-a: 1 }
`
	want := `project my-shop
env INVENTORY_URL
env HOST
service 5:3 inventory: openapi openapi/inventory.yaml url «$env.INVENTORY_URL» timeout 0s
service 6:3 pay-ments: openapi openapi/payments.yaml url "http://"+«$env.HOST»+":8080/v1" timeout 1.5s Retry{On: [5xx], Attempts: 3, Min: 1s, Max: 1s} responses ignore
service 12:3 orders: openapi o.yaml url "https://orders.example/api" timeout 0s
gateway public=true contract openapi/public.yaml requests report responses enforce
uncompressed
cors https://shop.example http://[::1]:3000 app://localhost | Authorization | GET POST | true 10m0s
`
	p, list := Project("tutti.yaml", []byte(src))
	if len(list) > 0 {
		t.Fatalf("unexpected findings:\n%s", list.Error())
	}
	if got := dumpProject(p); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A definition with findings is what could be read; names stay known.
func TestDefinitionInSpiteOfFindings(t *testing.T) {
	d, list := Workflow("w.yaml", []byte(`
workflow: w
mode: durable
on: { http: FETCH /x }
steps:
  - { name: a, human: 5 }
  - { name: b, cal: s.op }
  - { name: c, call: nowhere }
  - { name: d, call: s.op, with: [], retry: x, timeout: 2s }
  - 5
  - if: $a.x
`))
	want := `workflow w mode durable
- 6:5 a: Human{Title: 5}
- 7:5 b: set
- 8:5 c: set
- 9:5 d: timeout "2s" call s.op
- 10:5 w.steps[4]: set
- 11:5 w.steps[5]: if «$a.x» set
`
	if got := dumpDefinition(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(list) != 8 {
		t.Errorf("%d findings, want 8:\n%s", len(list), list.Error())
	}
}
