// Package call makes one attempt of an outbound call: a chain of policies around a connection.
// It does not repeat calls; retries belong to the machine, which can journal them.
package call

import (
	"context"
	"time"

	"tutti/connector"
)

// Request is one attempt.
type Request struct {
	connector.Request
	Service string
	Accept  []int         // statuses from 300 on that are no error
	Timeout time.Duration // of this attempt; 0: the policy's
}

// Target is service.operation, as workflows write it.
func (r *Request) Target() string { return r.Service + "." + r.Operation }

// Func makes an attempt. Every error is a *fault.Fault. It may be used by many goroutines at once,
// each with a Request of its own.
type Func func(ctx context.Context, r *Request) (connector.Reply, error)

// Policy puts something around a Func.
type Policy func(next Func) Func

// Chain puts the policies around base; the first is the outermost.
func Chain(base Func, policies ...Policy) Func {
	for i := len(policies) - 1; i >= 0; i-- {
		base = policies[i](base)
	}
	return base
}
