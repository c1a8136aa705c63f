// Package simulate runs workflows in virtual time: a wait of 30 days takes none,
// and services, events and people are played by a script. It calls nobody, keeps
// nothing, and the same script always gives the same run.
package simulate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"tutti/diag"
	"tutti/fault"
	"tutti/flow"
	"tutti/machine"
	"tutti/plan"
	"tutti/value"
)

// Config is what a simulation stands on.
type Config struct {
	Script
	Workflows map[string]*plan.Plan    // by name
	Env       map[string]value.Value   // $env
	Timeouts  map[string]time.Duration // of one attempt, by service; none: the plan's limit
}

// Script is what happens around a run. The zero Script is a world in which nothing
// happens and nobody answers.
type Script struct {
	Answers map[string][]flow.Value // by operation: see Parse; one after the other, the last one again and again
	Events  []Event
	People  []Person
	Request value.Value // $request of the first run
	Cancel  *Cancel     // nil: the run is not cancelled
	Start   time.Time   // zero: 2026-01-01T00:00:00Z
	Seed    uint64      // of the jitter
}

// Event is an event that comes from outside.
type Event struct {
	After time.Duration // since the start
	Type  string
	Data  value.Value
}

// Person is somebody who does the tasks of a title, or all tasks. Of several for a
// title each does one task, the last one all that are left.
type Person struct {
	diag.Pos               // of the answer in the script
	Title    string        // "": any
	After    time.Duration // since the task was given
	By       string
	Answer   value.Value
}

// Cancel ends the first run from outside.
type Cancel struct {
	After time.Duration
	Keep  bool // do not undo what is done
}

// Result is what came of the first run.
type Result struct {
	machine.Result
	ID       string
	Workflow string
	Began    time.Time     // virtual
	Took     time.Duration // likewise
	Steps    []Step        // of all runs, in order of their start
	Emitted  []Emitted
	Waiting  []string // of other runs: what they wait for and never got
}

// Step is a step that asked something of the world around its run.
type Step struct {
	Run       string
	Workflow  string
	Step      string
	Operation string // "payments.authorize", "wait", "await order.shipped", …
	Status    Status
	Attempts  int
	Start     time.Time
	End       time.Time   // zero while it waits
	With      value.Value // what the last attempt sent: the inputs, or the data
	Key       string      // the same for all attempts
	Undoes    bool        // part of a compensation
	Fault     *fault.Fault
}

// Status is what became of a step.
type Status string

// The states of a step.
const (
	Waiting   Status = "waiting"
	Succeeded Status = "succeeded"
	Failed    Status = "failed"
	Cancelled Status = "cancelled"
)

// Emitted is an event that a run sent.
type Emitted struct {
	Run  string
	Type string
	Data value.Value
	To   string // a service; "": the stream that awaits read
	At   time.Time
}

// Compensations are the steps that undid something, in their order.
func (r Result) Compensations() []Step {
	var out []Step
	for _, s := range r.Steps {
		if s.Undoes {
			out = append(out, s)
		}
	}
	return out
}

var errContext = errors.New("the simulation was stopped")

// Run plays a run of the workflow to its end, and those that it starts as far as
// they get. The error says what the script lacks, or what the run waits for in
// vain; the Result then tells how far it got.
func Run(ctx context.Context, cfg Config, workflow string, input value.Value) (Result, error) {
	p := cfg.Workflows[workflow]
	if p == nil {
		return Result{}, fmt.Errorf("no workflow %q%s", workflow, mend(workflow, slices.Sorted(maps.Keys(cfg.Workflows))))
	}
	w := newWorld(cfg)
	first := w.start(p, input, cfg.Request, nil)
	if c := cfg.Cancel; c != nil {
		w.after(c.After, func() { first.cancel(fault.New(fault.Cancelled, "the run was cancelled", nil), c.Keep) })
	}
	for _, e := range cfg.Events {
		w.after(e.After, func() { w.publish(e.Type, e.Data, "outside") })
	}
	err := w.play(ctx)
	if err == nil && !first.machine.Ended() {
		err = first.stuck()
	}
	return w.result(first), err
}

func mend(name string, names []string) string {
	if s := diag.DidYouMean(name, names); s != "" {
		return " (" + s + ")"
	}
	return ""
}

func (w *world) result(first *run) Result {
	out := Result{
		Result: first.machine.Result(), ID: first.id, Workflow: first.plan.Workflow,
		Began: w.begun, Took: w.now.Sub(w.begun), Emitted: w.emitted,
	}
	if first.machine.Ended() {
		out.Took = first.ended.Sub(w.begun)
	}
	for _, s := range w.steps {
		out.Steps = append(out.Steps, *s)
	}
	for _, r := range w.runs {
		if r != first && !r.machine.Ended() {
			out.Waiting = append(out.Waiting, r.complaints()...)
		}
	}
	return out
}
