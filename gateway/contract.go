package gateway

import (
	"fmt"
	"strings"

	"tutti/fault"
	"tutti/flow"
	"tutti/openapi"
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

// Drift is a message that broke the contract and passed. It says nothing of what was in the message.
type Drift struct {
	Operation string
	Status    int // of the answer; 0: it was the request
	Wrong     []openapi.Mismatch
}

// drifted is what a line of the log says about drift.
type drifted struct {
	count int
	first openapi.Mismatch
}

// report tells of a message that broke the contract and passes.
func (g *Gateway) report(x *exchange, status int, wrong []openapi.Mismatch) {
	if x.drift.count == 0 {
		x.drift.first = wrong[0]
	}
	x.drift.count += len(wrong)
	g.cfg.Drift(Drift{Operation: x.route.contract.Name, Status: status, Wrong: wrong})
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
		g.report(x, 0, bound.Wrong)
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

// place is where a mismatch is, for the log.
func place(m openapi.Mismatch) string {
	return strings.TrimSpace(fmt.Sprintf("%s %s", m.In, m.Name+m.Pointer))
}
