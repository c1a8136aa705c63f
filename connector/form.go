package connector

import (
	"strings"

	"tutti/schema"
)

// SchemaOf is what the body of an answer must be, by the Content-Type it came with; nil: the contract does not say.
// A type that the contract does not list is held against the form that was asked for.
func (a *Answer) SchemaOf(contentType string) *schema.Schema {
	media, _, _ := strings.Cut(contentType, ";")
	media = strings.ToLower(strings.TrimSpace(media))
	kind, _, _ := strings.Cut(media, "/")
	for _, want := range []string{media, kind + "/*", "*/*"} {
		for _, f := range a.Forms {
			if f.Media == want {
				return f.Schema
			}
		}
	}
	return a.Schema
}
