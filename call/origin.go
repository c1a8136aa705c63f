package call

import (
	"context"
	"errors"

	"tutti/connector"
	"tutti/fault"
)

// Origin writes into every fault from further inside which call it came from. As the outermost policy it is
// the only place that does. The step is the machine's to fill in: a call does not know it.
func Origin() Policy {
	return func(next Func) Func {
		return func(ctx context.Context, r *Request) (connector.Reply, error) {
			reply, err := next(ctx, r)
			var f *fault.Fault
			if err != nil && errors.As(err, &f) {
				f.Service, f.Operation = r.Service, r.Operation
			}
			return reply, err
		}
	}
}
