//go:build mutant

package machine_test

import (
	"flag"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tutti/machine"
)

// TestMutants: each of the planted bugs is found by the test that runs the model
// beside the machine, with no more definitions than it has.
func TestMutants(t *testing.T) {
	set(t, "rapid.nofailfile", "true")
	set(t, "rapid.shrinktime", "0s")
	dose(t, definitions)
	defer machine.Plant(0)
	for n, bug := range machine.Mutants {
		machine.Plant(n)
		found := find()
		switch {
		case n == 0 && found != "":
			t.Fatalf("there is no planted bug, and one is found: %s", found)
		case n > 0 && found == "":
			t.Errorf("nobody finds bug %d: %s", n, bug)
		case n > 0:
			t.Logf("%d %s: found when %s", n, bug, found)
		}
	}
}

func set(t *testing.T, name, value string) {
	f := flag.Lookup(name)
	before := f.Value.String()
	t.Cleanup(func() { _ = f.Value.Set(before) })
	if err := f.Value.Set(value); err != nil {
		t.Fatal(err)
	}
}

// find runs the moods and gives the first one in which something is wrong.
func find() string {
	for _, what := range []mood{calm, orderly, wild} {
		v := &verdict{name: what.name}
		over := make(chan struct{})
		go func() { // FailNow ends it
			defer close(over)
			rapid.Check(v, property(what))
		}()
		<-over
		if v.failed {
			return v.name + v.after
		}
	}
	return ""
}

// verdict takes the outcome of a property in the place of a test.
type verdict struct {
	name, after string
	failed      bool
}

func (v *verdict) Errorf(format string, args ...any) {
	v.failed = true
	if _, after, ok := strings.Cut(fmt.Sprintf(format, args...), "after "); ok && v.after == "" {
		after, _, _ = strings.Cut(after, " tests")
		v.after = " after " + after + " definitions"
	}
}

func (v *verdict) Fatalf(format string, args ...any) { v.Errorf(format, args...); v.FailNow() }
func (v *verdict) Fatal(args ...any)                 { v.Fatalf("%s", fmt.Sprint(args...)) }
func (v *verdict) Error(args ...any)                 { v.failed = true }
func (v *verdict) FailNow()                          { v.failed = true; runtime.Goexit() }
func (v *verdict) Fail()                             { v.failed = true }
func (v *verdict) Failed() bool                      { return v.failed }
func (v *verdict) Name() string                      { return v.name }
func (v *verdict) Helper()                           {}
func (v *verdict) Logf(string, ...any)               {}
func (v *verdict) Log(...any)                        {}
func (v *verdict) Skipf(string, ...any)              {}
func (v *verdict) Skip(...any)                       {}
func (v *verdict) SkipNow()                          {}
