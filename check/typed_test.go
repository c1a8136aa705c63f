package check_test

import (
	"testing"

	"tutti/check"
	"tutti/flow"
	"tutti/schema"
	"tutti/value"
)

// typed is a shop whose contracts say what everything looks like.
func typed() check.Config {
	return check.Config{
		Contracts: contracts{
			"inventory": {
				"checkStock": op("POST", `{"type":"object","required":["items"],"properties":{
					"items":{"type":"array","minItems":1,"items":{"type":"object","required":["sku","qty"],"properties":{
						"sku":{"type":"string","pattern":"^[a-z]"},"qty":{"type":"integer","minimum":1},"note":{"type":["string","null"]}}}},
					"mode":{"enum":["strict","loose"]},"until":{"type":"string","format":"date"},"rate":{"type":"number"}}}`,
					answer("200", `{"type":"object","required":["available","lines","region","count","checked"],"properties":{
						"available":{"type":"boolean"},"missing":{"type":"array","items":{"type":"string"}},"region":{"enum":["eu","us"]},
						"count":{"type":"integer"},"rate":{"type":"number"},"note":{"type":["string","null"]},"checked":{"type":"string"},
						"lines":{"type":"array","items":{"type":"object","required":["sku","price"],"properties":{"sku":{"type":"string"},"price":{"type":"number"},"tags":{"type":"array","items":{"type":"string"}}}}}}}`),
					answer("404", `{"type":"object","properties":{"title":{"type":"string"}}}`)),
				"getStock": with(op("GET", "", answer("200", `{"type":"object","required":["sku","price"],"properties":{"sku":{"type":"string"},"price":{"type":"number"}}}`), answer("404", "")),
					param("sku", `{"type":"string","minLength":2}`, true), param("limit", `{"type":"integer","maximum":100}`, false),
					param("sort", `{"enum":["price","name"]}`, false), param("tags", `{"type":"array","items":{"type":"string"}}`, false)),
				"release": with(op("DELETE", "", check.Answer{Status: "204", Empty: true}), param("id", `{"type":"string"}`, true)),
			},
			"orders": {
				"create": op("POST", `{"type":"object","required":["customer","address","pay"],"properties":{
					"customer":{"type":"string"},"gift":{"type":["boolean","null"]},
					"address":{"type":"object","required":["street","city"],"properties":{"street":{"type":"string"},"city":{"type":"string"},"zip":{"type":"string"}}},
					"pay":{"oneOf":[
						{"type":"object","required":["kind","card"],"properties":{"kind":{"const":"card"},"card":{"type":"string"}}},
						{"type":"object","required":["kind","iban"],"properties":{"kind":{"const":"transfer"},"iban":{"type":"string"}}}]}}}`,
					answer("201", `{"type":"object","required":["id","number","customer","state"],"properties":{"id":{"type":"string"},"number":{"type":"integer"},"state":{"enum":["open","paid"]},
						"customer":{"type":"object","required":["id","name"],"properties":{"id":{"type":"string"},"name":{"type":"string"},"address":{"type":"object","required":["street"],"properties":{"street":{"type":"string"}}}}}}}`)),
				"cancel": with(op("DELETE", "", check.Answer{Status: "204", Empty: true}), param("number", `{"type":"integer"}`, true)),
				"tag":    with(op("PUT", `{"type":"array","items":{"type":"string"}}`, check.Answer{Status: "204", Empty: true}), param("id", `{"type":"string"}`, true)),
				"free":   {HasBody: true, OpenBody: true},
			},
		},
		Workflows: []check.Member{
			{Name: "refund", Definition: child(), Input: parsed(`{"type":"object","required":["order"],"properties":{"order":{"type":"string"},"reason":{"enum":["broken","late"]}}}`)},
		},
	}
}

// child is another workflow of the project.
func child() *flow.Definition {
	d, found := readWorkflow("refund.yaml", `workflow: refund
steps:
  - emit: order.refunded
    data: { order: $input.order, amount: 5 }
  - return: { body: { amount: 5, state: done } }
`)
	if len(found) > 0 {
		panic(found.Error())
	}
	return d
}

func parsed(text string) *schema.Schema {
	v, err := value.Scan([]byte(text), 64)
	if err != nil {
		panic(err)
	}
	s, err := schema.Parse(v)
	if err != nil {
		panic(err)
	}
	return s
}

// op is an operation that takes a body, lowered as a connector does it.
func op(method, body string, answers ...check.Answer) check.Operation {
	o := check.Operation{Method: method, Safe: method == "GET", Answers: answers}
	if body == "" {
		return o
	}
	o.HasBody, o.Body = true, parsed(body)
	for _, p := range o.Body.Properties() {
		o.Inputs = append(o.Inputs, check.Input{
			Name: p.Name, Body: true, Required: p.Required, Schema: p.Schema, Nullable: p.Schema.Types()&schema.Null != 0,
		})
	}
	return o
}

func with(o check.Operation, params ...check.Input) check.Operation {
	o.Inputs = append(params, o.Inputs...)
	return o
}

func param(name, text string, required bool) check.Input {
	return check.Input{Name: name, Schema: parsed(text), Required: required}
}

func answer(status, text string) check.Answer {
	if text == "" {
		return check.Answer{Status: status}
	}
	return check.Answer{Status: status, Schema: parsed(text)}
}

// runTyped is run in the typed shop, behind a step $stock.
func runTyped(t *testing.T, cases []mistake) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src, places := unmark("workflow: w\nmode: durable\nsteps:\n" + stock + c.steps)
			compare(t, src, check.Workflow(parse(t, "w.yaml", src), typed()), places, c.want)
		})
	}
}

// Whatever is written, the checker comes to an end, each finding has a place and a code, and the order in which
// an editor asks does not matter.
func FuzzTyped(f *testing.F) {
	for _, steps := range []string{
		"  - { call: inventory.checkStock, with: { items: [{ sku: $stock.region, qty: 0 }], mode: strickt } }\n",
		"  - name: pages\n    repeat: [ { name: page, call: inventory.getStock, with: { sku: $last.sku } } ]\n    until: $page.prise > 5\n",
		"  - { call: orders.create, with: { customer: 5, address: { street: a }, pay: { kind: cash } } }\n",
		"  - if: $stock.available\n    then: [ { set: { a: $stock.lines } } ]\n    else: [ { set: { a: $stock.count } } ]\n  - return: { body: \"$a | map(.sku)\" }\n",
		"  - { run: refund, with: { oder: 5 } }\n  - { await: order.refunded, match: { a: 1 } }\n  - { run: w, with: $stock }\n",
		"  - try: [ { call: orders.cancel, with: $stock } ]\n    catch: [ { then: [ { fail: $error.cause.title } ] } ]\n",
		"  - { call: orders.free, compensate: { call: orders.cancel, with: { number: $stock.note } } }\n  - { wait: $stock.count }\n",
		"  - { name: t, human: \"${ $stock }\", form: { type: object, properties: { a: { enum: [1] } } } }\n  - { for: x, in: $t, steps: [ { emit: a.b, data: $x.y } ] }\n",
	} {
		f.Add(steps)
	}
	f.Fuzz(func(t *testing.T, steps string) {
		d, _ := readWorkflow("w.yaml", "workflow: w\nmode: durable\non: { event: order.refunded }\nsteps:\n"+stock+"\n"+steps)
		if d == nil {
			return
		}
		cfg := typed()
		cfg.Workflows = append(cfg.Workflows, check.Member{Name: "w", Definition: d, Public: public()})
		found := check.Workflow(d, cfg)
		cfg.Facts = check.NewFacts()
		info := check.Inspect(d, cfg) // what it infers first is another order
		for _, x := range found {
			if x.Pos.Line == 0 || x.Code == "" || x.Message == "" {
				t.Errorf("a finding without a place, code or message: %v", x)
			}
		}
		names, _ := flow.Resolve(d)
		for _, e := range names.Exprs() {
			info.Scope(e)
			_ = info.Shape(e).String()
			info.Dot(e, len(e.Source)/2)
		}
		if again := check.Workflow(d, cfg); again.Error() != found.Error() {
			t.Errorf("got\n%v\nand then\n%v", found, again)
		}
	})
}

const stock = `  - { name: stock, call: inventory.checkStock, with: { items: [{ sku: mug, qty: 1 }] } }`
