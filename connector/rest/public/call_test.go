package public_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"tutti/call"
	"tutti/connector"
	"tutti/drift"
	"tutti/flow"
	"tutti/openapi"
	"tutti/value"
)

// outcome counts what became of the calls.
type outcome struct {
	called int
	took   time.Duration
	not    map[string]int // of those that were not called well, by reason
}

func (o *outcome) reasons() string {
	var lines []string
	for reason, n := range o.not {
		lines = append(lines, fmt.Sprintf("\n%6d %s", n, reason))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// callAll calls each operation once, with samples of all its inputs.
func callAll(t *testing.T, c connector.Contract, doc *openapi.Document) outcome {
	t.Helper()
	stub := newStub(doc)
	server := httptest.NewServer(stub)
	defer server.Close()
	conn, err := c.Open(context.Background(), connector.Settings{URL: server.URL + prefix})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	ops := operationsOf(c)
	invoke := call.Chain(func(ctx context.Context, r *call.Request) (connector.Reply, error) {
		return conn.Invoke(ctx, r.Request)
	}, call.Contract(ops, flow.Enforce, drift.NewTable(nil)))
	out, start := outcome{not: map[string]int{}}, time.Now()
	for i := range ops {
		if why := callOne(invoke, &ops[i], stub); why != "" {
			out.not[why]++
		} else {
			out.called++
		}
	}
	out.took = time.Since(start)
	return out
}

// operationsOf is what the contract says of all its operations.
func operationsOf(c connector.Contract) []connector.Operation {
	var all []connector.Operation
	for _, name := range c.Names() {
		if op, ok := c.Operation(name); ok {
			all = append(all, op)
		}
	}
	return all
}

// callOne is what went wrong with the call of one operation, or "".
func callOne(invoke call.Func, op *connector.Operation, stub *stub) string {
	if op.Unsupported != "" {
		return "unsupported: " + op.Unsupported
	}
	served := stub.ops[op.Name]
	if served.answer.missing {
		return op.Name + ": no value fits the answer"
	}
	r := requestOf(op)
	if r.why != "" {
		return op.Name + ": " + r.why
	}
	reply, err := invoke(context.Background(), &call.Request{Request: r.Request, Service: "service"})
	switch {
	case err != nil:
		return fmt.Sprintf("%s: %v", op.Name, err)
	case len(stub.last.wrong) > 0:
		return op.Name + ": the stub finds: " + strings.Join(stub.last.wrong, "; ")
	case reply.Status != served.answer.status:
		return fmt.Sprintf("%s: the status is %d, not %d", op.Name, reply.Status, served.answer.status)
	case served.answer.media != "" && !value.Equal(reply.Body, served.answer.value):
		return fmt.Sprintf("%s: the client reads %s, not %s", op.Name, reply.Body, served.answer.value)
	}
	if served.binder == nil {
		return ""
	}
	for i, m := range r.sent {
		if got := stub.last.input.Get(m.Name); !same(got, m.Value, i >= r.params && stub.last.json) {
			return fmt.Sprintf("%s: %s came as %s, not %s", op.Name, m.Name, got, m.Value)
		}
	}
	return ""
}

// same tells whether a value came as it was sent. Only JSON can hold empty arrays and objects.
func same(got, want value.Value, json bool) bool {
	return value.Equal(got, want) || !json && value.Equal(filled(got), filled(want))
}

// filled is v without the empty arrays and objects in it; null if that is all.
func filled(v value.Value) value.Value {
	var elems []value.Value
	var members []value.Member
	switch v.Kind() {
	case value.Array:
		for e := range v.Elems() {
			if e = filled(e); !e.IsNull() {
				elems = append(elems, e)
			}
		}
	case value.Object:
		for name, m := range v.Members() {
			if m = filled(m); !m.IsNull() {
				members = append(members, value.Member{Name: name, Value: m})
			}
		}
	default:
		return v
	}
	switch {
	case elems != nil:
		return value.ArrayOf(elems...)
	case members != nil:
		return value.ObjectOf(members...)
	default:
		return value.Value{}
	}
}
