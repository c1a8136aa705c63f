//go:build unix

package tutti

import (
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTimeGrowsWithSize reads and prints files that are made to be slow, in two sizes. Four
// times the size takes four times as long, or sixteen times if a part of it grows
// with the square. Time is that of this process on its processors, so that a busy
// machine does not count; what is quick anyway is not judged.
func TestTimeGrowsWithSize(t *testing.T) {
	const size, quick, most = MaxFile / 8, time.Second, 10
	small := slowFiles(size / 4)
	for name, src := range slowFiles(size) {
		took := timeToRead(t, src)
		if took < quick {
			continue
		}
		if before := timeToRead(t, small[name]); took > most*before {
			t.Errorf("%s: %d bytes took %v, %d bytes took %v", name, len(small[name]), before, len(src), took)
		}
	}
}

// timeToRead is the processor time of one reading, and of the printing if it went well.
func timeToRead(t *testing.T, src string) time.Duration {
	start := processorTime(t)
	if d, list := Workflow("f.yaml", []byte(src)); !list.HasErrors() {
		Print(d)
	}
	return processorTime(t) - start
}

func processorTime(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// slowFiles are files of about a size, each heavy for one part of the reading.
func slowFiles(size int) map[string]string {
	fill := func(head, unit, tail string) string {
		return head + strings.Repeat(unit, (size-len(head)-len(tail))/len(unit)) + tail
	}
	const head = "workflow: w\nsteps: [ { set: { a: "
	return map[string]string{
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
	}
}
