package gateway

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"tutti/machine"
)

const (
	jsonPath = "/openapi.json"
	yamlPath = "/openapi.yaml"
)

// Document is the contract that clients see, in its two spellings.
type Document struct{ JSON, YAML []byte }

// described answers what the contract is, to everybody.
func (g *Gateway) described(next step) step {
	if g.cfg.Document == nil {
		return next
	}
	answers := map[string]reply{
		jsonPath: fixed(jsonType, g.cfg.Document.JSON),
		yamlPath: fixed("application/yaml", g.cfg.Document.YAML),
	}
	return func(x *exchange) reply {
		answer, ok := answers[x.path]
		switch {
		case !ok:
			return next(x)
		case x.r.Method != http.MethodGet && x.r.Method != http.MethodHead:
			return notAllowed("GET, HEAD")
		case knows(x.r.Header["If-None-Match"], answer.headers[0].Value):
			return reply{status: http.StatusNotModified, headers: answer.headers}
		}
		return answer
	}
}

// fixed is an answer that is the same until the next start.
func fixed(contentType string, body []byte) reply {
	sum := sha256.Sum256(body)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
	return reply{status: http.StatusOK, contentType: contentType, body: body, headers: []machine.Header{
		{Name: "Etag", Value: tag}, {Name: "Cache-Control", Value: "no-cache"},
	}}
}

// knows tells whether a client has what the tag stands for (RFC 9110, 13.1.2).
func knows(lines []string, tag string) bool {
	for _, line := range lines {
		for one := range strings.SplitSeq(line, ",") {
			if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == tag {
				return true
			}
		}
	}
	return false
}
