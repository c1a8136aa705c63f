package openapi

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strings"
	"unicode/utf8"

	"tutti/value"
)

// form reads a body as HTML forms write it; false after a refusal.
func (x *bound) form(body string) bool {
	pairs, ok := x.pairsOf(body, "form")
	if !ok {
		return false
	}
	r, to := x.media.reader, value.NewBuilder(2*len(body)+2)
	to.BeginObject()
	for _, name := range fieldNames(pairs) {
		var got []pair
		for _, one := range pairs {
			if base, _, _ := strings.Cut(one.name, "["); one.name == name || base == name && !r.names(one.name) {
				got = append(got, one)
			}
		}
		v, why := x.formField(name, got)
		if why != "" {
			x.wrong(Mismatch{In: "body", Pointer: pointerTo(name), Message: why})
			continue
		}
		to.Name(name)
		to.Value(v)
	}
	to.EndObject()
	x.whole = to.Done()
	return true
}

// fieldNames are the names in a form, each once; of filter[max] it is filter.
func fieldNames(pairs []pair) []string {
	var all []string
	for _, one := range pairs {
		name, _, _ := strings.Cut(one.name, "[")
		if name == "" {
			name = one.name
		}
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// formField is the value of a field of a form, or why it has none.
func (x *bound) formField(name string, got []pair) (v value.Value, why string) {
	r, e := x.media.reader.field(name), x.media.Encoding[name]
	switch {
	case slices.ContainsFunc(got, func(one pair) bool { return one.name != name }):
		return r.deep(name, got)
	case e.Style == "" && r.isObject() && !r.isScalar():
		return x.fromJSON(got, form)
	case len(got) > 1 || r.isList() && !r.isScalar() && (e.Style == "" || e.Style == "form" && e.Explode):
		return r.array(texts(got)), ""
	}
	v, ok := r.read(got[0].text, queryStyle(&binding{Parameter: &Parameter{Style: e.Style}}))
	if !ok {
		return v, "is not written as the contract says"
	}
	return v, ""
}

// multipart reads a form in parts; false after a refusal.
func (x *bound) multipart(boundary string) bool {
	if boundary == "" {
		return x.refuse(400, "the Content-Type has no boundary")
	}
	var all parts
	from := multipart.NewReader(bytes.NewReader(x.request.Body), boundary)
	for count := 0; ; count++ {
		p, err := from.NextRawPart()
		if errors.Is(err, io.EOF) && (count > 0 || bytes.Contains(x.request.Body, []byte("--"+boundary+"--"))) {
			x.whole = x.ofParts(all)
			return true
		}
		if err != nil {
			return x.refuse(400, "the body is not a form in parts")
		}
		if count == maxPairs {
			return x.refuse(400, "the form has more than %d parts", maxPairs)
		}
		if !x.onePart(p, &all) {
			return false
		}
	}
}

// parts are the values of a form's fields.
type parts struct {
	names  []string // in order
	values map[string][]value.Value
}

// onePart adds a part; false after a refusal.
func (x *bound) onePart(p *multipart.Part, to *parts) bool {
	name := p.FormName()
	if name == "" {
		return x.refuse(400, "a part of the form has no name")
	}
	content, err := io.ReadAll(io.LimitReader(p, int64(len(x.request.Body))))
	if err != nil {
		return x.refuse(400, "the body is not a form in parts")
	}
	v, why := x.part(name, p, content)
	if why != "" {
		x.wrong(Mismatch{In: "body", Pointer: pointerTo(name), Message: why})
		return true
	}
	if to.values == nil {
		to.values = map[string][]value.Value{}
	}
	if to.values[name] == nil {
		to.names = append(to.names, name)
	}
	to.values[name] = append(to.values[name], v)
	return true
}

// ofParts is the object of the fields: one part is a value, several are a list.
func (x *bound) ofParts(parts parts) value.Value {
	to := value.NewBuilder(len(x.request.Body))
	to.BeginObject()
	for _, name := range parts.names {
		to.Name(name)
		r := x.media.reader.field(name)
		if all := parts.values[name]; len(all) > 1 || r.isList() && !r.isScalar() && all[0].Kind() != value.Array {
			to.Value(value.ArrayOf(all...))
		} else {
			to.Value(all[0])
		}
	}
	to.EndObject()
	return to.Done()
}

// part is the value of one part, or why it has none: the bytes of a file in base64, JSON where the contract or the part says so, and else text as
// the schema reads it. The names of files do not count.
func (x *bound) part(name string, p *multipart.Part, content []byte) (v value.Value, why string) {
	r, sent := x.media.reader.field(name), p.Header.Get("Content-Type")
	if sent == "" {
		sent = x.media.Encoding[name].ContentType
	}
	media, _, err := mime.ParseMediaType(sent)
	if err != nil {
		media = ""
	}
	single := r
	if r.isList() && !r.isScalar() {
		single = r.items()
	}
	switch {
	case x.media.Encoding[name].Binary, single.kinds == anyKind && isFile(media, p.FileName()):
		return value.FromString(base64.StdEncoding.EncodeToString(content)), ""
	case IsJSON(media), media == "" && single.isObject() && !single.isScalar():
		if v, err = value.Scan(content, x.binder.depth); err != nil {
			return v, "is not JSON: " + err.Error()
		}
		return v, ""
	case !utf8.Valid(content):
		return v, "is not UTF-8"
	}
	return single.scalar(string(content)), ""
}

// isFile tells whether a part that the contract says nothing about is a file of bytes.
func isFile(media, name string) bool { return IsBinary(media) || media == "" && name != "" }
