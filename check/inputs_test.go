package check_test

import "testing"

func TestTypesOfInputs(t *testing.T) {
	runTyped(t, []mistake{
		{"a text for a number", `
  - { call: inventory.checkStock, with: { items: $input, rate: ^"5" } }
`, []string{`T101: rate of inventory.checkStock is of type number, and this is a string (write 5 without quotes)`}},
		{"a number for a text", `
  - { call: orders.create, with: { customer: ^5, address: $input, pay: $input } }
`, []string{`T101: customer of orders.create is of type string, and this is an integer (write "5")`}},
		{"a text for a list", `
  - { call: inventory.checkStock, with: { items: ^mug } }
`, []string{`T101: items of inventory.checkStock is of type array, and this is a string`}},
		{"one for a list", `
  - { call: inventory.checkStock, with: { items: "^$stock.lines[0]" } }
`, []string{`T101: items of inventory.checkStock is of type array, and this is an object (make it a list: [ … ])`}},
		{"an object for a text", `
  - { name: order, call: orders.create, with: { customer: c, address: { street: a, city: b }, pay: $input } }
  - { call: orders.create, with: { customer: ^$order.customer, address: $input, pay: $input } }
`, []string{`T101: customer of orders.create is of type string, and this is an object (did you mean "$order.customer.id"?)`}},
		{"a list for a text", `
  - { call: orders.create, with: { customer: ^$stock.missing, address: $input, pay: $input } }
`, []string{`T101: customer of orders.create is of type string, and this is an array (take one of its elements: .[0])`}},
		{"an integer for a text", `
  - { call: orders.create, with: { customer: ^$stock.count, address: $input, pay: $input } }
`, []string{`T101: customer of orders.create is of type string, and this is an integer (use … | tostring)`}},
		{"a text for an integer", `
  - { call: orders.cancel, with: { number: ^$stock.checked } }
`, []string{`T101: number of orders.cancel is of type integer, and this is a string (use … | tonumber)`}},
		{"a word for an integer in a query", `
  - { name: a, call: inventory.getStock, with: { sku: mug, limit: ^ten } }
  - { call: orders.cancel, with: { number: $a.price } }
`, []string{`T101: limit of inventory.getStock is of type integer, and this is a string`}},
		{"a boolean deep inside", `
  - call: inventory.checkStock
    with:
      items:
        - sku: mug
          qty: ^true
        - { sku: ^[pot], qty: ^$stock.region }
`, []string{
			`T101: items[0].qty of inventory.checkStock is of type integer, and this is a boolean`,
			`T101: items[1].sku of inventory.checkStock is of type string, and this is an array`,
			`T101: items[1].qty of inventory.checkStock is of type integer, and this is a string`,
		}},
		{"text put together for a list", `
  - { call: inventory.checkStock, with: { items: ^"${ $input.a } and ${ $input.b }" } }
`, []string{`T101: items of inventory.checkStock is of type array, and this is a string`}},
		{"an element of a list that is computed", `
  - { call: inventory.checkStock, with: { items: "^$stock.lines | map({sku: .price, qty: 1})" } }
`, []string{`T101: items[].sku of inventory.checkStock is of type string, and this is a number (use … | tostring)`}},
		{"a body", `
  - { call: orders.tag, with: { id: a }, body: ^{ a: 1 } }
  - { call: orders.tag, with: { id: a }, body: [a, ^1] }
  - { call: orders.tag, with: { id: a }, body: ^$stock.region }
`, []string{
			`T101: the body of orders.tag is of type array, and this is an object`,
			`T101: [1] of the body of orders.tag is of type string, and this is an integer (write "1")`,
			`T101: the body of orders.tag is of type array, and this is a string (make it a list: [ … ])`,
		}},
		{"a with that is no object", `
  - { call: orders.cancel, with: ^$stock.region }
`, []string{`S409: with holds the inputs of orders.cancel by name, and this is a string`}},
		{"a with that is another object", `
  - { call: inventory.getStock, with: "^$stock.lines[0]" }
  - { call: orders.cancel, with: "${ ^{numbr: 5} }" }
`, []string{`S403: inventory.getStock has no input "price" (there is limit, sku, sort, tags)`, `S403: orders.cancel has no input "numbr" (did you mean number?)`}},
		{"a null", `
  - { call: inventory.getStock, with: { sku: ^null, limit: null } }
  - { call: orders.create, with: { customer: c, gift: null, address: { street: ^null, city: b }, pay: $input } }
`, []string{`T105: sku of inventory.getStock cannot be null`, `T105: address.street of orders.create cannot be null`}},
		{"what the language takes", `
  - { call: orders.free, url: ^$stock.lines }
  - { for: a, in: $stock.lines, concurrency: ^$stock.region, steps: [ { call: inventory.release, with: { id: $a.sku } } ] }
  - { human: Look, assign: { users: ^$stock.region, roles: ^$stock.lines } }
  - fail: { status: ^$stock.checked, title: ^$stock.count, detail: $stock.note, extensions: ^$stock.lines }
`, []string{
			`T101: url is of type string, and this is an array`, `T101: concurrency is of type integer, and this is a string`,
			`T101: a list of users or roles is of type array, and this is a string`, `T101: an element of a list of users or roles is of type string, and this is an object`,
			`T101: a status is of type integer, and this is a string`, `T101: title of fail is of type string, and this is an integer`,
			`T101: extensions of fail is of type object, and this is an array`,
		}},
		{"what is always null", `
  - { name: gone, call: inventory.release, with: { id: a } }
  - { call: inventory.getStock, with: { sku: ^$gone } }
`, []string{`T105: sku of inventory.getStock cannot be null, and this always is`}},
		{"what may be null", `
  - { call: orders.cancel, with: { number: 5 } }
  - { call: inventory.getStock, with: { sku: ^$stock.note } }
`, []string{`warning T106: sku of inventory.getStock cannot be null, and this may be (say what to take then: … // …)`}},
	})
}

func TestWordsOfInputs(t *testing.T) {
	runTyped(t, []mistake{
		{"a word that is none of them", `
  - { call: inventory.checkStock, with: { items: $input, mode: ^strickt } }
`, []string{`T104: mode of inventory.checkStock cannot be "strickt" (did you mean "strict"?)`}},
		{"a word like none of them", `
  - { call: inventory.checkStock, with: { items: $input, mode: ^any } }
`, []string{`T104: mode of inventory.checkStock cannot be "any" (there is loose, strict)`}},
		{"words that are computed", `
  - { call: inventory.checkStock, with: { items: $input, mode: ^$stock.region } }
  - { call: inventory.checkStock, with: { items: $input, mode: ^$stock.available | "lose" } }
`, []string{`T104: mode of inventory.checkStock cannot be "eu" or "us" (there is loose, strict)`, `T104: mode of inventory.checkStock cannot be "lose" (did you mean "loose"?)`}},
		{"a parameter", `
  - { name: a, call: inventory.getStock, with: { sku: mug, sort: ^prize } }
  - { call: orders.cancel, with: { number: $a.price } }
`, []string{`T104: sort of inventory.getStock cannot be "prize" (did you mean "price"?)`}},
		{"constants that break other rules", `
  - { call: inventory.checkStock, with: { items: ^[], until: ^tomorrow } }
  - { call: inventory.checkStock, with: { items: [{ sku: ^Mug, qty: ^0 }] } }
  - { call: inventory.getStock, with: { sku: ^m, limit: ^1000 } }
`, []string{
			"T109: items of inventory.checkStock: ", "T109: until of inventory.checkStock: ", "T109: items[0].sku of inventory.checkStock: ",
			"T109: items[0].qty of inventory.checkStock: ", "T109: sku of inventory.getStock: ", "T109: limit of inventory.getStock: ",
		}},
	})
}

func TestMembersOfInputs(t *testing.T) {
	runTyped(t, []mistake{
		{"a member that is missing", `
  - { call: orders.create, with: { customer: c, address: ^{ street: a }, pay: $input } }
`, []string{`T107: address of orders.create needs "city" (add city)`}},
		{"a member that is misspelt", `
  - call: orders.create
    with:
      customer: c
      address:
        street: a
        ^citty: b
      pay: $input
`, []string{`T108: address of orders.create has no "citty" (did you mean "city"?)`}},
		{"a member of an element", `
  - { call: inventory.checkStock, with: { items: [{ sku: a, ^qtty: 1 }, ^{ qty: 2 }] } }
`, []string{`T108: items[0] of inventory.checkStock has no "qtty" (did you mean "qty"?)`, `T107: items[1] of inventory.checkStock needs "sku"`}},
		{"members that are computed", `
  - { call: inventory.checkStock, with: { items: "^^$stock.lines | map({sku, count: 1})" } }
  - { call: inventory.checkStock, with: { items: ^$stock.lines } }
`, []string{`T107: items[] of inventory.checkStock needs "qty" (add qty)`, `T108: items[] of inventory.checkStock has no "count" (there is note, qty, sku)`, `T107: items[] of inventory.checkStock needs "qty"`}},
		{"a member that the contract of another service does not have", `
  - { name: order, call: orders.create, with: { customer: c, address: { street: a, city: b }, pay: $input } }
  - { call: orders.create, with: { customer: c, address: ^$order.customer.address, pay: $input } }
`, []string{`T107: address of orders.create needs "city"`}},
		{"one of two ways", `
  - { call: orders.create, with: { customer: c, address: $input, pay: { kind: card, ^crad: x } } }
  - { call: orders.create, with: { customer: c, address: $input, pay: ^{ kind: transfer, ^card: x } } }
  - { call: orders.create, with: { customer: c, address: $input, pay: { kind: ^cash, card: x } } }
`, []string{`T108: pay of orders.create has no "crad" (did you mean "card"?)`, `T107: pay of orders.create needs "iban" (add iban)`, `T108: pay of orders.create has no "card" (there is iban, kind)`, `T104: pay.kind of orders.create cannot be "cash"`}},
		{"the names of the inputs come first", `
  - { call: orders.create, with: { ^custmer: 5, address: $input, pay: $input } }
`, []string{`S403: orders.create has no input "custmer" (did you mean customer?)`}},
	})
}
