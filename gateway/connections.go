package gateway

import (
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// connections counts those that are open.
type connections struct {
	n    atomic.Int64
	none chan struct{} // told when n falls to 0
}

// change is an http.Server.ConnState.
func (c *connections) change(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		c.n.Add(1)
	case http.StateClosed, http.StateHijacked:
		if c.n.Add(-1) == 0 {
			select {
			case c.none <- struct{}{}:
			default:
			}
		}
	default:
	}
}

// waitNone waits until none is open, when no new ones come; false if that takes longer than limit.
func (c *connections) waitNone(limit time.Duration) bool {
	timeout := time.NewTimer(limit)
	defer timeout.Stop()
	for c.n.Load() > 0 {
		select {
		case <-c.none:
		case <-timeout.C:
			return false
		}
	}
	return true
}
