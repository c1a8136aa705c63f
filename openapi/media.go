package openapi

import "strings"

// typeOf is a media type without its parameters, in lower case.
func typeOf(media string) string {
	media, _, _ = strings.Cut(media, ";")
	return strings.ToLower(strings.TrimSpace(media))
}

// The forms that a body can have. All of these take a media type without parameters, in lower case.
const (
	Form      = "application/x-www-form-urlencoded"
	Multipart = "multipart/form-data"
)

// IsJSON tells whether a body is JSON (RFC 6839, section 3.1).
func IsJSON(media string) bool {
	return media == "application/json" || strings.HasSuffix(media, "+json") || media == "text/json"
}

// IsText tells whether a body is text that is no JSON: a value of it is a string of its characters. What is neither JSON nor
// text nor a form is binary: a value of it is a string of its bytes in base64 (RFC 4648, section 4), since JSON has no other way to hold them.
func IsText(media string) bool {
	if family, rest, _ := strings.Cut(media, "/"); family == "text" {
		return !IsJSON(media) && rest != "event-stream"
	}
	if strings.HasSuffix(media, "+xml") || strings.HasSuffix(media, "+yaml") {
		return true
	}
	switch strings.TrimPrefix(strings.TrimPrefix(media, "application/"), "x-") {
	case "xml", "yaml", "javascript", "ecmascript", "graphql", "sql", "toml", "ndjson", "jsonl", "json-lines", "jsonlines",
		"xml-dtd", "sh", "csv", "pem-file", "sparql-query", "jwt", "jose":
		return strings.HasPrefix(media, "application/")
	default:
		return false
	}
}
