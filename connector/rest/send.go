package rest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"

	"tutti/connector"
)

// request is the message to send. Opaque keeps the path as it was written; a URL's Path would be decoded and encoded again.
func (d *draft) request(ctx context.Context, to *base, r *connector.Request) *http.Request {
	req := (&http.Request{
		Method: d.op.Method, URL: &url.URL{Scheme: to.scheme, Host: to.host, Opaque: string(d.path)},
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: d.head(r), Host: to.host,
	}).WithContext(ctx)
	if text := d.body; text != nil {
		req.ContentLength = int64(len(text))
		req.Body = newBody(text)
		req.GetBody = func() (io.ReadCloser, error) { return newBody(text), nil }
	}
	return req
}

// body is the body of a request. Its bytes belong to it: net/http may still read them when the answer is there.
type body struct{ bytes.Reader }

func newBody(text []byte) *body {
	b := new(body)
	b.Reset(text)
	return b
}

// Close does nothing; there is nothing to release.
func (*body) Close() error { return nil }

// head adds our own headers. The idempotency key goes out in lower case on purpose: net/http takes a request with
// the canonical spelling as one it may send twice by itself, and how often to send is not its decision.
func (d *draft) head(r *connector.Request) http.Header {
	h := d.headers
	if h == nil {
		h = make(http.Header, 8)
	}
	room := make([]string, 0, 10) // of all values, in one piece
	add := func(key, text string) {
		room = append(room, text)
		h[key] = room[len(room)-1 : len(room) : len(room)]
	}
	preset := func(key, text string) {
		if _, ok := h[key]; !ok {
			add(key, text)
		}
	}
	preset("Accept", d.op.accept)
	preset("User-Agent", "tutti")
	add("Accept-Encoding", "identity")
	if d.body != nil {
		preset("Content-Type", d.media)
	}
	if len(d.cookies) > 0 {
		add("Cookie", strings.Join(append(h["Cookie"], string(d.cookies[2:])), "; "))
	}
	if r.Trace != "" && printable(r.Trace) {
		add("Traceparent", r.Trace)
		if r.TraceState != "" && printable(r.TraceState) {
			add("Tracestate", r.TraceState)
		}
	}
	if r.RequestID != "" && printable(r.RequestID) {
		preset("X-Request-Id", r.RequestID)
	}
	key := r.Key
	if own := h["Idempotency-Key"]; len(own) > 0 {
		key = own[0]
		delete(h, "Idempotency-Key")
	}
	if key != "" && printable(key) {
		add("idempotency-key", key)
	}
	return h
}
