// Package control is the API for operators, on an address of its own. It never
// answers clients of the workflows.
package control

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"tutti/drift"
	"tutti/flow"
)

// Config is what the API tells of.
type Config struct {
	Ready    func() bool // whether the gateway's routes answer
	Services []Service
	Routes   []Route
	Drift    *drift.Table // what broke a contract; nil: nobody counts
}

// Handler answers /healthz while the process lives and /readyz while routes answer, and lists services and routes.
func Handler(cfg Config) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !cfg.Ready() {
			say(w, http.StatusServiceUnavailable, "not ready")
			return
		}
		say(w, http.StatusOK, "ready")
	})
	mux.HandleFunc("GET /v1/services", cfg.services)
	mux.HandleFunc("GET /v1/routes", cfg.routes)
	return mux
}

func say(w http.ResponseWriter, status int, state string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, `{"status":"`+state+`"}`+"\n")
}

// Serve has h answer on l until ctx ends.
func Serve(ctx context.Context, l net.Listener, h http.Handler, lim flow.Limits) error {
	s := &http.Server{Handler: h, ReadHeaderTimeout: lim.HeaderRead, IdleTimeout: lim.Idle}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	err := s.Shutdown(grace)
	if served := <-done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
