package machine_test

import (
	"fmt"
	"runtime"
	"testing"

	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/machine"
	"tutti/plan"
	"tutti/value"
)

// A loop of many turns holds the values that it yields, and of its compensations
// what they read, but not what the turns were made of.
func TestLongLoopHoldsItsResultsOnly(t *testing.T) {
	const turns, answer = 100_000, 1_000
	for _, c := range []struct {
		name, steps string
		most        int // bytes a turn
	}{
		{"the values of the turns", `
- name: all
  for: x
  in: "[range(0; 100000)]"
  concurrency: 8
  steps:
    - { name: a, call: s.a, with: { x: $x } }
    - { name: b, call: s.b, with: { a: $a.id } }
    - set: { y: $b.id }
- { call: s.end, with: { n: $all | length } }`, 200},
		{"nothing at all", `
- for: x
  in: "[range(0; 100000)]"
  steps:
    - { name: a, call: s.a }
    - { call: s.b, with: { a: $a.id } }
- call: s.end`, 100},
		{"what the compensations read", `
- for: x
  in: "[range(0; 100000)]"
  steps:
    - { name: a, call: s.a }
    - { name: id, set: { y: $a.id } }
    - { call: s.b, compensate: { call: s.undo, with: { y: $y, x: $x } } }
- call: s.end`, 400},
		{"the last turn of a repeat", `
- repeat:
    - { name: a, call: s.a, with: { last: $last } }
  until: $index == 99999
  max: 100000
- call: s.end`, 20},
	} {
		lim := flow.DefaultLimits()
		lim.ForElements, lim.RepeatTurns = turns, turns
		lim.ExprSteps *= 100
		def, found := tutti.Workflow("w.yaml", []byte("workflow: w\nsteps:"+c.steps+"\n"))
		if err := found.Err(); err != nil {
			t.Fatal(err)
		}
		p, err := plan.Compile(def, lim)
		if err != nil {
			t.Fatal(err)
		}
		if got := held(t, p, answer) / turns; got > c.most {
			t.Errorf("%s: %d bytes a turn are held before the last call, want at most %d", c.name, got, c.most)
		} else {
			t.Logf("%s: %d", c.name, got)
		}
	}
}

// held is how many bytes a run holds before its last call, when every answer has
// so many bytes that nobody asks for.
func held(t *testing.T, p *plan.Plan, answer int) int {
	filler := make([]byte, answer)
	for i := range filler {
		filler[i] = 'x'
	}
	end := len(p.Ops) - 1
	for p.Ops[end] != "s.end" {
		end--
	}
	before := heap()
	m := machine.New(p, machine.Input{ID: "r"})
	var open []machine.Command
	take := func(commands []machine.Command) { open = append(open, commands...) }
	take(m.Start())
	for !m.Ended() {
		c := open[0]
		open = open[1:]
		if c.Call.Op == end {
			used := heap() - before
			runtime.KeepAlive(m)
			return used
		}
		out := value.Trusted(fmt.Appendf(nil, `{"id":%d,"rest":"%s"}`, c.Seq, filler))
		take(m.Advance(machine.Event{Kind: machine.Done, Seq: c.Seq, Out: out}))
	}
	t.Fatal("the run ended too early")
	return 0
}

// heap is the size of what is alive.
func heap() int {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int(s.HeapAlloc)
}
