package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"

	"tutti/control"
	"tutti/gateway"
)

// host serves a site, which may be swapped for another.
type host struct {
	cfg     Config
	gateway *gateway.Server
	now     atomic.Pointer[site]
	retired sync.WaitGroup // sites before
}

func newHost(cfg Config, first *site) *host {
	h := &host{cfg: cfg, gateway: gateway.NewServer(first.gateway)}
	h.now.Store(first)
	return h
}

// swap puts next in the place of the site there is, which ends when its requests have, or drain is over.
func (h *host) swap(drain context.Context, next *site) {
	before := h.now.Swap(next)
	over := h.gateway.Swap(next.gateway)
	h.retired.Go(func() {
		select {
		case <-over:
		case <-drain.Done():
		}
		before.retire(drain)
	})
}

// beside is what is done while a site is served. It ends with ctx; drain is the context of the runs that are to end after that.
type beside func(ctx, drain context.Context, at addresses)

// serve opens both addresses, says where they are, and serves them until ctx ends.
func (h *host) serve(ctx context.Context, meanwhile beside) error {
	clients, back, at, err := h.cfg.listen()
	if err != nil {
		h.now.Load().retire(ctx)
		return err
	}
	lim := h.now.Load().project.Limits
	drain, stop := drained(ctx, cmp.Or(h.cfg.Drain, 2*lim.RunTimeout))
	defer stop()
	ctl := make(chan error, 1)
	ctlCtx, stopCtl := context.WithCancel(context.WithoutCancel(ctx))
	go func() { ctl <- control.Serve(ctlCtx, back, http.HandlerFunc(h.operate), lim) }()
	insideCtx, stopInside := context.WithCancel(ctx)
	var inside sync.WaitGroup
	inside.Go(func() { meanwhile(insideCtx, drain, at) })
	err = h.gateway.Serve(ctx, clients)
	stopInside()
	inside.Wait()
	stopCtl() // the control API answers until the gateway has drained
	err = errors.Join(err, <-ctl)
	h.now.Load().retire(drain)
	h.retired.Wait()
	return err
}

func (h *host) operate(w http.ResponseWriter, r *http.Request) {
	h.now.Load().operators.ServeHTTP(w, r)
}

// listen opens both addresses and says where they are.
func (c Config) listen() (clients, back net.Listener, at addresses, err error) {
	clients, err = net.Listen("tcp", c.Listen)
	if err != nil {
		return nil, nil, at, fmt.Errorf("listen for the gateway: %w", err)
	}
	back, err = net.Listen("tcp", c.Control)
	if err != nil {
		return nil, nil, at, errors.Join(fmt.Errorf("listen for the control API: %w", err), clients.Close())
	}
	at = addresses{Gateway: clients.Addr().String(), Control: back.Addr().String()}
	c.Log.Info("listening", "gateway", "http://"+at.Gateway, "control", "http://"+at.Control)
	if err := at.write(c.data()); err != nil {
		return nil, nil, at, errors.Join(err, clients.Close(), back.Close())
	}
	return clients, back, at, nil
}
