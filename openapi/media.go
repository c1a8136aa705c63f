package openapi

import "strings"

// typeOf is a media type without its parameters, in lower case.
func typeOf(media string) string {
	media, _, _ = strings.Cut(media, ";")
	return strings.ToLower(strings.TrimSpace(media))
}

// The forms of a body that are made of fields.
const (
	Form      = "application/x-www-form-urlencoded"
	Multipart = "multipart/form-data"
)

// What follows takes a media type without parameters, in lower case.

// IsJSON tells whether a body is JSON (RFC 6839, section 3.1).
func IsJSON(media string) bool {
	return media == "application/json" || strings.HasSuffix(media, "+json") || media == "text/json"
}

// IsText tells whether a body is text that is no JSON: a value of it is a string of its characters.
func IsText(media string) bool {
	family, name, _ := strings.Cut(media, "/")
	switch {
	case family == "text":
		return name != "json" && name != "event-stream"
	case family != "application":
		return strings.HasSuffix(name, "+xml")
	case strings.HasSuffix(name, "+xml") || strings.HasSuffix(name, "+yaml"):
		return true
	}
	switch strings.TrimPrefix(name, "x-") {
	case "xml", "xml-dtd", "yaml", "toml", "csv", "ndjson", "jsonl", "jsonlines", "json-lines", "javascript", "ecmascript", "graphql",
		"sql", "sparql-query", "pem-file", "sh", "jwt", "jose":
		return true
	default:
		return false
	}
}

// IsBinary tells whether a body is bytes: neither JSON nor text nor a form nor a stream of events. A value of it is a string of the
// bytes in base64 (RFC 4648, section 4, with padding), since JSON has no other way to hold them.
func IsBinary(media string) bool {
	switch {
	case media == "" || media == "*/*" || media == "application/*" || media == Form || media == "text/event-stream":
		return false
	case strings.HasPrefix(media, "multipart/"):
		return false
	default:
		return !IsJSON(media) && !IsText(media)
	}
}
