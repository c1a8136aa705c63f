package simulate

import (
	"fmt"
	"slices"
	"time"

	"tutti/fault"
	"tutti/flow"
	"tutti/machine"
	"tutti/plan"
	"tutti/value"
)

// run is one run of a workflow.
type run struct {
	world   *world
	plan    *plan.Plan
	id      string
	machine *machine.Machine
	depth   int              // of runs around
	since   int              // events from this one on count
	waits   []*wait          // in order of the commands
	calls   int              // under way
	queue   []*wait          // calls that wait for a place
	took    map[taken]bool   // events that steps have had
	records map[string]*Step // by key
	over    func()           // tells who waits for its end; nil: nobody
	ended   time.Time
}

// wait is a command without an answer yet.
type wait struct {
	machine.Command
	answer *happening // nil: nothing is known that will answer
	child  *run
	event  taken
	record *Step // nil: a pause or a deadline, which is no step
}

// describe is $run.
func (r *run) describe() value.Value {
	return value.ObjectOf(
		value.Member{Name: "id", Value: value.FromString(r.id)},
		value.Member{Name: "time", Value: value.FromString(r.world.now.UTC().Format(time.RFC3339))},
		value.Member{Name: "workflow", Value: value.FromString(r.plan.Workflow)},
		value.Member{Name: "version", Value: value.FromString(r.plan.Version)},
	)
}

// limit ends a run in express mode that takes too long.
func (r *run) limit() {
	most := r.plan.Limits.RunTimeout
	if r.plan.Mode == flow.Durable || most == 0 {
		return
	}
	r.world.after(most, func() {
		r.cancel(fault.New(fault.Timeout, fmt.Sprintf("the run took longer than %v", most), nil), false)
	})
}

func (r *run) cancel(f *fault.Fault, keep bool) {
	r.advance(machine.Event{Kind: machine.Cancel, Fault: f, Keep: keep})
}

func (r *run) advance(e machine.Event) {
	if !r.machine.Ended() {
		r.handle(r.machine.Advance(e))
	}
}

// handle does what the machine asks for. Answers come through the agenda, even
// those that are there at once: the machine is never entered from within.
func (r *run) handle(commands []machine.Command) {
	for _, c := range commands {
		if c.Kind == machine.Cancel {
			r.takeBack(c.Seq)
			continue
		}
		w := &wait{Command: c, record: r.record(c)}
		r.waits = append(r.waits, w)
		r.ask(w)
	}
	if r.machine.Ended() && r.ended.IsZero() {
		r.end()
	}
}

func (r *run) ask(w *wait) {
	switch w.Kind {
	case machine.Call:
		r.queue = append(r.queue, w)
		r.launch()
	case machine.Timer:
		r.timer(w)
	case machine.Await:
		r.await(w)
	case machine.Task:
		r.task(w)
	case machine.Emit:
		r.emit(w)
	case machine.Child:
		r.run(w)
	default:
		panic("simulate: unknown command " + w.Kind.String())
	}
}

// end is the end of the run: what it still asked for is of no use.
func (r *run) end() {
	r.ended = r.world.now
	r.world.alive--
	r.queue = nil
	for len(r.waits) > 0 {
		r.takeBack(r.waits[0].Seq)
	}
	if r.over != nil {
		r.over()
	}
}

// answer gives the machine an answer after a while.
func (r *run) answer(w *wait, after time.Duration, e machine.Event) {
	e.Kind, e.Seq = machine.Done, w.Seq
	w.answer = r.world.after(after, func() {
		r.forget(w)
		r.landed(w)
		w.close(r.world.now, e.Fault)
		r.advance(e)
	})
}

func (r *run) forget(w *wait) {
	r.waits = slices.DeleteFunc(r.waits, func(other *wait) bool { return other == w })
}

// takeBack drops what the machine no longer wants. An event that was on its way is
// there for others again; a run that was started is cancelled.
func (r *run) takeBack(seq int) {
	i := slices.IndexFunc(r.waits, func(w *wait) bool { return w.Seq == seq })
	if i < 0 {
		return
	}
	w := r.waits[i]
	r.waits = slices.Delete(r.waits, i, i+1)
	r.world.drop(w.answer)
	r.landed(w)
	delete(r.took, w.event)
	w.close(r.world.now, fault.New(fault.Cancelled, "no longer wanted", nil))
	if w.child != nil {
		w.child.over = nil
		w.child.cancel(fault.New(fault.Cancelled, "the run around was cancelled", nil), false)
	}
}

func (r *run) timer(w *wait) {
	if !w.Until.IsZero() {
		r.answer(w, w.Until.Sub(r.world.now), machine.Event{})
		return
	}
	r.answer(w, r.world.between(w.Min, w.Max), machine.Event{})
}

// run starts another workflow.
func (r *run) run(w *wait) {
	p := r.world.cfg.Workflows[w.Workflow]
	switch limit := r.plan.Limits.NestedRuns; {
	case p == nil:
		r.world.stop("%v: no workflow %q", r.plan.Steps[w.Step].Pos, w.Workflow)
		return
	case limit > 0 && r.depth+1 > limit:
		r.answer(w, 0, machine.Event{Fault: fault.New(fault.Limit, fmt.Sprintf("more than %d runs inside each other", limit), nil)})
		return
	}
	child := r.world.start(p, w.With, value.Value{}, r)
	if w.Detach {
		r.answer(w, 0, machine.Event{})
		return
	}
	w.child = child
	child.over = func() { r.answer(w, 0, outcome(child.machine.Result())) }
}

// outcome is what a run is to the one that ran it. One that failed has undone what
// it did, unless an undo failed.
func outcome(result machine.Result) machine.Event {
	if result.Fault == nil {
		return machine.Event{Out: result.Body}
	}
	f := *result.Fault
	if len(result.Failed) == 0 {
		f.Processed = fault.No
	}
	return machine.Event{Fault: &f}
}

// record notes a step that begins, or its next attempt. Pauses and deadlines have
// no key: they belong to other steps.
func (r *run) record(c machine.Command) *Step {
	if c.Key == "" {
		return nil
	}
	step := r.plan.Steps[c.Step]
	s := r.records[c.Key]
	if s == nil {
		s = &Step{
			Run: r.id, Workflow: r.plan.Workflow, Step: step.Label, Operation: step.Operation,
			Start: r.world.now, Key: c.Key, Undoes: c.Undoes,
		}
		r.records[c.Key] = s
		r.world.steps = append(r.world.steps, s)
	}
	s.Status, s.Attempts, s.With, s.End, s.Fault = Waiting, max(c.Attempt, 1), c.With, time.Time{}, nil
	return s
}

// close notes the end of a step.
func (w *wait) close(now time.Time, f *fault.Fault) {
	s := w.record
	if s == nil {
		return
	}
	s.End, s.Fault, s.Status = now, f, Succeeded
	switch {
	case f != nil && f.Kind == fault.Cancelled:
		s.Status = Cancelled
	case f != nil:
		s.Status = Failed
	}
}
