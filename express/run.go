package express

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tutti/call"
	"tutti/connector"
	"tutti/fault"
	"tutti/machine"
)

// run is one run being driven; only drive's goroutine touches it.
type run struct {
	workflow *Workflow
	start    Start
	machine  *machine.Machine
	queue    []machine.Command // calls and runs that wait for a place
	flying   map[int]func()    // cancels those under way, by their number
	answers  chan answer       // from their goroutines
	live     int               // how many of those goroutines have not answered yet
	timers   timers
	instant  []answer // known at once

	client context.Context // ends when the client leaves or the run takes too long
	over   <-chan struct{} // client's end; nil once the machine knows
	undo   lazyDeadline    // bounds the compensations
}

// answer is what a call came to.
type answer struct {
	command machine.Command
	event   machine.Event
	begun   time.Time
}

// drive feeds the machine until it has ended, and returns when every goroutine
// it started has.
func (r *run) drive(ctx context.Context) {
	client, stop := context.WithTimeout(ctx, r.workflow.cfg.Timeout)
	defer stop()
	r.client, r.over = client, client.Done()
	r.undo = lazyDeadline{ctx: context.WithoutCancel(ctx), after: r.workflow.cfg.UndoTimeout}
	defer r.undo.stop()
	defer r.timers.stop()
	r.enqueue(r.machine.Start())
	for !r.machine.Ended() {
		r.step()
	}
	for _, cancel := range r.flying {
		cancel()
	}
	for ; r.live > 0; r.live-- {
		<-r.answers
	}
}

// step waits for the next thing to happen, and tells the machine.
func (r *run) step() {
	if c, ok := r.alone(); ok {
		r.take(r.make(r.context(c), r.begin(c)))
		return
	}
	if len(r.instant) > 0 {
		a := r.instant[0]
		r.instant = r.instant[1:]
		r.take(a)
		return
	}
	r.launch()
	select {
	case a := <-r.answers:
		r.live--
		r.take(a)
	case <-r.timers.next():
		if a, ok := r.timers.due(time.Now()); ok {
			r.take(a)
		}
	case <-r.over:
		r.expire()
	}
}

// expire cancels the run, once, if its client has left or its time is up.
func (r *run) expire() {
	if r.over == nil || r.client.Err() == nil {
		return
	}
	r.over = nil
	r.enqueue(r.machine.Advance(cancelled(r.client, r.workflow.cfg.Timeout)))
}

// cancelled is the event for a run that its client left or that took too long.
func cancelled(ctx context.Context, limit time.Duration) machine.Event {
	f := &fault.Fault{Kind: fault.Cancelled, Detail: "the client is gone"}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		f = &fault.Fault{Kind: fault.Timeout, Detail: fmt.Sprintf("the run took longer than %v", limit)}
	}
	return machine.Event{Kind: machine.Cancel, Fault: f}
}

// enqueue takes the machine's commands in. Calls and runs wait in the queue, timers
// for their time.
func (r *run) enqueue(commands []machine.Command) {
	for _, c := range commands {
		switch c.Kind {
		case machine.Call:
			r.queue = append(r.queue, c)
		case machine.Child:
			r.child(c)
		case machine.Timer:
			r.timers.add(r.begin(c), r.timeOf(c))
		case machine.Cancel:
			r.cancel(c.Seq)
		default:
			a := r.begin(c)
			a.event.Fault = fault.New(fault.Internal, c.Kind.String()+" comes with durable mode", nil)
			r.instant = append(r.instant, a)
		}
	}
}

// cancel drops a command, or ends it if it is under way.
func (r *run) cancel(seq int) {
	for i, q := range r.queue {
		if q.Seq == seq {
			r.queue = append(r.queue[:i], r.queue[i+1:]...)
			return
		}
	}
	if cancel := r.flying[seq]; cancel != nil {
		cancel()
		return
	}
	if a, ok := r.timers.remove(seq); ok {
		r.tell(a, Cancelled)
	}
}

// alone is the one call there is to make, when nothing else is under way: it
// needs no goroutine.
func (r *run) alone() (machine.Command, bool) {
	if r.live > 0 || len(r.queue) != 1 || len(r.timers.queue) > 0 || len(r.instant) > 0 {
		return machine.Command{}, false
	}
	c := r.queue[0]
	r.queue = r.queue[:0]
	return c, true
}

// launch starts queued calls and runs, as many as may be under way at once.
func (r *run) launch() {
	limit := r.workflow.plan.Limits.ConcurrentCalls
	if r.answers == nil {
		r.answers = make(chan answer, limit)
		r.flying = make(map[int]func(), len(r.queue))
	}
	for len(r.queue) > 0 && r.live < limit {
		c := r.queue[0]
		r.queue = r.queue[1:]
		ctx, cancel := context.WithCancel(r.context(c))
		r.flying[c.Seq] = cancel
		r.live++
		a := r.begin(c)
		go func() { r.answers <- r.make(ctx, a) }() // drive waits for the answer
	}
}

// context is what ends a call. One that has a compensation is waited for even
// when the client leaves, since it may have succeeded; compensations have a
// deadline of their own.
func (r *run) context(c machine.Command) context.Context {
	switch {
	case c.Undoes:
		return r.undo.context()
	case c.Kind == machine.Call && c.Call.Undone:
		return context.WithoutCancel(r.client)
	default:
		return r.client
	}
}

// make does what a command asks for.
func (r *run) make(ctx context.Context, a answer) answer {
	if a.command.Kind == machine.Child {
		return r.runChild(ctx, a)
	}
	return r.call(ctx, a)
}

// begin notes the start of an attempt.
func (r *run) begin(c machine.Command) answer {
	a := answer{command: c, begun: time.Now(), event: machine.Event{Kind: machine.Done, Seq: c.Seq}}
	r.tell(a, Started)
	return a
}

// call makes one call and turns its outcome into the machine's event.
func (r *run) call(ctx context.Context, a answer) answer {
	c := a.command
	op := &r.workflow.ops[c.Call.Op]
	if c.URL != "" {
		a.event.Fault = fault.New(fault.Contract, "an address of its own comes with calls without a contract", nil)
		a.event.Fault.Processed = fault.No
		return a
	}
	req := &call.Request{Service: op.service, Accept: c.Call.Accept, Timeout: c.Call.Timeout, Request: connector.Request{
		Operation: op.name, With: c.With, Body: c.Body, HasBody: c.Call.Body != nil,
		Headers: headersOf(c.Headers), Key: c.Key,
		Trace: r.start.Trace, TraceState: r.start.TraceState, RequestID: r.start.RequestID,
	}}
	reply, err := op.call(ctx, req)
	if err != nil {
		a.event.Fault = asFault(err)
		return a
	}
	a.event.Out, a.event.Status = reply.Body, reply.Status
	a.event.Headers = reply.Headers.Value
	return a
}

func headersOf(hs []machine.Header) []connector.Header {
	var out []connector.Header
	for _, h := range hs {
		out = append(out, connector.Header{Name: h.Name, Value: h.Value})
	}
	return out
}

// asFault is the error of a call; one that is no fault is a mistake of ours.
func asFault(err error) *fault.Fault {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f
	}
	return fault.New(fault.Internal, "call", err)
}

// take hands an answer to the machine, after the end of the client if that came
// first: a call that ended with its client is not what the run failed of.
func (r *run) take(a answer) {
	delete(r.flying, a.command.Seq)
	r.tell(a, outcome(a.event.Fault))
	r.expire()
	r.enqueue(r.machine.Advance(a.event))
}

func outcome(f *fault.Fault) Status {
	switch {
	case f == nil:
		return Succeeded
	case f.Kind == fault.Cancelled:
		return Cancelled
	default:
		return Failed
	}
}

// tell reports an attempt to whoever watches the run. Pauses and deadlines have no
// key: they belong to other steps.
func (r *run) tell(a answer, s Status) {
	if r.start.Watch == nil || a.command.Key == "" {
		return
	}
	step := r.workflow.plan.Steps[a.command.Step]
	e := StepEvent{
		Step: step.Label, Operation: step.Operation, Key: a.command.Key, Attempt: max(a.command.Attempt, 1),
		Status: s, Start: a.begun, Fault: a.event.Fault,
	}
	if s != Started {
		e.Duration = time.Since(a.begun)
	}
	r.start.Watch(e)
}
