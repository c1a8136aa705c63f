package gateway

import (
	"net/http"

	"tutti/machine"
)

const (
	livePath  = "/healthz"
	readyPath = "/readyz"
)

var notKept = []machine.Header{{Name: "Cache-Control", Value: "no-store"}}

// healthy answers whether the process lives and whether new requests should be sent to it.
func (g *Gateway) healthy(next step) step {
	return func(x *exchange) reply {
		if x.path != livePath && x.path != readyPath {
			return next(x)
		}
		if x.r.Method != http.MethodGet && x.r.Method != http.MethodHead {
			return notAllowed("GET, HEAD")
		}
		status, text := http.StatusOK, `{"status":"ok"}`
		if x.path == readyPath && !g.IsReady() {
			status, text = http.StatusServiceUnavailable, `{"status":"draining"}`
		}
		return reply{status: status, contentType: jsonType, body: []byte(text), headers: notKept}
	}
}
