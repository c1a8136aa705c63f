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
    - 15:13 nested-blocks.steps[0].steps[0].else[0]: for n in [1, «$item», {x: "two"}] concurrency nothing
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
- 7:5 conditions.steps[1]: for i in «[range(0; 12)]» concurrency nothing
  - 9:14 conditions.steps[1].steps[0]: set {b: «$i»}
- 10:5 conditions.steps[2]: if «now > 0» set {c: 1}
- 12:5 conditions.steps[3]: if «# why
$input.x
| not» set {d: 1}
`},
}

func TestGoodWorkflows(t *testing.T) {
	for _, c := range good {
		d, list := Workflow("w.yaml", []byte(strings.ReplaceAll(c.src, "\n    x-in-between: 1", "\n    x-in-between: 1")))
		if len(list) > 0 {
			t.Errorf("%s: unexpected findings:\n%s", c.name, list.Error())
			continue
		}
		if got := "\n" + printDefinition(d); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestCRLFAndBOMChangeNothing(t *testing.T) {
	for _, c := range good {
		want, _ := Workflow("w.yaml", []byte(c.src))
		got, list := Workflow("w.yaml", []byte("\ufeff"+strings.ReplaceAll(c.src, "\n", "\r\n")))
		if got == nil || printDefinition(got) != printDefinition(want) {
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
  orders: { openapi: o.yaml, url: https://orders.example/api }
  x-note: nothing
gateway: { public: true, x-a: 1 }
`
	want := `project my-shop
env INVENTORY_URL
env HOST
service 5:3 inventory: openapi openapi/inventory.yaml url «$env.INVENTORY_URL» timeout 0s
service 6:3 pay-ments: openapi openapi/payments.yaml url "http://"+«$env.HOST»+":8080/v1" timeout 1.5s
service 10:3 orders: openapi o.yaml url "https://orders.example/api" timeout 0s
gateway public=true
`
	p, list := Project("tutti.yaml", []byte(src))
	if len(list) > 0 {
		t.Fatalf("unexpected findings:\n%s", list.Error())
	}
	if got := printProject(p); got != want {
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
  - { name: a, human: Review }
  - { name: b, cal: s.op }
  - { name: c, call: nowhere }
  - { name: d, call: s.op, with: [], retry: x, timeout: 2s }
  - 5
`))
	want := `workflow w
- 6:5 a: set
- 7:5 b: set
- 8:5 c: set
- 9:5 d: timeout "2s" call s.op
- 10:5 w.steps[4]: set
`
	if got := printDefinition(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(list) != 8 {
		t.Errorf("%d findings, want 8:\n%s", len(list), list.Error())
	}
}
