package express

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"tutti/machine"
)

// timers are the machine's timers, the soonest first. One clock serves them all; it
// sends nothing while there are none.
type timers struct {
	queue []timer
	clock *time.Timer
}

type timer struct {
	at     time.Time
	answer answer
}

// add starts a timer, behind those of the same time.
func (t *timers) add(a answer, at time.Time) {
	i, _ := slices.BinarySearchFunc(t.queue, at, func(other timer, at time.Time) int {
		if other.at.After(at) {
			return 1
		}
		return -1
	})
	t.queue = slices.Insert(t.queue, i, timer{at, a})
}

func (t *timers) remove(seq int) (answer, bool) {
	i := slices.IndexFunc(t.queue, func(other timer) bool { return other.answer.command.Seq == seq })
	if i < 0 {
		return answer{}, false
	}
	a := t.queue[i].answer
	t.queue = slices.Delete(t.queue, i, i+1)
	return a, true
}

// next sends when the soonest timer is due.
func (t *timers) next() <-chan time.Time {
	if len(t.queue) == 0 {
		return nil
	}
	if d := time.Until(t.queue[0].at); t.clock == nil {
		t.clock = time.NewTimer(d)
	} else {
		t.clock.Reset(d)
	}
	return t.clock.C
}

// due takes the soonest timer if its time has come.
func (t *timers) due(now time.Time) (answer, bool) {
	if len(t.queue) == 0 || t.queue[0].at.After(now) {
		return answer{}, false
	}
	a := t.queue[0].answer
	t.queue = slices.Delete(t.queue, 0, 1)
	return a, true
}

func (t *timers) stop() {
	if t.clock != nil {
		t.clock.Stop()
	}
}

// timeOf is when a timer is due; of a time between two the host draws one. In a
// compensation nothing is waited for beyond its deadline.
func (r *run) timeOf(c machine.Command) time.Time {
	at := c.Until
	if at.IsZero() {
		d := c.Min
		if c.Max > c.Min {
			d += rand.N(c.Max - c.Min + 1)
		}
		at = time.Now().Add(d)
	}
	if !c.Undoes {
		return at
	}
	if end, ok := r.undo.context().Deadline(); ok && end.Before(at) {
		return end
	}
	return at
}

// lazyDeadline is a context whose time begins when it is first asked for.
type lazyDeadline struct {
	ctx    context.Context
	after  time.Duration
	cancel context.CancelFunc
}

func (l *lazyDeadline) context() context.Context {
	if l.cancel == nil {
		l.ctx, l.cancel = context.WithTimeout(l.ctx, l.after)
	}
	return l.ctx
}

func (l *lazyDeadline) stop() {
	if l.cancel != nil {
		l.cancel()
	}
}
