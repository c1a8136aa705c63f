package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tutti/fault"
	"tutti/machine"
	"tutti/value"
)

// runReport is the result of a run as scripts read it.
type runReport struct {
	Run     runInfo        `json:"run"`
	Status  string         `json:"status"`
	Output  value.Value    `json:"output"`
	HTTP    *httpReport    `json:"http"`
	Error   *value.Value   `json:"error"`
	Steps   []stepReport   `json:"steps"`
	Emitted []emittedEvent `json:"emitted,omitempty"` // of a simulation
	Waiting []string       `json:"waiting,omitempty"` // likewise: runs that are left
}

type runInfo struct {
	ID       string `json:"id"`
	Workflow string `json:"workflow"`
	Version  string `json:"version"`
	Mode     string `json:"mode"`
}

type httpReport struct {
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
}

// stepReport is a step that asked something of the world, as scripts read it.
type stepReport struct {
	Run        string    `json:"run,omitempty"` // of a simulation, if it is another run
	Step       string    `json:"step"`
	Operation  string    `json:"operation"`
	Status     string    `json:"status"`
	Attempts   int       `json:"attempts"`
	Start      time.Time `json:"start"`
	DurationMS float64   `json:"duration_ms"`
}

type emittedEvent struct {
	Run  string      `json:"run,omitempty"`
	Type string      `json:"type"`
	Data value.Value `json:"data"`
	To   string      `json:"to,omitempty"`
	Time time.Time   `json:"time"`
}

// printResult tells how a run ended; out has what is known beside its result.
func printResult(w world, format string, r machine.Result, out runReport) error {
	if format == "json" {
		if err := printJSON(w.out, out.with(r)); err != nil {
			return err
		}
		if r.Fault != nil {
			return &exit{code: exitFailed}
		}
		return nil
	}
	for _, f := range r.Failed {
		_, _ = fmt.Fprintln(w.err, "tutti: not compensated:", f)
	}
	if r.Fault != nil {
		return &exit{exitFailed, detailed(r.Fault)}
	}
	var body bytes.Buffer
	if err := json.Indent(&body, r.Body.Raw(), "", "  "); err != nil {
		return err
	}
	body.WriteByte('\n')
	_, err := body.WriteTo(w.out)
	return err
}

// detailed is the run's fault with a line for each error that its problem document lists.
func detailed(f *fault.Fault) error {
	err := placed(f)
	for e := range f.Extensions.Get("errors").Elems() {
		err = fmt.Errorf("%w\n  %s: %s", err, cmp.Or(e.Get("pointer").Text(), "/"), e.Get("detail").Text())
	}
	return err
}

// placed is the run's fault with the place in the file it came from.
func placed(f *fault.Fault) error {
	if f.Pos.Line == 0 {
		return f
	}
	return errors.New(f.Pos.String() + ": " + f.Error())
}

// with adds how the run ended.
func (out runReport) with(r machine.Result) runReport {
	out.Status, out.Output = "succeeded", r.Body
	if out.Steps == nil {
		out.Steps = []stepReport{} // an array for scripts, even an empty one
	}
	if r.Fault != nil {
		problem := r.Fault.Problem()
		out.Status, out.Error = "failed", &problem
		if r.Fault.Kind == fault.Cancelled {
			out.Status = "cancelled"
		}
		return out
	}
	out.HTTP = &httpReport{Status: r.HTTPStatus(), Headers: map[string]string{}}
	for _, h := range r.Headers {
		out.HTTP.Headers[h.Name] = h.Value
	}
	return out
}
