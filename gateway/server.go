package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// maxHeader is for the request line and all headers. net/http takes 4 KiB more than it is told.
const maxHeader = 32<<10 - 4<<10

// Server serves a gateway, which may be swapped for another, and lets it finish what it began.
type Server struct {
	http  *http.Server
	open  connections
	drain time.Duration
	now   atomic.Pointer[turn]

	mu    sync.Mutex
	turns []*turn // that may not be over; the last is now's
}

// NewServer is a server for g, within the limits of its Config.
func NewServer(g *Gateway) *Server {
	first := newTurn(g)
	s := &Server{open: connections{none: make(chan struct{}, 1)}, drain: g.cfg.Drain, turns: []*turn{first}}
	s.now.Store(first)
	s.http = &http.Server{
		Handler:                      s,
		DisableGeneralOptionsHandler: true, // OPTIONS * has no path, so it is refused like one
		ReadHeaderTimeout:            g.cfg.Limits.HeaderRead,
		ReadTimeout:                  g.cfg.BodyRead,
		WriteTimeout:                 g.cfg.BodyRead, // for 100 Continue and the like; replies set their own
		IdleTimeout:                  g.cfg.Limits.Idle,
		MaxHeaderBytes:               maxHeader,
		ErrorLog:                     slog.NewLogLogger(g.log.Handler(), slog.LevelDebug),
		ConnState:                    s.open.change,
	}
	return s
}

// Serve answers requests on l until ctx ends. Then /readyz says so, nothing new is accepted, and the requests
// in flight have Config.Drain to end; that includes runs that undo what they did, whether or not their
// client is still there. It returns nil if all of them ended, and *DrainError if not. It owns l and
// can be called once.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	served := make(chan error, 1)
	go func() { served <- s.http.Serve(l) }() // ends with l
	var broken error
	select {
	case broken = <-served:
		s.ready(false)
	case <-ctx.Done():
		s.ready(false)
		_ = l.Close() // nothing to do about a port that does not close
		<-served
	}
	return errors.Join(broken, s.finish())
}

// finish waits until every connection has had its answer, and closes those that have not in time.
// http.Server.Shutdown would drop requests whose header is still coming.
func (s *Server) finish() error {
	s.http.SetKeepAlivesEnabled(false)
	ended := s.open.waitNone(s.drain)
	left := s.left()
	_ = s.http.Close() // the only error is that of a listener that is closed already
	if ended || len(left) == 0 {
		return nil // without runs, only clients are left that were still sending or reading
	}
	return &DrainError{Left: left}
}

// Left is runs of a route that have not ended.
type Left struct {
	Route    string // POST /checkout
	Workflow string
	Runs     int
}

// DrainError tells which runs were still going on when Drain was over.
type DrainError struct{ Left []Left }

func (e *DrainError) Error() string {
	var b strings.Builder
	b.WriteString("stopped with runs still going on:")
	for _, l := range e.Left {
		fmt.Fprintf(&b, " %d of %s (%s)", l.Runs, l.Workflow, l.Route)
	}
	return b.String()
}

// left is the runs in flight by route.
func (g *Gateway) left() []Left {
	var left []Left
	for _, r := range g.routes {
		if n := r.flying.Load(); n > 0 {
			left = append(left, Left{Route: r.String(), Workflow: r.Workflow, Runs: int(n)})
		}
	}
	return left
}
