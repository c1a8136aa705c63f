package check

import (
	"slices"
	"strings"

	"tutti/flow"
)

// What HTTP says about a connection is not for a workflow to say: RFC 9110,
// section 7.6.1, and RFC 9112, section 6.
var connectionHeaders = []string{
	"connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
}

// ownHeaders are set on every call, and the same at every retry.
var ownHeaders = []string{"host", "idempotency-key", "traceparent", "tracestate"}

func (c *checker) requestHeaders(hs []flow.Field) {
	for _, h := range hs {
		name := strings.ToLower(h.Name.Text)
		switch {
		case slices.Contains(connectionHeaders, name):
			c.connectionHeader(h)
		case slices.Contains(ownHeaders, name):
			c.errorf(h.Name.Pos, CodeHeader, "remove it", "the header %q is set by tutti itself on every call", h.Name.Text)
		}
	}
}

func (c *checker) answerHeaders(hs []flow.Field) {
	for _, h := range hs {
		if slices.Contains(connectionHeaders, strings.ToLower(h.Name.Text)) {
			c.connectionHeader(h)
		}
	}
}

func (c *checker) connectionHeader(h flow.Field) {
	c.errorf(h.Name.Pos, CodeHeader, "remove it", "the header %q belongs to the connection and may not be set", h.Name.Text)
}
