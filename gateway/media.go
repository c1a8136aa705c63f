package gateway

import (
	"mime"
	"net/http"
	"strings"
)

const jsonType = "application/json"

// typed lets only bodies in that say they are plain JSON, unless a contract says what else there may be. What a browser
// sends to other sites without asking (forms, text) is not plain JSON.
func typed(next step) step {
	return func(x *exchange) reply {
		if x.r.ContentLength != 0 {
			if why := mediaProblem(x.r.Header, x.route.contract != nil); why != "" {
				return refuse(http.StatusUnsupportedMediaType, why)
			}
		}
		return next(x)
	}
}

// mediaProblem says why the body is not plain JSON in UTF-8 or, if a contract says what it may be, not in one form and in UTF-8.
func mediaProblem(h http.Header, bound bool) string {
	for _, coding := range h["Content-Encoding"] {
		if !strings.EqualFold(coding, "identity") {
			return "the body must not be encoded; send it without Content-Encoding"
		}
	}
	sent := h["Content-Type"]
	switch {
	case len(sent) == 1 && sent[0] == jsonType:
		return ""
	case len(sent) == 0 && bound:
		return "" // the contract says what it needs
	case len(sent) == 0:
		return "the body needs a Content-Type: application/json"
	case len(sent) > 1:
		return "the request has more than one Content-Type"
	}
	media, options, err := mime.ParseMediaType(sent[0])
	if !bound && (err != nil || !isJSON(media)) {
		return "the body must be JSON; send it as Content-Type: application/json"
	}
	if charset, ok := options["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
		return "the body must be UTF-8; leave out the charset"
	}
	return ""
}

// isJSON tells whether a media type in lower case is JSON by its name (RFC 6839, 3.1).
func isJSON(media string) bool {
	return media == jsonType || strings.HasPrefix(media, "application/") && strings.HasSuffix(media, "+json")
}
