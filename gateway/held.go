package gateway

import (
	"fmt"
	"net/http"

	"tutti/fault"
	"tutti/flow"
	"tutti/openapi"
)

// held holds what the workflow answers against the contract: its return, and a fail that it meant. Other faults are nobody's answer.
func (g *Gateway) held(next step) step {
	return func(x *exchange) reply {
		answer := next(x)
		c := x.route.contract
		if c == nil || g.cfg.Responses == flow.Ignore || answer.fault != nil && answer.fault.Kind != fault.Fail {
			return answer
		}
		wrong := c.binder.Check(answerOf(&answer))
		if len(wrong) == 0 {
			return answer
		}
		g.count(x, answer.status, wrong)
		if g.cfg.Responses == flow.Report {
			return answer
		}
		f := fault.New(fault.Internal, "the answer breaks the contract", breach(answer.status, wrong))
		return problem(ofRun(f, x.runID))
	}
}

// breach is how an answer breaks the contract, for the log.
func breach(status int, wrong []openapi.Mismatch) error {
	more := ""
	if len(wrong) > 1 {
		more = fmt.Sprintf(", and %d more", len(wrong)-1)
	}
	return fmt.Errorf("status %d: %s: %s%s", status, place(wrong[0]), wrong[0].Message, more)
}

// answerOf is a reply as the contract sees it.
func answerOf(r *reply) openapi.Sent {
	s := openapi.Sent{Status: r.status, ContentType: r.contentType, Body: r.body, HasBody: r.contentType != ""}
	for _, h := range r.headers {
		if s.Headers == nil {
			s.Headers = http.Header{}
		}
		http.Header(s.Headers).Add(h.Name, h.Value)
	}
	return s
}
