package check

import (
	"time"

	"tutti/diag"
	"tutti/flow"
	"tutti/value"
)

// express checks that a step fits a run in express mode, which lives in memory,
// inside the request, and only so long.
func (c *checker) express(s *flow.Step, in around) {
	c.fits(s.Timeout, "this timeout")
	c.fitsRetry(s.Retry)
	switch a := s.Do.(type) {
	case *flow.Try:
		for _, k := range a.Catch {
			c.fitsRetry(k.Retry)
		}
	case *flow.Wait:
		c.fits(a.For, "this wait")
	case *flow.Repeat:
		c.fits(a.Every, "the pause between the turns")
	case *flow.Await:
		c.endless(s, in, "an event")
	case *flow.Human:
		c.endless(s, in, "a person")
	}
}

const durable = "write mode: durable"

// fits reports a constant duration that is longer than the whole run may be.
func (c *checker) fits(v flow.Value, what string) {
	if d, ok := duration(v); ok {
		c.within(d, v.At(), what)
	}
}

func (c *checker) fitsRetry(r *flow.Retry) {
	if r != nil {
		c.within(r.Timeout, r.Pos, "the timeout of an attempt")
		c.within(r.Min, r.Pos, "the first backoff")
	}
}

func (c *checker) within(d time.Duration, p diag.Pos, what string) {
	if most := c.cfg.Limits.RunTimeout; most > 0 && d > most {
		c.errorf(p, CodeExpress, durable, "%s is longer than a run in express mode, which lives in memory and has %s at most", what, most)
	}
}

// endless reports waiting that nothing ends in time.
func (c *checker) endless(s *flow.Step, in around, forWhat string) {
	if in.timed {
		return
	}
	c.errorf(s.Pos, CodeExpress, durable+", or give it a timeout that fits",
		"this waits for %s without a timeout, and a run in express mode lives in memory and has %s at most", forWhat, c.cfg.Limits.RunTimeout)
}

// duration is a constant duration: a text like 200ms or PT1H. A number is none,
// since a wait reads it as a time.
func duration(v flow.Value) (time.Duration, bool) {
	l, ok := v.(*flow.Literal)
	if !ok || l.JSON.Kind() != value.String {
		return 0, false
	}
	d, err := flow.ParseDuration(l.JSON.Text())
	return d, err == nil
}
