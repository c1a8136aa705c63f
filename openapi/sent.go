package openapi

import (
	"mime"
	"net/textproto"
	"strconv"
	"unicode/utf8"

	"tutti/schema"
	"tutti/value"
)

// Sent is an answer on its way to a client.
type Sent struct {
	Status      int
	Headers     map[string][]string // by name, as net/http writes them
	ContentType string
	Body        []byte
	HasBody     bool
}

// answerBinding is what the contract says about a status.
type answerBinding struct {
	*Answer
	headers []*binding
}

func newAnswerBinding(a *Answer, known *readers) *answerBinding {
	b := &answerBinding{Answer: a}
	for _, h := range a.Headers {
		b.headers = append(b.headers, &binding{Parameter: h, reader: known.of(h.Schema), header: textproto.CanonicalMIMEHeaderKey(h.Name)})
	}
	return b
}

// Check is how an answer breaks the contract: by its status, a header, its media type or its body.
func (b *Binder) Check(s Sent) []Mismatch {
	x := &bound{binder: b, check: true}
	listed := b.op.Answer(s.Status)
	if listed == nil {
		x.wrong(Mismatch{In: "status", Name: strconv.Itoa(s.Status), Message: "is not in the contract"})
		return x.Wrong
	}
	for _, a := range b.answers {
		if a.Answer == listed {
			x.sentHeaders(a, s)
		}
	}
	x.sentBody(listed, s)
	return x.Wrong
}

func (x *bound) sentHeaders(a *answerBinding, s Sent) {
	for _, h := range a.headers {
		lines := s.Headers[h.header]
		switch {
		case h.Unsupported != "":
		case len(lines) > 0:
			v, why := x.fromHeader(h, lines)
			if why != "" {
				x.wrong(Mismatch{In: InHeader.String(), Name: h.Name, Message: why})
				continue
			}
			x.hold(v, h.Schema, InHeader.String(), h.Name)
		case h.Required:
			x.wrong(Mismatch{In: InHeader.String(), Name: h.Name, Message: "is required"})
		}
	}
}

func (x *bound) sentBody(a *Answer, s Sent) {
	switch {
	case !s.HasBody && len(a.Content) == 0:
		return
	case !s.HasBody:
		x.wrong(Mismatch{In: "body", Message: "is missing"})
		return
	case len(a.Content) == 0:
		x.wrong(Mismatch{In: "body", Message: "is there, and the contract has none"})
		return
	}
	sent, _, err := mime.ParseMediaType(s.ContentType)
	m := a.Media(sent)
	if err != nil || m == nil {
		x.wrong(Mismatch{In: InHeader.String(), Name: "Content-Type", Message: "is not in the contract"})
		return
	}
	switch {
	case IsJSON(sent):
		x.hold(value.Trusted(s.Body), m.Schema, "body", "")
	case IsText(sent) && utf8.Valid(s.Body):
		x.hold(value.FromString(string(s.Body)), m.Schema, "body", "")
	}
}

// hold holds a part of an answer against its schema.
func (x *bound) hold(v value.Value, s *schema.Schema, in, name string) {
	for _, f := range s.Validate(v, schema.Options{Direction: schema.Response, Formats: true, Max: maxFindings}) {
		x.wrong(Mismatch{In: in, Name: name, Pointer: f.Instance, Message: f.Message, Schema: f.Schema})
	}
}
