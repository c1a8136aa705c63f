package tutti

import "strings"

// scanner walks jq text far enough to know what is code, string and comment:
// strings with \( ) in them, brackets, comments. Whether the text is good jq is
// not its business; brackets that do not match are left to the parser of expressions.
type scanner struct {
	src    string
	at     int
	open   []byte // of ( [ { and, for a string, "
	braces int    // how many { are open
}

// next moves over one character or one comment. It answers with '#' for a
// comment, with '}' for a brace that nothing opened, with 0 at the end, and
// with ' ' for all else; where is the offset of that.
func (s *scanner) next() (what byte, where int) {
	if s.at >= len(s.src) {
		return 0, s.at
	}
	where = s.at
	c := s.src[where]
	s.at++
	if s.top() == '"' {
		s.inString(c)
		return ' ', where
	}
	switch c {
	case '#':
		s.at = where + strings.IndexByte(s.src[where:]+"\n", '\n')
		return '#', where
	case '"', '(', '[':
		s.open = append(s.open, c)
	case '{':
		s.open = append(s.open, c)
		s.braces++
	case ')':
		s.close('(')
	case ']':
		s.close('[')
	case '}':
		if s.braces == 0 {
			return '}', where
		}
		s.closeBrace()
	}
	return ' ', where
}

func (s *scanner) top() byte {
	if len(s.open) == 0 {
		return 0
	}
	return s.open[len(s.open)-1]
}

func (s *scanner) inString(c byte) {
	switch {
	case c == '"':
		s.open = s.open[:len(s.open)-1]
	case c == '\\' && strings.HasPrefix(s.src[s.at:], "("):
		s.open = append(s.open, '(')
		s.at++
	case c == '\\':
		s.at++
	}
}

func (s *scanner) close(opening byte) {
	if s.top() == opening {
		s.open = s.open[:len(s.open)-1]
	}
}

// closeBrace closes the innermost brace and whatever was left open inside it.
func (s *scanner) closeBrace() {
	for s.top() != '{' {
		s.open = s.open[:len(s.open)-1]
	}
	s.open = s.open[:len(s.open)-1]
	s.braces--
}

// closingBrace is the offset of the brace that closes what was opened before from, or -1.
func closingBrace(src string, from int) int {
	for s := (scanner{src: src, at: from}); ; {
		switch what, where := s.next(); what {
		case '}':
			return where
		case 0:
			return -1
		}
	}
}

// unfinished tells whether a string or bracket is still open at the end of the text.
func unfinished(src string) bool {
	s := scanner{src: src}
	for {
		if what, _ := s.next(); what == 0 {
			return len(s.open) > 0
		}
	}
}

// comment is the offset of the first comment in jq text, or -1.
func comment(src string) int {
	for s := (scanner{src: src}); ; {
		switch what, where := s.next(); what {
		case '#':
			return where
		case 0:
			return -1
		}
	}
}
