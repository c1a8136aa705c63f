package gateway

import (
	"net/http"
	"slices"
	"sync/atomic"
)

// turn is a gateway for the time that it answers: from when it is swapped in until its last request has ended.
type turn struct {
	gateway *Gateway
	held    atomic.Int64 // by requests, and by being the one that new requests get; at 0 it is over for good
	over    chan struct{}
}

func newTurn(g *Gateway) *turn {
	t := &turn{gateway: g, over: make(chan struct{})}
	t.held.Store(1)
	return t
}

// enter holds the turn, unless it is over.
func (t *turn) enter() bool {
	for {
		n := t.held.Load()
		if n == 0 {
			return false
		}
		if t.held.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

func (t *turn) leave() {
	if t.held.Add(-1) == 0 {
		close(t.over)
	}
}

func (t *turn) isOver() bool { return t.held.Load() == 0 }

// ServeHTTP has the request answered by the gateway whose turn it is, even if another one's comes meanwhile.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t := s.now.Load()
	for !t.enter() { // its turn ended since: there is another
		t = s.now.Load()
	}
	defer t.leave()
	t.gateway.ServeHTTP(w, r)
}

// Swap has g answer all requests from now on. The channel is closed when the gateway before it has
// answered its last one. The limits of connections and Config.Drain stay those of the first gateway.
func (s *Server) Swap(g *Gateway) (over <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, next := s.now.Load(), newTurn(g)
	g.Ready(before.gateway.IsReady())
	s.turns = append(slices.DeleteFunc(s.turns, (*turn).isOver), next)
	s.now.Store(next)
	before.leave()
	return before.over
}

// ready sets what /readyz answers, of gateways to come as well.
func (s *Server) ready(ready bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now.Load().gateway.Ready(ready)
}

// left is the runs in flight by route, those of older gateways first.
func (s *Server) left() []Left {
	s.mu.Lock()
	defer s.mu.Unlock()
	var left []Left
	for _, t := range s.turns {
		left = append(left, t.gateway.left()...)
	}
	return left
}
