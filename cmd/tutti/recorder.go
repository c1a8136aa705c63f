package main

import (
	"fmt"
	"io"
	"time"

	"tutti/express"
)

// recorder notes the steps of a run, and tells a person of each attempt as it ends.
type recorder struct {
	begun time.Time
	live  io.Writer // nil: nobody looks on
	steps []stepReport
	byKey map[string]int // where the steps stand that have begun
}

// watch is the run's Watch function. All attempts of a step are one report.
func (r *recorder) watch(e express.StepEvent) {
	if e.Status == express.Started {
		return
	}
	if r.byKey == nil {
		r.byKey = map[string]int{}
	}
	at, known := r.byKey[e.Key]
	if !known {
		at = len(r.steps)
		r.byKey[e.Key] = at
		r.steps = append(r.steps, stepReport{Step: e.Step, Operation: e.Operation, Start: e.Start.UTC()})
	}
	s := &r.steps[at]
	s.Status, s.Attempts = string(e.Status), e.Attempt
	s.DurationMS = milliseconds(e.Start.Add(e.Duration).Sub(s.Start))
	r.tell(e)
}

func (r *recorder) tell(e express.StepEvent) {
	if r.live == nil {
		return
	}
	line := fmt.Sprintf("%8.1f ms  %-9s %s  %s (%.1f ms)", milliseconds(e.Start.Sub(r.begun)), e.Status, e.Step, e.Operation, milliseconds(e.Duration))
	if e.Attempt > 1 {
		line += fmt.Sprintf(", attempt %d", e.Attempt)
	}
	if e.Fault != nil {
		line += ": " + e.Fault.Detail
	}
	_, _ = fmt.Fprintln(r.live, line)
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
