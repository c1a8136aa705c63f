package machine

import (
	"fmt"
	"strings"

	"tutti/fault"
	"tutti/plan"
	"tutti/schema"
	"tutti/value"
)

// refusal is the fault of a run whose input is not what its workflow says it must be; nil if it is. It is the mistake of
// who started the run: a client's, or that of the workflow that ran this one.
func refusal(p *plan.Plan, in Input) *fault.Fault {
	if p.Input == nil {
		return nil
	}
	found := p.Input.Validate(in.Input, schema.Options{Direction: schema.Request, Formats: true})
	if len(found) == 0 {
		return nil
	}
	f := fault.New(fault.Request, fmt.Sprintf("the input of %q breaks its schema", p.Workflow), nil)
	if in.Within {
		f.Kind = fault.Contract
	}
	f.Processed = fault.No
	f.Extensions = errorsOf(found)
	return f
}

// errorsOf is the member errors of a problem document. It is for who sent the input, not for logs: members may have names
// of the sender's.
func errorsOf(found []schema.Finding) value.Value {
	list := make([]value.Value, len(found))
	for i, f := range found {
		list[i] = value.ObjectOf(
			value.Member{Name: "pointer", Value: value.FromString(cut(f.Instance))},
			value.Member{Name: "detail", Value: value.FromString(cut(f.Message))},
		)
	}
	return value.ObjectOf(value.Member{Name: "errors", Value: value.ArrayOf(list...)})
}

// cut bounds a text with names of the sender's in it.
func cut(text string) string {
	const most = 300
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
