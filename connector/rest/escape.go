package rest

import "strings"

const hexDigits = "0123456789ABCDEF"

// unreserved are the characters that mean themselves everywhere in a URL (RFC 3986, section 2.3).
func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

func appendEscaped(dst []byte, c byte) []byte {
	return append(dst, '%', hexDigits[c>>4], hexDigits[c&15])
}

// escape appends s so that it is one part of a URL whatever it holds: all but unreserved characters
// are percent-encoded.
func escape[T string | []byte](dst []byte, s T) []byte {
	for i := range len(s) {
		if c := s[i]; unreserved(c) {
			dst = append(dst, c)
		} else {
			dst = appendEscaped(dst, c)
		}
	}
	return dst
}

// reserved are the reserved characters that may stand in the value of a query: neither would end it nor change how it is read, as
// & # + and = would. A comma may, where it separates nothing.
const reserved = ":/?[]@!$'();*"

// escapeBut escapes what is neither unreserved nor among others.
func escapeBut[T string | []byte](dst []byte, s T, others string) []byte {
	for i := range len(s) {
		if c := s[i]; unreserved(c) || strings.IndexByte(others, c) >= 0 {
			dst = append(dst, c)
		} else {
			dst = appendEscaped(dst, c)
		}
	}
	return dst
}

// escapeMore escapes dots too.
func escapeMore[T string | []byte](dst []byte, s T) []byte {
	for i := range len(s) {
		if c := s[i]; unreserved(c) && c != '.' {
			dst = append(dst, c)
		} else {
			dst = appendEscaped(dst, c)
		}
	}
	return dst
}
