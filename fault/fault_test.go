package fault_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"tutti/fault"
	"tutti/value"
)

var _ error = (*fault.Fault)(nil)

var kinds = []fault.Kind{
	fault.Status, fault.Timeout, fault.Connect, fault.Breaker, fault.Limit, fault.Contract,
	fault.Expression, fault.Cancelled, fault.Fail, fault.Request, fault.Internal,
}

func TestHTTPStatus(t *testing.T) {
	for _, c := range []struct {
		kind   fault.Kind
		status int
		want   int
	}{
		{fault.Status, 0, 502},
		{fault.Status, 404, 502},
		{fault.Connect, 0, 502},
		{fault.Contract, 0, 502},
		{fault.Breaker, 0, 503},
		{fault.Timeout, 0, 504},
		{fault.Timeout, 200, 504},
		{fault.Cancelled, 0, 499},
		{fault.Expression, 0, 500},
		{fault.Internal, 404, 500},
		{fault.Limit, 0, 500},
		{fault.Limit, 413, 413},
		{fault.Request, 0, 400},
		{fault.Request, 422, 422},
		{fault.Fail, 0, 500},
		{fault.Fail, 409, 409},
		{fault.Fail, 599, 599},
		{fault.Fail, 200, 500},
		{fault.Fail, 399, 500},
		{fault.Fail, 600, 500},
		{fault.Fail, -1, 500},
		{"", 0, 500},
	} {
		f := &fault.Fault{Kind: c.kind, Status: c.status}
		if got := f.HTTPStatus(); got != c.want {
			t.Errorf("%s with status %d: got %d, want %d", c.kind, c.status, got, c.want)
		}
	}
}

func TestErrorSaysEverything(t *testing.T) {
	cause := fmt.Errorf("dial tcp 10.0.0.4:8080: %w", io.ErrUnexpectedEOF)
	for _, c := range []struct {
		fault *fault.Fault
		want  string
	}{
		{fault.New(fault.Connect, "call payments.authorize", cause), "connect: call payments.authorize: dial tcp 10.0.0.4:8080: unexpected EOF"},
		{
			&fault.Fault{Kind: fault.Connect, Step: "payment", Service: "payments", Operation: "authorize", Detail: "call payments.authorize", Cause: cause},
			`step "payment": connect: call payments.authorize: dial tcp 10.0.0.4:8080: unexpected EOF`,
		},
		{
			&fault.Fault{Kind: fault.Status, Step: "payment", Service: "payments", Operation: "authorize", Upstream: &fault.Upstream{Status: 402}},
			`step "payment": payments.authorize: status 402: A service answered with an error`,
		},
		{&fault.Fault{Kind: fault.Fail, Status: 409, Title: "Out of stock"}, "fail 409: Out of stock"},
		{&fault.Fault{Kind: fault.Timeout, Service: "payments"}, "payments: timeout: No answer in time"},
	} {
		if got := c.fault.Error(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestUnwrap(t *testing.T) {
	f := fault.New(fault.Connect, "call", fmt.Errorf("read: %w", io.ErrUnexpectedEOF))
	if !errors.Is(f, io.ErrUnexpectedEOF) {
		t.Error("the cause is not found by errors.Is")
	}
	var found *fault.Fault
	if err := fmt.Errorf("run: %w", f); !errors.As(err, &found) || found != f {
		t.Error("the fault is not found by errors.As")
	}
	if fault.New(fault.Internal, "think", nil).Unwrap() != nil {
		t.Error("there is no cause, but Unwrap has one")
	}
}

// full is a fault with every field set; what clients must not see says "secret".
func full() *fault.Fault {
	f := fault.New(fault.Status, "payments.authorize answered 402", errors.New("secret: read tcp 10.0.0.4:8080"))
	f.Type, f.Title, f.Instance = "https://shop.example/declined", "Card declined", "/runs/1"
	f.Extensions = value.ObjectOf(
		value.Member{Name: "balance", Value: value.FromInt(3)},
		value.Member{Name: "status", Value: value.FromInt(200)},
		value.Member{Name: "step", Value: value.FromString("another")},
	)
	f.Step, f.Service, f.Operation, f.Attempts, f.Processed = "payment", "payments", "authorize", 4, fault.Yes
	f.Upstream = &fault.Upstream{
		Status:  402,
		Headers: value.ObjectOf(value.Member{Name: "x-secret", Value: value.FromString("secret")}),
		Body:    value.FromString("secret"),
	}
	f.Also = []*fault.Fault{{Kind: fault.Timeout, Detail: "secret"}}
	return f
}

func TestProblem(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault *fault.Fault
		want  string
	}{
		{"all fields; extensions replace nothing", full(), `{"type":"https://shop.example/declined","title":"Card declined","status":502,` +
			`"detail":"payments.authorize answered 402","instance":"/runs/1","step":"payment","service":"payments","operation":"authorize","attempts":4,"balance":3}`},
		{"nothing known", &fault.Fault{}, `{"type":"about:blank","title":"Internal Server Error","status":500}`},
		{"the title follows the status", &fault.Fault{Kind: fault.Fail, Status: 409}, `{"type":"about:blank","title":"Conflict","status":409}`},
		{"the title of a status without a name", &fault.Fault{Kind: fault.Fail, Status: 499}, `{"type":"about:blank","title":"Bad Request","status":499}`},
		{"the title follows the kind", &fault.Fault{Kind: fault.Breaker}, `{"type":"about:blank","title":"A service is paused because it keeps failing","status":503}`},
		{"a request over a limit", &fault.Fault{Kind: fault.Limit, Status: 413}, `{"type":"about:blank","title":"Content Too Large","status":413}`},
		{"a limit of a run", &fault.Fault{Kind: fault.Limit}, `{"type":"about:blank","title":"A limit was exceeded","status":500}`},
		{"extensions that are no object", &fault.Fault{Kind: fault.Fail, Status: 404, Extensions: value.FromInt(1)}, `{"type":"about:blank","title":"Not Found","status":404}`},
	} {
		if got := c.fault.Problem().String(); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestProblemKeepsSecrets(t *testing.T) {
	f := full()
	if got := f.Problem().String(); strings.Contains(got, "secret") {
		t.Errorf("the client is told too much: %s", got)
	}
	if !strings.Contains(f.Error(), "secret") {
		t.Errorf("the log is told too little: %s", f.Error())
	}
}

func TestEveryKindHasATitleAndAStatus(t *testing.T) {
	for _, kind := range kinds {
		p := fault.New(kind, "", nil).Problem()
		if p.Get("title").Text() == "" {
			t.Errorf("%s: no title", kind)
		}
		if n, _ := p.Get("status").Int(); n < 400 || n > 599 {
			t.Errorf("%s: status %d", kind, n)
		}
	}
}
