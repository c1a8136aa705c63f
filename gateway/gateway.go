// Package gateway is the data plane: it takes HTTP requests in, starts the workflow of their route and
// writes its result out. It does not decide who may call a route (check refuses one without a policy)
// and does not run workflows itself.
package gateway

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"tutti/drift"
	"tutti/express"
	"tutti/flow"
	"tutti/openapi"
)

// Route says which requests start which workflow.
type Route struct {
	Method   string // upper case
	Path     string // from the root: /orders/{id}; a parameter is a whole segment
	Workflow string // its name, for logs
	Run      Runner
	// Operation is what the contract says of the route. Its path is that of the route, but for a base before it. nil: there is no contract.
	Operation *openapi.Operation
}

// Runner runs a workflow to its end. When ctx ends, the client is gone; Run may
// still take its time to undo what it did.
type Runner interface {
	Run(ctx context.Context, s express.Start) express.Result
}

// Config bounds what a client may take. A zero field means its default.
type Config struct {
	Limits     flow.Limits   // default: flow.DefaultLimits
	BodyRead   time.Duration // from the first byte of a request to the last of its body; default 30 s
	WriteStall time.Duration // without progress while an answer is written; default 10 s
	Drain      time.Duration // for the requests in flight when serving ends; default: of two runs, one being undone
	Log        *slog.Logger  // default: none

	Requests     flow.Breach  // what becomes of requests that break the contract; default: Enforce
	Responses    flow.Breach  // of answers that do; default: Report
	Drift        *drift.Table // counts requests that break the contract and pass, and all such answers; nil: nobody counts
	CORS         *flow.CORS   // which pages of other origins may call; nil: none
	Uncompressed bool         // answers go out as they are, whatever clients could read
	Document     *Document    // what is answered to who asks for the contract; nil: there is none
}

func (c Config) withDefaults() Config {
	if c.Limits == (flow.Limits{}) {
		c.Limits = flow.DefaultLimits()
	}
	if c.BodyRead == 0 {
		c.BodyRead = 30 * time.Second
	}
	if c.WriteStall == 0 {
		c.WriteStall = 10 * time.Second
	}
	if c.Drain == 0 {
		c.Drain = 2 * c.Limits.RunTimeout
	}
	c.Requests, c.Responses = c.Requests.Or(flow.Enforce), c.Responses.Or(flow.Report)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// Gateway is an http.Handler for a fixed set of routes. It wants to be served by a
// Server, which guards what a handler cannot.
type Gateway struct {
	cfg      Config
	log      *slog.Logger
	routes   []*route
	root     node
	answer   step
	sharing  *sharing // nil: nothing is shared with other origins
	draining atomic.Bool
}

// New is a gateway of the routes, ready from the start. The error tells of every
// route that is malformed, is there twice or takes a path of the gateway's own.
func New(routes []Route, cfg Config) (*Gateway, error) {
	cfg = cfg.withDefaults()
	g := &Gateway{cfg: cfg, log: cfg.Log}
	if err := g.addAll(routes); err != nil {
		return nil, err
	}
	var err error
	if g.sharing, err = newSharing(cfg.CORS); err != nil {
		return nil, err
	}
	g.answer = g.chain()
	return g, nil
}

// Ready sets what /readyz answers. Requests are served either way.
func (g *Gateway) Ready(ready bool) { g.draining.Store(!ready) }

// IsReady is what /readyz answers.
func (g *Gateway) IsReady() bool { return !g.draining.Load() }

// ServeHTTP answers one request.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := exchange{w: w, r: r, began: time.Now()}
	g.write(&x, g.answer(&x))
}
