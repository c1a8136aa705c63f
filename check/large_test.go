package check_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tutti/check"
	"tutti/flow"
)

// large is a workflow of n steps, each of which uses the one before.
func large(t testing.TB, n int) *flow.Definition {
	t.Helper()
	var b strings.Builder
	b.WriteString("workflow: w\nmode: durable\nsteps:\n  - { name: s0, call: inventory.checkStock, with: { items: [{ sku: mug, qty: 1 }] } }\n")
	for i := 1; i < n; i += 2 {
		fmt.Fprintf(&b, "  - set: { t%d: \"$s%d.lines | map({sku, qty: 1, total: (.price * 2 | floor)}) | sort_by(.total)\" }\n", i, i-1)
		fmt.Fprintf(&b, "  - name: s%d\n    if: $s%d.available and ($t%d | length > 0)\n    call: inventory.checkStock\n    with: { items: \"$t%d | map({sku, qty})\", mode: strict }\n", i+1, i-1, i, i)
	}
	b.WriteString("  - return: { body: $s0 }\n")
	d, found := readWorkflow("w.yaml", b.String())
	if found.HasErrors() {
		t.Fatal(found)
	}
	return d
}

// Editors check at each keystroke: what takes its time grows with the number of steps, not with its square.
func TestLargeWorkflowsAreCheckedQuickly(t *testing.T) {
	took := func(n int) time.Duration {
		d, best := large(t, n), time.Hour
		for range 3 {
			began := time.Now()
			if found := check.Workflow(d, typed()); len(found) > 0 {
				t.Fatalf("got\n%v\nwant nothing", found[:min(len(found), 5)])
			}
			best = min(best, time.Since(began))
		}
		return best
	}
	few, many := took(250), took(2000)
	t.Logf("250 steps: %v, 2000 steps: %v", few, many)
	if many > 30*few {
		t.Errorf("eight times as many steps take %.0f times as long", float64(many)/float64(few))
	}
}

// An input may be one of several things, each of which has inputs that may be one of several things.
func TestNestedAlternativesAreCheckedQuickly(t *testing.T) {
	cfg := typed()
	tree := `{"$ref":"#/$defs/node","$defs":{"node":{"oneOf":[`
	for i := range 8 {
		tree += fmt.Sprintf(`{"type":"object","properties":{"a%d":{"$ref":"#/$defs/node"},"b":{"$ref":"#/$defs/node"}}},`, i)
	}
	tree += `{"type":"string"}]}}}`
	cfg.Contracts.(contracts)["orders"]["nest"] = op("POST", `{"type":"object","properties":{"tree":`+tree+`},"$defs":{"node":`+tree[len(`{"$ref":"#/$defs/node","$defs":{"node":`):len(tree)-2]+`}}`)
	d := parse(t, "w.yaml", "workflow: w\nsteps:\n  - { call: orders.nest, with: { tree: "+strings.Repeat("{ b: ", 30)+"5"+strings.Repeat(" }", 30)+" } }\n")
	began := time.Now()
	check.Workflow(d, cfg)
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}

func BenchmarkWorkflow(b *testing.B) {
	d, cfg := large(b, 1000), typed()
	for b.Loop() {
		cfg.Facts = nil
		check.Workflow(d, cfg)
	}
}
