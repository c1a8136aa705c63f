package simulate_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"tutti/call"
	"tutti/connector"
	"tutti/express"
	"tutti/fault"
	"tutti/plan"
	"tutti/simulate"
	"tutti/value"
)

// A run is the same on both hosts: which calls it makes, with which attempts and
// outcome, when it ends, and how. One waits in (synthetic) real time, with
// goroutines; the other one plays its agenda.
func TestHostsAgree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		g := &generator{t: rt, rand: rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "times"), 0)), answers: map[string]canned{}}
		src := "workflow: w\nsteps:\n" + g.steps("  ", 3)
		if g.maybe("cancel") {
			g.cancel, _ = g.duration()
		}
		p := compileText(t, "w", src)
		want := inVirtualTime(t, p, g)
		var got string
		synctest.Test(t, func(t *testing.T) { got = inRealTime(t.Context(), p, g) })
		if got != want {
			rt.Fatalf("%s\nin real time\n%s\nin virtual time\n%s", src, got, want)
		}
	})
}

// canned is how an operation answers, always.
type canned struct {
	delay  time.Duration
	status int
}

// generator writes workflows in which no two things happen at the same time, since
// hosts may then differ: its times are drawn evenly, in nanoseconds.
type generator struct {
	t       *rapid.T
	rand    *rand.Rand
	answers map[string]canned
	cancel  time.Duration // of the run; 0: it is not cancelled
}

func (g *generator) duration() (time.Duration, string) {
	d := time.Duration(g.rand.Int64N(3e9) + 1)
	return d, fmt.Sprintf("PT%d.%09dS", d/time.Second, d%time.Second)
}

func (g *generator) maybe(label string) bool { return rapid.IntRange(0, 3).Draw(g.t, label) == 0 }

func (g *generator) steps(indent string, depth int) string {
	var b strings.Builder
	for range rapid.IntRange(1, 3).Draw(g.t, "steps") {
		b.WriteString(indent + "- " + g.step(indent+"  ", depth))
	}
	return b.String()
}

func (g *generator) step(indent string, depth int) string {
	kinds := 8
	if depth == 0 {
		kinds = 3
	}
	switch kind := rapid.IntRange(0, kinds-1).Draw(g.t, "kind"); kind {
	case 0, 1:
		return g.call(indent)
	case 2:
		_, d := g.duration()
		return "wait: " + d + "\n"
	case 3:
		out := "parallel:\n"
		for _, name := range []string{"a", "b", "c"}[:rapid.IntRange(2, 3).Draw(g.t, "branches")] {
			out += indent + "  " + g.unique(name) + ":\n" + g.steps(indent+"    ", depth-1)
		}
		return out + g.beside(indent, true)
	case 4:
		out := "for: " + g.unique("n") + "\n" + indent + "in: [1, 2, 3]\n" + indent + fmt.Sprintf("concurrency: %d\n", rapid.IntRange(1, 3).Draw(g.t, "concurrency"))
		_, a := g.duration()
		_, b := g.duration()
		_, c := g.duration()
		out += indent + "steps:\n" + indent + fmt.Sprintf("  - wait: ${ [%q, %q, %q][$index] }\n", a, b, c)
		return out + g.steps(indent+"  ", depth-1) + g.beside(indent, true)
	case 5:
		out := "try:\n" + g.steps(indent+"  ", depth-1)
		if g.maybe("catch") {
			out += indent + "catch:\n" + indent + "  - on: [5xx]\n" + indent + "    then:\n" + g.steps(indent+"      ", depth-1)
		}
		return out + indent + "finally:\n" + g.steps(indent+"  ", depth-1) + g.beside(indent, false)
	case 6:
		_, every := g.duration()
		return "repeat:\n" + g.steps(indent+"  ", depth-1) + indent + "until: $index == 1\n" + indent + "every: " + every + "\n" + g.beside(indent, false)
	default:
		return "try:\n" + g.steps(indent+"  ", depth-1) + indent + "catch: [ { on: [any], then: [ { set: { " + g.unique("caught") + ": 1 } } ] } ]\n"
	}
}

func (g *generator) unique(name string) string { return fmt.Sprintf("%s%d", name, g.id()) }

// id is never the same twice.
func (g *generator) id() int {
	g.answers[fmt.Sprint("id", len(g.answers))] = canned{}
	return len(g.answers)
}

func (g *generator) operation() string {
	d, _ := g.duration()
	op := g.unique("op")
	g.answers["s."+op] = canned{delay: d, status: rapid.SampledFrom([]int{200, 200, 200, 200, 404, 500}).Draw(g.t, "status")}
	return "s." + op
}

func (g *generator) call(indent string) string {
	out := "call: " + g.operation() + "\n"
	if g.maybe("compensate") {
		out += indent + "compensate: { call: " + g.operation() + " }\n"
	}
	if g.maybe("retry") {
		out += indent + "retry: { on: [500, timeout], attempts: 3 }\n"
	}
	return out + g.beside(indent, false)
}

func (g *generator) beside(indent string, joins bool) (out string) {
	if joins && g.maybe("join") {
		out += indent + "join: any\n"
	} else if g.maybe("continue") {
		out += indent + "onError: continue\n"
	}
	if g.maybe("timeout") {
		_, d := g.duration()
		out += indent + "timeout: " + d + "\n"
	}
	return out
}

func inVirtualTime(t *testing.T, p *plan.Plan, g *generator) string {
	src := "answers:\n  s.none: {}\n"
	for _, op := range p.Ops {
		a := g.answers[op]
		src += fmt.Sprintf("  %s: { status: %d, delay: PT%d.%09dS }\n", op, a.status, a.delay/time.Second, a.delay%time.Second)
	}
	script, found := simulate.Parse("s.yaml", []byte(src), append([]string{"s.none"}, p.Ops...))
	if len(found) > 0 {
		t.Fatal(found)
	}
	if g.cancel > 0 {
		script.Cancel = &simulate.Cancel{After: g.cancel}
	}
	r, err := simulate.Run(t.Context(), simulate.Config{Script: script, Workflows: map[string]*plan.Plan{"w": p}}, "w", value.Value{})
	if err != nil {
		t.Fatal(err)
	}
	steps := map[string]string{}
	for _, s := range r.Steps {
		steps[withoutRun(s.Key)] = fmt.Sprint(s.Attempts, " ", s.Status)
	}
	return summary(steps, r.Took, r.Fault, len(r.Failed))
}

func inRealTime(ctx context.Context, p *plan.Plan, g *generator) string {
	ops := make([]call.Func, len(p.Ops))
	for i, op := range p.Ops {
		ops[i] = call.Chain(g.answers[op].invoke, call.Origin(), call.Status(), call.Deadline(0, p.Limits.CallTimeout))
	}
	w := new(express.Group).Add(p, ops, nil, express.Config{UndoTimeout: time.Hour})
	steps := map[string]string{}
	if g.cancel > 0 {
		var leave context.CancelFunc
		ctx, leave = context.WithCancel(ctx)
		defer leave()
		defer time.AfterFunc(g.cancel, leave).Stop()
	}
	begun := time.Now()
	r := w.Run(ctx, express.Start{Watch: func(e express.StepEvent) {
		status := e.Status
		if status == express.Started || e.Fault != nil && e.Fault.Detail == cutOff {
			status = express.Cancelled // unless its end is told too
		}
		steps[withoutRun(e.Key)] = fmt.Sprint(e.Attempt, " ", status)
	}})
	return summary(steps, time.Since(begun), r.Fault, len(r.Failed))
}

// cutOff is said of a call that something else than its own timeout ended.
const cutOff = "cut off"

// invoke answers after the delay, unless ctx ends first.
func (c canned) invoke(ctx context.Context, _ *call.Request) (connector.Reply, error) {
	select {
	case <-time.After(c.delay):
		return connector.Reply{Status: c.status}, nil
	case <-ctx.Done():
		kind := fault.Cancelled
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			kind = fault.Timeout
		}
		return connector.Reply{}, fault.New(kind, cutOff, ctx.Err())
	}
}

func withoutRun(key string) string {
	_, rest, _ := strings.Cut(key, "/")
	return rest
}

func summary(steps map[string]string, took time.Duration, f *fault.Fault, failed int) string {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(steps)) {
		fmt.Fprintln(&b, key, steps[key])
	}
	end := "well"
	if f != nil {
		end = fmt.Sprintf("%s of %s, %d also", f.Kind, f.Step, len(f.Also))
	}
	fmt.Fprintf(&b, "ended after %v: %s, %d not compensated", took, end, failed)
	return b.String()
}
