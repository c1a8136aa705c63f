package rest

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"tutti/fault"
)

// failure is a call that ended without an answer we can use.
func (o *operation) failure(kind fault.Kind, processed fault.Processed, what string, err error) *fault.Fault {
	f := fault.New(kind, o.target+": "+what, err)
	f.Processed = processed
	return f
}

// broken says what an error of the transport means. Only what certainly happened before
// the request went out counts as not processed.
func (o *operation) broken(ctx context.Context, err error) *fault.Fault {
	switch ended := end(ctx); {
	case errors.Is(ended, context.DeadlineExceeded):
		return o.failure(fault.Timeout, fault.Unknown, "no answer in time", err)
	case ended != nil:
		return o.failure(fault.Cancelled, fault.Unknown, "cancelled", err)
	}
	var op *net.OpError
	var bad *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	switch {
	case errors.As(err, &op) && op.Op == "dial":
		return o.failure(fault.Connect, fault.No, "the service cannot be reached", err)
	case errors.As(err, &bad):
		return o.failure(fault.Connect, fault.No, "the certificate of the service is not trusted", err)
	case errors.As(err, &plain):
		return o.failure(fault.Connect, fault.No, "the service does not speak TLS", err)
	case strings.Contains(err.Error(), "server response headers exceeded"):
		return o.failure(fault.Limit, fault.Yes, "the headers of the answer are too large", err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return o.failure(fault.Connect, fault.Unknown, "the answer was cut off", err)
	default:
		return o.failure(fault.Connect, fault.Unknown, "the connection failed", err)
	}
}

// end is why ctx is over. Its deadline counts from the moment it passes: the dialer looks at the clock
// and may fail a moment before the timer of ctx fires.
func end(ctx context.Context) error {
	if at, ok := ctx.Deadline(); ok && ctx.Err() == nil && !time.Now().Before(at) {
		return context.DeadlineExceeded
	}
	return ctx.Err()
}
