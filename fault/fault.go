// Package fault is the one error of a run: what failed, where, and whether the service may have acted on it.
// It does not decide what happens next (machine) and does not log.
package fault

import (
	"fmt"
	"strings"

	"tutti/diag"
	"tutti/value"
)

// Kind is what `on:` matches by name; the last three have no name there.
type Kind string

// The kinds of faults.
const (
	Status     Kind = "status"     // a service answered with an error status
	Timeout    Kind = "timeout"    // no answer, or no end of a step, in time
	Connect    Kind = "connect"    // no connection to the service
	Breaker    Kind = "breaker"    // not called, since the service keeps failing
	Limit      Kind = "limit"      // more than the limits allow
	Contract   Kind = "contract"   // a message that breaks the service's contract
	Expression Kind = "expression" // an expression has no value
	Cancelled  Kind = "cancelled"  // somebody ended the run, or the scope did
	Fail       Kind = "fail"       // a fail step
	Request    Kind = "request"    // the client's request is malformed
	Internal   Kind = "internal"   // a bug of ours
)

// Processed tells whether the service acted on the request.
type Processed uint8

// The zero Processed is Unknown: the request was sent and no answer came.
const (
	Unknown Processed = iota
	No
	Yes
)

func (p Processed) String() string {
	switch p {
	case No:
		return "no"
	case Yes:
		return "yes"
	default:
		return "unknown"
	}
}

// Fault is a failure. Detail, like all text fields, is shown to clients; what only an operator
// may see belongs into Cause.
type Fault struct {
	Kind       Kind
	Status     int    // of the answer to the client; 0: by Kind. See HTTPStatus
	Type       string // a URI; "": about:blank
	Title      string // "": by Kind and Status
	Detail     string
	Instance   string      // a URI
	Extensions value.Value // an object with further members of the problem document, or null
	Step       string
	Service    string
	Operation  string
	Attempts   int // made so far; 0: none, or nothing to attempt
	Processed  Processed
	Upstream   *Upstream // the service's answer; nil: there was none
	Pos        diag.Pos  // of the step or expression
	Cause      error     // for logs only; in a fault that a catch raised, the *Fault that was caught
	Also       []*Fault  // later failures of the same scope
}

// Upstream is what a service answered. It never leaves the run.
type Upstream struct {
	Status  int
	Headers value.Value
	Body    value.Value
}

// New is a fault met while doing something ("call payments.authorize"). Doing becomes the
// Detail, so it must be fit for clients; err (nil if there is none) is not shown to them.
func New(kind Kind, doing string, err error) *Fault {
	return &Fault{Kind: kind, Detail: doing, Cause: err}
}

// Error is a line for logs: all that is known, the cause included.
func (f *Fault) Error() string {
	parts := make([]string, 0, 5)
	if f.Step != "" {
		parts = append(parts, fmt.Sprintf("step %q", f.Step))
	}
	if target := f.target(); target != "" && !strings.Contains(f.Detail, target) {
		parts = append(parts, target)
	}
	parts = append(parts, f.label())
	if f.Detail != "" {
		parts = append(parts, f.Detail)
	} else {
		parts = append(parts, f.title())
	}
	if f.Cause != nil {
		parts = append(parts, f.Cause.Error())
	}
	return strings.Join(parts, ": ")
}

// target is service.operation, as workflows write it.
func (f *Fault) target() string {
	return strings.Trim(f.Service+"."+f.Operation, ".")
}

// label is the kind with the status that says more about it.
func (f *Fault) label() string {
	switch {
	case f.Upstream != nil && f.Upstream.Status != 0:
		return fmt.Sprintf("%s %d", f.Kind, f.Upstream.Status)
	case f.Status != 0:
		return fmt.Sprintf("%s %d", f.Kind, f.Status)
	default:
		return string(f.Kind)
	}
}

// Unwrap is the cause.
func (f *Fault) Unwrap() error { return f.Cause }
