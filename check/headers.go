package check

import (
	"slices"
	"strings"

	"tutti/flow"
)

// messageHeaders are those of one connection (RFC 9110, section 7.6.1) and those
// that say where a message ends (RFC 9112, section 6). All names are in lower case.
var messageHeaders = []string{
	"connection", "content-length", "keep-alive", "proxy-authenticate", "proxy-connection", "te", "trailer",
	"transfer-encoding", "upgrade",
}

// Headers that are tutti's own to set: on calls, and on answers.
var (
	callHeaders = []string{
		"accept-encoding", "content-encoding", "expect", "host", "http2-settings", "proxy-authorization", "traceparent", "tracestate",
	}
	answerHeaders = []string{"x-content-type-options", "x-request-id"}
)

// headers checks the names of headers; own are those that tutti sets there.
func (c *checker) headers(hs []flow.Field, own []string) {
	for _, h := range hs {
		name := strings.ToLower(h.Name.Text)
		if slices.Contains(messageHeaders, name) || slices.Contains(own, name) {
			c.errorf(h.Name.Pos, CodeHeader, "remove it: the connection decides, or tutti does", "the header %q cannot be set here", h.Name.Text)
		}
	}
}
