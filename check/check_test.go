package check_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tutti/check"
	"tutti/diag"
	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/plan"
)

// mistake is a workflow with places that must be complained about. Each ^ in the
// steps (it is taken out before parsing) marks the place of a finding; want has
// the findings in the same order, each as a part of "severity code: message (mend)".
type mistake struct {
	name  string
	steps string
	want  []string
}

func run(t *testing.T, cases []mistake) {
	t.Helper()
	runBelow(t, "workflow: w\n", cases)
}

// runDurable is run in a workflow that may wait as long as it likes.
func runDurable(t *testing.T, cases []mistake) {
	t.Helper()
	runBelow(t, "workflow: w\nmode: durable\n", cases)
}

func runBelow(t *testing.T, head string, cases []mistake) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src, places := unmark(head + "steps:\n" + c.steps)
			d := parse(t, "w.yaml", src)
			compare(t, src, check.Workflow(d, config()), places, c.want)
		})
	}
}

func compare(t *testing.T, src string, got diag.List, places, want []string) {
	t.Helper()
	if len(places) != len(want) {
		t.Fatalf("the test marks %d places for %d findings", len(places), len(want))
	}
	ok := len(got) == len(want)
	for i := 0; ok && i < len(got); i++ {
		pos, text, _ := strings.Cut(got[i].String(), " ")
		ok = pos == places[i] && strings.Contains(text, want[i])
	}
	if ok {
		return
	}
	var wanted []string
	for i := range want {
		wanted = append(wanted, places[i]+" … "+want[i])
	}
	t.Errorf("input\n%s\ngot\n%v\nwant\n%s", src, got, strings.Join(wanted, "\n"))
}

// unmark takes the marks out of the text and tells where they were, as a finding does.
func unmark(marked string) (src string, places []string) {
	line, col := 1, 1
	var b strings.Builder
	for _, r := range marked {
		switch r {
		case '^':
			places = append(places, fmt.Sprintf("w.yaml:%d:%d:", line, col))
			continue
		case '\n':
			line, col = line+1, 0
		}
		col++
		b.WriteRune(r)
	}
	return b.String(), places
}

func readWorkflow(file, src string) (*flow.Definition, diag.List) {
	return tutti.Workflow(file, []byte(src))
}

func parse(t *testing.T, file, src string) *flow.Definition {
	t.Helper()
	d, found := readWorkflow(file, src)
	if len(found) > 0 {
		t.Fatalf("input\n%s\ncannot be read: %v", src, found)
	}
	return d
}

func config() check.Config {
	return check.Config{Contracts: shop(), Env: []string{"SHOP_URL", "REGION"}, Workflows: []check.Member{{Name: "refund"}, {Name: "track-ride"}}}
}

// contracts is services by name, operations by name.
type contracts map[string]map[string]check.Operation

func (c contracts) Services() []string                 { return slices.Sorted(maps.Keys(c)) }
func (c contracts) Operations(service string) []string { return slices.Sorted(maps.Keys(c[service])) }

func (c contracts) Operation(service, name string) (check.Operation, bool) {
	op, ok := c[service][name]
	return op, ok
}

func shop() contracts {
	param := func(name string) check.Input { return check.Input{Name: name, Required: true} }
	field := func(name string) check.Input { return check.Input{Name: name, Body: true, Required: true} }
	note := check.Input{Name: "note", Body: true}
	return contracts{
		"inventory": {
			"getStock":  {Inputs: []check.Input{param("sku"), {Name: "warehouse"}}},
			"reserve":   {Inputs: []check.Input{field("items"), note}, HasBody: true},
			"release":   {Inputs: []check.Input{param("id")}},
			"list":      {Inputs: []check.Input{{Name: "filter", Unsupported: "its style is not supported"}}},
			"count":     {},
			"move":      {Inputs: []check.Input{param("from"), {Name: "path.id", Required: true, Clash: true}, {Name: "body.id", Body: true, Clash: true}}, HasBody: true},
			"subscribe": {Unsupported: "it answers with a stream"},
		},
		"payments": {
			"authorize": {Inputs: []check.Input{field("amount"), field("card"), note}, HasBody: true},
			"void":      {Inputs: []check.Input{param("id")}},
		},
		"orders": {
			"create": {Inputs: []check.Input{param("customer")}, HasBody: true, OpenBody: true},
			"attach": {Inputs: []check.Input{param("id")}, HasBody: true},
			"import": {Inputs: []check.Input{param("id"), field("lines")}, HasBody: true},
		},
		"broken": {},
	}
}

// All of this is right, and must stay so.
func TestGoodWorkflows(t *testing.T) {
	for name, steps := range map[string]string{
		"checkout": `
  - parallel:
      stock: { call: inventory.getStock, with: { sku: $input.sku } }
      lines:
        for: item
        in: $input.items
        concurrency: 8
        steps:
          - { name: shelf, call: inventory.getStock, with: { sku: $item.sku } }
          - set: { sku: $item.sku, position: $index, price: $shelf.price // 0 }
      checked:
        - { name: first, call: inventory.list }
        - set: { count: $first | length }
  - if: $stock.available | not
    fail: { status: 409, title: Out of stock, extensions: { missing: "$lines | map(.sku)", first: $first } }
  - name: payment
    call: payments.authorize
    with: { amount: 5, card: $input.card }
    headers: { X-Region: $env.REGION, Content-Type: application/json }
    compensate: { if: $meta.payment.status != 402 and $error.status >= 400, call: payments.void, with: { id: $run.id } }
  - return:
      status: 201
      headers: { Location: "/orders/${ $payment.id }" }
      body: { id: $payment.id, count: $count, at: $run.time, who: '$request.headers["x-who"]', state: $meta.stock.state }
`,
		"a set takes the name of a step, or of an element": `
  - { name: stock, call: inventory.list }
  - set: { stock: $stock.items }
  - for: id
    in: $stock
    steps:
      - { call: inventory.getStock, with: { sku: $id, warehouse: $index } }
  - return: { body: $stock }
`,
		"names of then and else are there behind the if": `
  - if: $input.fast
    then:
      - set: { kind: fast }
      - { name: quick, call: inventory.list }
    else:
      - set: { kind: slow }
  - return: { body: { kind: $kind, quick: $quick } }
`,
		"two loops with one name for the element": `
  - for: item
    in: [1, 2]
    steps: [ { call: inventory.getStock, with: { sku: $item } } ]
  - for: item
    in: $input.items
    steps: [ { set: { two: $item } } ]
`,
		"a compensation sees what finished later, and its own turn": `
  - for: line
    in: $input.lines
    steps:
      - name: held
        call: inventory.reserve
        with: { items: [$line] }
        compensate: { if: $sent == null, call: inventory.release, with: { id: "${ [$run.id, $line.sku, $index] | join(\"/\") }" } }
      - { name: sent, call: inventory.list }
`,
		"return in a loop whose turns run one at a time": `
  - for: line
    in: $input.lines
    steps:
      - if: $line.stop
        return: { body: $line }
`,
		"the last step ends the run": `
  - if: $input.x
    then: [ { return: { status: 204 } } ]
    else: [ { fail: { status: 404, title: No } } ]
`,
		"with as an expression, or with more than the contract names": `
  - { call: inventory.getStock, with: $input }
  - { call: orders.create, with: { customer: $input.c, anything: 1 } }
  - { call: orders.attach, with: { id: 1 }, body: [1, $input.x] }
  - { call: orders.import, with: { id: 1 }, body: $input.file }
  - { call: broken.whatever, with: { we: do, not: know } }
`,
		"names that jq binds itself": `
  - return: { body: "$input as {a: $b} | $input.items | reduce .[] as $i ($b; . + $i)" }
`,
	} {
		t.Run(name, func(t *testing.T) {
			src := "workflow: w\nsteps:\n" + strings.TrimPrefix(steps, "\n")
			if got := check.Workflow(parse(t, "w.yaml", src), config()); len(got) > 0 {
				t.Errorf("input\n%s\ngot\n%v\nwant nothing", src, got)
			}
		})
	}
}

// The workflows of the example have no unknown names, whatever its contracts say.
func TestExampleHasNoFindings(t *testing.T) {
	files, err := filepath.Glob("../examples/*/workflows/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		cfg := config()
		cfg.Contracts = anyService{}
		if got := check.Workflow(parse(t, f, string(src)), cfg); len(got) > 0 {
			t.Errorf("%s: got\n%v\nwant nothing", f, got)
		}
	}
}

// anyService knows every service and the operations of none.
type anyService struct{}

func (anyService) Services() []string {
	return []string{"inventory", "payments", "orders", "shipping", "customers"}
}
func (anyService) Operations(string) []string                       { return nil }
func (anyService) Operation(string, string) (check.Operation, bool) { return check.Operation{}, false }

// Whatever the order in which maps are walked, the findings come in the same one.
func TestSameFindingsEveryTime(t *testing.T) {
	src := "workflow: w\nsteps:\n" + strings.Repeat("  - call: inventry.list\n    with: { b: $x, a: $y, c: $meta.z }\n", 20)
	d := parse(t, "w.yaml", src)
	first := check.Workflow(d, config()).Error()
	for range 20 {
		if got := check.Workflow(d, config()).Error(); got != first {
			t.Fatalf("got\n%s\nand before\n%s", got, first)
		}
	}
}

func TestWithoutServices(t *testing.T) {
	src, places := unmark("workflow: w\nsteps:\n  - call: ^payments.void\n")
	got := check.Workflow(parse(t, "w.yaml", src), check.Config{})
	compare(t, src, got, places, []string{`error S401: unknown service "payments" (add it to services in tutti.yaml)`})
}

// The checker takes any definition that can be read, and what it finds nothing
// wrong with can be compiled.
func FuzzWorkflow(f *testing.F) {
	f.Add("  - call: inventory.list\n")
	f.Add("  - { name: a, call: payments.void, with: { id: $a.b }, compensate: { call: payments.void, with: { id: $a } } }\n")
	f.Add("  - for: i\n    in: $input\n    steps:\n      - parallel: { a: { set: { x: $i } }, b: [ { return: { body: $x } } ] }\n  - set: { y: $meta.a.b, z: $x }\n")
	f.Add("  - if: true\n    then: [ { fail: $error } ]\n    else: [ { set: { x: $env.A, y: $last } } ]\n")
	f.Add("  - repeat: [ { name: a, await: x.y, match: { b: $last } } ]\n    until: $meta.a.type == $index\n    every: $input.d\n")
	f.Add("  - try: [ { switch: [ { when: $input.x, then: [ { wait: 1s } ] } ], else: [ { fail: {} } ] } ]\n    catch: [ { on: [4xx], retry: { attempts: 2 }, then: [ { fail: $error } ] } ]\n    finally: [ { set: { y: $error } } ]\n")
	f.Add("  - { name: h, human: Look, timeout: 5s, form: { type: object }, escalate: [ { after: 1s, assign: { roles: $input.r } } ], compensate: { emit: a.b, data: $h, to: orders } }\n")
	f.Add("  - { run: refund, with: $input, detach: true, onError: continue, compensate: { run: w, with: $error } }\n")
	f.Add("  - parallel: { a: { call: inventory.list, idempotent: false, fallback: [ { call: inventory.count, retry: { attempts: 2 } } ] }, b: [ { name: c, call: inventory.list } ] }\n    join: any\n    retry: { attempts: 3, on: [timeout] }\n")
	f.Add("  - name: l\n    for: i\n    in: $input\n    concurrency: $input.n\n    onError: continue\n    steps: [ { if: $i, return: { status: 204 } } ]\n  - set: { e: $meta.l.errors }\n")
	f.Fuzz(func(t *testing.T, steps string) {
		d, unread := tutti.Workflow("w.yaml", []byte("workflow: w\non: { http: GET /runs }\nkey: $input.k\nsteps:\n"+steps))
		if d == nil {
			return
		}
		found := check.Workflow(d, config())
		for _, x := range append(check.Routes([]*flow.Definition{d, d}, config()), found...) {
			if x.Pos.Line == 0 || x.Code == "" || x.Message == "" {
				t.Errorf("a finding without a place, code or message: %v", x)
			}
		}
		if unread.HasErrors() || found.HasErrors() {
			return
		}
		if _, err := plan.Compile(d, flow.DefaultLimits()); err != nil {
			t.Errorf("nothing is wrong with it, and it has no plan: %v", err)
		}
	})
}
