package check_test

import "testing"

func TestCalls(t *testing.T) {
	run(t, []mistake{
		{"unknown service", `
  - call: ^paymnts.void
`, []string{`S401: unknown service "paymnts" (did you mean payments?)`}},
		{"a service like none", `
  - call: ^crm.get
`, []string{`S401: unknown service "crm" (there is broken, inventory, orders, payments)`}},
		{"unknown operation", `
  - call: payments.^authorise
`, []string{`S402: service "payments" has no operation "authorise" (did you mean payments.authorize?)`}},
		{"an operation like none", `
  - call: payments.^charge
`, []string{`S402: service "payments" has no operation "charge" (there is payments.authorize, payments.void)`}},
		{"an operation that cannot be called", `
  - call: inventory.^subscribe
`, []string{`S410: inventory.subscribe cannot be called: it answers with a stream`}},
		{"unknown input", `
  - { call: inventory.getStock, with: { sku: $input.a, ^warehose: $input.b } }
`, []string{`S403: inventory.getStock has no input "warehose" (did you mean warehouse?)`}},
		{"an input like none", `
  - { call: inventory.getStock, with: { sku: $input.a, ^x: $input.b } }
`, []string{`S403: inventory.getStock has no input "x" (there is sku, warehouse)`}},
		{"an input where there are none", `
  - { call: inventory.count, with: { ^sku: $input.a } }
`, []string{`S403: inventory.count has no input "sku" (it takes none)`}},
		{"unknown input among constants", `
  - { call: inventory.getStock, with: { sku: a, ^warehose: b } }
`, []string{`S403: inventory.getStock has no input "warehose"`}},
		{"a name that is two things", `
  - { call: inventory.move, with: { from: $input.a, ^id: $input.b } }
  - { call: inventory.move, with: { from: $input.a, path.id: $input.b, body.id: $input.c } }
  - { call: inventory.move, with: ^{ from: $input.a, body.id: $input.c } }
  - { call: inventory.move, with: { from: $input.a, ^path.idd: $input.c } }
`, []string{
			`S404: inventory.move has several inputs "id" (write path.id or body.id)`,
			`S405: inventory.move needs the input "path.id" (add path.id to with)`,
			`S403: inventory.move has no input "path.idd" (did you mean path.id?)`,
		}},
		{"an input that cannot be sent", `
  - { call: inventory.list, with: { ^filter: $input.a } }
`, []string{`S410: the input "filter" of inventory.list cannot be sent: its style is not supported (leave it out)`}},
		{"a missing input", `
  - { call: payments.authorize, with: ^{ amount: $input.a } }
`, []string{`S405: payments.authorize needs the input "card" (add card to with)`}},
		{"missing inputs without with", `
  - { name: a, call: ^^payments.authorize }
`, []string{`S405: payments.authorize needs the input "amount"`, `S405: payments.authorize needs the input "card"`}},
		{"an empty with", `
  - { call: payments.void, with: ^{} }
`, []string{`S405: payments.void needs the input "id"`}},
		{"a body where there is none", `
  - { call: payments.void, with: { id: 1 }, body: ^[1] }
`, []string{`S406: payments.void takes no body (remove body)`}},
		{"a body beside an expression, where there is none", `
  - { call: payments.void, with: $input, body: ^$input.x }
`, []string{`S406: payments.void takes no body`}},
		{"a body beside its own fields", `
  - { call: orders.import, with: { id: $input.id, lines: [] }, body: ^[1] }
`, []string{`S406: orders.import has its body already: "lines" in with is a field of it (give one of the two)`}},
		{"a body beside fields that the contract leaves open", `
  - { call: orders.create, with: { customer: $input.id, more: 1 }, body: ^[1] }
`, []string{`S406: orders.create has its body already: "more"`}},
		{"a body does not stand for parameters", `
  - { call: orders.import, with: ^{}, body: [1] }
`, []string{`S405: orders.import needs the input "id"`}},
		{"headers of the connection", `
  - { call: inventory.list, headers: { ^Content-Length: 1, X-Ok: 1, ^transfer-encoding: chunked } }
`, []string{`S407: the header "Content-Length" cannot be set`, `S407: the header "transfer-encoding"`}},
		{"headers of our own", `
  - { call: inventory.list, headers: { Idempotency-Key: $run.id, ^traceparent: x, ^Host: x } }
`, []string{`S407: the header "traceparent" cannot be set`, `S407: the header "Host"`}},
		{"headers of an answer", `
  - return: { headers: { ^Connection: close, Location: / } }
`, []string{`S407: the header "Connection" cannot be set`}},
		{"a method of a contract's operation", `
  - { call: inventory.^list, method: GET, path: /list }
`, []string{"error S411: the contract of service \"inventory\" says the method and path of inventory.list (remove method and path)"}},
		{"a call without a contract", `
  - { call: broken.post, url: $input.url, method: POST, path: /hooks, with: { any: 1 } }
`, nil},
		{"a fallback is a call", `
  - { call: inventory.list, fallback: [ { call: payments.^viod, with: { id: 1 } }, { call: ^paymnts.void } ] }
`, []string{`S402: service "payments" has no operation "viod"`, `S401: unknown service "paymnts"`}},
		{"several mistakes in one call", `
  - { name: p, call: payments.authorize, with: ^{ ^amout: ^$p.x, ^nope: ^$nope } }
`, []string{`needs the input "card"`, `no input "amout" (did you mean amount?)`, "$p is what comes out of this step itself", `no input "nope" (did you mean note?)`, "unknown variable $nope"}},
	})
}

func TestCompensations(t *testing.T) {
	run(t, []mistake{
		{"an undo that needs the answer of its call", `
  - name: payment
    call: payments.authorize
    with: { amount: 1, card: x }
    compensate: { call: payments.void, with: { id: ^$payment.id } }
`, []string{`warning S408: if the answer of step "payment" is lost, this compensation cannot run, because it needs $payment (undo by something known before the call, such as $run.id or an input of it)`}},
		{"one warning is enough", `
  - name: p
    call: inventory.list
    compensate: { if: ^$p.x, call: payments.void, with: { id: $p.id } }
`, []string{`warning S408`}},
		{"the call of a compensation is a call", `
  - name: p
    call: inventory.list
    compensate: { call: payments.^viod, with: { id: $run.id } }
`, []string{`S402: service "payments" has no operation "viod" (did you mean payments.void?)`}},
		{"of what leaves something behind", `
  - { name: sent, emit: order.paid, compensate: { emit: order.unpaid, data: $error } }
  - { name: done, run: refund, compensate: { run: refund, with: { of: $done, undo: true } } }
  - { name: paid, await: order.paid, timeout: 1s, compensate: { if: $meta.paid.id != null, call: payments.void, with: { id: $paid.id } } }
  - { name: ok, human: Pack it, timeout: 1s, compensate: { emit: unpack } }
`, nil},
		{"its timeout and retry too", `
  - name: p
    call: inventory.list
    compensate: { call: inventory.count, timeout: ^$x, retry: { on: [5xx, ^503], attempts: 2 } }
`, []string{"unknown variable $x", `F609: "503" is in this list already`}},
		{"its emit too", `
  - { call: inventory.list, compensate: { emit: a.b, data: ^$x, to: ^bsu } }
`, []string{"unknown variable $x", `unknown service "bsu"`}},
		{"its inputs too", `
  - name: p
    call: inventory.list
    compensate: { call: payments.void, with: { ^idd: $run.id }, headers: { ^Host: x } }
`, []string{`S403: payments.void has no input "idd" (did you mean id?)`, `S407`}},
	})
}
