package expr

import "strings"

// Complete makes an expression of the beginning of one: src up to offset, where behind a dot the name of a member
// is about to be written, or has been begun. The name is put in its place, and what is open is closed. The result may still
// not parse. False if there is no such dot at the offset.
func Complete(src string, offset int, name string) (string, bool) {
	if offset < 0 || offset > len(src) || offset > maxSource {
		return "", false
	}
	tokens := lex(src[:offset])
	if len(tokens) == 0 {
		return "", false
	}
	last := tokens[len(tokens)-1]
	if last.end() != offset || last.kind != tokField && last.text != "." {
		return "", false
	}
	return src[:last.offset] + "." + name + closing(tokens), true
}

// closing is what ends everything that the tokens leave open, the innermost first.
func closing(tokens []token) string {
	var open []string
	for i, t := range tokens {
		switch {
		case t.kind == tokPunct || t.kind == tokIdent && (i == 0 || !tokens[i-1].beforeKey(open)):
			open = t.opens(open)
		}
	}
	var b strings.Builder
	for i := len(open) - 1; i >= 0; i-- {
		b.WriteString(open[i])
	}
	return b.String()
}

// beforeKey tells whether a word behind t is the name of a member, whatever it means elsewhere.
func (t token) beforeKey(open []string) bool {
	return len(open) > 0 && open[len(open)-1] == "}" && (t.text == "{" || t.text == ",")
}

// What ends a reduce or foreach before its `as`, and before its parenthesis.
const (
	beforeAs = " as $x (.; .)"
	afterAs  = " (.; .)"
)

// opens is the list of what has to end after t.
func (t token) opens(open []string) []string {
	instead := func(end string) []string {
		if len(open) == 0 {
			return open
		}
		return append(open[:len(open)-1], end)
	}
	switch t.text {
	case "(":
		if len(open) > 0 && open[len(open)-1] == afterAs {
			return instead("; .)")
		}
		return append(open, ")")
	case "[":
		return append(open, "]")
	case "{":
		return append(open, "}")
	case `\(`:
		return append(open, `)"`)
	case "if":
		return append(open, " then . end")
	case "then", "else":
		return instead(" end")
	case "elif":
		return instead(" then . end")
	case "reduce", "foreach":
		return append(open, beforeAs)
	case "as":
		if len(open) > 0 && open[len(open)-1] == beforeAs {
			return instead(afterAs)
		}
	case ";":
		switch {
		case len(open) == 0:
		case open[len(open)-1] == "; .)":
			return instead(")")
		case open[len(open)-1] == "; .":
			return open[:len(open)-1]
		}
	case "def":
		return append(open, "; .")
	case ")", "]", "}", "end":
		return open[:max(0, len(open)-1)]
	}
	return open
}
