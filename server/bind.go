// Package server wires a project together: catalog, calls, hosts, gateway. It is
// the only package that knows all of them, and decides nothing itself.
package server

import (
	"strings"

	"tutti/call"
	"tutti/catalog"
	"tutti/express"
)

// Bind makes workflows of a project runnable over its open connections. All that
// they run must be among them, and none may need durable mode.
func Bind(p *catalog.Project, workflows []*catalog.Workflow, conns catalog.Connections, get catalog.Environment, cfg express.Config) *express.Group {
	services := map[string]call.Func{}
	for _, s := range p.Services {
		name := s.Flow.Name.Text
		services[name] = call.Chain(call.Attempt(conns[name]),
			call.Origin(),
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
