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

// Editors check at each keystroke.
func TestLargeWorkflowsAreCheckedQuickly(t *testing.T) {
	d := large(t, 1000)
	began := time.Now()
	if found := check.Workflow(d, typed()); len(found) > 0 {
		t.Errorf("got\n%v\nwant nothing", found[:min(len(found), 5)])
	}
	took := time.Since(began)
	t.Logf("1000 steps: %v", took)
	if took > 5*time.Second {
		t.Errorf("1000 steps took %v", took)
	}
}

func BenchmarkWorkflow(b *testing.B) {
	d, cfg := large(b, 1000), typed()
	for b.Loop() {
		cfg.Facts = nil
		check.Workflow(d, cfg)
	}
}
