package gateway

import (
	"mime"
	"net/http"
	"strconv"
	"strings"

	"tutti/openapi"
	"tutti/value"
)

// offersOf are the media types that a good answer of an operation may have. There are none if it may have no body, or the contract does
// not say which.
func offersOf(op *openapi.Operation) []string {
	var offers []string
	for _, a := range op.Answers {
		if a.Status[0] != '2' {
			continue
		}
		if len(a.Content) == 0 {
			return nil
		}
		for _, m := range a.Content {
			offers = append(offers, m.Type)
		}
	}
	return offers
}

// negotiated refuses, before anything is done, a request that no good answer can be given to. Where the contract leaves a choice, the
// answer may also be one that the client did not ask for (RFC 9110, 12.4.1).
func negotiated(next step) step {
	return func(x *exchange) reply {
		c := x.route.contract
		if c == nil {
			return next(x)
		}
		x.accepts = acceptedOf(x.r.Header["Accept"])
		if len(c.offers) == 0 || len(x.accepts) == 0 {
			return next(x)
		}
		for _, offer := range c.offers {
			if x.accepts.quality(offer) > 0 {
				return next(x)
			}
		}
		return refuse(http.StatusNotAcceptable, "the contract has no answer that Accept allows; it has "+strings.Join(c.offers, ", "))
	}
}

// accepted is what a client can read.
type accepted []mediaRange

// mediaRange is one element of Accept.
type mediaRange struct {
	family, name string // "*" for any
	quality      float64
}

// maxRanges bounds how much of an Accept is looked at.
const maxRanges = 64

// acceptedOf reads Accept (RFC 9110, 12.5.1). Elements that are not well-formed are left out.
func acceptedOf(lines []string) accepted {
	var all accepted
	for _, line := range lines {
		for element := range strings.SplitSeq(line, ",") {
			media, options, err := mime.ParseMediaType(element)
			family, name, ok := strings.Cut(media, "/")
			if err != nil || !ok || len(all) == maxRanges {
				continue
			}
			r := mediaRange{family: family, name: name, quality: 1}
			if q, err := strconv.ParseFloat(options["q"], 64); err == nil && q >= 0 && q <= 1 {
				r.quality = q
			}
			all = append(all, r)
		}
	}
	return all
}

// quality is how much the client wants a media type, which may be a range itself; 0: it cannot read it. The nearest range counts.
func (a accepted) quality(offer string) float64 {
	if len(a) == 0 {
		return 1
	}
	family, name, _ := strings.Cut(offer, "/")
	best, quality := -1, 0.0
	for _, r := range a {
		near := r.nearness(family, name)
		if near > best || near == best && near >= 0 && r.quality > quality {
			best, quality = near, r.quality
		}
	}
	return quality
}

// nearness is how exactly a range names a type; -1: it does not.
func (r mediaRange) nearness(family, name string) int {
	switch {
	case r.family == "*" || family == "*":
		return 0
	case r.family != family:
		return -1
	case r.name == "*" || name == "*":
		return 1
	case r.name == name:
		return 2
	default:
		return -1
	}
}

// preferred is the media type of an answer whose workflow does not say: of those that the contract lists and the body can have, the one
// that the client wants most. It is JSON if the contract says nothing.
func (x *exchange) preferred(status int, body value.Value) string {
	if x.route.contract == nil {
		return jsonType
	}
	a := x.route.contract.Answer(status)
	if a == nil {
		return jsonType
	}
	best, most := jsonType, -1.0
	for _, m := range a.Content {
		if strings.Contains(m.Type, "*") || !canHold(m.Type, body) {
			continue
		}
		if q := x.accepts.quality(m.Type); q > most {
			best, most = m.Full, q
		}
	}
	return best
}

// canHold tells whether a body can be written as a media type: what is not JSON is a text, or bytes in base64.
func canHold(media string, body value.Value) bool {
	return openapi.IsJSON(media) || body.Kind() == value.String
}
