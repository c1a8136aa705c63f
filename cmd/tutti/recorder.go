package main

import (
	"fmt"
	"io"
	"time"

	"tutti/express"
)

// recorder notes the calls of a run, and tells a person of them as they end.
type recorder struct {
	begun time.Time
	live  io.Writer // nil: nobody looks on
	steps []stepReport
}

// stepReport is one call as scripts read it.
type stepReport struct {
	Step       string    `json:"step"`
	Operation  string    `json:"operation"`
	Status     string    `json:"status"`
	Attempts   int       `json:"attempts"`
	Start      time.Time `json:"start"`
	DurationMS float64   `json:"duration_ms"`
}

// watch is the run's Watch function.
func (r *recorder) watch(e express.StepEvent) {
	if e.Status == express.Started {
		return
	}
	ms := float64(e.Duration.Microseconds()) / 1000
	r.steps = append(r.steps, stepReport{
		Step: e.Step, Operation: e.Operation, Status: string(e.Status), Attempts: 1, Start: e.Start.UTC(), DurationMS: ms,
	})
	if r.live == nil {
		return
	}
	line := fmt.Sprintf("%8.1f ms  %-9s %s  %s (%.1f ms)", float64(e.Start.Sub(r.begun).Microseconds())/1000, e.Status, e.Step, e.Operation, ms)
	if e.Fault != nil {
		line += ": " + e.Fault.Detail
	}
	_, _ = fmt.Fprintln(r.live, line)
}
