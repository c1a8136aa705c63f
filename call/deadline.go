package call

import (
	"context"
	"errors"
	"time"

	"tutti/connector"
	"tutti/fault"
)

// Deadline ends an attempt that takes too long. The nearest limit wins: the request's, else the service's,
// else fallback, which must be positive. A deadline that ctx brings along still holds.
func Deadline(service, fallback time.Duration) Policy {
	if service <= 0 {
		service = fallback
	}
	return func(next Func) Func {
		return func(ctx context.Context, r *Request) (connector.Reply, error) {
			after := r.Timeout
			if after <= 0 {
				after = service
			}
			attempt, cancel := context.WithTimeout(ctx, after)
			defer cancel()
			reply, err := next(attempt, r)
			var f *fault.Fault
			if err != nil && ctx.Err() == nil && errors.As(err, &f) && f.Kind == fault.Timeout {
				f.Detail = r.Target() + " did not answer within " + after.String()
			}
			return reply, err
		}
	}
}
