package server

import (
	"context"
	"net/http"

	"tutti/catalog"
	"tutti/control"
	"tutti/diag"
	"tutti/drift"
	"tutti/express"
	"tutti/gateway"
)

// site is everything that is made from one loaded project. It does not change; another one takes its place.
type site struct {
	project   *catalog.Project
	conns     catalog.Connections
	workflows *express.Group
	gateway   *gateway.Gateway
	operators http.Handler // of the control API
}

// build makes a site of a project in which nothing but found was wrong. The findings tell of all that is
// wrong now; with errors among them there is no site.
func build(ctx context.Context, cfg Config, project *catalog.Project, found diag.List) (*site, diag.List, error) {
	if found.HasErrors() {
		return nil, found, nil
	}
	for _, w := range project.Workflows {
		found = append(found, append(w.NeedsDurable(), w.Unserved()...)...)
	}
	found.Sort()
	if found.HasErrors() {
		return nil, found, nil
	}
	conns, wrong := project.Connect(ctx, cfg.Getenv, nil)
	if wrong.HasErrors() {
		_ = conns.Close() // those that could be opened
		return nil, append(found, wrong...), nil
	}
	drifts := drift.NewTable(cfg.Log)
	workflows := Bind(project, project.Workflows, conns, cfg.Getenv, drifts, express.Config{})
	gw, err := gateway.New(routes(project, workflows), front(project, cfg, drifts))
	if err != nil {
		_ = conns.Close()
		return nil, found, err
	}
	return &site{project, conns, workflows, gw, control.Handler(operated(project, gw, drifts))}, found, nil
}

// retire ends a site that gets no more requests: it waits for what runs by itself, until ctx ends, and closes the connections.
func (s *site) retire(ctx context.Context) {
	s.workflows.Drain(ctx)
	_ = s.conns.Close() // nothing waits for what a service says to that
}
