package server

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"tutti/catalog"
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
	s, found, err := build(ctx, cfg, project, found)
	if err != nil {
		return err
	}
	if s == nil {
		return found.Err()
	}
	for _, w := range found {
		cfg.Log.Warn(w.Message, "code", w.Code, "at", w.Pos.String(), "mend", w.Suggestion)
	}
	return newHost(cfg, s).serve(ctx, func(context.Context, context.Context, addresses) {})
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
		Limits: p.Limits, Drain: cfg.Drain, Log: cfg.Log, Requests: g.Requests, Responses: g.Responses, Drift: drifts, CORS: g.CORS, Uncompressed: g.Uncompressed,
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
