package call

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tutti/connector"
	"tutti/fault"
	"tutti/value"
)

// maxUpstream is how many bytes of a failed answer a fault keeps: faults are journaled and handed from scope to scope.
const maxUpstream = 64 << 10

// Status turns answers that are no success (status 300 and above) into faults, but for those that the
// request accepts. The fault has the answer; a service that failed with 5xx may have acted or not.
func Status() Policy {
	return func(next Func) Func {
		return func(ctx context.Context, r *Request) (connector.Reply, error) {
			reply, err := next(ctx, r)
			if err != nil || reply.Status < 300 || slices.Contains(r.Accept, reply.Status) {
				return reply, err
			}
			f := fault.New(fault.Status, r.Target()+" answered "+strconv.Itoa(reply.Status), nil)
			f.Upstream = &fault.Upstream{Status: reply.Status, Headers: reply.Headers.Value(), Body: bounded(reply.Body)}
			if reply.Status < 500 {
				f.Processed = fault.Yes
			}
			return reply, f
		}
	}
}

// bounded is v, or the beginning of its text if it is too large.
func bounded(v value.Value) value.Value {
	raw := v.Raw()
	if len(raw) <= maxUpstream {
		return v
	}
	return value.FromString(strings.ToValidUTF8(string(raw[:maxUpstream]), ""))
}
