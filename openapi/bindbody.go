package openapi

import (
	"encoding/base64"
	"mime"
	"strings"
	"unicode/utf8"

	"tutti/value"
)

// bodyBinding is one form that a body may have.
type bodyBinding struct {
	*Media
	reader *reader
	absent []absentField
}

func newBodyBinding(m *Media, known *readers) *bodyBinding {
	return &bodyBinding{Media: m, reader: known.of(m.Schema), absent: absentOf(m.Schema)}
}

// body reads the body; false after a refusal.
func (x *bound) body() bool {
	op := x.binder.op
	switch {
	case !x.request.HasBody && op.TakesBody() && op.Body.Required:
		x.wrong(Mismatch{In: "body", Message: "is required"})
		return true
	case !x.request.HasBody:
		return true
	case !op.TakesBody():
		x.wrong(Mismatch{In: "body", Message: "is there, and the contract has none"})
		return true
	}
	sent, options, err := mime.ParseMediaType(x.request.ContentType)
	if err != nil {
		return x.refuse(415, "the body needs a Content-Type: %s", x.types())
	}
	if x.media = x.pick(sent); x.media == nil {
		return x.refuse(415, "the contract has no body of this Content-Type; it is %s", x.types())
	}
	return x.read(sent, options)
}

// read makes a value of a body of a media type.
func (x *bound) read(sent string, options map[string]string) bool {
	body := x.request.Body
	switch {
	case IsJSON(sent):
		v, err := value.Scan(body, x.binder.depth)
		if err != nil {
			return x.refuse(400, "the body is not JSON: %v", err)
		}
		x.whole = v
	case sent == Form:
		if !x.form(string(body)) {
			return false
		}
	case sent == Multipart:
		if !x.multipart(options["boundary"]) {
			return false
		}
	case IsText(sent):
		if !utf8.Valid(body) {
			return x.refuse(400, "the body is not UTF-8")
		}
		x.whole = value.FromString(string(body))
	default:
		x.whole = value.FromString(base64.StdEncoding.EncodeToString(body))
		return true // what a schema says of bytes is not about their base64
	}
	x.validate(x.whole, x.media.Schema, "body", "")
	return true
}

// pick is the form of a body of that type, as Body.Media.
func (x *bound) pick(sent string) *bodyBinding {
	m := x.binder.op.Body.Media(sent)
	for _, b := range x.binder.bodies {
		if b.Media == m && m != nil {
			return b
		}
	}
	return nil
}

// types lists the forms that a body may have.
func (x *bound) types() string {
	var all []string
	for _, m := range x.binder.op.Body.Content {
		all = append(all, m.Type)
	}
	return strings.Join(all, " or ")
}
