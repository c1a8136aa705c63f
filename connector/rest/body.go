package rest

import (
	"strings"

	"tutti/connector"
	"tutti/openapi"
	"tutti/schema"
)

// form is how a body is written.
type form uint8

const (
	formNone   form = iota
	formJSON        // any value
	formURL         // application/x-www-form-urlencoded: an object
	formParts       // multipart/form-data: an object
	formText        // a string
	formBinary      // a string of bytes in base64
)

// formOf is how a body of a media type is written, and ok is false for one that is not. A type that is not said is JSON, as is a range
// of which JSON is a part.
func formOf(media string) (f form, ok bool) {
	switch {
	case openapi.IsJSON(media) || media == "*/*" || media == "application/*":
		return formJSON, true
	case media == openapi.Form:
		return formURL, true
	case media == openapi.Multipart || media == "multipart/*" || media == "multipart/mixed":
		return formParts, true
	case openapi.IsText(media):
		return formText, true
	case openapi.IsBinary(media):
		return formBinary, true
	default:
		return formNone, false
	}
}

// rank orders the forms that a contract offers: what says most about its values comes first. Lower is better.
func rank(media string) int {
	f, ok := formOf(media)
	switch {
	case !ok:
		return 100
	case media == "application/json":
		return 0
	case f == formJSON && !strings.HasSuffix(media, "*"):
		return 1
	default:
		return 1 + int(f)
	}
}

// better picks of what a contract offers the form with the lowest rank, the first of several; nil of nothing.
func better(content []*openapi.Media) *openapi.Media {
	var best *openapi.Media
	for _, m := range content {
		if best == nil || rank(m.Type) < rank(best.Type) {
			best = m
		}
	}
	return best
}

// body lowers the request body, of the forms on offer the best.
func (l *lowering) body(from *openapi.Body) {
	if from == nil {
		return
	}
	m := better(from.Content)
	if m == nil {
		return
	}
	f, ok := formOf(m.Type)
	l.HasBody, l.form, l.media, l.bodyNeeded = true, f, contentType(m, f), from.Required
	switch {
	case !isMedia(m.Type) || !printable(l.media):
		l.unsupported("its body is %q, which is no media type", m.Type)
	case !ok:
		l.unsupported("its body is %s, which is not supported", m.Type)
	}
	l.Body = l.schemaOf(m, f)
	if f == formJSON || f == formURL || f == formParts {
		l.members(m)
	}
}

// members enters the fields of a body that is an object.
func (l *lowering) members(m *openapi.Media) {
	of := openapi.FieldsOf(m.Schema)
	l.OpenBody, l.bodyObject = of.Open, of.Object
	if l.form != formJSON && !of.Object {
		l.unsupported("its body is %s and no object, so nothing names its fields", m.Type)
	}
	for _, n := range of.List {
		l.fields = append(l.fields, fieldOf(n.Name, m.Encoding[n.Name]))
		l.add(connector.Input{
			Name: n.Name, In: connector.InBody, Required: n.Required && l.bodyNeeded, Nullable: n.Nullable && l.form == formJSON,
			ReadOnly: n.ReadOnly, Schema: n.Schema, Doc: line(n.Schema.Doc()), At: n.Schema.At(),
		}, input{param: -1, field: len(l.fields) - 1})
	}
}

// contentType is the header of a body.
func contentType(m *openapi.Media, f form) string {
	switch {
	case f == formParts && m.Type == "multipart/*":
		return openapi.Multipart
	case f == formParts:
		return m.Type // the boundary is added to it
	case !strings.Contains(m.Type, "*"):
		return m.Full
	case f == formText:
		return "text/plain"
	case f == formBinary:
		return "application/octet-stream"
	default:
		return "application/json"
	}
}

// schemaOf is what a value of that form must be.
func (l *lowering) schemaOf(m *openapi.Media, f form) *schema.Schema {
	if f != formText && f != formBinary || m.Schema.Types()&schema.String != 0 {
		return m.Schema
	}
	return l.text
}

// line is the first line of a text.
func line(text string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(first)
}
