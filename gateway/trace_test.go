package gateway

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"tutti/express"
)

func TestTraceparent(t *testing.T) {
	const trace, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
	good := "00-" + trace + "-" + parent + "-01"
	tests := []struct {
		sent []string
		want string
	}{
		{nil, ""},
		{[]string{good}, good},
		{[]string{"cc-" + trace + "-" + parent + "-01"}, "cc-" + trace + "-" + parent + "-01"},
		{[]string{"cc-" + trace + "-" + parent + "-01-more"}, "cc-" + trace + "-" + parent + "-01-more"},
		{[]string{"cc-" + trace + "-" + parent + "-01-a b"}, ""},
		{[]string{"cc-" + trace + "-" + parent + "-01more"}, ""},
		{[]string{good + "-more"}, ""},
		{[]string{good, good}, ""},
		{[]string{"ff" + good[2:]}, ""},
		{[]string{strings.ToUpper(good)}, ""},
		{[]string{"00-" + strings.Repeat("0", 32) + "-" + parent + "-01"}, ""},
		{[]string{"00-" + trace + "-" + strings.Repeat("0", 16) + "-01"}, ""},
		{[]string{"00-" + trace + "-" + parent + "-0g"}, ""},
		{[]string{"00-" + trace + "_" + parent + "-01"}, ""},
		{[]string{"00-" + trace[1:] + "-" + parent + "-01"}, ""},
		{[]string{""}, ""},
	}
	var got string
	g := newGateway(t, Config{}, Route{Method: "GET", Path: "/o", Workflow: "w", Run: runFunc(func(_ context.Context, s express.Start) express.Result {
		got = s.Trace
		return express.Result{}
	})})
	for _, test := range tests {
		r := httptest.NewRequest("GET", "/o", nil)
		r.Header["Traceparent"] = test.sent
		got = "unset"
		if g.ServeHTTP(httptest.NewRecorder(), r); got != test.want {
			t.Errorf("%q: got %q, want %q", test.sent, got, test.want)
		}
	}
}
