package gateway

import (
	"net/http"
	"strings"
	"unicode/utf8"
)

// canonical finds the one path of a request. It refuses every target that two readers could take
// for different paths, so nothing behind it needs to normalize.
func canonical(next step) step {
	return func(x *exchange) reply {
		target, query, _ := strings.Cut(x.r.RequestURI, "?")
		path, why := canonicalPath(target)
		if why != "" {
			return refuse(http.StatusBadRequest, why)
		}
		x.rawPath, x.path, x.rawQuery = target, path, query
		return next(x)
	}
}

// canonicalPath is the percent-decoded path of a request target in origin-form (RFC 9112, 3.2.1), in which a
// "/" is always a separator. If there is none, why says so.
func canonicalPath(raw string) (path, why string) {
	if raw == "" || raw[0] != '/' {
		return "", "the request target must be a path that starts with /"
	}
	escaped := false
	for i := range len(raw) {
		if raw[i] == '%' {
			escaped = true
		} else if !isPathChar(raw[i]) {
			return "", "the path has a character that must not be there: " + quote(raw[i])
		}
	}
	if escaped {
		if raw, why = unescapePath(raw); why != "" {
			return "", why
		}
	}
	return raw, checkSegments(raw)
}

// isPathChar tells what may stand unescaped: pchar of RFC 3986 and "/", without ";", behind which
// some servers hide parts of the path.
func isPathChar(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	default:
		return strings.IndexByte("/-._~!$&'()*+,=:@", c) >= 0
	}
}

func unescapePath(raw string) (path, why string) {
	b := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '%' {
			b = append(b, raw[i])
			continue
		}
		c, ok := unhex(raw[i+1:])
		switch {
		case !ok:
			return "", "the path has a % without two hexadecimal digits behind it"
		case mustNotBeEncoded(c):
			return "", "the path has an encoded " + quote(c)
		}
		if twice, ok := unhex(raw[i+3:]); c == '%' && ok && (twice == '%' || mustNotBeEncoded(twice)) {
			return "", "the path is encoded twice"
		}
		b = append(b, c)
		i += 2
	}
	if !utf8.Valid(b) {
		return "", "the path is not valid UTF-8"
	}
	return string(b), ""
}

// mustNotBeEncoded tells what would be another path if it were decoded before or after
// splitting, or by a server that takes "\" for "/".
func mustNotBeEncoded(c byte) bool {
	return c < ' ' || c == 0x7f || c == '/' || c == '\\' || c == '.' || c == ';'
}

// checkSegments says what is wrong with the segments of a decoded path.
func checkSegments(path string) string {
	for rest := path[1:]; rest != ""; {
		segment, tail, more := strings.Cut(rest, "/")
		switch segment {
		case "":
			return "the path has an empty segment (//)"
		case ".", "..":
			return "the path has a . or .. segment"
		}
		if rest = tail; more && rest == "" {
			return "" // a trailing slash: another path, which no route has
		}
	}
	return ""
}

// unhex is the byte that the first two characters of s write in base 16.
func unhex(s string) (byte, bool) {
	if len(s) < 2 {
		return 0, false
	}
	high, ok := hexDigit(s[0])
	low, ok2 := hexDigit(s[1])
	return high<<4 | low, ok && ok2
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	default:
		return 0, false
	}
}

// quote is c for a message: as it is if it can be seen, else its number.
func quote(c byte) string {
	if ' ' < c && c < 0x7f {
		return `"` + string(rune(c)) + `"`
	}
	const digits = "0123456789ABCDEF"
	return "byte 0x" + string(digits[c>>4]) + string(digits[c&15])
}
