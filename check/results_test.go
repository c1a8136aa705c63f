package check_test

import "testing"

func TestFieldsOfResults(t *testing.T) {
	runTyped(t, []mistake{
		{"of an answer", `
  - if: ^$stock.avaliable | not
    fail: { status: 409, title: Gone }
`, []string{`error T102: inventory.checkStock has no "avaliable" (did you mean "available"?)`}},
		{"in a map", `
  - return: { body: "$stock.lines | map(^.prize)" }
`, []string{`T102: lines[] of inventory.checkStock has no "prize" (did you mean "price"?)`}},
		{"of a list", `
  - return: { body: ^$stock.lines.price }
`, []string{"T103: lines of inventory.checkStock is an array: it has no \"price\" (write `[0].price` for one element, `map(.price)` for each)"}},
		{"of a text", `
  - return: { body: ^$stock.region.code }
`, []string{`T103: region of inventory.checkStock is a string: it has no "code"`}},
		{"of a set", `
  - set: { order: { id: $stock.region, lines: $stock.lines } }
  - return: { body: "${ ^$order.ids }", headers: { X-A: "^$order.lines[0].skuu" } }
`, []string{`T102: $order has no "ids" (did you mean "id"?)`, `T102: lines[] of inventory.checkStock has no "skuu" (did you mean "sku"?)`}},
		{"of what a parallel comes to", `
  - name: both
    parallel:
      a: { call: inventory.getStock, with: { sku: mug } }
      b: [ { set: { x: 1 } } ]
  - return: { body: [^$both.cde, ^$both.a.prize, ^$both.b.y, ^$b.z] }
`, []string{`T102: $both has no "cde" (there are a and b)`, `T102: inventory.getStock has no "prize"`, `T102: b of $both has no "y"`, `T102: $b has no "z"`}},
		{"of the turns of a loop", `
  - name: shelves
    for: line
    in: $stock.lines
    steps:
      - { name: shelf, call: inventory.getStock, with: { sku: ^$line.skku } }
      - set: { price: ^$shelf.prize, at: $index }
  - return: { body: ["^$shelves[0].cost", "$shelves | map(.price)"] }
`, []string{`T102: lines[] of inventory.checkStock has no "skku" (did you mean "sku"?)`, `T102: inventory.getStock has no "prize"`, `T102: an element of $shelves has no "cost"`}},
		{"of the turn before", `
  - name: pages
    repeat:
      - { name: page, call: inventory.getStock, with: { sku: "${ ^$last.sky // \"mug\" }" } }
    until: ^$page.prise > 5
    max: 5
`, []string{`T102: inventory.getStock has no "sky"`, `T102: inventory.getStock has no "prise"`}},
		{"of an if, a switch and a try", `
  - name: a
    if: $stock.available
    then: [ { set: { x: 1 } } ]
    else: [ { set: { y: 1 } } ]
  - name: b
    switch: [ { when: $stock.available, then: [ { set: { v: 1 } } ] } ]
  - name: c
    try: [ { call: inventory.getStock, with: { sku: mug } } ]
    catch: [ { then: [ { set: { title: none } } ] } ]
  - return: { body: [$a.x, $a.y, ^$a.z, $b.v, ^$b.w, $c.price, $c.title, ^$c.prize] }
`, []string{`T102: $a has no "z"`, `T102: $b has no "w"`, `T102: $c has no "prize" (did you mean "price"?)`}},
		{"of what was accepted, and of a fallback", `
  - { name: other, call: inventory.checkStock, with: { items: $input }, accept: [404] }
  - name: third
    call: inventory.getStock
    with: { sku: mug }
    fallback: [ { call: inventory.checkStock, with: { items: $input } } ]
  - return: { body: [$other.title, $other.region, ^$other.titel, $third.price, $third.count, ^$third.titel] }
`, []string{`T102: inventory.checkStock has no "titel" (did you mean "title"?)`, `T102: $third has no "titel"`}},
		{"of the language's own", `
  - { name: slow, call: inventory.getStock, with: { sku: mug }, onError: continue }
  - try: [ { call: orders.cancel, with: { number: $slow.price | floor } } ]
    catch: [ { then: [ { fail: { status: 500, title: "${ ^$error.titel }", detail: ^$error.upstream.code } } ] } ]
  - return: { body: [^$meta.slow.error.staus, $meta.slow.headers.etag, ^$run.id.x] }
`, []string{`T102: $error has no "titel" (did you mean "title"?)`, `T102: upstream of $error has no "code"`, `T102: slow.error of $meta has no "staus"`, `T103: id of $run is a string`}},
		{"of a task and of a run", `
  - name: check
    human: Look
    form: { type: object, properties: { decision: { enum: [yes, no] }, note: { type: string } } }
  - { name: refund, run: refund, with: { order: a } }
  - return: { body: [$check.note, ^$check.decison, $refund.amount, ^$refund.amout] }
`, []string{`T102: the form has no "decison" (did you mean "decision"?)`, `T102: $refund has no "amout" (did you mean "amount"?)`}},
		{"of an event that the project sends", `
  - { name: done, await: order.refunded, match: { order: a } }
  - { name: other, await: order.paid }
  - return: { body: [^$done.ammount, $other.anything] }
`, []string{`T102: $done has no "ammount" (did you mean "amount"?)`}},
		{"of what has no value", `
  - { name: gone, call: inventory.release, with: { id: a } }
  - { name: told, emit: a.b, data: ^$gone.id }
  - { call: inventory.release, with: { id: ^$gone.id } }
  - return: { body: [^$told.id, $gone] }
`, []string{`T102: inventory.release answers without a body, so $gone is always null and has no "id"`, `so $gone is always null and has no "id"`, `T102: an emit has no value, so $told is always null and has no "id"`}},
	})
}

func TestOperatorsAndConditions(t *testing.T) {
	runTyped(t, []mistake{
		{"operators and functions", `
  - return: { body: [ "${ ^$stock.region + 1 }", "${ $stock.lines | map(^.sku - .price) }", "${ $stock.available | ^length }" ] }
`, []string{"T110", "T110", "T111"}},
		{"words that are none", `
  - if: $stock.region == ^"UE"
    fail: { status: 409, title: No }
`, []string{`warning T112: `}},
		{"conditions that are always true", `
  - if: ^$stock.checked
    call: inventory.release
    with: { id: a }
  - if: ^$stock.count
    then: [ { call: inventory.release, with: { id: a } } ]
  - switch: [ { when: ^$stock.lines, then: [ { call: inventory.release, with: { id: a } } ] } ]
`, []string{
			`warning T116: this condition is always true: a string is, whatever it holds (write … != "")`,
			`warning T116: this condition is always true: an integer is, whatever it holds (write … > 0)`,
			`warning T116: this condition is always true: an array is, whatever it holds (write … | length > 0)`,
		}},
		{"one that is never true", `
  - { name: gone, call: inventory.release, with: { id: a } }
  - if: ^$gone
    fail: { status: 409, title: No }
`, []string{`warning T116: this condition is never true: it is always null`}},
		{"loops over no list", `
  - { for: a, in: ^$stock, steps: [ { call: inventory.release, with: { id: $a } } ] }
  - { for: b, in: ^$stock.count, steps: [ { call: inventory.release, with: { id: $b } } ] }
  - for: c
    in: ^$stock.region
    steps: [ { call: inventory.getStock, with: { sku: $c.sku, limit: $c } }, { call: inventory.release, with: { id: "${ $c.x }, ${ $c }" } } ]
  - { name: gone, call: inventory.release, with: { id: a } }
  - { for: d, in: ^$gone, steps: [ { call: inventory.release, with: { id: $d } } ] }
`, []string{
			`T117: a loop goes through a list, and this is an object (did you mean "$stock.lines"?)`, `T117: a loop goes through a list, and this is an integer`,
			`T117: a loop goes through a list, and this is a string`,
			`T117: a loop goes through a list, and this is always null`,
		}},
		{"in a text", `
  - { name: gone, call: inventory.release, with: { id: a } }
  - fail: { status: 409, title: "Gone: ${ ^$stock.missing }, ${ ^$stock }, ${ ^$gone } ${ ^$stock.note }" }
`, []string{
			`T118: an array cannot be put into a text (write … | join(", "))`, `T118: an object cannot be put into a text (write … | tojson)`,
			`T118: null cannot be put into a text, and this always is null (write … // "")`, `warning T106: null cannot be put into a text, and this may be null`,
		}},
		{"in a header", `
  - { name: gone, call: inventory.release, with: { id: a }, headers: { X-A: ^$stock.lines } }
  - return: { headers: { X-A: ^$stock, X-B: $gone } }
`, []string{`T118: an array cannot be put into a header`, `T118: an object cannot be put into a header`}},
		{"durations", `
  - { call: inventory.release, with: { id: a }, timeout: ^$stock.lines }
  - wait: ^$stock.available
  - wait: ^$stock.region
  - repeat: [ { name: x, call: inventory.getStock, with: { sku: mug } } ]
    until: $x.price > 1
    every: ^$stock
`, []string{
			`T119: timeout is an array, which is no duration (write a duration such as 30s or PT1H)`, `T119: wait is a boolean, which is no duration`,
			`T119: wait is "eu" or "us", which is no duration`, `T119: every is an object`,
		}},
	})
}
