package check_test

import "testing"

func TestNames(t *testing.T) {
	run(t, []mistake{
		{"misspelt", `
  - { name: stock, call: inventory.list }
  - return: { body: ^$stok.items }
`, []string{"error N202: unknown variable $stok (did you mean $stock?)"}},
		{"misspelt variable of the language", `
  - return: { body: ^$inputs.items }
`, []string{"N202: unknown variable $inputs (did you mean $input?)"}},
		{"nothing like it", `
  - return: { body: ^$warehouse }
`, []string{"N202: unknown variable $warehouse (there is $env, $input, $meta, $request, $run)"}},
		{"in the middle of an expression", `
  - set: { a: "$input.x | map(. + ^$y)" }
`, []string{"unknown variable $y"}},
		{"each time it occurs", `
  - set: { a: "^$x + ^$y * ^$x" }
`, []string{"unknown variable $x", "unknown variable $y", "unknown variable $x"}},
		{"in text", `
  - set: { a: "from ${ ^$x } to ${ $input.y } and ${ ^$z }" }
`, []string{"unknown variable $x", "unknown variable $z"}},
		{"in a block over lines", `
  - set:
      a: |
        $input.items
        | map(.price)
        | . + [^$tax]
`, []string{"unknown variable $tax"}},
		{"behind characters of several bytes", `
  - set: { a: "$input.x + \"żółć 🙂\" + ^$y" }
`, []string{"unknown variable $y"}},
		{"inside of a string of jq", `
  - set: { a: '$input.x | "\(. + ^$y)"' }
`, []string{"unknown variable $y"}},
		{"local names end with their expression", `
  - set: { a: "${ ($input.x as $y | $y) + ^$y }" }
`, []string{"unknown variable $y"}},
		{"in a guard", `
  - if: ^$x
    call: inventory.list
`, []string{"unknown variable $x"}},
		{"in the condition of a block", `
  - if: ^$x > 1
    then: [ { call: inventory.list } ]
`, []string{"unknown variable $x"}},
		{"in the list of a loop", `
  - for: i
    in: ^$x
    steps: [ { call: inventory.list } ]
`, []string{"unknown variable $x"}},
		{"in the headers and the body of a call", `
  - { call: orders.attach, with: { id: 1 }, headers: { X-A: ^$x }, body: [^$y] }
`, []string{"unknown variable $x", "unknown variable $y"}},
		{"in a failure", `
  - fail: { status: ^$x, title: "${ ^$y }", extensions: { z: ^$z } }
`, []string{"unknown variable $x", "unknown variable $y", "unknown variable $z"}},
		{"in an answer", `
  - return: { status: ^$x, headers: { X-A: "${ ^$y }" }, body: [^$z] }
`, []string{"unknown variable $x", "unknown variable $y", "unknown variable $z"}},
		{"in a compensation", `
  - call: inventory.list
    compensate: { if: ^$x, call: payments.void, with: { id: ^$y }, headers: { X-A: ^$z } }
`, []string{"unknown variable $x", "unknown variable $y", "unknown variable $z"}},
		{"the same name twice", `
  - { name: a, call: inventory.list }
  - { name: ^a, call: inventory.list }
`, []string{`N201: the name "a" is taken by the step at line 4`}},
		{"a step of the name of a branch", `
  - parallel:
      a: { call: inventory.list }
      b: [ { name: ^a, call: inventory.list } ]
`, []string{`N201: the name "a" is taken`}},
		{"set twice", `
  - set: { a: 1 }
  - set: { ^a: 2 }
`, []string{`N201: the name "a" is set already at line 4`}},
		{"set in two branches", `
  - parallel:
      x: [ { set: { a: 1 } } ]
      y: [ { set: { ^a: 1 } } ]
`, []string{`N201: the name "a" is set in another branch too`}},
		{"an element of the name of a step", `
  - { name: a, call: inventory.list }
  - for: ^a
    in: $a
    steps: [ { call: inventory.list } ]
`, []string{`N201: the name "a" is taken already at line 4`}},
		{"an element of the name of the element around", `
  - for: a
    in: $input
    steps:
      - for: ^a
        in: $a
        steps: [ { call: inventory.list } ]
`, []string{`N201: the name "a" is taken already at line 4`}},
		{"a step of the name of the element", `
  - for: a
    in: $input
    steps:
      - { name: ^a, call: inventory.list }
`, []string{`N201: the name "a" is taken already at line 4`}},
	})
}

func TestVisibility(t *testing.T) {
	run(t, []mistake{
		{"a later step", `
  - { call: payments.void, with: { id: ^$order.id } }
  - { name: order, call: inventory.list }
`, []string{"N203: $order cannot be there yet: the step that gives it, at line 5, runs later (move that step before this one)"}},
		{"a step inside of the block whose condition this is", `
  - if: ^$order != null
    then: [ { name: order, call: inventory.list } ]
`, []string{"N203: $order cannot be there yet"}},
		{"a later set", `
  - return: { body: ^$total }
    if: $input.x
  - set: { total: 1 }
`, []string{"N203: $total cannot be there yet"}},
		{"the step itself", `
  - { name: order, call: payments.void, with: { id: ^$order.id } }
`, []string{"N203: $order is what comes out of this step itself, which has not run yet"}},
		{"the loop around", `
  - name: all
    for: i
    in: $input.x
    steps: [ { call: payments.void, with: { id: ^$all } } ]
`, []string{"N203: $all is what comes out of the block around, at line 4, which is not over yet"}},
		{"the branch around", `
  - parallel:
      a: { call: inventory.list }
      b:
        - { call: payments.void, with: { id: ^$b } }
`, []string{"N203: $b is what comes out of the block around, at line 6"}},
		{"the same set", `
  - set: { a: 1, b: ^$a + 1 }
`, []string{"N203: $a is a name of this same set, and they do not see each other (put it into a set before this one)"}},
		{"the other case", `
  - if: $input.x
    then: [ { name: a, call: inventory.list } ]
    else: [ { return: { body: ^$a } } ]
`, []string{"N203: $a (line 5) is in the other case of the if at line 4"}},
		{"another branch", `
  - parallel:
      a: { call: inventory.list }
      b: { call: payments.void, with: { id: ^$a.id } }
`, []string{"N204: $a (line 5) is in another branch of the parallel at line 4, which runs at the same time (use it after the parallel"}},
		{"another branch, deep inside", `
  - parallel:
      a:
        - if: $input.x
          then: [ { set: { deep: 1 } } ]
      b:
        - if: ^$deep
          call: inventory.list
`, []string{"N204: $deep (line 7) is in another branch of the parallel at line 4"}},
		{"another branch as a whole", `
  - parallel:
      a: [ { call: inventory.list } ]
      b: [ { set: { c: ^$a } } ]
`, []string{"N204: $a (line 5) is in another branch"}},
		{"in the turn of a loop", `
  - for: item
    in: $input.items
    steps: [ { name: shelf, call: inventory.list } ]
  - return: { body: ^$shelf }
`, []string{"N205: $shelf (line 6) lives in the turns of the loop at line 4, and this is outside of them (give the loop a name; its value is the array of the turns' values)"}},
		{"in the turn of a named loop", `
  - name: lines
    for: item
    in: $input.items
    steps: [ { set: { sku: $item } } ]
  - return: { body: ^$sku }
`, []string{"N205: $sku (line 7) lives in the turns of the loop at line 4, and this is outside of them (outside, use $lines, the array of the turns' values)"}},
		{"the element outside", `
  - for: item
    in: ^$item.list
    steps: [ { call: inventory.list } ]
  - return: { body: ^$item }
`, []string{"N205: $item (line 4) lives in", "N205: $item (line 4) lives in"}},
		{"of two loops, the one that is left", `
  - for: a
    in: $input
    steps:
      - for: b
        in: $a
        steps: [ { set: { c: $b } } ]
      - set: { d: ^$c }
  - set: { e: ^$c }
`, []string{"the loop at line 7", "the loop at line 4"}},
		{"the turn of another loop, in a compensation", `
  - for: a
    in: $input
    steps: [ { name: x, call: inventory.list } ]
  - call: inventory.list
    compensate: { call: payments.void, with: { id: ^$x } }
`, []string{"N205: $x (line 6) lives in the turns of the loop at line 4"}},
		{"$index outside of a loop", `
  - set: { a: ^$index }
`, []string{"N206: $index is the number of a loop's turn, and there is none around this"}},
		{"$last", `
  - for: a
    in: $input
    steps: [ { set: { b: ^$last } } ]
`, []string{"N206: $last is the value of the turn before in a repeat"}},
		{"$error outside of a compensation", `
  - fail: ^$error
`, []string{"N206: $error is the failure that a catch, finally or compensate is about"}},
	})
}

func TestLanguageVariables(t *testing.T) {
	run(t, []mistake{
		{"$meta of an unknown step", `
  - { name: stock, call: inventory.list }
  - if: $meta.^stok.status == 404
    call: inventory.list
`, []string{"N202: unknown step $meta.stok (did you mean $meta.stock?)"}},
		{"$meta of a later step", `
  - if: $meta.^stock.status == 404
    call: inventory.list
  - { name: stock, call: inventory.list }
`, []string{"N203: $meta.stock cannot be there yet: the step that gives it, at line 6, runs later"}},
		{"an unknown field of $meta", `
  - { name: stock, call: inventory.list }
  - return: { body: $meta.stock.^statsu }
`, []string{`N208: $meta.stock has no field "statsu" (did you mean status?)`}},
		{"a field of $meta in quotes", `
  - { name: stock, call: inventory.list }
  - return: { body: '^$meta["stock"]["statsu"]' }
`, []string{`N208: $meta.stock has no field "statsu"`}},
		{"the status of a step that is no call", `
  - { name: all, for: i, in: $input, steps: [ { call: inventory.list } ] }
  - return: { body: $meta.all.^status }
`, []string{`N208: only a call has "status", and step "all" is none`}},
		{"$meta of a set", `
  - set: { total: 1 }
  - return: { body: $meta.^total.state }
`, []string{`N207: $meta knows steps, and "total" is a name of a set`}},
		{"$meta of an element", `
  - for: i
    in: $input
    steps: [ { set: { a: $meta.^i.state } } ]
`, []string{`N207: $meta knows steps, and "i" is the element of a loop`}},
		{"$meta of a variable", `
  - return: { body: $meta.^input.state }
`, []string{`N207: $meta knows steps, and "input" is a variable of the language`}},
		{"$meta of a branch of several steps", `
  - parallel:
      a: [ { call: inventory.list }, { call: inventory.list } ]
      b: { call: inventory.list }
  - return: { body: $meta.^a.state }
`, []string{`N207: $meta knows steps, and "a" is a branch of several (name a step in it)`}},
		{"all of $meta", `
  - return: { body: ^$meta }
`, []string{"X301: $meta is not a value of its own"}},
		{"misspelt $env", `
  - return: { body: $env.^REGOIN }
`, []string{`N209: the project does not see "REGOIN" of the environment (did you mean $env.REGION? or if it shall, add it to env in tutti.yaml)`}},
		{"$secrets", `
  - { call: inventory.list, headers: { X-Key: ^$secrets.key } }
`, []string{"N210: $secrets comes later and is not in this version"}},
		{"an unknown field of $run", `
  - return: { body: $run.^tme }
`, []string{`N208: $run has no field "tme" (did you mean time?)`}},
		{"a field of $run that needs a journal", `
  - return: { body: $run.^callback }
`, []string{"F616: nobody can call back a run in express mode, so there is no $run.callback (write mode: durable)"}},
		{"an unknown field of $request", `
  - return: { body: $request.^body }
`, []string{`N208: $request has no field "body" (there is claims, client, event, headers, method, path, query)`}},
	})
}

func TestExpressions(t *testing.T) {
	run(t, []mistake{
		{"a refused function", `
  - set: { a: "$input.x + ^now" }
`, []string{"X301: now is refused: it reads the clock"}},
		{"an unknown function", `
  - set: { a: $input.x | ^lenght }
`, []string{`X301: there is no function "lenght" (did you mean "length"?)`}},
		{"no end", `
  - if: $input.x >^
    call: inventory.list
`, []string{"X301"}},
		{"no input at the start", `
  - if: ^.x > 1
    call: inventory.list
`, []string{"X301"}},
		{"a broken expression hides nothing else", `
  - set: { a: $input | ^foo, b: ^$x }
`, []string{`X301: there is no function "foo"`, "unknown variable $x"}},
		{"in a literal block", `
  - set:
      a: |
        $input.items
          | ^frist
`, []string{`X301: there is no function "frist" (did you mean "first"?)`}},
	})
}
