package rest

import (
	"net/http"
	"net/textproto"
	"strings"

	"tutti/fault"
)

// header adds a header. Those that steer the connection or the framing of the message are ours alone.
func (d *draft) header(name, text string) *fault.Fault {
	if !token(name) {
		return d.op.refuse("%q is no name of a header", name)
	}
	key := textproto.CanonicalMIMEHeaderKey(name)
	if ours(key) {
		return d.op.refuse("the header %s cannot be set", key)
	}
	if key == "Content-Type" && d.op.form == formParts {
		return d.op.refuse("the header Content-Type cannot be set: only the call knows what separates the parts of the body")
	}
	if !printable(text) {
		return d.op.refuse("the value of the header %s has a control character", key)
	}
	if d.headers == nil {
		d.headers = make(http.Header, 12)
	}
	d.headers[key] = append(d.headers[key], strings.Trim(text, " \t"))
	return nil
}

// ours are the headers of one connection (RFC 9110, section 7.6.1), those that frame the
// message, and what decides how the answer is encoded.
func ours(key string) bool {
	switch key {
	case "Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Proxy-Connection",
		"Proxy-Authenticate", "Proxy-Authorization", "Te", "Trailer", "Upgrade", "Expect",
		"Http2-Settings", "Content-Encoding", "Accept-Encoding":
		return true
	default:
		return false
	}
}

// token tells whether s may name a header (RFC 9110, section 5.6.2).
func token(s string) bool {
	for i := range len(s) {
		if c := s[i]; !unreserved(c) && strings.IndexByte("!#$%&'*+^`|", c) < 0 {
			return false
		}
	}
	return s != ""
}

// printable tells whether s may be the value of a header: no control characters, CR and LF above all.
func printable(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}
