package call

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"tutti/connector"
	"tutti/drift"
	"tutti/fault"
	"tutti/flow"
	"tutti/schema"
)

// Contract holds answers against the contract: the status must be one that it lists, the body fit what it says. With
// Enforce a success that does not is a fault, since what follows would work on something else than was checked; with
// Report it passes. Both are counted in the table. Refusals are only counted: they are faults already. It stands outside
// of Status, which tells the two apart.
func Contract(ops []connector.Operation, mode flow.Breach, table *drift.Table) Policy {
	contracts := make(map[string]*contract, len(ops))
	for i := range ops {
		if len(ops[i].Answers) > 0 {
			contracts[ops[i].Name] = contractOf(&ops[i])
		}
	}
	return func(next Func) Func {
		if mode == flow.Ignore {
			return next
		}
		return func(ctx context.Context, r *Request) (connector.Reply, error) {
			reply, err := next(ctx, r)
			if reply.Status == 0 {
				return reply, err
			}
			found := contracts[r.Operation].check(&reply)
			if found == nil {
				return reply, err
			}
			table.Record(drift.Where{Service: r.Service, Operation: r.Operation, Status: reply.Status}, found)
			if err != nil || mode == flow.Report {
				return reply, err
			}
			return reply, breach(r, reply, found)
		}
	}
}

// Wrong is what in an answer breaks the contract of its operation, nil if nothing does.
func Wrong(op connector.Operation, reply connector.Reply) []schema.Finding {
	if len(op.Answers) == 0 {
		return nil
	}
	return contractOf(&op).check(&reply)
}

// breach is the fault of a success that breaks the contract. What is wrong stands in the cause: clients need not know.
func breach(r *Request, reply connector.Reply, found []schema.Finding) *fault.Fault {
	lines := make([]error, len(found))
	for i, f := range found {
		lines[i] = errors.New(strings.TrimSpace(f.Instance + " " + f.Message + " (" + f.Schema + ")"))
	}
	f := fault.New(fault.Contract, fmt.Sprintf("%s answered %d with something that breaks its contract", r.Target(), reply.Status), errors.Join(lines...))
	f.Processed = fault.Yes
	f.Upstream = &fault.Upstream{Status: reply.Status, Headers: reply.Headers.Value(), Body: bounded(reply.Body)}
	return f
}

// contract is what one operation may answer.
type contract struct {
	exact   map[int]*connector.Answer // by status
	classes [10]*connector.Answer     // by its first digit
	others  *connector.Answer
	head    bool // there are no bodies
	listed  schema.Finding
}

func contractOf(op *connector.Operation) *contract {
	c := &contract{
		exact: map[int]*connector.Answer{}, head: op.Method == http.MethodHead,
		listed: schema.Finding{Schema: op.At.File + "#" + op.Name + "/responses", At: op.At},
	}
	for i := range op.Answers {
		a := &op.Answers[i]
		if status, err := strconv.Atoi(a.Status); err == nil {
			c.exact[status] = a
		} else if digit := a.Status[:min(1, len(a.Status))]; "1" <= digit && digit <= "9" {
			c.classes[digit[0]-'0'] = a
		} else {
			c.others = a
		}
	}
	return c
}

// answer is what the contract says of a status: exactly, by its class, or else of all others.
func (c *contract) answer(status int) *connector.Answer {
	if a := c.exact[status]; a != nil {
		return a
	}
	if class := status / 100; class < len(c.classes) && c.classes[class] != nil {
		return c.classes[class]
	}
	return c.others
}

// check is what is wrong with an answer. One that is no success may have a status that the contract does not list: few
// contracts list what a proxy on the way says, and a workflow that accepts it knows what it does.
func (c *contract) check(reply *connector.Reply) []schema.Finding {
	if c == nil {
		return nil
	}
	a := c.answer(reply.Status)
	switch {
	case a == nil && reply.Status >= http.StatusMultipleChoices:
		return nil
	case a == nil:
		f := c.listed
		f.Message = "the contract does not list the status " + strconv.Itoa(reply.Status)
		return []schema.Finding{f}
	case a.Empty || c.head || bodiless(reply.Status):
		return nil
	}
	return a.SchemaOf(reply.Headers.Get("Content-Type")).Validate(reply.Body, schema.Options{Direction: schema.Response})
}

func bodiless(status int) bool {
	return status == http.StatusNoContent || status == http.StatusNotModified
}
