package check_test

import "testing"

// Each of these stands near a mistake and is none: what the checker cannot be sure of it
// says nothing about.
func TestSilence(t *testing.T) {
	runTyped(t, []mistake{
		{"null where null is left out", `
  - { name: s, call: inventory.getStock, with: { sku: mug, limit: null, sort: null } }
  - { call: orders.create, with: { customer: c, gift: null, address: { street: a, city: b }, pay: { kind: card, card: $s.sku } } }
`, nil},
		{"a member that need not be there", `
  - { name: a, call: inventory.getStock, with: { sku: "${ $stock.missing[0] }" } }
  - { for: m, in: $stock.missing, steps: [ { call: inventory.release, with: { id: $m } } ] }
  - fail: { status: 409, title: "Gone: ${ $stock.rate }", detail: "costs ${ $a.price }" }
`, nil},
		{"a step that may not have run", `
  - { name: a, if: $stock.available, call: inventory.getStock, with: { sku: mug } }
  - { name: b, call: inventory.getStock, with: { sku: mug }, onError: continue }
  - if: $a == null or $b != null
    call: orders.create
    with: { customer: $a.sku, address: { street: "${ $b.sku }", city: b }, pay: $input }
  - if: $a
    fail: { status: 409, title: No }
`, nil},
		{"what a name means that is set in two cases", `
  - if: $stock.available
    then: [ { set: { who: $stock.lines } } ]
    else: [ { set: { who: $stock.region } } ]
  - { for: a, in: $who, steps: [ { call: inventory.release, with: { id: $a.sku } } ] }
  - return: { body: ["$who[0].price", "$who | tostring"] }
`, nil},
		{"what a set makes of a step of its name", `
  - { name: rate, call: inventory.getStock, with: { sku: mug } }
  - set: { rate: $rate.price }
  - if: $rate > 5
    then: [ { set: { rate2: "$rate + 1" } } ]
  - return: { body: "$rate + ($rate2 // 0)" }
`, nil},
		{"null that a condition has looked at", `
  - if: $stock.note != null
    call: inventory.getStock
    with: { sku: $stock.note }
  - if: $stock.note
    then: [ { fail: { status: 409, title: "${ $stock.note }" } } ]
  - { call: inventory.release, with: { id: $stock.note // "none" } }
`, nil},
		{"numbers and words that travel as text", `
  - { name: s, call: inventory.getStock, with: { sku: 1234, limit: "5", tags: red } }
  - { call: inventory.release, with: { id: $stock.count } }
  - { call: orders.cancel, with: { number: "12" } }
  - { call: inventory.release, with: { id: $s.price } }
`, nil},
		{"a whole number however it is written", `
  - { call: inventory.checkStock, with: { items: [{ sku: mug, qty: 2.0 }], rate: 5 } }
  - { call: orders.cancel, with: { number: $stock.rate } }
  - { call: orders.cancel, with: { number: $stock.count / 2 } }
`, nil},
		{"services and operations without types", `
  - { name: a, call: orders.free, with: { anything: [$stock] } }
  - return: { body: [$a.b.c, "$a | map(.d)", "${ $a }", "$a.x + 1"] }
`, nil},
		{"one of several things", `
  - { name: a, call: inventory.getStock, with: { sku: mug }, accept: [404] }
  - name: b
    if: $stock.available
    then: [ { set: { x: { y: 1 } } } ]
    else: [ { set: { x: [1] } } ]
  - return: { body: [$a.title, $a.price, $b.x.y, "$b.x[0]?"] }
`, nil},
		{"a condition on what need not be there", `
  - if: $stock.missing
    fail: { status: 409, title: "${ $stock.missing | join(\", \") }" }
  - if: $stock.rate and $stock.available
    fail: { status: 409, title: No }
  - if: "$stock.lines | any(.price > 5)"
    fail: { status: 409, title: No }
`, nil},
		{"comparisons that may be true", `
  - if: $stock.region == "eu" or $stock.missing == null or $meta.stock.state == "done" or $meta.stock.status == 200
    fail: { status: 409, title: No }
  - if: $stock.note == null or $stock.checked == "x" or ($stock.lines | length == 0)
    fail: { status: 409, title: No }
`, nil},
		{"events from outside", `
  - { name: a, await: order.paid, match: { order: x } }
  - { name: b, await: [order.refunded, order.paid] }
  - return: { body: [$a.amount, $b.whatever] }
`, nil},
		{"durations that are computed", `
  - wait: $input.until
  - wait: '${ "PT" + ($stock.count | tostring) + "S" }'
  - wait: "$run.time | fromdate + 60"
  - { name: x, call: orders.free, timeout: "${ \"30s\" }" }
  - return: { body: $x }
`, nil},
		{"with made by an expression", `
  - { call: orders.cancel, with: "${ {number: $stock.count} }" }
  - { call: inventory.checkStock, with: "${ $stock | {items: (.lines | map({sku, qty: 1})), mode: \"loose\"} }" }
  - { call: orders.free, with: $stock }
`, nil},
		{"what repeats and depends on itself", `
  - name: pages
    repeat:
      - { name: page, call: orders.free, with: { cursor: $last.next.cursor } }
      - set: { next: { cursor: $page.next, seen: "${ ($last.next.seen // 0) + 1 }" } }
    until: $page.next == null
    max: 5
  - return: { body: "$pages | map(.next.seen) | add" }
`, nil},
		{"branches of which one is enough", `
  - name: first
    parallel:
      a: { call: inventory.getStock, with: { sku: mug } }
      b: { call: inventory.getStock, with: { sku: pot } }
    join: any
  - return: { body: [$first.a.price, $b.price, $first.b == null, $meta.a.state == "cancelled"] }
`, nil},
		{"alternatives of an input", `
  - { call: orders.create, with: { customer: c, address: { street: a, city: b, zip: "1" }, pay: { kind: card, card: x } } }
  - { call: orders.create, with: { customer: c, address: { street: a, city: b }, pay: { kind: transfer, iban: $stock.checked } } }
  - { call: orders.create, with: { customer: c, address: { street: a, city: b }, pay: { kind: $input.kind, card: $input.card } } }
`, nil},
	})
}
