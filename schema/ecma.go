package schema

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What ECMA-262 takes for space and for all else, inside of a class.
const (
	ecmaSpace = `\t\n\v\f\r \x{a0}\x{feff}\x{2028}\x{2029}\p{Zs}`
	ecmaInk   = `\x00-\x08\x0e-\x1f\x21-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}` +
		`\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`
)

// translate is a regular expression of ECMA-262, which JSON Schema speaks, in the syntax of RE2. Where the two mean the
// same it changes nothing; what RE2 lacks stays, and RE2 refuses it.
func translate(text string) (string, error) {
	t := translation{in: text}
	for len(t.in) > 0 {
		if err := t.step(); err != nil {
			return "", err
		}
	}
	return t.out.String(), nil
}

type translation struct {
	in    string
	out   strings.Builder
	class bool // inside of [ ]
}

func (t *translation) step() error {
	switch c := t.in[0]; {
	case c == '\\' && len(t.in) > 1:
		return t.escape()
	case t.class && c == '[':
		t.put(1, `\[`)
	case t.class && c == ']':
		t.class = false
		t.put(1, "]")
	case !t.class && strings.HasPrefix(t.in, "[^]"):
		t.put(3, `(?s:.)`)
	case !t.class && strings.HasPrefix(t.in, "[]"):
		t.put(2, `[^\x00-\x{10FFFF}]`)
	case !t.class && c == '[':
		t.class = true
		t.put(1, "[")
	default:
		_, size := utf8.DecodeRuneInString(t.in)
		t.put(size, t.in[:size])
	}
	return nil
}

// put takes n bytes of the expression and writes others for them.
func (t *translation) put(n int, out string) {
	t.in = t.in[n:]
	t.out.WriteString(out)
}

// escape translates what begins with a backslash.
func (t *translation) escape() error {
	switch c := t.in[1]; c {
	case 's':
		t.put(2, t.inClass(ecmaSpace))
	case 'S':
		t.put(2, t.inClass(ecmaInk))
	case 'c':
		return t.control()
	case 'u':
		return t.unicode()
	case 'p', 'P':
		return t.property()
	case 'a', 'A', 'C', 'E', 'Q', 'z', 'Z', 'G', 'e', 'h', 'H', 'i', 'I':
		return fmt.Errorf(`\%c means nothing in ECMA-262`, c)
	case '0':
		t.put(2, `\x00`)
	case 'b':
		if t.class {
			t.put(2, `\x08`)
			return nil
		}
		t.put(2, `\b`)
	default:
		_, size := utf8.DecodeRuneInString(t.in[1:])
		if size > 1 { // RE2 escapes nothing beyond ASCII
			t.put(1+size, t.in[1:1+size])
			return nil
		}
		t.put(2, t.in[:2])
	}
	return nil
}

// inClass is a class of the characters, or what adds them to the one around.
func (t *translation) inClass(chars string) string {
	if t.class {
		return chars
	}
	return "[" + chars + "]"
}

// control is \cX.
func (t *translation) control() error {
	if len(t.in) < 3 || !isLetter(t.in[2]) {
		return fmt.Errorf(`\c needs a letter`)
	}
	t.put(3, fmt.Sprintf(`\x%02x`, t.in[2]&31))
	return nil
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// unicode is \uXXXX, two of them for one character, or \u{X}.
func (t *translation) unicode() error {
	if end := strings.IndexByte(t.in, '}'); len(t.in) > 2 && t.in[2] == '{' && end > 0 {
		t.put(end+1, `\x`+t.in[2:end+1])
		return nil
	}
	first, ok := hex4(t.in[2:])
	if !ok {
		return fmt.Errorf(`\u needs four hexadecimal digits`)
	}
	size := 6
	if 0xD800 <= first && first < 0xDC00 && strings.HasPrefix(t.in[6:], `\u`) {
		if second, ok := hex4(t.in[8:]); ok && 0xDC00 <= second && second < 0xE000 {
			first, size = 0x10000+(first-0xD800)<<10+(second-0xDC00), 12
		}
	}
	t.put(size, fmt.Sprintf(`\x{%x}`, first))
	return nil
}

func hex4(text string) (uint64, bool) {
	if len(text) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(text[:4], 16, 32)
	return n, err == nil
}

// categories are the long names of what RE2 knows by a letter or two.
var categories = map[string]string{
	"Letter": "L", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Titlecase_Letter": "Lt", "Modifier_Letter": "Lm", "Other_Letter": "Lo",
	"Mark": "M", "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc", "Enclosing_Mark": "Me",
	"Number": "N", "Decimal_Number": "Nd", "digit": "Nd", "Letter_Number": "Nl", "Other_Number": "No",
	"Punctuation": "P", "punct": "P", "Symbol": "S", "Math_Symbol": "Sm", "Currency_Symbol": "Sc", "Separator": "Z", "Space_Separator": "Zs",
	"Other": "C", "Control": "Cc", "Format": "Cf",
}

// property is \p{…}: a category by either name, or a script.
func (t *translation) property() error {
	end := strings.IndexByte(t.in, '}')
	if len(t.in) < 3 || t.in[2] != '{' || end < 0 {
		return fmt.Errorf(`\%c needs a name in braces`, t.in[1])
	}
	name := t.in[3:end]
	if _, of, ok := strings.Cut(name, "="); ok {
		name = of
	}
	if short, ok := categories[name]; ok {
		name = short
	}
	t.put(end+1, t.in[:2]+"{"+name+"}")
	return nil
}
