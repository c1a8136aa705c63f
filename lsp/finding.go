package lsp

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"tutti/diag"
)

// newFinding lays a diagnostic beside the text it is about; t is nil if that cannot be read.
func newFinding(t *text, d diag.Diagnostic) finding {
	message := d.Message
	if d.Suggestion != "" {
		message += " (" + d.Suggestion + ")"
	}
	out := finding{diagnostic: diagnostic{Severity: severityError, Code: d.Code, Source: "tutti", Message: message}}
	if d.Severity == diag.Warning {
		out.Severity = severityWarning
	}
	if t == nil || d.Pos.Line == 0 {
		return out
	}
	from := t.place(d.Pos.Line, d.Pos.Col)
	end := wordEnd(t, from)
	out.Range = t.span(from, end)
	out.mend = mend(t, from, d)
	return out
}

// word is a name or a path as it stands in a file: $stock.available, inventory.getStock, X-Key, 404.
var word = regexp.MustCompile(`^[$.]?[\pL\pN_-]+(?:[./][\pL_][\pL\pN_-]*)*`)

// wordEnd is where the word at an offset ends: a path of an expression, a name, what stands between quotes. Where no
// word begins it is one character.
func wordEnd(t *text, from int) int {
	n := t.lineAt(from)
	rest := t.line(n)
	rest = rest[min(from-t.starts[n], len(rest)):]
	if rest == "" {
		return from
	}
	if q := rest[0]; q == '"' || q == '\'' {
		if end := strings.IndexByte(rest[1:], q); end >= 0 {
			return from + end + 2
		}
	}
	if w := word.FindString(rest); w != "" {
		return from + len(w)
	}
	_, size := utf8.DecodeRuneInString(rest)
	return from + size
}

var (
	// meant is a suggestion that can be carried out: did you mean "available"? did you mean inventory.getStock?
	meant = regexp.MustCompile(`^did you mean (?:"([^"]+)"|(\S+))\?$`)
	// named is a name in a message: "avaliable", $stok.
	named = regexp.MustCompile(`"([^"]+)"|\$([\pL\pN_.-]+)`)
)

// maxAway is how far behind its place the wrong word of a finding may stand.
const maxAway = 4000

// mend replaces the wrong word by the suggested one, if the suggestion is one: of the names in the message, that
// which is nearest to it.
func mend(t *text, from int, d diag.Diagnostic) *replacement {
	m := meant.FindStringSubmatch(d.Suggestion)
	if m == nil {
		return nil
	}
	right := m[1] + m[2]
	last := right[strings.LastIndexAny(right, ".$")+1:]
	wrong := diag.Nearest(last, namesIn(d.Message, last))
	rest := t.src[from:min(from+maxAway, len(t.src))]
	at := wholeWord(rest, wrong)
	if wrong == "" || at < 0 {
		return nil
	}
	at += from
	return &replacement{textEdit{t.span(at, at+len(wrong)), withoutPrefix(right, t.src[:at])}, wrong}
}

// namesIn are the names in a message, with the parts of paths, but not the right one.
func namesIn(message, right string) []string {
	var out []string
	for _, m := range named.FindAllStringSubmatch(message, -1) {
		for _, part := range append(strings.Split(m[1]+m[2], "."), m[1]) {
			if part = strings.TrimPrefix(part, "$"); part != "" && part != right {
				out = append(out, part)
			}
		}
	}
	return out
}

// wholeWord is where a word stands first that is not a part of another; -1 if nowhere.
func wholeWord(in, word string) int {
	for from := 0; ; {
		i := strings.Index(in[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(in[:i])
		after, _ := utf8.DecodeRuneInString(in[i+len(word):])
		if !isWord(before) && !isWord(after) || word == "" {
			return i
		}
		from = i + 1
	}
}

// withoutPrefix is a replacement without that of it which stands before the place already: the $ of a variable, the
// service before an operation.
func withoutPrefix(replacement, before string) string {
	for i := strings.LastIndexAny(replacement, ".$") + 1; i > 0; i = strings.LastIndexAny(replacement[:i-1], ".$") + 1 {
		if strings.HasSuffix(before, replacement[:i]) {
			return replacement[i:]
		}
	}
	return replacement
}
