package expr

import (
	"errors"
	"fmt"
	"strings"

	"github.com/itchyny/gojq"
)

// explainSyntax turns gojq's complaint into ours: the offset is where the token begins, and
// habits from other languages are told their jq form.
func explainSyntax(src string, err error) *Error {
	var p *gojq.ParseError
	if !errors.As(err, &p) {
		return &Error{Message: err.Error()}
	}
	offset := max(0, min(p.Offset-len(p.Token), len(src)))
	e := &Error{Offset: offset, Message: err.Error()}
	if strings.TrimSpace(src) == "" {
		e.Message = "the expression is empty"
		return e
	}
	if e.Message == "unexpected EOF" {
		e.Message = "the expression ends too early"
	}
	e.Suggestion = hint(src, p.Token, offset)
	return e
}

// hint looks at the token that jq stumbled over, and at what stands around it.
func hint(src, token string, offset int) string {
	before, after := strings.TrimSpace(src[:offset]), src[min(offset+len(token), len(src)):]
	switch {
	case token == "&":
		return "write `and` for &&"
	case token == "|" && strings.HasSuffix(before, "|"):
		return "write `or` for ||"
	case token == "!":
		return "write `… | not` for !"
	case token == "'":
		return `strings stand in double quotes: "…"`
	case token == "=" && strings.HasSuffix(before, "=="):
		return "write `==` for ==="
	case strings.EqualFold(token, "and") || strings.EqualFold(token, "or"):
		return fmt.Sprintf("write `%s`", strings.ToLower(token))
	case strings.HasPrefix(token, "$") && strings.HasSuffix(before, "not"):
		return fmt.Sprintf("write `%s | not`", token+path(after))
	case strings.HasSuffix(before, "not") && (token == "(" || token == "."):
		return "write `… | not`: not comes behind what it negates"
	case strings.HasPrefix(token, ".") && len(token) > 1 && isDigit(token[1]):
		return fmt.Sprintf("write `[%s]` for an element of an array", token[1:])
	case token == "?" || strings.HasSuffix(before, "?"):
		return "write `if … then … else … end` for ? :"
	case token == "$":
		return "the name of a variable begins with a letter"
	default:
		return ""
	}
}

// path is the field names at the beginning of s.
func path(s string) string {
	n := 0
	for n < len(s) && (s[n] == '.' || isWord(s[n])) {
		n++
	}
	return s[:n]
}
