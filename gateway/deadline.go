package gateway

import (
	"net/http"
	"time"
)

// lingering is for what a refused client is still sending: closing at once could
// take the answer from it that is on the way.
const lingering = time.Second

// readBy sets until when reads from the client may take. Where there is no connection (in a
// test of the handler) there is nothing to set.
func (x *exchange) readBy(t time.Time) {
	_ = http.NewResponseController(x.w).SetReadDeadline(t)
}

// writeBy is readBy for writes.
func (x *exchange) writeBy(t time.Time) {
	_ = http.NewResponseController(x.w).SetWriteDeadline(t)
}
