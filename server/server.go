package server

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"tutti/catalog"
	"tutti/control"
	"tutti/drift"
	"tutti/express"
	"tutti/flow"
	"tutti/gateway"
)

// Config says what to serve and where.
type Config struct {
	Dir     string // of the project
	Listen  string // address of the gateway; port 0 takes a free one
	Control string // address of the control API; likewise
	Data    string // folder for what the server keeps; "": Dir/.tutti
	Drain   time.Duration
	Getenv  catalog.Environment
	Log     *slog.Logger
}

// Serve serves a project until ctx ends, then lets the runs under way finish.
// A diag.List as error tells of what is wrong with the project.
func Serve(ctx context.Context, cfg Config) error {
	project, found, err := catalog.Load(cfg.Dir)
	if err != nil {
		return err
	}
	if err := found.Err(); err != nil {
		return err
	}
	for _, w := range project.Workflows {
		found = append(found, append(w.NeedsDurable(), w.Unserved()...)...)
	}
	found.Sort()
	if err := found.Err(); err != nil {
		return err
	}
	for _, w := range found {
		cfg.Log.Warn(w.Message, "code", w.Code, "at", w.Pos.String(), "mend", w.Suggestion)
	}
	conns, found := project.Connect(ctx, cfg.Getenv, nil)
	if err := found.Err(); err != nil {
		return err
	}
	defer func() { _ = conns.Close() }()
	drifts := drift.NewTable(cfg.Log)
	workflows := Bind(project, project.Workflows, conns, cfg.Getenv, drifts, express.Config{})
	gw, err := gateway.New(routes(project, workflows), front(project, cfg, drifts))
	if err != nil {
		return err
	}
	drain, stop := drained(ctx, cmp.Or(cfg.Drain, 2*project.Limits.RunTimeout))
	defer stop()
	err = listen(ctx, cfg, gw, operated(project, gw, drifts))
	workflows.Drain(drain)
	return err
}

// drained is a context that ends some time after ctx.
func drained(ctx context.Context, after time.Duration) (context.Context, context.CancelFunc) {
	out, end := context.WithCancel(context.WithoutCancel(ctx))
	forget := context.AfterFunc(ctx, func() { time.AfterFunc(after, end) })
	return out, func() { forget(); end() }
}

// front is what the project says about the gateway.
func front(p *catalog.Project, cfg Config, drifts *drift.Table) gateway.Config {
	g := p.Flow.Gateway
	out := gateway.Config{
		Limits: p.Limits, Drain: cfg.Drain, Log: cfg.Log, Requests: g.Requests, Responses: g.Responses, Drift: drifts,
	}
	if p.Public != nil {
		out.Document = &gateway.Document{JSON: p.Public.JSON, YAML: p.Public.YAML}
	}
	return out
}

// routes are the gateway's routes, from the workflows' triggers.
func routes(p *catalog.Project, workflows *express.Group) []gateway.Route {
	var out []gateway.Route
	for _, w := range p.Workflows {
		name := w.Definition.Name.Text
		for _, t := range w.Definition.Triggers {
			if h, ok := t.(*flow.HTTP); ok {
				out = append(out, gateway.Route{Method: h.Method, Path: h.Path, Workflow: name, Run: workflows.Workflow(name), Operation: w.Public})
			}
		}
	}
	return out
}

// listen opens both addresses, says where they are, and serves them until ctx ends.
func listen(ctx context.Context, cfg Config, gw *gateway.Gateway, operators control.Config) error {
	clients, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen for the gateway: %w", err)
	}
	back, err := net.Listen("tcp", cfg.Control)
	if err != nil {
		return errors.Join(fmt.Errorf("listen for the control API: %w", err), clients.Close())
	}
	addrs := addresses{Gateway: clients.Addr().String(), Control: back.Addr().String()}
	cfg.Log.Info("listening", "gateway", "http://"+addrs.Gateway, "control", "http://"+addrs.Control)
	if err := addrs.write(cfg.data()); err != nil {
		return errors.Join(err, clients.Close(), back.Close())
	}
	ctl := make(chan error, 1)
	ctlCtx, stop := context.WithCancel(context.WithoutCancel(ctx))
	go func() { ctl <- control.Serve(ctlCtx, back, operators) }()
	err = gateway.NewServer(gw).Serve(ctx, clients)
	stop() // the control API answers until the gateway has drained
	return errors.Join(err, <-ctl)
}

func (c Config) data() string {
	if c.Data != "" {
		return c.Data
	}
	return filepath.Join(c.Dir, ".tutti")
}

// addresses is the file addresses.json: where a server that took free ports listens.
type addresses struct {
	Gateway string `json:"gateway"`
	Control string `json:"control"`
}

// write puts the file there in one step, so that a reader never sees half of it.
func (a addresses) write(dir string) error {
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	file := filepath.Join(dir, "addresses.json")
	if err := os.WriteFile(file+".new", append(b, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the addresses: %w", err)
	}
	return os.Rename(file+".new", file)
}
