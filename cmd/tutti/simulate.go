package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"tutti/catalog"
	"tutti/flow"
	"tutti/simulate"
	"tutti/value"
)

// simulated makes a run in the world that a file describes.
func simulated(ctx context.Context, w world, project *catalog.Project, name string, input value.Value, f runFlags) error {
	src, err := os.ReadFile(f.simulate)
	if err != nil {
		return &exit{exitUsage, err}
	}
	script, found := simulate.Parse(f.simulate, src, project.Operations())
	found = append(found, script.Unlike(project.Operation)...)
	printFindings(w.err, found)
	if found.HasErrors() {
		return &exit{code: exitCheck}
	}
	r, err := simulate.Run(ctx, simulate.Config{
		Script: script, Workflows: project.Plans(), Env: project.Env(w.getenv), Timeouts: timeouts(project),
	}, name, input)
	if f.steps || w.terminal && *f.format == "text" {
		printSteps(w.err, r)
	}
	if err != nil {
		return &exit{exitCheck, err} // the world lacks something that the run needs
	}
	if *f.format == "text" {
		for _, left := range r.Waiting {
			_, _ = fmt.Fprintln(w.err, "tutti: left behind:", left)
		}
	}
	d := project.Workflow(name).Definition
	return printResult(w, *f.format, r.Result, reportOf(r, runInfo{ID: r.ID, Workflow: name, Version: d.Version, Mode: string(cmp.Or(d.Mode, flow.Express))}))
}

// timeouts are those that services have of their own.
func timeouts(p *catalog.Project) map[string]time.Duration {
	out := map[string]time.Duration{}
	for _, s := range p.Services {
		out[s.Flow.Name.Text] = s.Flow.Timeout
	}
	return out
}

func reportOf(r simulate.Result, info runInfo) runReport {
	out := runReport{Run: info, Waiting: r.Waiting}
	other := func(run string) string {
		if run == r.ID {
			return ""
		}
		return run
	}
	for _, s := range r.Steps {
		out.Steps = append(out.Steps, stepReport{
			Run: other(s.Run), Step: s.Step, Operation: s.Operation, Status: string(s.Status), Attempts: s.Attempts,
			Start: s.Start, DurationMS: milliseconds(took(s)),
		})
	}
	for _, e := range r.Emitted {
		out.Emitted = append(out.Emitted, emittedEvent{Run: other(e.Run), Type: e.Type, Data: e.Data, To: e.To, Time: e.At})
	}
	return out
}

// took is how long a step took; 0 if it has not ended.
func took(s simulate.Step) time.Duration {
	if s.End.IsZero() {
		return 0
	}
	return s.End.Sub(s.Start)
}

// printSteps tells a person of all steps: when each began, since the start of the
// run, what became of it, and how long it took.
func printSteps(w io.Writer, r simulate.Result) {
	for _, s := range r.Steps {
		name := s.Step
		if s.Run != r.ID {
			name = s.Run + ": " + name
		}
		line := fmt.Sprintf("%8s  %-9s  %s  %s", span(s.Start.Sub(r.Began)), s.Status, name, s.Operation)
		var more []string
		if s.Attempts > 1 {
			more = append(more, fmt.Sprintf("%d attempts", s.Attempts))
		}
		if t := took(s); t > 0 {
			more = append(more, span(t))
		}
		if len(more) > 0 {
			line += " (" + strings.Join(more, ", ") + ")"
		}
		if s.Fault != nil && s.Status == simulate.Failed {
			line += ": " + s.Fault.Detail
		}
		_, _ = fmt.Fprintln(w, line)
	}
}

// span writes a length of time in days and what is left of them: 1d2h, 30s, 0s.
func span(d time.Duration) string {
	days := d / (24 * time.Hour)
	rest := (d - days*24*time.Hour).Round(time.Millisecond).String()
	if strings.HasSuffix(rest, "m0s") {
		rest = strings.TrimSuffix(rest, "0s")
	}
	if strings.HasSuffix(rest, "h0m") {
		rest = strings.TrimSuffix(rest, "0m")
	}
	switch {
	case days == 0:
		return rest
	case rest == "0s":
		return fmt.Sprintf("%dd", days)
	default:
		return fmt.Sprintf("%dd%s", days, rest)
	}
}
