package expr

import (
	"slices"
	"strings"
)

// gojq's tree has no positions. The lexer of this file reads the text a second time, in
// gojq's rules, and finds the places of everything that messages and editors ask for. The
// tree is then walked in order of the source, so that the n-th variable of the tree is the
// n-th variable token. The text was accepted by gojq before, or is only looked at for hints.

type tokenKind uint8

const (
	tokPunct tokenKind = iota
	tokVariable
	tokIdent
	tokField // .name
	tokDot   // . or ..
	tokNumber
	tokQuote // the opening or closing quote of a string
	tokFormat
	tokEOF
)

type token struct {
	kind   tokenKind
	offset int
	text   string
}

func (t token) end() int { return t.offset + len(t.text) }

// lex takes src apart; it never fails, since what it does not know is punctuation.
func lex(src string) []token {
	l := lexer{src: src}
	for l.skipSpace(); l.pos < len(src); l.skipSpace() {
		l.next()
	}
	return l.tokens
}

type lexer struct {
	src    string
	pos    int
	tokens []token
	// parens counts the open parentheses of each interpolation we are in.
	parens []int
}

func (l *lexer) peek(ahead int) byte {
	if l.pos+ahead >= len(l.src) {
		return 0
	}
	return l.src[l.pos+ahead]
}

func (l *lexer) emit(kind tokenKind, n int) {
	l.tokens = append(l.tokens, token{kind, l.pos, l.src[l.pos : l.pos+n]})
	l.pos += n
}

func (l *lexer) next() {
	c := l.peek(0)
	switch {
	case isLetter(c):
		l.emit(tokIdent, l.name(0))
	case isDigit(c) || c == '.' && isDigit(l.peek(1)):
		l.emit(tokNumber, l.number())
	case c == '.' && l.peek(1) == '.':
		l.emit(tokDot, 2)
	case c == '.' && isLetter(l.peek(1)):
		l.emit(tokField, 1+l.word(1))
	case c == '.':
		l.emit(tokDot, 1)
	case c == '$' && isLetter(l.peek(1)):
		l.emit(tokVariable, 1+l.name(1))
	case c == '@' && isWord(l.peek(1)):
		l.emit(tokFormat, 1+l.word(1))
	case c == '"':
		l.emit(tokQuote, 1)
		l.text()
	case c == '(' || c == ')':
		l.paren(c)
	default:
		l.emit(tokPunct, l.operator())
	}
}

func (l *lexer) paren(c byte) {
	l.emit(tokPunct, 1)
	n := len(l.parens)
	switch {
	case n == 0:
	case c == '(':
		l.parens[n-1]++
	case l.parens[n-1] > 0:
		l.parens[n-1]--
	default:
		l.parens = l.parens[:n-1]
		l.text()
	}
}

// text goes to the closing quote of a string, or to its next interpolation.
func (l *lexer) text() {
	for l.pos < len(l.src) {
		switch {
		case l.peek(0) == '"':
			l.emit(tokQuote, 1)
			return
		case l.peek(0) == '\\' && l.peek(1) == '(':
			l.emit(tokPunct, 2)
			l.parens = append(l.parens, 0)
			return
		case l.peek(0) == '\\':
			l.pos = min(l.pos+2, len(l.src))
		default:
			l.pos++
		}
	}
}

// word is the length of the letters and digits at ahead.
func (l *lexer) word(ahead int) int {
	n := 0
	for isWord(l.peek(ahead + n)) {
		n++
	}
	return n
}

// name is a word, or two joined by ::.
func (l *lexer) name(ahead int) int {
	n := l.word(ahead)
	if l.peek(ahead+n) == ':' && l.peek(ahead+n+1) == ':' && isLetter(l.peek(ahead+n+2)) {
		n += 2 + l.word(ahead+n+2)
	}
	return n
}

func (l *lexer) number() int {
	n := 0
	for isDigit(l.peek(n)) || l.peek(n) == '.' {
		n++
	}
	if l.peek(n)|0x20 != 'e' {
		return n
	}
	n++
	if c := l.peek(n); c == '+' || c == '-' {
		n++
	}
	return n + l.word(n)
}

func (l *lexer) operator() int {
	for _, op := range []string{"//=", "//", "==", "!=", "<=", ">=", "|=", "+=", "-=", "*=", "/=", "%="} {
		if strings.HasPrefix(l.src[l.pos:], op) {
			return len(op)
		}
	}
	return 1
}

// skipSpace also skips comments; a backslash before the end of the line continues them.
func (l *lexer) skipSpace() {
	for l.pos < len(l.src) {
		switch l.peek(0) {
		case ' ', '\t', '\n', '\r':
			l.pos++
		case '#':
			l.skipComment()
		default:
			return
		}
	}
}

func (l *lexer) skipComment() {
	for l.pos < len(l.src) {
		switch l.peek(0) {
		case '\n', '\r':
			return
		case '\\':
			l.pos++
			switch {
			case l.peek(0) == '\r' && l.peek(1) == '\n':
				l.pos += 2
			case l.peek(0) == '\r', l.peek(0) == '\n', l.peek(0) == '\\':
				l.pos++
			}
		default:
			l.pos++
		}
	}
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) }

// places are the tokens that the tree names too, each kind in order of the source.
type places struct {
	all       []token
	variables []int // indexes into all
	calls     []int
	starts    []int // of terms that read the input: . .. .name
	formats   []int
	keys      []int // names of members in { }, if they are words
}

// locate sorts the tokens of src by the part they play.
func locate(src string) *places {
	p := &places{all: lex(src)}
	var open []string // the brackets around
	params := false   // between the parentheses behind `def name`
	for i, t := range p.all {
		before := p.at(i - 1)
		inKey := len(open) > 0 && open[len(open)-1] == "{" && (before.text == "{" || before.text == ",")
		switch t.kind {
		case tokVariable:
			p.variables = append(p.variables, i)
		case tokFormat:
			p.formats = append(p.formats, i)
		case tokIdent:
			switch {
			case inKey:
				p.keys = append(p.keys, i)
			case params || isKeyword(t.text) || before.text == "def":
			default:
				p.calls = append(p.calls, i)
			}
		case tokDot, tokField:
			if !before.endsTerm() {
				p.starts = append(p.starts, i)
			}
		case tokPunct:
			switch t.text {
			case "(", `\(`, "[", "{":
				open = append(open, t.text)
				params = params || t.text == "(" && before.kind == tokIdent && p.at(i-2).text == "def"
			case ")", "]", "}":
				open = open[:max(0, len(open)-1)]
				params = false
			}
		}
	}
	return p
}

// at is the i-th token, or one of no kind beyond the ends.
func (p *places) at(i int) token {
	if i < 0 || i >= len(p.all) {
		return token{kind: tokEOF}
	}
	return p.all[i]
}

// endsTerm tells whether a dot behind t goes on with t's term. The quote is a closing one:
// behind an opening quote come text and then punctuation.
func (t token) endsTerm() bool {
	switch t.kind {
	case tokVariable, tokField, tokDot, tokNumber, tokQuote, tokFormat:
		return true
	case tokIdent:
		return !isKeyword(t.text) || slices.Contains([]string{"end", "null", "true", "false"}, t.text)
	default:
		return slices.Contains([]string{")", "]", "}", "?"}, t.text)
	}
}

func isKeyword(s string) bool {
	switch s {
	case "or", "and", "module", "import", "include", "def", "as", "label", "break", "null", "true", "false",
		"if", "then", "elif", "else", "end", "try", "catch", "reduce", "foreach":
		return true
	default:
		return false
	}
}
