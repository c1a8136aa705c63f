package gateway

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tutti/fault"
	"tutti/machine"
	"tutti/value"
)

func header(pairs ...string) []machine.Header {
	var headers []machine.Header
	for i := 0; i < len(pairs); i += 2 {
		headers = append(headers, machine.Header{Name: pairs[i], Value: pairs[i+1]})
	}
	return headers
}

// answer is what a client gets for a run that ends with r, over a real connection.
func answer(t *testing.T, cfg Config, r machine.Result) received {
	t.Helper()
	address := serving(t, cfg, Route{Method: "GET", Path: "/o", Workflow: "shop", Run: gives(r)})
	return ask(t, address, "GET /o HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
}

func TestReplies(t *testing.T) {
	object := value.Trusted([]byte(`{"a": 1.0}`))
	text := value.FromString("a\n\"b\" é")
	tests := []struct {
		name         string
		result       machine.Result
		status       int
		media, body  string
		header, want string // one more header and its value
	}{
		{"nothing", machine.Result{}, 204, "", "", "Content-Length", ""},
		{"null", machine.Result{Body: value.Trusted([]byte("null"))}, 204, "", "", "", ""},
		{"body", machine.Result{Body: object}, 200, jsonType, `{"a": 1.0}`, "Content-Length", "10"},
		{"false", machine.Result{Body: value.FromBool(false)}, 200, jsonType, `false`, "", ""},
		{"text", machine.Result{Body: text}, 200, jsonType, `"a\n\"b\" é"`, "", ""},
		{"status", machine.Result{Status: 202}, 202, "", "", "Content-Length", "0"},
		{"status and body", machine.Result{Status: 201, Body: object}, 201, jsonType, `{"a": 1.0}`, "", ""},
		{"error status", machine.Result{Status: 409, Body: object}, 409, jsonType, `{"a": 1.0}`, "", ""},
		{"no content", machine.Result{Status: 204, Body: object}, 204, "", "", "Content-Length", ""},
		{"reset content", machine.Result{Status: 205, Body: object}, 205, "", "", "", ""},
		{"not modified", machine.Result{Status: 304, Body: object}, 304, "", "", "Content-Length", ""},
		{"header", machine.Result{Status: 201, Headers: header("location", "/o/7")}, 201, "", "", "Location", "/o/7"},
		{"two of a header", machine.Result{Headers: header("Link", "<a>", "link", "<b>")}, 204, "", "", "Link", "<a>|<b>"},
		{"tab and beyond ASCII", machine.Result{Headers: header("X", "a\té")}, 204, "", "", "X", "a\té"},
		{"plain text", machine.Result{Headers: header("content-type", "text/plain; charset=utf-8"), Body: text}, 200, "text/plain; charset=utf-8", "a\n\"b\" é", "", ""},
		{"XML", machine.Result{Headers: header("Content-Type", "application/xml"), Body: value.FromString("<a/>")}, 200, "application/xml", "<a/>", "", ""},
		{"other JSON", machine.Result{Headers: header("Content-Type", "application/hal+json"), Body: text}, 200, "application/hal+json", `"a\n\"b\" é"`, "", ""},
		{"type without a body", machine.Result{Headers: header("Content-Type", "text/plain")}, 204, "", "", "", ""},
		{"sniffing", machine.Result{Body: object}, 200, jsonType, `{"a": 1.0}`, "X-Content-Type-Options", "nosniff"},
		{"long", machine.Result{Body: value.FromString(strings.Repeat("x", 300_000))}, 200, jsonType, `"` + strings.Repeat("x", 300_000) + `"`, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := answer(t, Config{}, test.result)
			if got.StatusCode != test.status || got.Header.Get("Content-Type") != test.media || got.body != test.body {
				t.Errorf("got %d %q %.80s\nwant %d %q %.80s", got.StatusCode, got.Header.Get("Content-Type"), got.body, test.status, test.media, test.body)
			}
			if got := strings.Join(got.Header[test.header], "|"); test.header != "" && got != test.want {
				t.Errorf("%s: got %q, want %q", test.header, got, test.want)
			}
		})
	}
}

func TestUnsendableReturns(t *testing.T) {
	tests := []struct {
		name   string
		result machine.Result
		cause  string
	}{
		{"status 100", machine.Result{Status: 100}, "status 100; use 200 to 599"},
		{"status 101", machine.Result{Status: 101}, "status 101"},
		{"status 600", machine.Result{Status: 600}, "status 600"},
		{"status below 0", machine.Result{Status: -1}, "status -1"},
		{"line break in a value", machine.Result{Headers: header("X", "a\r\nSet-Cookie: b")}, "control character"},
		{"NUL in a value", machine.Result{Headers: header("X", "a\x00")}, "control character"},
		{"DEL in a value", machine.Result{Headers: header("X", "\x7f")}, "control character"},
		{"line break in a type", machine.Result{Headers: header("Content-Type", "text/plain\r\nX: b")}, "control character"},
		{"line break in a name", machine.Result{Headers: header("X: a\r\nY", "b")}, "a character that names cannot have"},
		{"space in a name", machine.Result{Headers: header("X ", "b")}, "a character that names cannot have"},
		{"no name", machine.Result{Headers: header("", "b")}, "a header needs a name"},
		{"length", machine.Result{Headers: header("content-length", "0")}, "the gateway sets it itself"},
		{"coding", machine.Result{Headers: header("TRANSFER-ENCODING", "chunked")}, "the gateway sets it itself"},
		{"connection", machine.Result{Headers: header("Connection", "X")}, "the gateway sets it itself"},
		{"upgrade", machine.Result{Headers: header("upgrade", "h2c")}, "the gateway sets it itself"},
		{"trailer", machine.Result{Headers: header("trailer", "x")}, "the gateway sets it itself"},
		{"keep-alive", machine.Result{Headers: header("keep-alive", "x")}, "the gateway sets it itself"},
		{"two types", machine.Result{Headers: header("Content-Type", "text/a", "content-type", "text/b")}, "two Content-Type headers"},
		{"no type", machine.Result{Headers: header("Content-Type", "text"), Body: value.FromInt(1)}, `must be text, not number`},
		{"object as text", machine.Result{Headers: header("Content-Type", "text/csv"), Body: value.ObjectOf()}, "must be text, not object"},
		{"broken type", machine.Result{Headers: header("Content-Type", "a b"), Body: value.ObjectOf()}, `Content-Type "a b"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var log logBuffer
			got := answer(t, Config{Log: log.logger()}, test.result)
			if detail := got.detail(t); got.StatusCode != 500 || detail != "the workflow returned a response that cannot be sent" {
				t.Errorf("got %d %s", got.StatusCode, got.body)
			}
			if !strings.Contains(strings.ReplaceAll(log.String(), `\`, ""), test.cause) {
				t.Errorf("got log %s\nwant %s", log.String(), test.cause)
			}
			if strings.Contains(got.body, test.cause) {
				t.Errorf("the client got %s", got.body)
			}
		})
	}
}

func TestFaults(t *testing.T) {
	status := func(kind fault.Kind, n int) *fault.Fault { return &fault.Fault{Kind: kind, Status: n, Detail: "d"} }
	tests := []struct {
		fault      *fault.Fault
		status     int
		retryAfter string
	}{
		{status(fault.Status, 0), 502, ""},
		{status(fault.Connect, 0), 502, ""},
		{status(fault.Timeout, 0), 504, ""},
		{status(fault.Breaker, 0), 503, "1"},
		{status(fault.Fail, 409), 409, ""},
		{status(fault.Fail, 503), 503, ""},
		{status(fault.Fail, 200), 500, ""},
		{status(fault.Expression, 0), 500, ""},
		{status(fault.Cancelled, 0), 499, ""},
	}
	for _, test := range tests {
		got := answer(t, Config{}, machine.Result{Fault: test.fault, Status: 200, Body: value.FromString("not this")})
		if detail := got.detail(t); got.StatusCode != test.status || detail != "d" || got.Header.Get("Retry-After") != test.retryAfter {
			t.Errorf("%v: got %d %s, Retry-After %q", test.fault, got.StatusCode, got.body, got.Header.Get("Retry-After"))
		}
		if !strings.Contains(got.body, `"instance":"urn:uuid:`+runID+`"`) {
			t.Errorf("%v: got %s, want the run as the instance", test.fault, got.body)
		}
	}
	own := answer(t, Config{}, machine.Result{Fault: &fault.Fault{Kind: fault.Fail, Instance: "/mine"}})
	if !strings.Contains(own.body, `"instance":"/mine"`) {
		t.Errorf("got %s, want the instance of the workflow", own.body)
	}
}

func TestPanicIsA500(t *testing.T) {
	var log logBuffer
	panics := runFunc(nil)
	address := serving(t, Config{Log: log.logger()}, Route{Method: "GET", Path: "/bad", Workflow: "w", Run: panics}, Route{Method: "GET", Path: "/good", Workflow: "w", Run: name("good")})
	c := dial(t, address)
	c.send(get("/bad") + get("/good"))
	got := c.receive("GET")
	if got.detail(t); got.StatusCode != 500 || strings.Contains(got.body, "nil pointer") {
		t.Errorf("got %d %s", got.StatusCode, got.body)
	}
	if got := c.receive("GET"); got.body != `"good"` {
		t.Errorf("after a panic: got %d %s", got.StatusCode, got.body)
	}
	for _, want := range []string{"level=ERROR msg=panic path=/bad", "nil pointer", "runFunc.Run", "status=500"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("log %s\nwant %s", log.String(), want)
		}
	}
}

func TestLog(t *testing.T) {
	var log logBuffer
	undone := &fault.Fault{Kind: fault.Connect, Service: "payments", Operation: "void", Step: "payment", Detail: "call payments.void", Cause: errors.New("refused")}
	failed := &fault.Fault{Kind: fault.Status, Service: "shipping", Operation: "create", Step: "shipment", Detail: "call shipping.create"}
	failed.Pos.File, failed.Pos.Line, failed.Pos.Col = "checkout.yaml", 14, 9
	failed.Upstream = &fault.Upstream{Status: 500, Body: value.FromString("canary")}
	g := newGateway(t, Config{Log: log.logger()},
		Route{Method: "POST", Path: "/o/{id}", Workflow: "checkout", Run: gives(machine.Result{Fault: failed, Failed: []*fault.Fault{undone}})})
	r := httptest.NewRequest("POST", "/o/7?token=canary", strings.NewReader(`"canary"`))
	r.Header = http.Header{"Content-Type": {jsonType}, "Authorization": {"canary"}, "X": {"canary"}}
	g.ServeHTTP(httptest.NewRecorder(), r)
	want := []string{
		`level=ERROR msg="compensation failed" run=` + runID + ` workflow=checkout step=payment operation=payments.void ` +
			`fault.kind=connect fault.detail="call payments.void" fault.step=payment fault.operation=payments.void fault.cause=refused`,
		`level=WARN msg=request method=POST path=/o/7 status=502 ms=`,
		`route="POST /o/{id}" workflow=checkout run=` + runID + ` fault.kind=status fault.detail="call shipping.create" ` +
			`fault.step=shipment fault.operation=shipping.create fault.at=checkout.yaml:14:9`,
	}
	for _, want := range want {
		if !strings.Contains(log.String(), want) {
			t.Errorf("log %s\nwant %s", log.String(), want)
		}
	}
	if strings.Contains(log.String(), "canary") {
		t.Errorf("the log tells what the client sent: %s", log.String())
	}
}
