package gateway

import (
	"strings"
	"unicode/utf8"

	"tutti/value"
)

// maxParameters bounds the work of finding names that are given twice.
const maxParameters = 256

// parseQuery splits a query as HTML forms write it (name=value&name=value, "+" for a space). It accepts
// no ";" as a separator and nothing that is not well-formed; why says what.
func parseQuery(raw string) (query []parameter, why string) {
	if raw == "" {
		return nil, ""
	}
	query = make([]parameter, 0, min(strings.Count(raw, "&")+1, maxParameters))
	for more := true; more; {
		var pair string
		pair, raw, more = strings.Cut(raw, "&")
		if pair == "" {
			continue
		}
		if len(query) == maxParameters {
			return nil, "the query has too many parameters"
		}
		name, text, _ := strings.Cut(pair, "=")
		name, ok := unescapeQuery(name)
		text, ok2 := unescapeQuery(text)
		switch {
		case !ok || !ok2:
			return nil, "the query is not well-formed"
		case name == "":
			return nil, "the query has a value without a name"
		}
		query = append(query, parameter{name, text})
	}
	return query, ""
}

func unescapeQuery(s string) (string, bool) {
	plain := true
	for i := range len(s) {
		switch c := s[i]; {
		case c == '%' || c == '+':
			plain = false
		case c <= ' ' || c >= 0x7f || c == ';' || c == '#':
			return "", false
		}
	}
	if plain {
		return s, true
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '+':
			b = append(b, ' ')
		case '%':
			c, ok := unhex(s[i+1:])
			if !ok {
				return "", false
			}
			b = append(b, c)
			i += 2
		default:
			b = append(b, s[i])
		}
	}
	return string(b), utf8.Valid(b)
}

// appendQuery adds the parameters as members of the open object b: a name given once is a string,
// one given more often an array of strings, where it came first.
func appendQuery(b []byte, query []parameter) []byte {
	for i, p := range query {
		switch {
		case named(query[:i], p.name):
		case !named(query[i+1:], p.name):
			b = value.AppendString(value.AppendName(b, p.name), p.value)
		default:
			b = appendAll(value.AppendName(b, p.name), query[i:], p.name)
		}
	}
	return b
}

// appendAll adds the array of all values of a name.
func appendAll(b []byte, query []parameter, name string) []byte {
	b = append(b, '[')
	for _, p := range query {
		if p.name == name {
			b = append(value.AppendString(b, p.value), ',')
		}
	}
	b[len(b)-1] = ']'
	return b
}

func named(parameters []parameter, name string) bool {
	for _, p := range parameters {
		if p.name == name {
			return true
		}
	}
	return false
}
