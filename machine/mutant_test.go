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

// TestMutants: each of the planted bugs is found by the tests that run the model
// beside the machine, with no more runs than they have.
func TestMutants(t *testing.T) {
	set(t, "rapid.nofailfile", "true")
	set(t, "rapid.shrinktime", "0s")
	defer machine.Plant(0)
	for n, bug := range machine.Mutants {
		machine.Plant(n)
		found := find()
		switch {
		case n == 0 && found != "":
			t.Fatalf("there is no planted bug, and one is found: %s", found)
		case n > 0 && found == "":
			t.Errorf("nobody finds bug %d: %s", n, bug)
		default:
			t.Logf("%d %s: found by %s", n, bug, found)
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

// find runs the properties, each in its dose, and gives the first one that fails.
func find() string {
	for _, p := range []struct {
		name string
		runs int
		mood mood
	}{{"TestWithoutFailures", calmRuns, calm}, {"TestOneAfterTheOther", orderlyRuns, orderly}, {"TestAnything", wildRuns, wild}} {
		v := &verdict{name: p.name}
		v.run(p.runs, p.mood)
		if v.failed {
			return p.name + v.after
		}
	}
	return ""
}

// verdict takes the outcome of a property in the place of a test.
type verdict struct {
	name, after string
	failed      bool
}

func (v *verdict) run(runs int, what mood) {
	over := make(chan struct{})
	go func() { // FailNow ends it
		defer close(over)
		dose(v.Fatal, runs, func() { rapid.Check(v, property(what)) })
	}()
	<-over
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
