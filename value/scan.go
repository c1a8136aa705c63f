package value

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// DefaultDepth is how many arrays and objects may stand inside each other if nobody says otherwise.
const DefaultDepth = 128

// maxDepth bounds every recursion over a value, whatever depth a caller allows.
const maxDepth = 10_000

// SyntaxError says why and where a text is not acceptable JSON. Offset counts bytes from 0;
// Line and Col count from 1, Col in characters.
type SyntaxError struct {
	Offset, Line, Col int
	Message           string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Col, e.Message)
}

// Scan checks b in one pass and keeps it; b must not be changed afterwards. It accepts
// RFC 8259 and is stricter where RFC 7493 (I-JSON) is: names in an object must differ
// after unescaping, the text must be UTF-8 and escapes must not leave half a surrogate pair.
// At most depth containers may be open at once (0: DefaultDepth; never more than 10,000).
// An error is a *SyntaxError.
func Scan(b []byte, depth int) (Value, error) {
	if depth <= 0 {
		depth = DefaultDepth
	}
	s := scanner{b: b, depth: min(depth, maxDepth)}
	start := space(b, 0)
	end := s.value(start)
	if end == bad {
		return Value{}, syntaxError(b, s.failed, s.why)
	}
	if i := space(b, end); i < len(b) {
		s.unexpected(i, "the end of the text")
		return Value{}, syntaxError(b, s.failed, s.why)
	}
	return Value{b[start:end:end]}, nil
}

func syntaxError(b []byte, offset int, message string) *SyntaxError {
	line := bytes.LastIndexByte(b[:offset], '\n') + 1
	return &SyntaxError{
		Offset:  offset,
		Line:    bytes.Count(b[:offset], []byte{'\n'}) + 1,
		Col:     utf8.RuneCount(b[line:offset]) + 1,
		Message: message,
	}
}

// scanner is one pass over b. Its methods take the place where something should begin and
// return the place behind it, or bad after noting the failure.
type scanner struct {
	b      []byte
	depth  int    // containers that may still be opened
	keys   keys   // names of the open objects, the innermost object's last
	plain  []byte // names that had escapes, decoded
	failed int
	why    string
}

const bad = -1

func (s *scanner) fail(i int, why string) int {
	s.failed, s.why = i, why
	return bad
}

// unexpected fails at i, where want should have been.
func (s *scanner) unexpected(i int, want string) int {
	if i >= len(s.b) {
		return s.fail(len(s.b), "the text ends where "+want+" should be")
	}
	r, size := utf8.DecodeRune(s.b[i:])
	if r == utf8.RuneError && size == 1 {
		return s.fail(i, "invalid UTF-8")
	}
	return s.fail(i, "found "+strconv.QuoteRune(r)+" where "+want+" should be")
}

// at is the byte at i, 0 behind the end: no JSON has a 0 outside of strings.
func (s *scanner) at(i int) byte {
	if i < len(s.b) {
		return s.b[i]
	}
	return 0
}

// space is the first place from i on that is not space.
func space(b []byte, i int) int {
	for i < len(b) && b[i] <= ' ' && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

func (s *scanner) value(i int) int {
	switch c := s.at(i); c {
	case '"':
		end, _ := s.text(i)
		return end
	case '{':
		return s.object(i)
	case '[':
		return s.array(i)
	case 't':
		return s.word(i, "true")
	case 'f':
		return s.word(i, "false")
	case 'n':
		return s.word(i, "null")
	default:
		if c == '-' || isDigit(c) {
			return s.number(i)
		}
		return s.unexpected(i, "a value")
	}
}

func (s *scanner) word(i int, word string) int {
	for n := range len(word) {
		if s.at(i+n) != word[n] {
			return s.unexpected(i+n, word)
		}
	}
	return i + len(word)
}

// open steps over the bracket of a container and the space behind it.
func (s *scanner) open(i int) int {
	if s.depth == 0 {
		return s.fail(i, "too many arrays and objects inside each other")
	}
	s.depth--
	return space(s.b, i+1)
}

// shut steps over the closing bracket of a container.
func (s *scanner) shut(i int) int {
	s.depth++
	return i + 1
}

func (s *scanner) array(i int) int {
	if i = s.open(i); i == bad {
		return bad
	}
	if s.at(i) == ']' {
		return s.shut(i)
	}
	for {
		if i = s.value(i); i == bad {
			return bad
		}
		i = space(s.b, i)
		switch s.at(i) {
		case ',':
			i = space(s.b, i+1)
		case ']':
			return s.shut(i)
		default:
			return s.unexpected(i, `"," or "]"`)
		}
	}
}

func (s *scanner) object(i int) int {
	if i = s.open(i); i == bad {
		return bad
	}
	if s.at(i) == '}' {
		return s.shut(i)
	}
	names := nameSet{base: s.keys.n}
	for {
		if i = s.name(i, &names); i == bad {
			return bad
		}
		if i = s.value(i); i == bad {
			return bad
		}
		i = space(s.b, i)
		switch s.at(i) {
		case ',':
			i = space(s.b, i+1)
		case '}':
			s.keys.cut(names.base)
			return s.shut(i)
		default:
			return s.unexpected(i, `"," or "}"`)
		}
	}
}

// name steps over a member's name, the colon and the space behind it.
func (s *scanner) name(i int, names *nameSet) int {
	if s.at(i) != '"' {
		return s.unexpected(i, "a name in quotes")
	}
	end, escaped := s.text(i)
	if end == bad {
		return bad
	}
	name := s.b[i+1 : end-1]
	if escaped {
		name = s.decoded(name)
	}
	if !names.add(&s.keys, name) {
		return s.fail(i, "duplicate key "+strconv.Quote(string(name)))
	}
	if end = space(s.b, end); s.at(end) != ':' {
		return s.unexpected(end, `":"`)
	}
	return space(s.b, end+1)
}

// decoded is the inside of a string with its escapes resolved.
func (s *scanner) decoded(inside []byte) []byte {
	from := len(s.plain)
	s.plain = appendDecoded(s.plain, inside)
	return s.plain[from:]
}

// text steps over a string and tells whether it has escapes.
func (s *scanner) text(start int) (end int, escaped bool) {
	for i := start + 1; ; {
		i = plainEnd(s.b, i)
		if i >= len(s.b) {
			return s.fail(start, "this string has no closing quote"), false
		}
		switch c := s.b[i]; {
		case c == '"':
			return i + 1, escaped
		case c == '\\':
			escaped = true
			i = s.escape(i)
		case c < ' ':
			i = s.fail(i, "control character in a string; write it as \\u00"+string(hexDigits[c>>4])+string(hexDigits[c&15]))
		default:
			i = s.beyondASCII(i)
		}
		if i == bad {
			return bad, false
		}
	}
}

func (s *scanner) beyondASCII(i int) int {
	r, size := utf8.DecodeRune(s.b[i:])
	if r == utf8.RuneError && size == 1 {
		return s.fail(i, "invalid UTF-8")
	}
	return i + size
}

func (s *scanner) escape(i int) int {
	switch s.at(i + 1) {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		return s.unicode(i)
	default:
		return s.fail(i, `unknown escape; JSON has \" \\ \/ \b \f \n \r \t and \uXXXX`)
	}
}

// unicode steps over \uXXXX, or over two of them that form a surrogate pair.
func (s *scanner) unicode(i int) int {
	unit := hex4(s.b[i+2:])
	switch {
	case unit < 0:
		return s.fail(i, `\u needs four hexadecimal digits`)
	case unit < 0xD800 || unit > 0xDFFF:
		return i + 6
	}
	if unit < 0xDC00 && s.at(i+6) == '\\' && s.at(i+7) == 'u' {
		if low := hex4(s.b[i+8:]); 0xDC00 <= low && low <= 0xDFFF {
			return i + 12
		}
	}
	return s.fail(i, "half a surrogate pair")
}

func (s *scanner) number(i int) int {
	if s.at(i) == '-' {
		i++
	}
	if s.at(i) == '0' {
		if i++; isDigit(s.at(i)) {
			return s.fail(i-1, "a number must not start with 0")
		}
	} else if i = s.digits(i); i == bad {
		return bad
	}
	if s.at(i) == '.' {
		if i = s.digits(i + 1); i == bad {
			return bad
		}
	}
	if s.at(i)|0x20 != 'e' {
		return i
	}
	if i++; s.at(i) == '+' || s.at(i) == '-' {
		i++
	}
	return s.digits(i)
}

// digits steps over at least one digit.
func (s *scanner) digits(i int) int {
	from := i
	for i < len(s.b) && isDigit(s.b[i]) {
		i++
	}
	if i == from {
		return s.unexpected(i, "a digit")
	}
	return i
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
