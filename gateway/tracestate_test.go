package gateway

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"tutti/express"
)

func TestTracestate(t *testing.T) {
	numbered := func(n, size int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf("k%d=%s", i, strings.Repeat("v", size)))
		}
		return strings.Join(all, ",")
	}
	long := "long=" + strings.Repeat("v", 200)
	tests := []struct {
		sent []string
		want string
	}{
		{nil, ""},
		{[]string{""}, ""},
		{[]string{" , ,"}, ""},
		{[]string{"a=1"}, "a=1"},
		{[]string{"a=1,\t b=2 ,", "c=3"}, "a=1,b=2,c=3"},
		{[]string{"t61rcWkgMzE@sys=1"}, ""},
		{[]string{"0tenant@sys=1 2"}, "0tenant@sys=1 2"},
		{[]string{"a_-*/=!~"}, "a_-*/=!~"},
		{[]string{"_a=1"}, ""},
		{[]string{"A=1"}, ""},
		{[]string{"a=1,b"}, ""},
		{[]string{"a=1,=2"}, ""},
		{[]string{"a=1,b="}, ""},
		{[]string{"a=1=2"}, ""},
		{[]string{"a=\x01"}, ""},
		{[]string{"a=é"}, ""},
		{[]string{"a=1,b=2", "a=3"}, ""},
		{[]string{"a=1,ab=2,b=3"}, "a=1,ab=2,b=3"},
		{[]string{strings.Repeat("k", 256) + "=1"}, strings.Repeat("k", 256) + "=1"},
		{[]string{strings.Repeat("k", 257) + "=1"}, ""},
		{[]string{"a=" + strings.Repeat("v", 257)}, ""},
		{[]string{numbered(32, 1)}, numbered(32, 1)},
		{[]string{numbered(33, 1)}, ""},
		{[]string{numbered(9, 50)}, numbered(9, 50)},
		{[]string{numbered(12, 50)}, numbered(9, 50)}, // 9 have 485 characters, 10 would have 539
		{[]string{long + "," + numbered(8, 50)}, numbered(8, 50)},
		{[]string{long + "," + strings.ReplaceAll(long, "long", "more") + ",a=1"}, long + "," + strings.ReplaceAll(long, "long", "more") + ",a=1"},
	}
	var got string
	g := newGateway(t, Config{}, Route{Method: "GET", Path: "/o", Workflow: "w", Run: runFunc(func(_ context.Context, s express.Start) express.Result {
		got = s.TraceState
		return express.Result{}
	})})
	for _, test := range tests {
		r := httptest.NewRequest("GET", "/o", nil)
		r.Header["Tracestate"] = test.sent
		g.ServeHTTP(httptest.NewRecorder(), r)
		if got != "" {
			t.Errorf("%q without a traceparent: got %q", test.sent, got)
		}
		r.Header.Set("Traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
		if g.ServeHTTP(httptest.NewRecorder(), r); got != test.want {
			t.Errorf("%q: got %q, want %q", test.sent, got, test.want)
		}
	}
}
