package schema

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSampleText bounds a made text, in characters.
const maxSampleText = 4096

// matching is a text that re matches, of at least and at most so many characters; turn asks for another one. It is false
// if none is found: what looks around itself, and lengths that only a search would meet, are beyond it.
func matching(re *regexp.Regexp, least, most, turn int) (string, bool) {
	tree, err := syntax.Parse(re.String(), syntax.Perl)
	if err != nil || least > maxSampleText {
		return "", false
	}
	shortest := textMaker{turn: turn}
	if !shortest.node(tree) {
		return "", false
	}
	text := shortest.String()
	if n := utf8.RuneCountInString(text); n < least {
		longer := textMaker{turn: turn, wanted: least - n}
		longer.node(tree)
		text = longer.String()
	}
	if n := utf8.RuneCountInString(text); n < least { // what is not anchored may have anything around it
		text += strings.Repeat("a", least-n)
	}
	n := utf8.RuneCountInString(text)
	return text, re.MatchString(text) && n >= least && n <= most
}

// textMaker writes a text for the tree of a regular expression: each part as short as it may be, until wanted
// characters more have come from the parts that may repeat.
type textMaker struct {
	strings.Builder
	turn   int
	wanted int
}

// node tells whether it found a text.
func (m *textMaker) node(re *syntax.Regexp) bool {
	if m.Len() > maxSampleText {
		return false
	}
	switch re.Op {
	case syntax.OpLiteral:
		m.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		return m.class(re.Rune)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return m.class([]rune{'a', 'z'})
	case syntax.OpCapture:
		return m.node(re.Sub[0])
	case syntax.OpConcat:
		for _, part := range re.Sub {
			if !m.node(part) {
				return false
			}
		}
	case syntax.OpAlternate:
		return m.node(re.Sub[m.choose(len(re.Sub))])
	case syntax.OpStar:
		return m.repeat(re.Sub[0], 0, -1)
	case syntax.OpPlus:
		return m.repeat(re.Sub[0], 1, -1)
	case syntax.OpQuest:
		return m.repeat(re.Sub[0], 0, 1)
	case syntax.OpRepeat:
		return m.repeat(re.Sub[0], re.Min, re.Max)
	case syntax.OpNoMatch:
		return false
	default: // the beginnings and ends of texts, lines and words take no characters; whether they hold is tried at the end
	}
	return true
}

func (m *textMaker) repeat(part *syntax.Regexp, least, most int) bool {
	for range least {
		if !m.node(part) {
			return false
		}
	}
	for n := least; m.wanted > 0 && (most < 0 || n < most); n++ {
		before := utf8.RuneCountInString(m.String())
		if !m.node(part) {
			return false
		}
		grown := utf8.RuneCountInString(m.String()) - before
		if grown == 0 {
			break
		}
		m.wanted -= grown
	}
	return true
}

// choose takes one of n by the turn; the next choice has what is left of the turn.
func (m *textMaker) choose(n int) int {
	i := m.turn % n
	m.turn /= n
	return i
}

// class writes a character out of ranges, a plain one if there is one.
func (m *textMaker) class(ranges []rune) bool {
	var candidates []rune
	for _, plain := range [][2]rune{{'a', 'z'}, {'1', '9'}, {'0', '0'}, {'A', 'Z'}, {'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}} {
		for r := plain[0]; r <= plain[1]; r++ {
			if among(r, ranges) {
				candidates = append(candidates, r)
			}
		}
		if len(candidates) >= 26 {
			break
		}
	}
	for i := 0; i < len(ranges) && len(candidates) == 0; i += 2 {
		if r := ranges[i]; utf8.ValidRune(r) && unicode.IsPrint(r) {
			candidates = append(candidates, r)
		}
	}
	if len(candidates) == 0 {
		if len(ranges) == 0 || !utf8.ValidRune(ranges[0]) {
			return false
		}
		candidates = ranges[:1]
	}
	m.WriteRune(candidates[m.choose(len(candidates))])
	return true
}

func among(r rune, ranges []rune) bool {
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i] <= r && r <= ranges[i+1] {
			return true
		}
	}
	return false
}
