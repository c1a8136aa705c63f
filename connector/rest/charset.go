package rest

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// charsetOf is the charset that an answer names, in lower case, or "".
func charsetOf(h http.Header) string {
	_, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return strings.ToLower(params["charset"])
}

// decode is text in UTF-8; what says why there is none.
func decode(body []byte, charset string) (text, what string) {
	switch charset {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
		if !utf8.Valid(body) {
			return "", "text that is not UTF-8"
		}
		return strings.TrimPrefix(string(body), "\uFEFF"), ""
	case "iso-8859-1", "latin1", "windows-1252":
		return western(body), ""
	case "utf-16", "utf-16le", "utf-16be":
		if len(body)%2 != 0 {
			return "", "text that is not UTF-16"
		}
		return wide(body, charset != "utf-16le"), ""
	default:
		return "", "text in the charset " + strconv.Quote(charset[:min(len(charset), 40)]) + ", which is not supported"
	}
}

// high are the characters of windows-1252 from 0x80 on that differ from ISO 8859-1. Who says ISO 8859-1 means this one
// (WHATWG Encoding, section 4.2).
var high = [32]rune{
	0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
	0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
}

func western(body []byte) string {
	var b strings.Builder
	b.Grow(len(body))
	for _, c := range body {
		if 0x80 <= c && c < 0xA0 {
			b.WriteRune(high[c-0x80])
			continue
		}
		b.WriteRune(rune(c))
	}
	return b.String()
}

// wide decodes UTF-16; a mark at the beginning says in which order the bytes are, whatever was announced.
func wide(body []byte, big bool) string {
	units := make([]uint16, 0, len(body)/2)
	for i := 0; i < len(body); i += 2 {
		hi, lo := body[i], body[i+1]
		if !big {
			hi, lo = lo, hi
		}
		u := uint16(hi)<<8 | uint16(lo)
		if i == 0 && u == 0xFFFE {
			return wide(body[2:], !big)
		}
		if i > 0 || u != 0xFEFF {
			units = append(units, u)
		}
	}
	return string(utf16.Decode(units))
}
