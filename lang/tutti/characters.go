package tutti

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// checkCharacters reports the first character that has no place in a file: what
// is no UTF-8, control characters, and the line breaks besides LF and CRLF that
// YAML counts and editors do not, so that places stay right.
func (d *document) checkCharacters() bool {
	line, col := 1, 1
	for i, r := range d.src {
		switch what := unfit(d.src[i:], r); {
		case what != "":
			d.add(d.pos(line, col), codeEncoding, what, mendCharacter(r))
			return false
		case r == '\n':
			line, col = line+1, 0
		}
		col++
	}
	return true
}

// unfit says what is wrong with the character that begins the text, or "".
func unfit(text string, r rune) string {
	switch {
	case r == utf8.RuneError && !strings.HasPrefix(text, "\uFFFD"):
		return "the file is not UTF-8 here"
	case r == '\r' && !strings.HasPrefix(text, "\r\n"), r == 0x85, r == 0x2028, r == 0x2029:
		return fmt.Sprintf("a line ends with LF or CRLF, not with %U", r)
	case r < ' ' && r != '\n' && r != '\r' && r != '\t', r >= 0x7F && r < 0xA0, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF:
		return fmt.Sprintf("the character %U has no place in a file", r)
	}
	return ""
}

func mendCharacter(r rune) string {
	if r == utf8.RuneError {
		return "save the file as UTF-8"
	}
	return fmt.Sprintf(`remove it, or write "\u%04X" in double quotes`, r)
}

// checkDirectives reports a %YAML or %TAG line before the document.
func (d *document) checkDirectives() bool {
	line := 0
	for text := range strings.Lines(d.src) {
		line++
		trimmed := strings.TrimSpace(text)
		if strings.HasPrefix(text, "%") {
			d.add(d.pos(line, 1), codeDocument, "directives are not part of the language", "remove the line")
			return false
		}
		if trimmed != "" && !strings.HasPrefix(trimmed, "#") {
			return true
		}
	}
	return true
}
