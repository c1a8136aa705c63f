package openapi

import (
	"strings"
	"unicode/utf8"
)

// decoder is how a place writes the characters that mean something in it; false: the text is not well-formed.
type decoder func(text string) (string, bool)

// percent decodes a part of a path or a cookie.
func percent(text string) (string, bool) { return decode(text, false) }

// form decodes a part of a query or of a form, where a plus is a space.
func form(text string) (string, bool) { return decode(text, true) }

// asWritten is a text that needs no decoding: a header.
func asWritten(text string) (string, bool) { return text, utf8.ValidString(text) }

func decode(text string, plus bool) (string, bool) {
	if strings.IndexByte(text, '%') < 0 && (!plus || strings.IndexByte(text, '+') < 0) {
		return text, utf8.ValidString(text)
	}
	b := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '+' && plus:
			b = append(b, ' ')
		case c != '%':
			b = append(b, c)
		case i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			b = append(b, unhex(text[i+1])<<4|unhex(text[i+2]))
			i += 2
		default:
			return "", false
		}
	}
	return string(b), utf8.Valid(b)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// pair is a name with its text, which is not decoded yet.
type pair struct{ name, text string }

// maxPairs bounds the pairs of a query, the parts of a form and the cookies.
const maxPairs = 256

// pairsOf takes a query or form apart; false after a refusal.
func (x *bound) pairsOf(raw, what string) ([]pair, bool) {
	if raw == "" {
		return nil, true
	}
	pairs := make([]pair, 0, min(strings.Count(raw, "&")+1, maxPairs))
	for one := range strings.SplitSeq(raw, "&") {
		if one == "" {
			continue
		}
		if len(pairs) == maxPairs {
			return nil, x.refuse(400, "the %s has more than %d names", what, maxPairs)
		}
		name, text, _ := strings.Cut(one, "=")
		name, ok := form(name)
		if _, ok2 := form(text); !ok || !ok2 {
			return nil, x.refuse(400, "the %s is not well-formed", what)
		}
		if name == "" {
			return nil, x.refuse(400, "the %s has a value without a name", what)
		}
		pairs = append(pairs, pair{name, text})
	}
	return pairs, true
}
