package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"tutti/connector"
	"tutti/fault"
	"tutti/value"
)

// maxErrorText is how much of the body of a failed answer is kept when it is not JSON.
const maxErrorText = 64 << 10

// answer reads what the service said. A success must keep the contract; an error status is
// an answer whatever its body holds.
func (c *conn) answer(ctx context.Context, op *operation, res *http.Response) (connector.Reply, error) {
	defer res.Body.Close() // nothing was written, so there is nothing to lose
	reply := connector.Reply{Status: res.StatusCode, Headers: connector.HeadersOf(res.Header)}
	body, f := c.read(ctx, op, res)
	if res.StatusCode >= 300 {
		if f != nil && f.Kind != fault.Limit {
			return connector.Reply{}, f
		}
		reply.Body = c.lenient(res.Header, body)
		return reply, nil
	}
	if f == nil && len(body) > 0 {
		reply.Body, f = c.strict(op, res.Header, body)
	}
	if f != nil {
		return connector.Reply{}, f
	}
	return reply, nil
}

// read is the body. With the fault limit it is the beginning of a body that is too large.
func (c *conn) read(ctx context.Context, op *operation, res *http.Response) ([]byte, *fault.Fault) {
	var buf bytes.Buffer
	if n := res.ContentLength; n > 0 && n <= maxErrorText {
		buf.Grow(int(n) + bytes.MinRead)
	}
	n, err := buf.ReadFrom(io.LimitReader(res.Body, c.limits.body+1))
	switch {
	case err != nil:
		return nil, op.broken(ctx, err)
	case n > c.limits.body:
		return buf.Bytes(), op.failure(fault.Limit, fault.Yes, fmt.Sprintf("the answer is larger than %d bytes", c.limits.body), nil)
	}
	return buf.Bytes(), nil
}

// strict is the body of a success as a value.
func (c *conn) strict(op *operation, h http.Header, body []byte) (value.Value, *fault.Fault) {
	if e := h.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return value.Value{}, op.answered("a body with the encoding "+e+", which was not asked for", nil)
	}
	media := mediaOf(h)
	switch {
	case media == "" || isJSON(media):
		v, err := value.Scan(body, c.limits.depth)
		var at *value.SyntaxError
		if errors.As(err, &at) {
			return value.Value{}, op.answered(fmt.Sprintf("something that is not JSON at %d:%d: %s", at.Line, at.Col, at.Message), err)
		}
		return v, nil
	case strings.HasPrefix(media, "text/") && media != "text/event-stream":
		if !utf8.Valid(body) {
			return value.Value{}, op.answered("text that is not UTF-8", nil)
		}
		return value.FromString(string(body)), nil
	default:
		return value.Value{}, op.answered(media+", which is neither JSON nor text", nil)
	}
}

// answered is a success that breaks the contract: the service acted, and we cannot read what it says.
func (o *operation) answered(what string, err error) *fault.Fault {
	f := fault.New(fault.Contract, o.target+" answered "+what, err)
	f.Processed = fault.Yes
	return f
}

// lenient is the body of an error answer: JSON if it is that, else its text, cut if it is long; null if it is no text.
func (c *conn) lenient(h http.Header, body []byte) value.Value {
	if e := h.Get("Content-Encoding"); len(body) == 0 || e != "" && !strings.EqualFold(e, "identity") {
		return value.Value{}
	}
	if media := mediaOf(h); int64(len(body)) <= c.limits.body && (media == "" || isJSON(media)) {
		if v, err := value.Scan(body, c.limits.depth); err == nil {
			return v
		}
	}
	text := body[:min(len(body), maxErrorText)]
	for cut := 0; cut < utf8.UTFMax && len(text) < len(body) && !utf8.Valid(text); cut++ {
		text = text[:len(text)-1]
	}
	if !utf8.Valid(text) {
		return value.Value{}
	}
	return value.FromString(string(text))
}

// mediaOf is the media type of an answer without parameters, in lower case.
func mediaOf(h http.Header) string {
	t := h.Get("Content-Type")
	if t == "application/json" {
		return t
	}
	t, _, _ = strings.Cut(t, ";")
	return strings.ToLower(strings.TrimSpace(t))
}
