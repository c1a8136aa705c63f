package machine_test

import (
	"testing"

	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/machine"
	"tutti/plan"
	"tutti/value"
)

// What a run costs in the machine alone: the host answers at once.

func BenchmarkThreeCalls(b *testing.B) {
	benchmarkRun(b, `
- { name: a, call: s.a, with: { id: $input.id } }
- { name: b, call: s.b, with: { id: $a.id } }
- { name: c, call: s.c, with: { id: $b.id } }
- return: { body: $c }
`)
}

func BenchmarkParallelOfThree(b *testing.B) {
	benchmarkRun(b, `
- parallel:
    a: { call: s.a, with: { id: $input.id } }
    b: { call: s.b, with: { id: $input.id } }
    c: { call: s.c, with: { id: $input.id } }
- return: { body: { a: $a, b: $b, c: $c } }
`)
}

func BenchmarkLoopOfThousand(b *testing.B) {
	benchmarkRun(b, `
- name: all
  for: n
  in: "[range(1000)]"
  steps: [ { set: { n: $n } } ]
- return: { body: $all }
`)
}

func benchmarkRun(b *testing.B, steps string) {
	def, found := tutti.Workflow("w.yaml", []byte("workflow: w\nsteps:"+steps))
	if err := found.Err(); err != nil {
		b.Fatal(err)
	}
	p, err := plan.Compile(def, flow.DefaultLimits())
	if err != nil {
		b.Fatal(err)
	}
	in := machine.Input{ID: "019b0c3e-5f7a-7c1d-9e2b-3a4d5e6f7081", Input: value.Trusted([]byte(`{"id":7}`))}
	out := value.Trusted([]byte(`{"id":8,"x":[1,2,3]}`))
	var seqs []int
	b.ReportAllocs()
	for b.Loop() {
		m := machine.New(p, in)
		for commands := m.Start(); !m.Ended(); {
			seqs = seqs[:0] // the commands are gone with the next event
			for _, c := range commands {
				seqs = append(seqs, c.Seq)
			}
			for _, seq := range seqs {
				commands = m.Advance(machine.Event{Kind: machine.Done, Seq: seq, Out: out, Status: 200})
			}
		}
	}
}
