package tutti

import (
	"strings"
	"testing"
	"time"
)

// TestTimeGrowsWithSize reads files that are made to be slow. Time in the square
// of the size would show even with the wide bound that slow machines and the
// race detector need.
func TestTimeGrowsWithSize(t *testing.T) {
	const size = maxFile / 8
	fill := func(head, unit, tail string) string {
		return head + strings.Repeat(unit, (size-len(head)-len(tail))/len(unit)) + tail
	}
	const head = "workflow: w\nsteps: [ { set: { a: "
	for name, src := range map[string]string{
		"many values in a line":      fill(head+"[", "1,", "] } } ]"),
		"many expressions in a line": fill(head+"[", "$a,", "] } } ]"),
		"many expressions in a text": fill(head+`"`, "${ 1 }", `" } } ]`),
		"many lines in a text":       fill("workflow: w\nsteps:\n- set:\n    a: |\n", "      ${1}\n", ""),
		"open brackets in a text":    fill(head+`"${`, "([", `" } } ]`),
		"closing brackets in a text": fill(head+`"${`, "(]", `" } } ]`),
		"variables in a text":        fill(head+`"`, "$input ", `" } } ]`),
		"open brackets":              fill(head, "[", ""),
		"colons":                     fill("a", ": b", ""),
		"quotes missing":             fill("", "a: { b: $c[0] }\n", ""),
		"quotes missing in a line":   fill("a: {", "b: $c[0],", ""),
		"unknown keys":               fill("", "ab: 1\n", ""),
		"many steps":                 fill("workflow: w\nsteps:\n", "- call: a.b\n", ""),
		"blanks in a text":           fill(head+`"a`, " ", `b" } } ]`),
		"empty lines behind a text":  fill("a: |+\n"+strings.Repeat(" b\n", size/12), "\n", ""),
		"blanks before a line":       fill("a:\n"+strings.Repeat(" ", size/2)+"[", "1,", "]"),
		"tabs":                       fill("a:\n", "\t", "b"),
	} {
		start := time.Now()
		Workflow("f.yaml", []byte(src))
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: %d bytes took %v", name, len(src), took)
		}
	}
}
