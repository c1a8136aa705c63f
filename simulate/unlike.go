package simulate

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"tutti/call"
	"tutti/connector"
	"tutti/diag"
	"tutti/flow"
	"tutti/plan"
	"tutti/schema"
	"tutti/value"
)

// Unlike warns of answers that a service could not give, since its contract says otherwise: what a run makes of them
// tells nothing of the real service. Scripts abbreviate, so what is not there is no matter; nor are answers that are only
// known at a call, and those that fail on purpose.
func (s Script) Unlike(contract func(target string) (connector.Operation, bool)) diag.List {
	var out diag.List
	for _, target := range slices.Sorted(maps.Keys(s.Answers)) {
		op, ok := contract(target)
		if !ok {
			continue
		}
		for _, written := range s.Answers[target] {
			if d, unlike := unlikely(op, target, written); unlike {
				out.Add(d)
			}
		}
	}
	return out
}

// unlikely compares one answer with the contract of its operation.
func unlikely(op connector.Operation, target string, written flow.Value) (d diag.Diagnostic, unlike bool) {
	if expressions(written) {
		return d, false
	}
	v, err := plan.Constant(written, nil, flow.DefaultLimits())
	if err != nil || v.Get("fail").Kind() == value.String {
		return d, false
	}
	reply := connector.Reply{Status: success(op), Body: v.Get("body")}
	for _, name := range []string{"status", "fail"} {
		if n, ok := v.Get(name).Int(); ok {
			reply.Status = int(n)
		}
	}
	found := slices.DeleteFunc(call.Wrong(op, reply), func(f schema.Finding) bool {
		return strings.HasSuffix(f.Schema, "/required") || f.Instance == "" && reply.Body.IsNull() && !strings.HasSuffix(f.Schema, "/responses")
	})
	if len(found) == 0 {
		return d, false
	}
	return diag.Diagnostic{
		Pos: written.At(), Severity: diag.Warning, Code: CodeUnlike,
		Message:    target + " does not answer like this: " + strings.TrimSpace(found[0].Instance+" "+found[0].Message),
		Suggestion: "write what the contract says, or fail: contract",
	}, true
}

// success is the status that an operation succeeds with, which an answer without one means.
func success(op connector.Operation) int {
	for _, a := range op.Answers {
		if n, err := strconv.Atoi(a.Status); err == nil && n < 300 {
			return n
		}
	}
	return 200
}

func expressions(v flow.Value) (has bool) {
	flow.Exprs(v, func(*flow.Expr) { has = true })
	return has
}
