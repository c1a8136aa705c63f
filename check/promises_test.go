package check_test

import (
	"testing"

	"tutti/check"
)

// public is what the public contract says of the workflow w.
func public() *check.Operation {
	o := op("POST", `{"type":"object","required":["cart"],"properties":{"cart":{"type":"string"},"items":{"type":"array","items":{"type":"object","required":["sku"],"properties":{"sku":{"type":"string"}}}}}}`,
		answer("200", `{"type":"object","required":["order","state"],"properties":{"order":{"type":"string"},"state":{"enum":["open","paid"]},"total":{"type":"number"},
			"lines":{"type":"array","items":{"type":"object","required":["sku"],"properties":{"sku":{"type":"string"}}}}}}`),
		answer("201", `{"type":"array","items":{"type":"string"}}`), check.Answer{Status: "202", Empty: true}, answer("404", ""))
	o.Name = "placeOrder"
	o = with(o, param("shop", `{"type":"integer"}`, true))
	return &o
}

// runPublic checks steps of a workflow that serves the public operation.
func runPublic(t *testing.T, cases []mistake) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src, places := unmark("workflow: w\non: { http: POST /orders }\nsteps:\n" + stock + c.steps)
			d := parse(t, "w.yaml", src)
			cfg := typed()
			cfg.Workflows = append(cfg.Workflows, check.Member{Name: "w", Definition: d, Public: public()})
			compare(t, src, check.Workflow(d, cfg), places, c.want)
		})
	}
}

func TestPublicContract(t *testing.T) {
	runPublic(t, []mistake{
		{"as promised", `
  - if: $stock.count > 5
    return: { status: 201, body: [$input.cart, "no ${ $input.shop }"] }
  - if: $stock.count > 4
    return: { status: 202 }
  - if: $stock.count > 3
    return: { status: "${ if $stock.available then 200 else 201 end }", body: $input.items }
  - return: { body: { order: $stock.checked, state: open, lines: "$stock.lines | map({sku})", total: $stock.rate } }
`, nil},
		{"the input is what the contract says", `
  - if: $input.shop == 5 and ^$input.crat == "x"
    return: { status: 202 }
  - return: { status: 201, body: "$input.items | map(^.skuu)" }
`, []string{`T102: $input has no "crat" (did you mean "cart"?)`, `T102: an element of $input.items has no "skuu" (did you mean "sku"?)`}},
		{"a body that breaks it", `
  - return: { body: { order: ^5, state: ^opn, ^totl: 5, lines: "^^$stock.lines | map({price})" } }
`, []string{
			`T113: order of the 200 of placeOrder is of type string, and this is an integer (write "5")`,
			`T113: state of the 200 of placeOrder cannot be "opn" (did you mean "open"?)`,
			`T113: the 200 of placeOrder has no "totl" (did you mean "total"?)`,
			`T113: lines[] of the 200 of placeOrder has no "price" (there is sku)`, `T113: lines[] of the 200 of placeOrder needs "sku"`,
		}},
		{"a member that is missing", `
  - return: { body: ^{ order: a } }
`, []string{`T113: the 200 of placeOrder needs "state" (add state)`}},
		{"another type", `
  - if: $stock.count > 5
    return: { status: 201, body: ^$stock }
  - if: $stock.count > 4
    return: { status: 202, body: ^$stock.lines }
  - ^return: { status: 201 }
`, []string{
			`T113: the 201 of placeOrder is of type array, and this is an object`, `T113: the 202 of placeOrder has no body, the public contract says (remove the body)`,
			`T113: the 201 of placeOrder has a body, the public contract says (add body)`,
		}},
		{"a body that is no JSON is not looked at", `
  - return: { headers: { Content-Type: text/csv }, body: "a;b" }
`, nil},
		{"a status that it does not list", `
  - return: { status: ^204 }
`, []string{`T114: placeOrder does not answer with 204, the public contract says (the contract lists 200, 201, 202, 404)`}},
		{"a status that is computed", `
  - return: { status: ^$stock.region, body: $input.items }
`, []string{`T101: a status is of type integer, and this is a string`}},
		{"an error that it does not list", `
  - try: [ { fail: { status: 418, title: No } } ]
    catch: [ { then: [ { if: $stock.available, fail: { status: ^418, title: No } } ] } ]
  - if: $stock.available
    fail: { status: 404, title: No }
  - return: { status: 202 }
`, []string{`warning T114: placeOrder does not answer with 418, the public contract says (the contract lists 200, 201, 202, 404)`}},
		{"no body, so no content", `
  - ^return: { headers: { X-A: a } }
`, []string{`T114: placeOrder does not answer with 204`}},
		{"conditions that may leave nothing out", `
  - if: $stock.available
    return: { status: 202 }
  - if: $stock.available | not
    return: { status: 202 }
`, nil},
		{"no return at all", `
  - if: $stock.available
    return: { status: 202 }
  - ^if: $stock.count > 5
    call: orders.free
`, []string{`T114: after this the run is over without a return, which is a 204, and placeOrder does not answer with that`}},
	})
}

func TestRunsAndEvents(t *testing.T) {
	runTyped(t, []mistake{
		{"the input of a run", `
  - { run: refund, with: { order: $stock.checked, reason: late } }
  - { run: refund, with: "$stock.lines | {order: .[0].sku}" }
  - { run: refund, with: { ^oder: a } }
  - { run: refund, with: { order: ^5, reason: ^borken } }
  - { run: ^refund }
  - { run: refund, with: ^$stock }
`, []string{
			`T122: the input of refund has no "oder" (did you mean "order"?)`,
			`T122: order of the input of refund is of type string, and this is an integer (write "5")`, `T122: reason of the input of refund cannot be "borken" (did you mean "broken"?)`,
			`T122: the workflow "refund" takes an input, and this gives none (add with)`, `T122: the input of refund needs "order"`,
		}},
		{"events that nobody sends", `
  - { await: ^order.refundet }
  - { await: [order.refunded, order.refunds, invoice.paid] }
  - { await: order.refunded, match: { ^oder: a, amount: 5 } }
  - { await: [order.refunded, invoice.paid], match: { oder: a } }
  - { await: order.refunded, match: { amount: ^$stock.checked, order: $stock.checked } }
`, []string{
			`warning T120: nothing in the project sends "order.refundet" (did you mean "order.refunded"?)`,
			`warning T121: no event of this type has "oder": the project sends order, amount (did you mean "order"?)`,
			`warning T121: this never matches: amount of the events that the project sends is 5`,
		}},
		{"statuses that the contract does not list", `
  - { name: s, call: inventory.getStock, with: { sku: mug }, accept: [404, ^409] }
  - { call: orders.cancel, with: { number: $s.price }, accept: [^404] }
  - { call: orders.free, accept: [404] }
`, []string{`warning T115: inventory.getStock never answers with 409, its contract says (the contract lists 200, 404)`, `warning T115: orders.cancel never answers with 404`}},
	})
}

func TestUnused(t *testing.T) {
	runTyped(t, []mistake{
		{"a call that changes nothing, and a set", `
  - { name: ^shelf, call: inventory.getStock, with: { sku: mug } }
  - set: { ^a: 1, b: 2 }
  - return: { body: [$b, $stock] }
`, []string{`warning F617: nothing uses $shelf, and inventory.getStock changes nothing (use $shelf, or remove the step)`, `warning F617: nothing uses $a (remove it)`}},
		{"inside of blocks whose value nothing uses", `
  - if: $stock.available
    then: [ { name: ^a, call: inventory.getStock, with: { sku: mug } } ]
  - for: line
    in: $stock.lines
    steps: [ { set: { ^b: $line } } ]
  - repeat: [ { set: { ^c: $index } } ]
    until: $index > 3
  - { call: orders.free }
`, []string{"nothing uses $a", "nothing uses $b", "nothing uses $c"}},
		{"what is used in some way", `
  - { name: a, call: inventory.getStock, with: { sku: mug } }
  - { call: inventory.getStock, with: { sku: mug } }
  - { name: changes, call: orders.free }
  - { name: b, call: inventory.getStock, with: { sku: mug }, accept: [404] }
  - try: [ { name: there, call: inventory.getStock, with: { sku: mug } } ]
    catch: [ { then: [ { fail: { status: 404, title: No } } ] } ]
  - parallel:
      known: { call: inventory.getStock, with: { sku: mug } }
      other: [ { call: orders.free }, { name: e, call: inventory.getStock, with: { sku: mug } } ]
  - name: lines
    for: line
    in: "[$other]"
    steps: [ { set: { d: $line } } ]
  - repeat: [ { set: { f: $last } } ]
    until: $index > 3
  - name: g
    switch: [ { when: $lines == null, then: [ { set: { h: 1 } } ] } ]
  - { call: orders.free, compensate: { call: orders.free, with: { a: $a } } }
  - return: { body: ["${ $meta.b.status }", $g] }
`, nil},
		{"a name that is wrong may be meant", `
  - { name: shelf, call: inventory.getStock, with: { sku: mug } }
  - return: { body: ^$self }
`, []string{"N202"}},
	})
}

func TestUndoByContract(t *testing.T) {
	runTyped(t, []mistake{
		{"of what changes nothing", `
  - { name: s, call: inventory.getStock, with: { sku: mug }, compensate: ^{ call: inventory.release, with: { id: $run.id } } }
  - return: { body: $s }
`, []string{`warning F607: inventory.getStock changes nothing, its contract says, so there is nothing to undo (remove it)`}},
		{"by what changes nothing", `
  - { call: orders.free, compensate: { call: ^inventory.getStock, with: { sku: $run.id } } }
`, []string{`warning F607: inventory.getStock changes nothing, its contract says, so it undoes nothing (call what undoes orders.free)`}},
		{"by an answer that has no body", `
  - { name: gone, call: inventory.release, with: { id: $run.id }, compensate: { call: orders.free, with: { id: ^$gone.id } } }
`, []string{`error F607: inventory.release answers without a body, so $gone is always null and says nothing of what to undo (undo by something known before the call`}},
		{"always of the same", `
  - { call: inventory.release, with: { id: $input.id }, compensate: { call: orders.free, with: ^{ id: a } } }
  - { call: inventory.release, with: { id: a }, compensate: { call: orders.free, with: { id: a } } }
`, []string{`warning F607: this undoes the same each time, and inventory.release does not do the same each time`}},
		{"with what it does not take", `
  - { call: orders.free, compensate: { call: orders.cancel, with: { number: ^$stock.checked } } }
`, []string{`T101: number of orders.cancel is of type integer, and this is a string`}},
	})
}

// Where requests that break the contract come through, what it requires may be missing.
func TestUncheckedRequests(t *testing.T) {
	for unchecked, want := range map[bool]string{
		false: `w.yaml:4:9: warning T116: this condition is always true: a string is, whatever it holds (write … != "")`,
		true:  "",
	} {
		d := parse(t, "w.yaml", "workflow: w\non: { http: POST /orders }\nsteps:\n  - if: $input.cart\n    return: { status: 202 }\n  - return: { status: 202 }\n")
		cfg := typed()
		cfg.Workflows = append(cfg.Workflows, check.Member{Name: "w", Definition: d, Public: public(), Unchecked: unchecked})
		if got := check.Workflow(d, cfg).Error(); got != want {
			t.Errorf("unchecked: %v: got %q, want %q", unchecked, got, want)
		}
	}
}
