package machine

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tutti/fault"
	"tutti/plan"
	"tutti/value"
)

// split takes "service.operation" apart.
func split(target string) (service, operation string) {
	service, operation, _ = strings.Cut(target, ".")
	return service, operation
}

// retryCall asks for a pause before the next attempt of a call, if there is one.
func (m *Machine) retryCall(w *wait, ins *plan.Ins, f *fault.Fault) bool {
	r := ins.Retry
	if r == nil || w.attempt >= r.Attempts || !matchesFault(r.On, f) || !m.mayRepeat(ins, w) {
		return false
	}
	w.attempt++
	m.pause(w, ins, r, w.attempt-1, f)
	return true
}

// mayRepeat tells whether the call may be sent again: one that is not idempotent
// only if no attempt can have happened.
func (m *Machine) mayRepeat(ins *plan.Ins, w *wait) bool {
	if ins.Op != plan.Call || ins.Call.Idempotent == nil || *ins.Call.Idempotent {
		return true
	}
	return !w.maybe
}

// pause asks for a timer: full jitter up to a bound that doubles, and not before
// the service said that it may be asked again.
func (m *Machine) pause(w *wait, ins *plan.Ins, r *plan.RetrySpec, attempt int, f *fault.Fault) {
	least := retryAfter(f)
	most := max(least, backoff(r, attempt))
	m.seq++
	w.pause = true
	m.post(Command{Kind: Timer, Seq: m.seq, Step: ins.Step, Ask: &Ask{Min: least, Max: most}, Undoes: w.undoes}, *w)
}

// backoff is the longest pause after an attempt.
func backoff(r *plan.RetrySpec, attempt int) time.Duration {
	d := r.Min
	for i := 1; i < attempt && d < r.Max; i++ {
		d *= 2
	}
	if r.Max > 0 {
		d = min(d, r.Max)
	}
	return d
}

// retryAfter is what the service asked for, in seconds (RFC 9110, section 10.2.3);
// a date is not heeded, since a machine has no clock.
func retryAfter(f *fault.Fault) time.Duration {
	if f == nil || f.Upstream == nil {
		return 0
	}
	seconds, err := strconv.Atoi(f.Upstream.Headers.Get("retry-after").Text())
	if err != nil || seconds < 0 || seconds > 86400 {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// retryScope starts what has failed as a whole again after a pause, if there is an
// attempt left.
func (m *Machine) retryScope(f *fiber, ins *plan.Ins) bool {
	r := ins.Retry
	made, _ := f.frame.slots[ins.Src].Int()
	err := f.frame.slots[ins.Old]
	if int(made) >= r.Attempts || !matches(r.On, err) {
		return false
	}
	m.pause(&wait{fiber: f, ins: f.pc, frame: f.frame, undoes: f.undoing()}, ins, r, int(made), nil)
	return true
}

// matches tells whether one of the words of an `on` fits an error; no words fit any.
func matches(on []string, err value.Value) bool {
	return len(on) == 0 || matchesFault(on, fault.FromValue(err))
}

func matchesFault(on []string, f *fault.Fault) bool {
	return len(on) == 0 || slices.ContainsFunc(on, func(word string) bool { return fits(word, f) })
}

func fits(word string, f *fault.Fault) bool {
	status := statusOf(f)
	switch word {
	case "any":
		return true
	case "4xx", "5xx":
		return status/100 == int(word[0]-'0')
	case string(f.Kind), f.Type:
		return true
	}
	n, err := strconv.Atoi(word)
	return err == nil && n == status
}

// statusOf is the status that a service answered or a fail step gave; 0 if there was
// none, whatever the client is told: a 502 for a failed connection is not the
// service's.
func statusOf(f *fault.Fault) int {
	switch {
	case f.Upstream != nil:
		return f.Upstream.Status
	case f.Kind == fault.Fail:
		return f.HTTPStatus()
	default:
		return 0
	}
}
