package call_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tutti/call"
	"tutti/connector"
	"tutti/fault"
	"tutti/value"
)

// conn answers by a function.
type conn func(ctx context.Context, r connector.Request) (connector.Reply, error)

func (c conn) Invoke(ctx context.Context, r connector.Request) (connector.Reply, error) {
	return c(ctx, r)
}
func (conn) Close() error { return nil }

// answers is a connection that always answers so.
func answers(status int, body value.Value) conn {
	return func(context.Context, connector.Request) (connector.Reply, error) {
		h := connector.HeadersOf(map[string][]string{"Retry-After": {"3"}})
		return connector.Reply{Status: status, Headers: h, Body: body}, nil
	}
}

// slow is a connection that answers after d, unless ctx ends first.
func slow(d time.Duration) conn {
	return func(ctx context.Context, _ connector.Request) (connector.Reply, error) {
		select {
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.Canceled) {
				return connector.Reply{}, fault.New(fault.Cancelled, "cancelled", ctx.Err())
			}
			return connector.Reply{}, fault.New(fault.Timeout, "no answer in time", ctx.Err())
		case <-time.After(d):
			return connector.Reply{Status: 200}, nil
		}
	}
}

func request() *call.Request {
	return &call.Request{Service: "payments", Request: connector.Request{Operation: "authorize"}}
}

func faultOf(t *testing.T, err error) *fault.Fault {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) {
		t.Fatalf("got %v, want a fault", err)
	}
	return f
}

func TestChainOrder(t *testing.T) {
	var order []string
	trace := func(name string) call.Policy {
		return func(next call.Func) call.Func {
			return func(ctx context.Context, r *call.Request) (connector.Reply, error) {
				order = append(order, name)
				return next(ctx, r)
			}
		}
	}
	f := call.Chain(call.Attempt(answers(200, value.Value{})), trace("outer"), trace("inner"))
	if _, err := f(t.Context(), request()); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(order, " "); got != "outer inner" {
		t.Errorf("got %s, want outer inner", got)
	}
}

func TestAttemptMakesFaults(t *testing.T) {
	broken := conn(func(context.Context, connector.Request) (connector.Reply, error) {
		return connector.Reply{}, errors.New("a bug")
	})
	_, err := call.Chain(call.Attempt(broken), call.Origin())(t.Context(), request())
	f := faultOf(t, err)
	if f.Kind != fault.Internal || f.Service != "payments" || f.Operation != "authorize" {
		t.Errorf("got %s from %s.%s, want internal from payments.authorize", f.Kind, f.Service, f.Operation)
	}
}

func TestStatus(t *testing.T) {
	for _, c := range []struct {
		status    int
		accept    []int
		fails     bool
		processed fault.Processed
	}{
		{200, nil, false, 0},
		{204, nil, false, 0},
		{299, nil, false, 0},
		{302, nil, true, fault.Yes},
		{404, nil, true, fault.Yes},
		{404, []int{409, 404}, false, 0},
		{404, []int{409}, true, fault.Yes},
		{500, nil, true, fault.Unknown},
		{503, nil, true, fault.Unknown},
		{503, []int{503}, false, 0},
	} {
		r := request()
		r.Accept = c.accept
		reply, err := call.Chain(call.Attempt(answers(c.status, value.FromInt(7))), call.Status())(t.Context(), r)
		if reply.Status != c.status {
			t.Errorf("status %d accepting %v: reply has status %d", c.status, c.accept, reply.Status)
		}
		if !c.fails {
			if err != nil {
				t.Errorf("status %d accepting %v: got %v, want no error", c.status, c.accept, err)
			}
			continue
		}
		f := faultOf(t, err)
		if f.Kind != fault.Status || f.Processed != c.processed || f.Upstream.Status != c.status {
			t.Errorf("status %d accepting %v: got %s, processed %s, upstream %d; want status, processed %s", c.status, c.accept, f.Kind, f.Processed, f.Upstream.Status, c.processed)
		}
		if !strings.HasPrefix(f.Detail, "payments.authorize answered ") || f.Upstream.Body.String() != "7" || f.Upstream.Headers.Get("retry-after").Text() != "3" {
			t.Errorf("status %d: detail %q, upstream %s %s", c.status, f.Detail, f.Upstream.Headers, f.Upstream.Body)
		}
	}
}

func TestStatusBoundsTheBody(t *testing.T) {
	_, err := call.Chain(call.Attempt(answers(500, value.FromString(strings.Repeat("é", 60_000)))), call.Status())(t.Context(), request())
	body := faultOf(t, err).Upstream.Body
	if n := len(body.Text()); n > 64<<10 || n < 64<<10-4 || body.Kind() != value.String {
		t.Errorf("got a %s of %d bytes, want a string of 64 KiB", body.Kind(), n)
	}
}

func TestDeadline(t *testing.T) {
	for _, c := range []struct {
		name                    string
		service, request, outer time.Duration
		takes                   time.Duration
		kind                    fault.Kind // "": no fault
		after                   time.Duration
		detail                  string
	}{
		{name: "in time", takes: time.Second, after: time.Second},
		{name: "default", takes: time.Hour, kind: fault.Timeout, after: 10 * time.Second, detail: "payments.authorize did not answer within 10s"},
		{name: "service", service: 2 * time.Second, takes: time.Hour, kind: fault.Timeout, after: 2 * time.Second, detail: "payments.authorize did not answer within 2s"},
		{name: "request", service: 2 * time.Second, request: time.Minute, takes: time.Hour, kind: fault.Timeout, after: time.Minute, detail: "payments.authorize did not answer within 1m0s"},
		{name: "outer", outer: time.Second, takes: time.Hour, kind: fault.Timeout, after: time.Second, detail: "no answer in time"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx := t.Context()
				if c.outer > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, c.outer)
					defer cancel()
				}
				r := request()
				r.Timeout = c.request
				begin := time.Now()
				_, err := call.Chain(call.Attempt(slow(c.takes)), call.Deadline(c.service, 10*time.Second))(ctx, r)
				if took := time.Since(begin); took != c.after {
					t.Errorf("took %s, want %s", took, c.after)
				}
				if c.kind == "" {
					if err != nil {
						t.Errorf("got %v, want no error", err)
					}
					return
				}
				if f := faultOf(t, err); f.Kind != c.kind || f.Detail != c.detail {
					t.Errorf("got %s %q, want %s %q", f.Kind, f.Detail, c.kind, c.detail)
				}
			})
		})
	}
}

func TestDeadlineLetsCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err := call.Chain(call.Attempt(slow(time.Hour)), call.Deadline(0, time.Minute))(ctx, request())
		if f := faultOf(t, err); f.Kind != fault.Cancelled {
			t.Errorf("got %s, want cancelled", f.Kind)
		}
	})
}
