package call_test

import (
	"context"
	"strings"
	"testing"

	"tutti/call"
	"tutti/connector"
	"tutti/drift"
	"tutti/fault"
	"tutti/flow"
	"tutti/schema"
	"tutti/value"
)

func parse(t testing.TB, text string) *schema.Schema {
	t.Helper()
	s, err := schema.Parse(value.Trusted([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// authorize is an operation that answers 201, 404 and 5XX.
func authorize(t testing.TB) []connector.Operation {
	paid := parse(t, `{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"amount":{"type":"number"}}}`)
	problem := parse(t, `{"type":"object","required":["title"]}`)
	return []connector.Operation{{Name: "authorize", Method: "POST", Answers: []connector.Answer{
		{Status: "201", Schema: paid, Forms: []connector.Form{{Media: "application/json", Schema: paid}, {Media: "text/plain", Schema: parse(t, `{"type":"string"}`)}}},
		{Status: "202", Empty: true},
		{Status: "404", Schema: problem},
		{Status: "5XX", Schema: problem},
	}}}
}

// answered is what a call through the policy comes to.
func answered(t *testing.T, ops []connector.Operation, mode flow.Breach, table *drift.Table, status int, media, body string, accept ...int) (connector.Reply, error) {
	t.Helper()
	conn := conn(func(context.Context, connector.Request) (connector.Reply, error) {
		h := connector.HeadersOf(map[string][]string{"Content-Type": {media}})
		return connector.Reply{Status: status, Headers: h, Body: value.Trusted([]byte(body))}, nil
	})
	r := request()
	r.Accept = accept
	return call.Chain(call.Attempt(conn), call.Origin(), call.Contract(ops, mode, table), call.Status())(t.Context(), r)
}

func TestContract(t *testing.T) {
	const json = "application/json; charset=utf-8"
	for _, c := range []struct {
		name        string
		status      int
		media, body string
		accept      []int
		breaks      string // of a success: what is wrong; "": nothing
		counted     bool
	}{
		{name: "right", status: 201, media: json, body: `{"id":"p1","amount":7,"more":1}`},
		{name: "missing", status: 201, media: json, body: `{"amount":7}`, breaks: `"id" is missing (form.json#/required)`, counted: true},
		{name: "type", status: 201, media: json, body: `{"id":7}`, breaks: "/id must be string, not number (form.json#/properties/id/type)", counted: true},
		{name: "no body", status: 201, media: json, body: `null`, breaks: "must be object, not null (form.json#/type)", counted: true},
		{name: "other form", status: 201, media: "text/plain", body: `"p1"`},
		{name: "unlisted form", status: 201, media: "text/html", body: `"<p>"`, breaks: "must be object, not string (form.json#/type)", counted: true},
		{name: "unlisted success", status: 200, media: json, body: `{"id":"p1"}`, breaks: "the contract does not list the status 200 (#authorize/responses)", counted: true},
		{name: "lists no body", status: 202, media: json, body: `{"anything":1}`},
		{name: "accepted and right", status: 404, media: json, body: `{"title":"gone"}`, accept: []int{404}},
		{name: "accepted and wrong", status: 404, media: json, body: `{}`, accept: []int{404}, breaks: `"title" is missing (form.json#/required)`, counted: true},
		{name: "accepted and unlisted", status: 409, media: json, body: `{}`, accept: []int{409}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, mode := range []flow.Breach{flow.Enforce, flow.Report, flow.Ignore} {
				table := drift.NewTable(nil)
				reply, err := answered(t, authorize(t), mode, table, c.status, c.media, c.body, c.accept...)
				if got := len(table.Entries()) > 0; got != (c.counted && mode != flow.Ignore) {
					t.Errorf("%s: counted: %v", mode, table.Entries())
				}
				if c.breaks == "" || mode != flow.Enforce {
					if err != nil || reply.Status != c.status || reply.Body.String() != c.body {
						t.Errorf("%s: got %d %s and %v, want the answer as it came", mode, reply.Status, reply.Body, err)
					}
					continue
				}
				f := faultOf(t, err)
				if f.Kind != fault.Contract || f.Processed != fault.Yes || f.Upstream.Status != c.status || f.Upstream.Body.String() != c.body || f.Operation != "authorize" {
					t.Errorf("got %+v", f)
				}
				if f.Cause.Error() != c.breaks || strings.Contains(f.Detail, "must be") {
					t.Errorf("got %q for clients and %q for the log, want %q in the latter", f.Detail, f.Cause, c.breaks)
				}
			}
		})
	}
}

func TestRefusalsStayRefusals(t *testing.T) {
	for _, c := range []struct {
		status  int
		body    string
		counted int
	}{{404, `{"title":"gone"}`, 0}, {404, `{}`, 1}, {503, `[]`, 1}, {418, `{}`, 0}} {
		table := drift.NewTable(nil)
		_, err := answered(t, authorize(t), flow.Enforce, table, c.status, "application/json", c.body)
		if f := faultOf(t, err); f.Kind != fault.Status || f.Upstream.Status != c.status {
			t.Errorf("%d: got %s, want the refusal", c.status, f.Kind)
		}
		if got := len(table.Entries()); got != c.counted {
			t.Errorf("%d %s: counted %d, want %d", c.status, c.body, got, c.counted)
		}
	}
}

func TestContractKnowsNothing(t *testing.T) {
	for _, ops := range [][]connector.Operation{nil, {{Name: "authorize"}}, {{Name: "other", Answers: []connector.Answer{{Status: "204"}}}}} {
		if _, err := answered(t, ops, flow.Enforce, drift.NewTable(nil), 200, "application/json", `7`); err != nil {
			t.Errorf("%v: got %v, want no error", ops, err)
		}
	}
	head := authorize(t)
	head[0].Method = "HEAD"
	if _, err := answered(t, head, flow.Enforce, drift.NewTable(nil), 201, "application/json", `null`); err != nil {
		t.Errorf("HEAD has no body: got %v", err)
	}
}

func TestContractPassesFaults(t *testing.T) {
	lost := conn(func(context.Context, connector.Request) (connector.Reply, error) {
		return connector.Reply{}, fault.New(fault.Connect, "no connection", nil)
	})
	table := drift.NewTable(nil)
	_, err := call.Chain(call.Attempt(lost), call.Contract(authorize(t), flow.Enforce, table), call.Status())(t.Context(), request())
	if f := faultOf(t, err); f.Kind != fault.Connect || len(table.Entries()) > 0 {
		t.Errorf("got %s and %v", f.Kind, table.Entries())
	}
}

// BenchmarkContract is what the policy costs when nothing is wrong.
func BenchmarkContract(b *testing.B) {
	body := value.Trusted([]byte(`{"id":"p1","amount":12.5}`))
	h := connector.HeadersOf(map[string][]string{"Content-Type": {"application/json"}})
	base := func(context.Context, *call.Request) (connector.Reply, error) {
		return connector.Reply{Status: 201, Headers: h, Body: body}, nil
	}
	for _, mode := range []flow.Breach{flow.Ignore, flow.Enforce} {
		b.Run(string(mode), func(b *testing.B) {
			f := call.Chain(base, call.Contract(authorize(b), mode, drift.NewTable(nil)))
			r := request()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f(b.Context(), r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
