package gateway

import (
	"net/http"
	"time"

	"tutti/fault"
	"tutti/value"
)

// chain is what every request goes through, the first policy outermost. What a policy
// refuses, the later ones never see.
func (g *Gateway) chain() step {
	return through(g.run,
		identified,    // X-Request-Id
		g.logged,      // one line per request, whatever becomes of it
		g.compressed,  // in fewer bytes, for who can read them
		g.shared,      // what pages of other origins may read
		g.recovered,   // a panic is one failed request, not the end of the process
		framed,        // nobody can read the end of the request differently
		canonical,     // one path, for all that decides by path
		g.preflighted, // what they may send
		g.healthy,     // /healthz and /readyz
		g.described,   // /openapi.json and /openapi.yaml
		g.routed,      // deny by default: a request without a route ends here
		traced,        // traceparent and tracestate
		negotiated,    // an answer that the client can read
		typed,         // without a contract, JSON or nothing
		g.received,    // the body, bounded
		g.bound,       // $input, and whether the request keeps to the contract
		g.held,        // whether the answer does
	)
}

// step answers a request; policy wraps the steps behind it.
type (
	step   func(x *exchange) reply
	policy func(next step) step
)

// through is last behind all of the policies.
func through(last step, policies ...policy) step {
	for i := len(policies) - 1; i >= 0; i-- {
		last = policies[i](last)
	}
	return last
}

// exchange is one request on its way through the chain. Each field belongs to the
// policy that sets it.
type exchange struct {
	w     http.ResponseWriter
	r     *http.Request
	began time.Time

	requestID string      // identified, or else id
	last      bool        // framed: the connection ends with this request
	rawPath   string      // canonical: as it came
	path      string      // canonical
	rawQuery  string      // canonical
	route     *route      // routed
	values    []string    // routed: of the route's parameters
	room      [4]string   // for values
	trace     string      // traced
	state     string      // traced
	accepts   accepted    // negotiated
	text      []byte      // received
	hasBody   bool        // received
	read      bool        // received: nothing of the body is left on the connection
	query     []parameter // bound
	input     value.Value // bound
	runID     string      // run
}

// parameter is a name given in the path or the query, decoded.
type parameter struct{ name, value string }

// pending tells whether the client may still be sending a body.
func (x *exchange) pending() bool { return x.r.ContentLength != 0 && !x.read }

// refuse answers that the request itself is wrong.
func refuse(status int, detail string) reply {
	return problem(&fault.Fault{Kind: fault.Request, Status: status, Detail: detail})
}
