package gateway

import (
	"encoding/base64"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tutti/express"
	"tutti/fault"
	"tutti/machine"
	"tutti/openapi"
	"tutti/value"
)

// reply is what the client gets, and the fault it comes from, if any.
type reply struct {
	status      int
	contentType string // "": there is no body
	body        []byte
	headers     []machine.Header // others
	varies      bool             // with Accept-Encoding
	fault       *fault.Fault
}

const problemType = "application/problem+json"

// problem is the reply for a fault.
func problem(f *fault.Fault) reply {
	r := reply{status: f.HTTPStatus(), contentType: problemType, body: f.Problem().Raw(), fault: f}
	if f.Kind == fault.Breaker {
		r.headers = []machine.Header{{Name: "Retry-After", Value: "1"}}
	}
	return r
}

// unsendable is the reply for a return that makes no HTTP response.
func unsendable(id, format string, args ...any) reply {
	f := fault.New(fault.Internal, "the workflow returned a response that cannot be sent", fmt.Errorf(format, args...))
	return problem(ofRun(f, id))
}

// replyOf is the reply for a run that ended well: with the body as JSON or, if its Content-Type is not JSON, as text or as
// the bytes that it writes in base64.
func replyOf(x *exchange, result *express.Result) reply {
	r := reply{status: result.Status}
	for _, h := range result.Headers {
		if why := headerProblem(h); why != "" {
			return unsendable(result.ID, "header %q: %s", h.Name, why)
		}
		if !strings.EqualFold(h.Name, "Content-Type") {
			r.headers = append(r.headers, h)
			continue
		}
		if r.contentType != "" {
			return unsendable(result.ID, "two Content-Type headers")
		}
		r.contentType = h.Value
	}
	switch {
	case r.status == 0 && result.Body.IsNull():
		r.status = http.StatusNoContent
	case r.status == 0:
		r.status = http.StatusOK
	case r.status < 200 || r.status > 599:
		return unsendable(result.ID, "status %d; use 200 to 599", r.status)
	}
	if result.Body.IsNull() || !statusHasBody(r.status) {
		r.contentType = ""
		return r
	}
	if r.contentType == "" {
		r.contentType = x.preferred(r.status, result.Body)
	}
	if err := r.setBody(result.Body); err != nil {
		return unsendable(result.ID, "%w", err)
	}
	return r
}

func statusHasBody(status int) bool {
	return status != http.StatusNoContent && status != http.StatusResetContent && status != http.StatusNotModified
}

// setBody writes the body in the type that the headers give it.
func (r *reply) setBody(body value.Value) error {
	media := r.contentType
	if media != jsonType {
		var err error
		if media, _, err = mime.ParseMediaType(r.contentType); err != nil {
			return fmt.Errorf("Content-Type %q: %w", r.contentType, err)
		}
	}
	switch {
	case openapi.IsJSON(media):
		r.body = body.Raw()
		return nil
	case body.Kind() != value.String:
		return fmt.Errorf("the body for Content-Type %q must be text, not %s", r.contentType, body.Kind())
	case !openapi.IsBinary(media):
		r.body = []byte(body.Text())
		return nil
	}
	var err error
	if r.body, err = base64.StdEncoding.DecodeString(body.Text()); err != nil {
		return fmt.Errorf("the body for Content-Type %q must be bytes in base64", r.contentType)
	}
	return nil
}

// pieceSize is how much must have gone out by the end of each WriteStall.
const pieceSize = 64 << 10

// These are read only, like all values that are put into headers.
var (
	noSniff      = []string{"nosniff"}
	varyEncoding = []string{"Accept-Encoding"}
)

// write sends the reply. An error there means that the client is gone, which is nobody's fault.
func (g *Gateway) write(x *exchange, r reply) {
	h := x.w.Header()
	for _, header := range r.headers {
		h.Add(header.Name, header.Value)
	}
	if r.varies {
		if len(h["Vary"]) == 0 {
			h["Vary"] = varyEncoding
		} else {
			h.Add("Vary", varyEncoding[0])
		}
	}
	h["X-Content-Type-Options"] = noSniff
	h[requestIDHeader] = []string{x.id()}
	if r.contentType != "" {
		h["Content-Type"] = []string{r.contentType}
	}
	if statusHasBody(r.status) {
		h["Content-Length"] = []string{strconv.Itoa(len(r.body))}
	}
	if x.last || x.pending() {
		h["Connection"] = []string{"close"}
	}
	x.writeBy(time.Now().Add(g.cfg.WriteStall))
	x.w.WriteHeader(r.status)
	for body := r.body; len(body) > 0; {
		n, err := x.w.Write(body[:min(len(body), pieceSize)])
		if err != nil {
			break
		}
		if body = body[n:]; len(body) > 0 {
			x.writeBy(time.Now().Add(g.cfg.WriteStall))
		}
	}
	if x.pending() {
		x.readBy(time.Now().Add(lingering))
	}
}
