package gateway

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"

	"tutti/express"
)

func TestRequestID(t *testing.T) {
	longest := strings.Repeat("x", maxRequestID)
	tests := []struct {
		sent []string
		path string
		want string // "": one that is made
	}{
		{[]string{"web-42"}, "/o", "web-42"},
		{[]string{"web-42"}, "/nowhere", "web-42"},
		{[]string{"web-42"}, "/healthz", "web-42"},
		{[]string{`!"#$%&'()*+,-./:;<=>?@[\]^_{|}~`}, "/o", `!"#$%&'()*+,-./:;<=>?@[\]^_{|}~`},
		{[]string{longest}, "/o", longest},
		{[]string{longest + "x"}, "/o", runID},
		{[]string{"a", "a"}, "/o", runID},
		{[]string{""}, "/o", runID},
		{[]string{"a b"}, "/o", runID},
		{[]string{"a\tb"}, "/o", runID},
		{[]string{"a\nb"}, "/o", runID},
		{[]string{"a\x7f"}, "/o", runID},
		{[]string{"é"}, "/o", runID},
		{nil, "/o", runID},
		{nil, "/nowhere", ""},
		{nil, "/panic", ""},
	}
	for _, test := range tests {
		var log logBuffer
		got := "no run"
		g := newGateway(t, Config{Log: log.logger()}, Route{Method: "GET", Path: "/o", Workflow: "w", Run: runFunc(func(_ context.Context, s express.Start) express.Result {
			got = s.RequestID
			return express.Result{ID: runID}
		})}, Route{Method: "GET", Path: "/panic", Workflow: "w", Run: runFunc(func(context.Context, express.Start) express.Result { panic("planted") })})
		r := httptest.NewRequest("GET", test.path, nil)
		if test.sent != nil {
			r.Header["X-Request-Id"] = test.sent
		}
		w := httptest.NewRecorder()
		g.ServeHTTP(w, r)
		id := w.Header()["X-Request-Id"]
		if len(id) != 1 || test.want != "" && id[0] != test.want || test.want == "" && uuid.Validate(id[0]) != nil {
			t.Fatalf("%q to %s: got %q, want %q", test.sent, test.path, id, test.want)
		}
		if line := log.String(); !strings.Contains(line, "request_id="+id[0]) && !strings.Contains(line, "request_id="+fmt.Sprintf("%q", id[0])) {
			t.Errorf("%q to %s: not in the log: %s", test.sent, test.path, line)
		}
		if want := strings.TrimPrefix(id[0], runID); test.path == "/o" && got != want {
			t.Errorf("%q: the run got %q, want %q", test.sent, got, want)
		}
	}
}
