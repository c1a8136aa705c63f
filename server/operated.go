package server

import (
	"tutti/catalog"
	"tutti/control"
	"tutti/drift"
	"tutti/flow"
	"tutti/gateway"
)

// operated is what the control API tells of a project.
func operated(p *catalog.Project, gw *gateway.Gateway, drifts *drift.Table) control.Config {
	cfg := control.Config{Ready: gw.IsReady, Drift: drifts}
	called := operations(p, p.Workflows)
	for _, s := range p.Services {
		name := s.Flow.Name.Text
		out := control.Service{Name: name, Protocol: s.Flow.Protocol, Contract: s.Flow.Contract.Text, Responses: string(s.Flow.Responses.Or(flow.Enforce))}
		for _, op := range called[name] {
			out.Operations = append(out.Operations, op.Name)
		}
		cfg.Services = append(cfg.Services, out)
	}
	for _, w := range p.Workflows {
		for _, t := range w.Definition.Triggers {
			if h, ok := t.(*flow.HTTP); ok {
				cfg.Routes = append(cfg.Routes, control.Route{Method: h.Method, Path: h.Path, Workflow: w.Definition.Name.Text, Operation: operationOf(w)})
			}
		}
	}
	return cfg
}

// operationOf is the operation of the public contract that a workflow serves, "" without one.
func operationOf(w *catalog.Workflow) string {
	if w.Public == nil {
		return ""
	}
	return w.Public.Name
}
