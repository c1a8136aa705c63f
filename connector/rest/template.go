package rest

import (
	"slices"
	"strings"

	"tutti/connector"
)

// piece is a part of a path: text as it is in the URL, then the value of a parameter.
type piece struct {
	text  string
	param int // index into the parameters; -1: none, at the end
}

// parted is a path and the query that is always sent with it. OpenAPI has neither queries nor fragments in paths; contracts
// write them to tell operations on the same path apart, as in /files#lock or /bucket?acl. A fragment is not sent.
func parted(path string) (before, query string) {
	path, fragment, _ := strings.Cut(path, "#")
	before, query, asked := strings.Cut(path, "?")
	if !asked {
		_, query, _ = strings.Cut(fragment, "?")
	}
	return before, query
}

// cut makes pieces of a path whose places all have parameters.
func cut(path string, params []param) []piece {
	var pieces []piece
	for {
		text, rest, ok := strings.Cut(path, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return slices.Clip(append(pieces, piece{literal(path), -1}))
		}
		at := slices.IndexFunc(params, func(p param) bool { return p.in == connector.InPath && p.name == name })
		pieces = append(pieces, piece{literal(text), at})
		path = after
	}
}

// literal is the text of a path or a query as it may stand in a URL.
func literal(text string) string {
	var out []byte
	for i := range len(text) {
		if c := text[i]; unreserved(c) || strings.IndexByte("/:@!$&'()*+,;=%", c) >= 0 {
			out = append(out, c)
			continue
		}
		out = appendEscaped(out, text[i])
	}
	return string(out)
}
