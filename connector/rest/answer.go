package rest

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tutti/connector"
	"tutti/fault"
	"tutti/openapi"
	"tutti/value"
)

// maxErrorText is how much of the body of a failed answer is kept when it is not JSON.
const maxErrorText = 64 << 10

// answer reads what the service said. A success must keep the contract; an error status is
// an answer whatever its body holds.
func (c *conn) answer(ctx context.Context, op *operation, res *http.Response) (connector.Reply, *fault.Fault) {
	defer res.Body.Close() // nothing was written to it, so there is nothing to lose
	reply := connector.Reply{Status: res.StatusCode, Headers: connector.HeadersOf(res.Header)}
	switch {
	case res.StatusCode == http.StatusSwitchingProtocols:
		return reply, op.answered("with another protocol, which was not asked for", nil)
	case res.StatusCode >= 300:
		return c.refusal(ctx, op, res, reply)
	}
	body, over, err := read(res, c.limits.body)
	switch {
	case err != nil:
		return reply, op.broken(ctx, err)
	case over:
		return reply, op.failure(fault.Limit, fault.Yes, fmt.Sprintf("the answer is larger than %d bytes", c.limits.body), nil)
	case len(body) == 0:
		return reply, nil
	}
	var f *fault.Fault
	reply.Body, f = c.strict(op, res, body)
	return reply, f
}

// refusal completes the reply of a service that did not do what was asked.
func (c *conn) refusal(
	ctx context.Context, op *operation, res *http.Response, reply connector.Reply,
) (connector.Reply, *fault.Fault) {
	limit := c.limits.body
	if !readAsJSON(mediaOf(res.Header)) {
		limit = min(limit, maxErrorText)
	}
	body, over, err := read(res, limit)
	if err != nil {
		return reply, op.broken(ctx, err)
	}
	reply.Body = c.lenient(res.Header, body, over)
	return reply, nil
}

// read is the body, or the first limit bytes of one that is larger.
func read(res *http.Response, limit int64) (body []byte, over bool, err error) {
	size := int64(4 << 10)
	if n := res.ContentLength; n >= 0 {
		size = min(n, maxErrorText) // what a service announces is no reason to make room for it all
	}
	body = make([]byte, 0, size+1) // the byte more lets the end be read without growing
	for {
		n, err := res.Body.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		switch {
		case int64(len(body)) > limit:
			return body[:limit], true, nil
		case err == io.EOF:
			return body, false, nil
		case err != nil:
			return nil, false, err
		}
		if len(body) == cap(body) {
			body = slices.Grow(body, cap(body))
		}
	}
}

// strict is the body of a success as a value.
func (c *conn) strict(op *operation, res *http.Response, body []byte) (value.Value, *fault.Fault) {
	if e := res.Header.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return value.Value{}, op.answered("a body in an encoding, which was not asked for", nil)
	}
	media := mediaOf(res.Header)
	if media == "" {
		media = op.usualMedia(res.StatusCode)
	}
	switch {
	case readAsJSON(media):
		v, err := value.Scan(body, c.limits.depth)
		var at *value.SyntaxError
		if errors.As(err, &at) {
			return value.Value{}, op.answered(fmt.Sprintf("something that is not JSON at %d:%d: %s", at.Line, at.Col, at.Message), err)
		}
		return v, nil
	case openapi.IsText(media) || media == openapi.Form:
		text, what := decode(body, charsetOf(res.Header))
		if what != "" {
			return value.Value{}, op.answered(what, nil)
		}
		return value.FromString(text), nil
	case openapi.IsBinary(media):
		return value.FromString(base64.StdEncoding.EncodeToString(body)), nil
	default:
		return value.Value{}, op.answered(strconv.Quote(media[:min(len(media), 100)])+", which is not supported", nil)
	}
}

// answered is a success that breaks the contract: the service acted, and we cannot read what it says.
func (o *operation) answered(what string, err error) *fault.Fault {
	f := fault.New(fault.Contract, o.target+" answered "+what, err)
	f.Processed = fault.Yes
	return f
}

// lenient is the body of an error answer: JSON if it is that, else its text, cut if it is long; null if it is no text.
func (c *conn) lenient(h http.Header, body []byte, over bool) value.Value {
	if e := h.Get("Content-Encoding"); len(body) == 0 || e != "" && !strings.EqualFold(e, "identity") {
		return value.Value{}
	}
	if !over && readAsJSON(mediaOf(h)) {
		if v, err := value.Scan(body, c.limits.depth); err == nil {
			return v
		}
	}
	if len(body) > maxErrorText || over {
		body = whole(body[:min(len(body), maxErrorText)])
	}
	if !utf8.Valid(body) {
		return value.Value{}
	}
	return value.FromString(string(body))
}

// whole is text without the character that a cut went through.
func whole(text []byte) []byte {
	for i := 1; i <= min(len(text), utf8.UTFMax); i++ {
		if c := text[len(text)-i]; utf8.RuneStart(c) {
			if !utf8.FullRune(text[len(text)-i:]) {
				return text[:len(text)-i]
			}
			break
		}
	}
	return text
}

// readAsJSON tells whether a body of that media type is read as JSON; a service that does not say is believed to send it.
func readAsJSON(media string) bool { return media == "" || openapi.IsJSON(media) }

// mediaOf is the media type of an answer without parameters, in lower case.
func mediaOf(h http.Header) string {
	t := h.Get("Content-Type")
	if t == "application/json" {
		return t
	}
	t, _, _ = strings.Cut(t, ";")
	return strings.ToLower(strings.TrimSpace(t))
}
