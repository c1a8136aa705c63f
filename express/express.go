// Package express runs workflows in memory, inside the request that started them.
// It keeps no journal: what must survive a crash does not belong here.
package express

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	"tutti/call"
	"tutti/fault"
	"tutti/machine"
	"tutti/plan"
	"tutti/value"
)

// Config bounds the runs of a workflow. The zero value of a field means the
// default of the plan's limits.
type Config struct {
	Timeout     time.Duration // of a run, without its compensation
	UndoTimeout time.Duration // of the compensation of a run; default: as Timeout
}

// Workflow is a plan bound to what calls its operations. It is safe for
// concurrent use.
type Workflow struct {
	plan  *plan.Plan
	ops   []operation // as plan.Ops
	env   map[string]value.Value
	cfg   Config
	group *Group
}

type operation struct {
	service, name string
	call          call.Func
}

// Plan is what the workflow runs.
func (w *Workflow) Plan() *plan.Plan { return w.plan }

// Start is what one run starts with.
type Start struct {
	Input      value.Value
	Request    func() value.Value // $request, asked for only if the plan reads it; may be nil
	Trace      string             // traceparent to send on; "": none
	TraceState string             // tracestate beside it; "": none
	RequestID  string             // X-Request-Id to send on; "": the id of the run
	Watch      func(StepEvent)    // told of every step that asks or waits, as it begins and ends; may be nil

	depth int // of the runs around
}

// Result is how a run ended.
type Result struct {
	ID string
	machine.Result
}

// StepEvent is an attempt of a step that began or ended: a call, a wait, or the run
// of another workflow. Watch functions get them one at a time.
type StepEvent struct {
	Step      string
	Operation string // "service.operation", "wait", "run other"
	Key       string // the same for all attempts
	Attempt   int    // from 1
	Status    Status
	Start     time.Time     // of the attempt
	Duration  time.Duration // once it has ended
	Fault     *fault.Fault  // of a failed or cancelled attempt
}

// Status is how far an attempt is.
type Status string

// The states of an attempt.
const (
	Started   Status = "started"
	Succeeded Status = "succeeded"
	Failed    Status = "failed"
	Cancelled Status = "cancelled"
)

// Run runs the workflow to its end. When ctx ends, the run is cancelled and what
// it did is undone; the compensations do not end with ctx, and Run waits for them.
func (w *Workflow) Run(ctx context.Context, s Start) Result {
	id := uuid.Must(uuid.NewV7()).String()
	s.RequestID = cmp.Or(s.RequestID, id)
	in := machine.Input{ID: id, Input: s.Input, Env: w.env, Within: s.depth > 0}
	if w.plan.UsesRun {
		in.Run = w.describe(id)
	}
	if w.plan.UsesRequest && s.Request != nil {
		in.Request = s.Request()
	}
	r := &run{workflow: w, start: s, machine: machine.New(w.plan, in)}
	r.drive(ctx)
	return Result{ID: id, Result: r.machine.Result()}
}

// describe is $run. Its time is in whole seconds, so that it reads the same in a journal.
func (w *Workflow) describe(id string) value.Value {
	return value.ObjectOf(
		value.Member{Name: "id", Value: value.FromString(id)},
		value.Member{Name: "time", Value: value.FromString(time.Now().UTC().Format(time.RFC3339))},
		value.Member{Name: "workflow", Value: value.FromString(w.plan.Workflow)},
		value.Member{Name: "version", Value: value.FromString(w.plan.Version)},
	)
}
