package check_test

import (
	"fmt"
	"strings"
	"testing"

	"tutti/check"
	"tutti/flow"
)

func TestRoutes(t *testing.T) {
	for _, c := range []struct {
		name   string
		routes []string // as workflows w0, w1, …
		want   []string // findings at the line of the route, by number of the workflow
	}{
		{"different paths", []string{"GET /orders", "GET /orders/{id}", "GET /"}, nil},
		{"different methods", []string{"GET /orders", "POST /orders"}, nil},
		{"the more specific one wins", []string{"GET /orders/{id}", "GET /orders/new", "GET /{any}/new", "GET /{any}/{x}"}, nil},
		{"the same route", []string{"GET /orders", "GET /orders"}, []string{
			"w1.yaml:2:13: error G502: GET /orders takes the same requests as GET /orders (w0.yaml:2:13) (change the path of one of them)",
		}},
		{"the same but for a name", []string{"GET /orders/{a}", "GET /x/{c}", "GET /orders/{b}"}, []string{
			"w2.yaml:2:13: error G502: GET /orders/{b} takes the same requests as GET /orders/{a} (w0.yaml:2:13)",
		}},
		{"escapes", []string{"GET /caf%C3%A9", "GET /café"}, []string{
			"w0.yaml:2:13: error G504: a path cannot have '%' in it: /caf%C3%A9 (write the path as it is, without escapes)",
		}},
		{"paths of the gateway", []string{"GET /healthz", "GET /readyz", "POST /runs", "GET /runs/{id}/x", "POST /events"}, []string{
			"w0.yaml:2:13: error G503: the gateway answers /healthz itself (take another path)",
			"w1.yaml:2:13: error G503", "w2.yaml:2:13: error G503", "w3.yaml:2:13: error G503", "w4.yaml:2:13: error G503",
		}},
		{"paths like those of the gateway", []string{"GET /health", "GET /runsheets", "GET /{any}"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var defs []*flow.Definition
			for i, r := range c.routes {
				defs = append(defs, parse(t, fmt.Sprintf("w%d.yaml", i),
					fmt.Sprintf("workflow: w%d\non: { http: %q, public: true }\nsteps: [ { set: { a: 1 } } ]\n", i, r)))
			}
			got := check.Routes(defs, check.Config{})
			for i := range max(len(got), len(c.want)) {
				if i >= len(got) || i >= len(c.want) || !strings.HasPrefix(got[i].String(), c.want[i]) {
					t.Fatalf("routes %q\ngot\n%v\nwant\n%s", c.routes, got, strings.Join(c.want, "\n"))
				}
			}
		})
	}
}

func TestWhoMayCall(t *testing.T) {
	const open, closed = "on: { http: POST /checkout, public: true }", "on: { http: POST /checkout }"
	for _, c := range []struct {
		on     string
		public bool // the gateway
		want   string
	}{
		{open, false, ""},
		{closed, true, ""},
		{closed, false, "w.yaml:2:13: error G501: nobody may call POST /checkout (say who: `public: true` beside http, or under gateway in tutti.yaml)"},
		{"on: { http: POST /checkout, public: false }", false, "w.yaml:2:13: error G501"},
		{"x-none: true", false, ""},
	} {
		d := parse(t, "w.yaml", "workflow: w\n"+c.on+"\nsteps: [ { set: { a: 1 } } ]\n")
		got := check.Routes([]*flow.Definition{d}, check.Config{GatewayPublic: c.public}).Error()
		if !strings.HasPrefix(got, c.want) || (c.want == "") != (got == "") {
			t.Errorf("%s, gateway public %v: got %q, want %q", c.on, c.public, got, c.want)
		}
	}
}

func TestWorkflowsOfOneName(t *testing.T) {
	src := "workflow: order\nsteps: [ { set: { a: 1 } } ]\n"
	defs := []*flow.Definition{parse(t, "a.yaml", src), parse(t, "b.yaml", src), parse(t, "c.yaml", src)}
	want := "b.yaml:1:11: error N211: the workflow \"order\" is there already, at a.yaml:1:11 (give one of them another name)\n" +
		"c.yaml:1:11: error N211: the workflow \"order\" is there already, at a.yaml:1:11 (give one of them another name)"
	if got := check.Routes(defs, check.Config{}).Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
