package rest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"tutti/connector"
	"tutti/fault"
)

// What a connection does unless its settings say otherwise.
const (
	defaultDial       = 5 * time.Second
	defaultAnswerBody = 8 << 20
	maxAnswerHeader   = 256 << 10
	idleConns         = 256 // per host: fewer makes busy gateways dial all the time
	idleTime          = 90 * time.Second
)

// conn calls one service.
type conn struct {
	service   string
	scheme    string
	host      string
	prefix    string // of every path, without a slash at the end
	ops       map[string]*operation
	limits    limits
	transport *http.Transport
	closed    atomic.Bool
}

// limits bound an answer.
type limits struct {
	body  int64
	depth int
}

// Open checks the settings; the first call makes the first connection.
func (c *contract) Open(_ context.Context, s connector.Settings) (connector.Conn, error) {
	base, err := c.base(s.URL)
	if err != nil {
		return nil, err
	}
	k := &conn{
		service: c.service, scheme: base.Scheme, host: base.Host, prefix: strings.TrimRight(base.EscapedPath(), "/"),
		ops:       make(map[string]*operation, len(c.ops)),
		limits:    limits{body: s.AnswerBody, depth: s.JSONDepth},
		transport: transport(s.DialTimeout),
	}
	if k.limits.body <= 0 {
		k.limits.body = defaultAnswerBody
	}
	for _, o := range c.ops {
		k.ops[o.Name] = o
	}
	return k, nil
}

// base is the URL that all paths are put behind.
func (c *contract) base(given string) (*url.URL, error) {
	if given == "" {
		given = c.server
	}
	if given == "" {
		return nil, errors.New("it has no url, and its contract names no absolute server")
	}
	u, err := url.Parse(given)
	switch {
	case err != nil:
		return nil, errors.New("its url cannot be read") // err would show it, with a password perhaps
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return nil, errors.New("its url must begin with http:// or https:// and a host")
	case u.User != nil:
		return nil, errors.New("its url must not hold a user or a password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("its url must end with the path, without a query or a fragment")
	case strings.Contains(u.EscapedPath(), "//"):
		return nil, errors.New("the path of its url has two slashes in a row")
	case dotted(u.EscapedPath()):
		return nil, errors.New(`the path of its url has a segment "." or ".."`)
	}
	return u, nil
}

// transport never asks the environment for a proxy, and leaves answers as they come.
func transport(dial time.Duration) *http.Transport {
	if dial <= 0 {
		dial = defaultDial
	}
	return &http.Transport{
		DialContext:            (&net.Dialer{Timeout: dial, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:    dial,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		MaxIdleConnsPerHost:    idleConns,
		IdleConnTimeout:        idleTime,
		MaxResponseHeaderBytes: maxAnswerHeader,
	}
}

// Close lets calls under way finish; a later one is refused.
func (c *conn) Close() error {
	c.closed.Store(true)
	c.transport.CloseIdleConnections()
	return nil
}

// Invoke makes one attempt.
func (c *conn) Invoke(ctx context.Context, r connector.Request) (connector.Reply, error) {
	op := c.ops[r.Operation]
	if op == nil {
		return connector.Reply{}, c.lacks(r.Operation)
	}
	if op.Unsupported != "" {
		return connector.Reply{}, op.refuse("%s", op.Unsupported)
	}
	d := draft{op: op}
	if f := d.write(&r, c.prefix); f != nil {
		return connector.Reply{}, f
	}
	if f := c.unsent(ctx, op); f != nil {
		return connector.Reply{}, f
	}
	res, err := c.transport.RoundTrip(c.request(ctx, &d, &r))
	if err != nil {
		return connector.Reply{}, op.broken(ctx, err)
	}
	reply, f := c.answer(ctx, op, res)
	if c.closed.Load() {
		c.transport.CloseIdleConnections() // the one just used went idle after Close
	}
	if f != nil {
		return connector.Reply{}, f
	}
	return reply, nil
}

// unsent is why a request is not worth sending.
func (c *conn) unsent(ctx context.Context, op *operation) *fault.Fault {
	if c.closed.Load() {
		return op.failure(fault.Connect, fault.No, "the connection is closed", nil)
	}
	if ctx.Err() == nil {
		return nil
	}
	f := op.broken(ctx, ctx.Err())
	f.Processed = fault.No
	return f
}

func (c *conn) lacks(operation string) *fault.Fault {
	f := fault.New(fault.Contract, fmt.Sprintf("%s has no operation %q", c.service, operation), nil)
	f.Processed = fault.No
	return f
}
