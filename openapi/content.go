package openapi

import (
	"slices"
	"strings"

	"tutti/document"
	"tutti/schema"
	"tutti/value"
)

// body reads a request body; nil if there is none, or after a finding.
func (l *loader) body(ref document.Node) *Body {
	if !ref.OK() {
		return nil
	}
	return once(l, ref, func(n document.Node) *Body {
		if !n.IsMapping() {
			l.wrong(n, "a request body is a mapping")
			return nil
		}
		b := &Body{Required: n.Get("required").IsTrue(), Content: l.content(n.Get("content")), At: n.Pos()}
		if l.options.Docs {
			b.Doc = short(n.Get("description").Text())
		}
		return b
	})
}

// content reads the forms of a body. Of one media type with different parameters the first counts.
func (l *loader) content(n document.Node) []*Media {
	if n.OK() && !n.IsMapping() && !n.IsNull() {
		l.wrong(n, "content is a mapping of media types")
		return nil
	}
	var all []*Media
	seen := map[string]bool{}
	for key, c := range n.Members() {
		if media := typeOf(key.Text()); !seen[media] {
			seen[media] = true
			all = append(all, l.media(key.Text(), c))
		}
	}
	return slices.Clip(all)
}

func (l *loader) media(name string, n document.Node) *Media {
	m := &Media{Type: l.word(typeOf(name)), Full: l.word(strings.TrimSpace(name)), Schema: l.compile(n.Get("schema"))}
	for property, e := range n.Get("encoding").Members() {
		m.encode(property.Text(), encodingOf(l.set.Follow(e)))
	}
	if strings.HasPrefix(m.Type, "multipart/") {
		m.findBinary()
	}
	if l.options.Examples {
		m.Examples = l.examples(n)
	}
	return m
}

func (m *Media) encode(property string, e Encoding) {
	if m.Encoding == nil {
		m.Encoding = map[string]Encoding{}
	}
	m.Encoding[property] = e
}

// findBinary marks the properties whose parts are bytes: what the schema says counts, else the type that is declared for the part.
func (m *Media) findBinary() {
	for _, f := range FieldsOf(m.Schema).List {
		e := m.Encoding[f.Name]
		binary, said := saysBinary(f.Schema, map[*schema.Schema]bool{})
		if binary || !said && IsBinary(e.ContentType) {
			e.Binary = true
			m.encode(f.Name, e)
		}
	}
}

// saysBinary tells whether a value, or the elements of an array, are bytes: by the format of OpenAPI 3.0 or the contentMediaType of
// 3.1. What the contract wants in base64 is text.
func saysBinary(s *schema.Schema, seen map[*schema.Schema]bool) (binary, said bool) {
	if s == nil || seen[s] {
		return false, false
	}
	seen[s] = true
	media, encoding := s.Content()
	types := s.Types() &^ schema.Null
	switch {
	case s.Format() == "binary":
		return true, true
	case s.Format() == "byte" || encoding != "" || types != 0 && types&(schema.String|schema.Array) == 0:
		return false, true
	case media != "":
		return IsBinary(typeOf(media)), true
	}
	for _, part := range slices.Concat([]*schema.Schema{s.Ref(), s.Items()}, s.AllOf(), s.AnyOf(), s.OneOf()) {
		if binary, said = saysBinary(part, seen); said {
			return binary, true
		}
	}
	return false, false
}

func encodingOf(n document.Node) Encoding {
	first, _, _ := strings.Cut(n.Get("contentType").Text(), ",")
	e := Encoding{ContentType: typeOf(first), AllowReserved: n.Get("allowReserved").IsTrue()}
	if n.Get("style").OK() || n.Get("explode").OK() || n.Get("allowReserved").OK() {
		e.Style, e.Explode = styleOf(n, true)
	}
	return e
}

// examples are the values that a media type shows.
func (l *loader) examples(n document.Node) []value.Value {
	var all []value.Value
	if e := n.Get("example"); e.OK() {
		all = append(all, l.set.Value(e))
	}
	for _, e := range n.Get("examples").Members() {
		if v := l.set.Follow(e).Get("value"); v.OK() {
			all = append(all, l.set.Value(v))
		}
	}
	return all
}

// answers reads what an operation answers.
func (l *loader) answers(n document.Node) []*Answer {
	if n.OK() && !n.IsMapping() && !n.IsNull() {
		l.wrong(n, "responses is a mapping of statuses to answers")
		return nil
	}
	var all []*Answer
	for key, ref := range n.Members() {
		status := key.Text()
		if strings.HasPrefix(status, "x-") {
			continue
		}
		if status = statusOf(status); status == "" {
			l.wrong(key, "a status is a number such as 200, a range such as 2XX, or default")
			continue
		}
		if a := l.answerTo(l.word(status), ref); a != nil {
			all = append(all, a)
		}
	}
	return slices.Clip(all)
}

// answerTo is the answer of a status. What several operations share is kept once for each status.
func (l *loader) answerTo(status string, ref document.Node) *Answer {
	a := once(l, ref, l.answer)
	if a == nil {
		return nil
	}
	key := statusAnswer{a, status}
	if l.statuses[key] == nil {
		copy := *a
		copy.Status = status
		l.statuses[key] = &copy
	}
	return l.statuses[key]
}

// statusOf is a key of responses in its one spelling; "" if it is none.
func statusOf(key string) string {
	if key == "default" {
		return key
	}
	key = strings.ToUpper(key)
	if len(key) != 3 || key[0] < '1' || key[0] > '5' {
		return ""
	}
	if rest := key[1:]; rest != "XX" && strings.Trim(rest, "0123456789") != "" {
		return ""
	}
	return key
}

func (l *loader) answer(n document.Node) *Answer {
	if !n.IsMapping() {
		l.wrong(n, "an answer is a mapping")
		return nil
	}
	a := &Answer{Content: l.content(n.Get("content")), At: n.Pos()}
	if l.options.Docs {
		a.Doc = short(n.Get("description").Text())
	}
	for name, ref := range n.Get("headers").Members() {
		if strings.EqualFold(name.Text(), "Content-Type") {
			continue // OpenAPI says that it has no effect
		}
		shared := once(l, ref, func(n document.Node) *Parameter { return l.value(n, InHeader) })
		if shared == nil {
			continue
		}
		h := *shared
		h.Name = l.word(name.Text())
		a.Headers = append(a.Headers, &h)
	}
	a.Headers = slices.Clip(a.Headers)
	return a
}
