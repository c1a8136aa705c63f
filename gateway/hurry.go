package gateway

import (
	"net/http"
	"time"
)

// lingering is for what a refused client is still sending: closing at once could
// take the answer from it that is on the way.
const lingering = time.Second

// hurried gives the client a time by which its body must be here. Server.ReadTimeout would not do:
// it goes on after the body, and its end looks like the client's, which would cancel runs.
func (g *Gateway) hurried(next step) step {
	return func(x *exchange) reply {
		if x.r.ContentLength != 0 {
			x.readBy(time.Now().Add(g.cfg.BodyRead))
		}
		return next(x)
	}
}

// readBy sets until when reads from the client may take; the zero time is forever. Where there
// is no connection (in a handler's test) there is nothing to set.
func (x *exchange) readBy(t time.Time) {
	_ = http.NewResponseController(x.w).SetReadDeadline(t)
}

// writeBy is readBy for writes.
func (x *exchange) writeBy(t time.Time) {
	_ = http.NewResponseController(x.w).SetWriteDeadline(t)
}
