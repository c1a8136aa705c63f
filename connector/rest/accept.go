package rest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tutti/connector"
	"tutti/openapi"
)

// answers lowers what the operation answers.
func (l *lowering) answers(from []*openapi.Answer) {
	var wanted []*openapi.Media
	for _, a := range from {
		content := slices.SortedStableFunc(slices.Values(a.Content), byRank)
		if a.Status[0] == '2' || a.Status == "default" {
			wanted = append(wanted, content...)
		}
		answer := connector.Answer{Status: a.Status, Empty: len(content) == 0, At: a.At}
		for _, m := range content {
			f, _ := formOf(m.Type)
			answer.Forms = append(answer.Forms, connector.Form{Media: m.Type, Schema: l.schemaOf(m, f)})
		}
		if !answer.Empty {
			answer.Schema = answer.Forms[0].Schema
		}
		l.Answers = append(l.Answers, answer)
	}
	l.accept = accept(wanted)
}

func byRank(a, b *openapi.Media) int { return cmp.Compare(rank(a.Type), rank(b.Type)) }

const acceptJSON = "application/json, */*;q=0.5"

// accept asks for the forms that successes have (RFC 9110, section 12.5.1), the best first. Anything else will do too: errors come
// in forms of their own, and a service that cannot please us should say so itself.
func accept(content []*openapi.Media) string {
	const most = 8
	slices.SortStableFunc(content, byRank)
	var types []string
	for _, m := range content {
		if m.Type == "*/*" || !isMedia(m.Type) || slices.Contains(types, m.Type) || len(types) == most {
			continue
		}
		types = append(types, m.Type)
	}
	if len(types) == 0 {
		return acceptJSON
	}
	for i := range types[1:] {
		types[i+1] += ";q=0.9"
	}
	return strings.Join(append(types, "*/*;q=0.5"), ", ")
}

// isMedia tells whether a media type without parameters may stand in a header.
func isMedia(media string) bool {
	family, name, ok := strings.Cut(media, "/")
	return ok && token(family) && token(name)
}

// usualMedia is the type of a success that does not say which it has: the one that the contract lists, if it lists one; "" is JSON.
func (o *operation) usualMedia(status int) string {
	exact := strconv.Itoa(status)
	for _, listed := range []string{exact, exact[:1] + "XX", "default"} {
		for _, a := range o.Answers {
			if a.Status == listed {
				if len(a.Forms) == 1 && !strings.HasSuffix(a.Forms[0].Media, "*") {
					return a.Forms[0].Media
				}
				return ""
			}
		}
	}
	return ""
}
