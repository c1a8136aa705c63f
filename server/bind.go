// Package server wires a project together: catalog, calls, hosts, gateway. It is
// the only package that knows all of them, and decides nothing itself.
package server

import (
	"strings"

	"tutti/call"
	"tutti/catalog"
	"tutti/connector"
	"tutti/drift"
	"tutti/express"
	"tutti/flow"
)

// Bind makes workflows of a project runnable over its open connections. All that
// they run must be among them, and none may need durable mode. What services answer
// against their contracts is counted in drifts.
func Bind(
	p *catalog.Project, workflows []*catalog.Workflow, conns catalog.Connections, get catalog.Environment, drifts *drift.Table, cfg express.Config,
) *express.Group {
	services := map[string]call.Func{}
	called := operations(p, workflows)
	for _, s := range p.Services {
		name := s.Flow.Name.Text
		services[name] = call.Chain(call.Attempt(conns[name]),
			call.Origin(),
			call.Contract(called[name], s.Flow.Responses.Or(flow.Enforce), drifts),
			call.Status(),
			call.Deadline(s.Flow.Timeout, p.Limits.CallTimeout),
		)
	}
	env := p.Env(get)
	out := new(express.Group)
	for _, w := range workflows {
		ops := make([]call.Func, len(w.Plan.Ops))
		for i, target := range w.Plan.Ops {
			service, _, _ := strings.Cut(target, ".")
			ops[i] = services[service]
		}
		out.Add(w.Plan, ops, env, cfg)
	}
	return out
}

// operations are those that workflows call, by service.
func operations(p *catalog.Project, workflows []*catalog.Workflow) map[string][]connector.Operation {
	out, seen := map[string][]connector.Operation{}, map[string]bool{}
	for _, w := range workflows {
		for _, target := range w.Plan.Ops {
			if op, ok := p.Operation(target); ok && !seen[target] {
				service, _, _ := strings.Cut(target, ".")
				out[service] = append(out[service], op)
			}
			seen[target] = true
		}
	}
	return out
}
