package gateway

import "github.com/google/uuid"

const requestIDHeader = "X-Request-Id"

// maxRequestID is how long an id of a client may be.
const maxRequestID = 128

// identified takes the id that the client, or who stands before us, gave the request. One that could break a log or a
// header is no id.
func identified(next step) step {
	return func(x *exchange) reply {
		if sent := x.r.Header[requestIDHeader]; len(sent) == 1 && isRequestID(sent[0]) {
			x.requestID = sent[0]
		}
		return next(x)
	}
}

func isRequestID(s string) bool { return s != "" && len(s) <= maxRequestID && isVisible(s) }

// id is what the request is called in the answer and in the log. Without one of the client's it is that of the run, which
// is also what services got, or a new one.
func (x *exchange) id() string {
	if x.requestID == "" {
		x.requestID = x.runID
	}
	if x.requestID == "" {
		x.requestID = uuid.Must(uuid.NewV7()).String()
	}
	return x.requestID
}
