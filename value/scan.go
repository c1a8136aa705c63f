package value

import (
	"bytes"
	"fmt"
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
	var room [32]key
	s := scanner{b: b, depth: min(depth, maxDepth), keys: room[:0]}
	s.space()
	start := s.i
	if !s.value() {
		return Value{}, syntaxError(b, s.failed, s.why)
	}
	end := s.i
	if s.space(); s.i < len(b) {
		s.unexpected("the end of the text")
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

// scanner is one pass over b. Its methods move i over what they are named after and
// report whether that was well formed; the first failure ends the pass.
type scanner struct {
	b      []byte
	i      int
	depth  int    // containers that may still be opened
	keys   []key  // names of the open objects, the innermost object's last
	plain  []byte // names that had escapes, decoded
	failed int
	why    string
}

func (s *scanner) fail(offset int, why string) bool {
	s.failed, s.why = offset, why
	return false
}

// unexpected fails at i, where want should have been.
func (s *scanner) unexpected(want string) bool {
	if s.i >= len(s.b) {
		return s.fail(s.i, "the text ends where "+want+" should be")
	}
	r, size := utf8.DecodeRune(s.b[s.i:])
	if r == utf8.RuneError && size == 1 {
		return s.fail(s.i, "invalid UTF-8")
	}
	return s.fail(s.i, fmt.Sprintf("found %q where %s should be", r, want))
}

func (s *scanner) space() {
	for s.i < len(s.b) {
		switch s.b[s.i] {
		case ' ', '\n', '\r', '\t':
			s.i++
		default:
			return
		}
	}
}

func (s *scanner) value() bool {
	if s.i >= len(s.b) {
		return s.unexpected("a value")
	}
	switch c := s.b[s.i]; {
	case c == '"':
		_, ok := s.text()
		return ok
	case c == '{':
		return s.object()
	case c == '[':
		return s.array()
	case c == '-' || '0' <= c && c <= '9':
		return s.number()
	case c == 't':
		return s.word("true")
	case c == 'f':
		return s.word("false")
	case c == 'n':
		return s.word("null")
	default:
		return s.unexpected("a value")
	}
}

func (s *scanner) word(w string) bool {
	for n := range len(w) {
		if s.i >= len(s.b) || s.b[s.i] != w[n] {
			return s.unexpected(w)
		}
		s.i++
	}
	return true
}

// open steps over the bracket of a container and the space behind it.
func (s *scanner) open() bool {
	if s.depth == 0 {
		return s.fail(s.i, "too many arrays and objects inside each other")
	}
	s.depth--
	s.i++
	s.space()
	return true
}

// more stands behind an element or a member. It steps over a comma, or over end and
// leaves the container.
func (s *scanner) more(end byte, want string) (again, ok bool) {
	s.space()
	if s.i >= len(s.b) {
		return false, s.unexpected(want)
	}
	switch s.b[s.i] {
	case ',':
		s.i++
		s.space()
		return true, true
	case end:
		return false, s.shut()
	default:
		return false, s.unexpected(want)
	}
}

// shut steps over the closing bracket of a container.
func (s *scanner) shut() bool {
	s.i++
	s.depth++
	return true
}

func (s *scanner) array() bool {
	if !s.open() {
		return false
	}
	if s.i < len(s.b) && s.b[s.i] == ']' {
		return s.shut()
	}
	for again, ok := true, true; again; {
		if !s.value() {
			return false
		}
		if again, ok = s.more(']', `"," or "]"`); !ok {
			return false
		}
	}
	return true
}

func (s *scanner) object() bool {
	if !s.open() {
		return false
	}
	if s.i < len(s.b) && s.b[s.i] == '}' {
		return s.shut()
	}
	names := nameSet{base: len(s.keys)}
	for again, ok := true, true; again; {
		if !s.name(&names) || !s.value() {
			return false
		}
		if again, ok = s.more('}', `"," or "}"`); !ok {
			return false
		}
	}
	s.keys = s.keys[:names.base]
	return true
}

// name steps over a member's name and the colon.
func (s *scanner) name(names *nameSet) bool {
	start := s.i
	if start >= len(s.b) || s.b[start] != '"' {
		return s.unexpected("a name in quotes")
	}
	escaped, ok := s.text()
	if !ok {
		return false
	}
	if inside := s.b[start+1 : s.i-1]; !s.add(names, s.decoded(inside, escaped)) {
		return s.fail(start, fmt.Sprintf("duplicate key %q", decodeString(inside)))
	}
	if s.space(); s.i >= len(s.b) || s.b[s.i] != ':' {
		return s.unexpected(`":"`)
	}
	s.i++
	s.space()
	return true
}

// decoded is the inside of a string with its escapes resolved, without a copy where there are none.
func (s *scanner) decoded(inside []byte, escaped bool) []byte {
	if !escaped {
		return inside
	}
	from := len(s.plain)
	s.plain = appendDecoded(s.plain, inside)
	return s.plain[from:]
}

// text steps over a string and tells whether it has escapes.
func (s *scanner) text() (escaped, ok bool) {
	start := s.i
	for s.i++; ; {
		s.i += plain(s.b, s.i)
		if s.i >= len(s.b) {
			return false, s.fail(start, "this string has no closing quote")
		}
		switch c := s.b[s.i]; {
		case c == '"':
			s.i++
			return escaped, true
		case c == '\\':
			escaped = true
			ok = s.escape()
		case c < ' ':
			ok = s.fail(s.i, fmt.Sprintf(`control character in a string; write it as \u%04x`, c))
		default:
			ok = s.beyondASCII()
		}
		if !ok {
			return false, false
		}
	}
}

func (s *scanner) beyondASCII() bool {
	r, size := utf8.DecodeRune(s.b[s.i:])
	if r == utf8.RuneError && size == 1 {
		return s.fail(s.i, "invalid UTF-8")
	}
	s.i += size
	return true
}

func (s *scanner) escape() bool {
	if s.i+1 >= len(s.b) {
		return s.fail(s.i, "the text ends inside an escape")
	}
	switch s.b[s.i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		s.i += 2
		return true
	case 'u':
		return s.unicode()
	default:
		return s.fail(s.i, `unknown escape; JSON has \" \\ \/ \b \f \n \r \t and \uXXXX`)
	}
}

// unicode steps over \uXXXX, or over two of them that form a surrogate pair.
func (s *scanner) unicode() bool {
	unit := hex4(s.b[s.i+2:])
	switch {
	case unit < 0:
		return s.fail(s.i, `\u needs four hexadecimal digits`)
	case unit < 0xD800 || unit > 0xDFFF:
		s.i += 6
		return true
	}
	rest := s.b[s.i+6:]
	if unit < 0xDC00 && bytes.HasPrefix(rest, []byte(`\u`)) {
		if low := hex4(rest[2:]); 0xDC00 <= low && low <= 0xDFFF {
			s.i += 12
			return true
		}
	}
	return s.fail(s.i, "half a surrogate pair")
}

func (s *scanner) number() bool {
	if s.b[s.i] == '-' {
		s.i++
	}
	switch {
	case s.i < len(s.b) && s.b[s.i] == '0':
		if s.i++; s.i < len(s.b) && '0' <= s.b[s.i] && s.b[s.i] <= '9' {
			return s.fail(s.i-1, "a number must not start with 0")
		}
	case !s.digits():
		return false
	}
	if s.i < len(s.b) && s.b[s.i] == '.' {
		if s.i++; !s.digits() {
			return false
		}
	}
	if s.i < len(s.b) && s.b[s.i]|0x20 == 'e' {
		if s.i++; s.i < len(s.b) && (s.b[s.i] == '+' || s.b[s.i] == '-') {
			s.i++
		}
		return s.digits()
	}
	return true
}

// digits steps over at least one digit.
func (s *scanner) digits() bool {
	from := s.i
	for s.i < len(s.b) && '0' <= s.b[s.i] && s.b[s.i] <= '9' {
		s.i++
	}
	return s.i > from || s.unexpected("a digit")
}
