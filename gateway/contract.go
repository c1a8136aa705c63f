package gateway

import (
	"strings"

	"tutti/drift"
	"tutti/fault"
	"tutti/flow"
	"tutti/openapi"
	"tutti/schema"
	"tutti/value"
)

// contract is what the contract says of one route.
type contract struct {
	*openapi.Operation
	binder *openapi.Binder
	offers []string // the media types that a good answer may have; none: there may be one without a body
}

// newContract prepares an operation for requests; nil for none.
func newContract(op *openapi.Operation, depth int) (*contract, error) {
	if op == nil {
		return nil, nil
	}
	b, err := openapi.NewBinder(op, depth)
	if err != nil {
		return nil, err
	}
	return &contract{Operation: op, binder: b, offers: offersOf(op)}, nil
}

// count counts a message that breaks the contract: a request if the status is 0.
func (g *Gateway) count(x *exchange, status int, wrong []openapi.Mismatch) {
	found := make([]schema.Finding, len(wrong))
	for i, m := range wrong {
		found[i] = schema.Finding{Schema: m.Schema, Instance: m.Pointer, Message: place(m) + ": " + m.Message}
	}
	g.cfg.Drift.Record(drift.Where{Operation: x.route.contract.Name, Status: status}, found)
}

// byContract makes $input as the contract says; the fault is for a request that breaks it.
func (g *Gateway) byContract(x *exchange) *fault.Fault {
	c := x.route.contract
	bound := c.binder.Bind(&openapi.Request{
		Path: x.rawValues(), Query: x.rawQuery, Headers: x.r.Header,
		ContentType: x.r.Header.Get("Content-Type"), Body: x.text, HasBody: x.hasBody,
	}, g.cfg.Requests != flow.Ignore)
	switch {
	case bound.Refused != 0:
		return &fault.Fault{Kind: fault.Request, Status: bound.Refused, Detail: bound.Why}
	case len(bound.Wrong) > 0 && g.cfg.Requests == flow.Enforce:
		return &fault.Fault{Kind: fault.Request, Detail: "the request breaks the contract", Extensions: errorsOf(bound.Wrong)}
	case len(bound.Wrong) > 0:
		g.count(x, 0, bound.Wrong)
	}
	x.input = bound.Input
	return nil
}

// rawValues are the values of the route's parameters as they came: what is escaped in them may differ in meaning from what is not.
func (x *exchange) rawValues() []string {
	if strings.IndexByte(x.rawPath, '%') < 0 {
		return x.values
	}
	raw := make([]string, len(x.route.places))
	place, next := 0, 0
	for segment := range segments(x.rawPath) {
		if next < len(raw) && x.route.places[next] == place {
			raw[next] = segment
			next++
		}
		place++
	}
	return raw
}

// errorsOf is the member errors of a problem document: where the request breaks the contract, and how.
func errorsOf(wrong []openapi.Mismatch) value.Value {
	b := value.NewBuilder(64 * len(wrong))
	b.BeginObject()
	b.Name("errors")
	b.BeginArray()
	for _, m := range wrong {
		b.BeginObject()
		if m.In != "body" {
			b.Name("in")
			b.Text(m.In)
			b.Name("name")
			b.Text(m.Name)
		}
		if m.In == "body" || m.Pointer != "" {
			b.Name("pointer")
			b.Text(m.Pointer)
		}
		b.Name("detail")
		b.Text(m.Message)
		b.EndObject()
	}
	b.EndArray()
	b.EndObject()
	return b.Done()
}

// place is where a mismatch is, for operators: with no name of the client's.
func place(m openapi.Mismatch) string {
	if m.Foreign || m.Name == "" {
		return m.In
	}
	return m.In + " " + m.Name
}
