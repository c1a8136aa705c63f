package rest

import (
	"context"
	"fmt"
	"net"
	"net/http"
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
	*contract
	bases     map[string]*base // by the server that an operation has of its own; "" is that of the others
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
	main, err := c.base(s.URL)
	if err != nil {
		return nil, err
	}
	k := &conn{
		contract:  c,
		bases:     map[string]*base{"": main},
		limits:    limits{body: s.AnswerBody, depth: s.JSONDepth},
		transport: transport(s.DialTimeout),
	}
	if k.limits.body <= 0 {
		k.limits.body = defaultAnswerBody
	}
	for _, e := range c.all {
		if own := serverOf(e.from.Servers); k.bases[own] == nil {
			k.bases[own] = c.baseOf(own, main, s.URL != "")
		}
	}
	return k, nil
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
	op := c.find(r.Operation)
	if op == nil {
		return connector.Reply{}, c.lacks(r.Operation)
	}
	if op.Unsupported != "" {
		return connector.Reply{}, op.refuse("%s", op.Unsupported)
	}
	d, to := draft{op: op}, c.bases[op.server]
	if f := d.write(&r, to.prefix); f != nil {
		return connector.Reply{}, f
	}
	if f := c.unsent(ctx, op); f != nil {
		return connector.Reply{}, f
	}
	res, err := c.transport.RoundTrip(d.request(ctx, to, &r))
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
