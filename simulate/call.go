package simulate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tutti/call"
	"tutti/connector"
	"tutti/fault"
	"tutti/flow"
	"tutti/machine"
	"tutti/plan"
	"tutti/value"
)

// failures are the words that an answer may fail with, beside a status.
var failures = []string{"timeout", "connect", "breaker", "contract"}

// reply is an answer that was made out for one call.
type reply struct {
	connector.Reply
	delay time.Duration
	fail  string
}

// launch makes the calls that wait for a place, as many as may be under way at once.
func (r *run) launch() {
	for len(r.queue) > 0 && (r.plan.Limits.ConcurrentCalls == 0 || r.calls < r.plan.Limits.ConcurrentCalls) {
		w := r.queue[0]
		r.queue = r.queue[1:]
		r.calls++
		r.call(w)
	}
}

// landed is the end of a call, which makes room for another.
func (r *run) landed(w *wait) {
	if w.Kind != machine.Call {
		return
	}
	if i := slices.Index(r.queue, w); i >= 0 {
		r.queue = slices.Delete(r.queue, i, i+1)
		return
	}
	r.calls--
	r.launch()
}

// call answers a call as the script says.
func (r *run) call(w *wait) {
	target := r.plan.Ops[w.Call.Op]
	answers := r.world.cfg.Answers[target]
	if len(answers) == 0 {
		r.world.stop("%v: no answer for %s; add it under answers", r.plan.Steps[w.Step].Pos, target)
		return
	}
	written := answers[min(r.world.next(target), len(answers)-1)]
	a, err := makeOut(written, w.Command, r.plan.Limits)
	if err != nil {
		r.world.stop("%v: the answer of %s: %w", written.At(), target, err)
		return
	}
	e, after := r.attempt(w, a)
	r.answer(w, after, e)
}

// makeOut evaluates an answer for one call.
func makeOut(written flow.Value, c machine.Command, lim flow.Limits) (reply, error) {
	v, err := plan.Constant(written, map[string]value.Value{
		"with": c.With, "body": c.Body, "attempt": value.FromInt(int64(c.Attempt)),
	}, lim)
	if err != nil {
		return reply{}, err
	}
	out := reply{Reply: connector.Reply{Status: 200, Body: v.Get("body")}}
	if s := v.Get("status"); !s.IsNull() {
		n, ok := s.Int()
		if !ok || n < 100 || n > 599 {
			return out, fmt.Errorf("status is %s, not a number from 100 to 599", s)
		}
		out.Status = int(n)
	}
	if d := v.Get("delay"); !d.IsNull() {
		if out.delay, err = flow.ParseDuration(d.Text()); err != nil {
			return out, fmt.Errorf("delay is %s: %w", d, err)
		}
	}
	hs := map[string][]string{}
	for name, h := range v.Get("headers").Members() {
		text, _ := h.Scalar()
		hs[name] = append(hs[name], text)
	}
	out.Headers = connector.HeadersOf(hs)
	return out, out.failing(v.Get("fail"))
}

// failing reads fail: how the attempt fails, or the status that it is answered with.
func (a *reply) failing(v value.Value) error {
	if v.IsNull() {
		return nil
	}
	if n, ok := v.Int(); ok && n >= 400 && n <= 599 {
		a.Status = int(n)
		return nil
	}
	for _, word := range failures {
		if v.Text() == word {
			a.fail = word
			return nil
		}
	}
	return fmt.Errorf("fail is %s: say %s, or a status from 400 to 599", v, strings.Join(failures, ", "))
}

// attempt is what a call comes to, and after what time.
func (r *run) attempt(w *wait, a reply) (machine.Event, time.Duration) {
	service, operation, _ := strings.Cut(r.plan.Ops[w.Call.Op], ".")
	most := w.Call.Timeout
	if most == 0 {
		most = r.world.cfg.Timeouts[service]
	}
	if most == 0 {
		most = r.plan.Limits.CallTimeout
	}
	if a.fail == "timeout" || a.delay > most {
		a.fail, a.delay = "timeout", most
	}
	req := &call.Request{Service: service, Accept: w.Call.Accept, Request: connector.Request{Operation: operation}}
	got, err := call.Chain(a.invoke, call.Origin(), call.Status())(context.Background(), req)
	if f := (*fault.Fault)(nil); errors.As(err, &f) {
		return machine.Event{Fault: f}, a.delay
	}
	return machine.Event{Out: got.Body, Status: got.Status, Headers: got.Headers.Value}, a.delay
}

// invoke is the attempt itself, as a connection would make it.
func (a reply) invoke(_ context.Context, r *call.Request) (connector.Reply, error) {
	var f *fault.Fault
	switch a.fail {
	case "":
		return a.Reply, nil
	case "timeout":
		f = fault.New(fault.Timeout, fmt.Sprintf("%s did not answer within %v", r.Target(), a.delay), nil)
	case "connect":
		f = fault.New(fault.Connect, r.Target()+" cannot be reached", nil)
		f.Processed = fault.No
	case "breaker":
		f = fault.New(fault.Breaker, r.Service+" is paused", nil)
		f.Processed = fault.No
	case "contract":
		f = fault.New(fault.Contract, r.Target()+" broke its contract", nil)
		f.Processed = fault.Yes
	}
	return connector.Reply{}, f
}
