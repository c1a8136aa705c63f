package gateway

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tutti/flow"
	"tutti/machine"
)

// sharing is what pages of other origins may do (Fetch, 3.3). An origin is compared as it was sent, and only one that is
// listed is ever written back.
type sharing struct {
	origins     map[string]bool // nil: all
	methods     []string        // nil: those of the path
	headers     string
	credentials bool
	maxAge      string // in seconds; "": the browser decides
}

// knownHeaders are those that the gateway makes something of.
const knownHeaders = "Content-Type, Idempotency-Key, X-Request-Id, Traceparent, Tracestate"

// exposedHeaders are those of the gateway's own answers that scripts would not see otherwise.
const exposedHeaders = "ETag, Location, Retry-After, X-Request-Id"

func newSharing(c *flow.CORS) (*sharing, error) {
	if c == nil {
		return nil, nil
	}
	s := &sharing{origins: map[string]bool{}, methods: textsOf(c.Methods), credentials: c.Credentials, headers: knownHeaders}
	if len(c.Headers) > 0 {
		s.headers = strings.Join(textsOf(c.Headers), ", ")
	}
	if c.MaxAge > 0 {
		s.maxAge = strconv.FormatInt(int64(c.MaxAge/time.Second), 10)
	}
	for _, o := range textsOf(c.Origins) {
		if o == flow.AnyOrigin {
			return s, s.open()
		}
		if err := flow.CheckOrigin(o); err != nil {
			return nil, fmt.Errorf("the origin %q: %w", o, err)
		}
		s.origins[o] = true
	}
	return s, nil
}

// open shares with everybody what belongs to nobody.
func (s *sharing) open() error {
	s.origins = nil
	if s.credentials {
		return errors.New("credentials from all origins: list those that may send them")
	}
	return nil
}

func textsOf(names []flow.Name) []string {
	var texts []string
	for _, n := range names {
		texts = append(texts, n.Text)
	}
	return texts
}

// allows gives what an answer says of the origin of a request. "null" is everybody's, and so nobody's.
func (s *sharing) allows(r *http.Request) (string, bool) {
	sent := r.Header["Origin"]
	switch {
	case len(sent) > 1 || len(sent) == 1 && sent[0] == "null":
		return "", false
	case s.origins == nil:
		return flow.AnyOrigin, true
	case len(sent) == 1 && s.origins[sent[0]]:
		return sent[0], true
	default:
		return "", false
	}
}

// shared says on each answer, of whatever kind, whether the page that asked may read it.
func (g *Gateway) shared(next step) step {
	s := g.sharing
	if s == nil {
		return next
	}
	return func(x *exchange) reply {
		answer := next(x)
		answer.headers = s.mark(x.r, answer.headers)
		return answer
	}
}

// mark adds to the headers of an answer, which may be those of others too.
func (s *sharing) mark(r *http.Request, headers []machine.Header) []machine.Header {
	out := append(make([]machine.Header, 0, len(headers)+4), headers...)
	out = append(out, machine.Header{Name: "Vary", Value: "Origin"}) // also where there is none: a cache must ask again
	origin, ok := s.allows(r)
	if !ok {
		return out
	}
	out = append(out, machine.Header{Name: "Access-Control-Allow-Origin", Value: origin},
		machine.Header{Name: "Access-Control-Expose-Headers", Value: exposedHeaders})
	if s.credentials {
		out = append(out, machine.Header{Name: "Access-Control-Allow-Credentials", Value: "true"})
	}
	return out
}
