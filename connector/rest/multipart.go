package rest

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"

	"tutti/fault"
	"tutti/openapi"
	"tutti/value"
)

// part is a field of a multipart form (RFC 7578) with its value.
//
// An array is one part for each element, all with the field's name. Text, numbers and booleans are text, an object is JSON, and bytes
// are a file called like the field: JSON has no file names.
type part struct {
	*field
	value value.Value
}

// multipart writes the parts.
func (d *draft) multipart() *fault.Fault {
	var pieces []sent
	for _, p := range d.parts {
		values := []value.Value{p.value}
		if p.value.Kind() == value.Array && !p.json {
			values = values[:0]
			for e := range p.value.Elems() {
				values = append(values, e)
			}
		}
		for _, v := range values {
			content, ok := p.content(v)
			if !ok {
				return d.op.refuse("the body input %q must be a string of its bytes in base64", p.name)
			}
			pieces = append(pieces, sent{p.headOf(v), content})
		}
	}
	line := boundary(pieces)
	var b bytes.Buffer
	for _, p := range pieces {
		b.WriteString("--" + line + "\r\n" + p.head + "\r\n")
		b.Write(p.content)
		b.WriteString("\r\n")
	}
	b.WriteString("--" + line + "--\r\n")
	d.body, d.media = b.Bytes(), d.op.media+"; boundary="+line
	return nil
}

// sent is a part as it is sent.
type sent struct {
	head    string // its headers, each with the end of its line
	content []byte
}

// content is the text or the bytes of one value.
func (f *field) content(v value.Value) (content []byte, ok bool) {
	switch {
	case f.binary:
		content, err := base64.StdEncoding.DecodeString(v.Text())
		return content, err == nil && v.Kind() == value.String
	case v.Kind() == value.String && !f.json:
		return []byte(v.Text()), true
	default:
		return v.Raw(), true
	}
}

func (f *field) headOf(v value.Value) string {
	head := `Content-Disposition: form-data; name="` + quoted(f.name) + `"`
	media := f.media
	if strings.Contains(media, "*") || !isMedia(media) {
		media = ""
	}
	switch k := v.Kind(); {
	case f.binary:
		head += `; filename="` + quoted(f.name) + `"`
		if media == "" {
			media = "application/octet-stream"
		}
	case k == value.Object || k == value.Array:
		if !openapi.IsJSON(media) {
			media = "application/json"
		}
	}
	if media != "" {
		head += "\r\nContent-Type: " + media
	}
	return head + "\r\n"
}

// quoted is a name between quotation marks. A line break cannot stand there; it is written as browsers do.
func quoted(name string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "%0D", "\n", "%0A").Replace(name)
}

// boundary is a line that no part has. It follows from the parts, so a call that is made again sends the same bytes.
func boundary(pieces []sent) string {
	h := sha256.New()
	for _, p := range pieces {
		h.Write([]byte(p.head))
		h.Write([]byte(strconv.Itoa(len(p.content)) + ":"))
		h.Write(p.content)
	}
	line := "tutti-" + hex.EncodeToString(h.Sum(nil)[:16])
	for _, p := range pieces {
		for bytes.Contains(p.content, []byte(line)) {
			line += "-"
		}
	}
	return line
}
