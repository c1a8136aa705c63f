package gateway

import (
	"net/textproto"
	"slices"

	"tutti/machine"
)

// headerProblem says why a workflow cannot send this header.
func headerProblem(h machine.Header) string {
	for i := range len(h.Name) {
		if !isTokenChar(h.Name[i]) {
			return "the name has a character that names cannot have"
		}
	}
	for i := range len(h.Value) {
		if c := h.Value[i]; c < ' ' && c != '\t' || c == 0x7f {
			return "the value has a control character"
		}
	}
	switch {
	case h.Name == "":
		return "a header needs a name"
	case isOurs(textproto.CanonicalMIMEHeaderKey(h.Name)):
		return "the gateway sets it itself"
	default:
		return ""
	}
}

// isOurs tells the headers that belong to the connection or say where the message ends; with them a
// response could be taken for two.
func isOurs(name string) bool {
	return slices.Contains([]string{
		"Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Te", "Trailer", "Upgrade",
		"Transfer-Encoding", "Content-Length", "X-Content-Type-Options", requestIDHeader,
	}, name)
}

// isTokenChar is tchar of RFC 9110, 5.6.2.
func isTokenChar(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	case c == '!', c == '#', c == '$', c == '%', c == '&', c == '\'', c == '*', c == '+', c == '-', c == '.', c == '^', c == '_', c == '`', c == '|', c == '~':
		return true
	default:
		return false
	}
}
