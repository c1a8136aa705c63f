package openapi

import (
	"strconv"
	"strings"
)

// Answer is what the document says about a status: that very status, else its range ("2XX"), else the default.
// It is nil if the document does not list the status.
func (o *Operation) Answer(status int) *Answer {
	exact := strconv.Itoa(status)
	var inRange, other *Answer
	for _, a := range o.Answers {
		switch a.Status {
		case exact:
			return a
		case exact[:1] + "XX":
			inRange = a
		case "default":
			other = a
		}
	}
	if inRange != nil {
		return inRange
	}
	return other
}

// Media is what the answer says about a media type without parameters, in lower case: that very type, else the range it is in.
// It is nil if the answer does not list the type.
func (a *Answer) Media(mediaType string) *Media { return pickMedia(a.Content, mediaType) }

// Media is what the body says about a media type, as for an Answer.
func (b *Body) Media(mediaType string) *Media { return pickMedia(b.Content, mediaType) }

func pickMedia(content []*Media, mediaType string) *Media {
	family, _, _ := strings.Cut(mediaType, "/")
	var inRange, any *Media
	for _, m := range content {
		switch m.Type {
		case mediaType:
			return m
		case family + "/*":
			inRange = m
		case "*/*":
			any = m
		}
	}
	if inRange != nil {
		return inRange
	}
	return any
}
