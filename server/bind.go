// Package server wires a project together: catalog, calls, hosts, gateway. It is
// the only package that knows all of them, and decides nothing itself.
package server

import (
	"strings"

	"tutti/call"
	"tutti/catalog"
	"tutti/express"
)

// Bind makes the workflows of a project runnable over its open connections.
func Bind(p *catalog.Project, conns catalog.Connections, get catalog.Environment, cfg express.Config) map[string]*express.Workflow {
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
	out := map[string]*express.Workflow{}
	for _, w := range p.Workflows {
		ops := make([]call.Func, len(w.Plan.Ops))
		for i, target := range w.Plan.Ops {
			service, _, _ := strings.Cut(target, ".")
			ops[i] = services[service]
		}
		out[w.Definition.Name.Text] = express.New(w.Plan, ops, env, cfg)
	}
	return out
}
