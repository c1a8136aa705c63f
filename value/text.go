package value

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// AppendName begins a member of the open object dst: its value must follow.
func AppendName(dst []byte, name string) []byte {
	return append(AppendString(AppendComma(dst), name), ':')
}

// AppendComma separates what comes next in the open object dst from a member before it.
func AppendComma(dst []byte) []byte {
	if dst[len(dst)-1] == '{' {
		return dst
	}
	return append(dst, ',')
}

// AppendString appends s as a JSON string. It escapes what JSON requires and DEL, as jq
// does, nothing for HTML; bytes that are not UTF-8 become U+FFFD.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' || c == '"' || c == '\\' || c == 0x7f {
				dst = appendEscape(append(dst, s[start:i]...), c)
				start = i + 1
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			dst = utf8.AppendRune(append(dst, s[start:i]...), utf8.RuneError)
			start = i + 1
		}
		i += size
	}
	return append(append(dst, s[start:]...), '"')
}

func invalidUTF8(s string) bool { return !utf8.ValidString(s) }

// validUTF8 is s as AppendString writes it.
func validUTF8(s string) string { return string([]rune(s)) }

const hexDigits = "0123456789abcdef"

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	default:
		return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
	}
}

// decodeString is the string between the quotes of a valid JSON string.
func decodeString(inside []byte) string {
	if bytes.IndexByte(inside, '\\') < 0 {
		return string(inside)
	}
	return string(appendDecoded(make([]byte, 0, len(inside)), inside))
}

// appendDecoded appends the inside of a valid JSON string with its escapes resolved.
func appendDecoded(dst, inside []byte) []byte {
	for {
		i := bytes.IndexByte(inside, '\\')
		if i < 0 {
			return append(dst, inside...)
		}
		dst = append(dst, inside[:i]...)
		c := inside[i+1]
		inside = inside[i+2:]
		if c != 'u' {
			dst = append(dst, unescape(c))
			continue
		}
		r := rune(hex4(inside))
		inside = inside[4:]
		if utf16.IsSurrogate(r) {
			r = utf16.DecodeRune(r, rune(hex4(inside[2:])))
			inside = inside[6:]
		}
		dst = utf8.AppendRune(dst, r)
	}
}

// unescape is the byte that a backslash and c stand for; c is no u.
func unescape(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	default:
		return c
	}
}

// hex4 is the number that the first four bytes of b write in base 16, or -1.
func hex4(b []byte) int {
	if len(b) < 4 {
		return -1
	}
	n := 0
	for _, c := range b[:4] {
		switch {
		case '0' <= c && c <= '9':
			n = n<<4 | int(c-'0')
		case 'a' <= c && c <= 'f':
			n = n<<4 | int(c-'a'+10)
		case 'A' <= c && c <= 'F':
			n = n<<4 | int(c-'A'+10)
		default:
			return -1
		}
	}
	return n
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// plainEnd is the first place from i on that does not stand for itself in a JSON string:
// a quote, a backslash, a control character, what is beyond ASCII, or the end of b.
// Eight bytes are tested at once: a borrow can only raise false alarms above the
// lowest true one, and only the lowest is used.
func plainEnd(b []byte, i int) int {
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		quote, slash := w^('"'*ones), w^('\\'*ones)
		if hit := ((w - ' '*ones) | (quote - ones) | (slash - ones) | w) & highs; hit != 0 {
			return i + bits.TrailingZeros64(hit)/8
		}
	}
	for i < len(b) && b[i] >= ' ' && b[i] < utf8.RuneSelf && b[i] != '"' && b[i] != '\\' {
		i++
	}
	return i
}

// quoteEnd is the first place from i on with a quote or a backslash.
func quoteEnd(b []byte, i int) int {
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		quote, slash := w^('"'*ones), w^('\\'*ones)
		if hit := ((quote-ones)&^quote | (slash-ones)&^slash) & highs; hit != 0 {
			return i + bits.TrailingZeros64(hit)/8
		}
	}
	for b[i] != '"' && b[i] != '\\' {
		i++
	}
	return i
}
