package call

import (
	"context"
	"errors"

	"tutti/connector"
	"tutti/fault"
)

// Attempt is the innermost Func: it asks the connection, once.
func Attempt(conn connector.Conn) Func {
	return func(ctx context.Context, r *Request) (connector.Reply, error) {
		reply, err := conn.Invoke(ctx, r.Request)
		if err == nil {
			return reply, nil
		}
		var f *fault.Fault
		if !errors.As(err, &f) {
			f = fault.New(fault.Internal, "call "+r.Target(), err)
		}
		return reply, f
	}
}
