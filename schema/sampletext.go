package schema

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"tutti/value"
)

// text makes a text: of the first pattern, else of the first format, else a word.
func (m *maker) text(w *wants) (value.Value, bool) {
	t := textRules{max: math.MaxInt}
	format := formatNone
	for _, s := range w.all {
		t.meet(s)
		if format == formatNone || format == formatOther {
			format = s.format
		}
	}
	if t.pattern != nil {
		text, ok := matching(t.pattern.re(), t.min, t.max, m.turn)
		return value.FromString(text), ok
	}
	text := format.sample(m.turn)
	if n := utf8.RuneCountInString(text); n < t.min || n > t.max {
		text = format.stretch(text, t.min, t.max)
	}
	return value.FromString(text), t.min <= maxSampleText
}

// meet narrows the rules by those of a schema. Of several patterns the first counts: whether the text suits the others
// is seen when it is tried.
func (t *textRules) meet(s *Schema) {
	r := s.rare().text
	if r == nil {
		return
	}
	t.min = max(t.min, r.min)
	if r.max >= 0 {
		t.max = min(t.max, r.max)
	}
	if t.pattern == nil {
		t.pattern = r.pattern
	}
}

// sample is a text of the format, another one for each turn.
func (f formatID) sample(turn int) string {
	switch f {
	case formatDateTime:
		return fmt.Sprintf("2026-01-02T03:%02d:%02dZ", turn/60%60, turn%60)
	case formatDate:
		return fmt.Sprintf("2026-01-%02d", turn%31+1)
	case formatTime:
		return fmt.Sprintf("03:%02d:%02dZ", turn/60%60, turn%60)
	case formatDuration:
		return fmt.Sprintf("PT%dM", turn+1)
	case formatUUID:
		return fmt.Sprintf("6f1e0c6a-5b0e-4c3a-9d2f-%012x", turn)
	case formatIPv4:
		return fmt.Sprintf("192.0.2.%d", turn%254+1)
	case formatIPv6:
		return fmt.Sprintf("2001:db8::%x", turn%0xffff+1)
	case formatEmail:
		return "someone" + another(turn) + "@example.com"
	case formatHostname:
		return "host" + another(turn) + ".example.com"
	case formatURI, formatURIReference, formatURITemplate:
		return "https://example.com/" + another(turn)
	case formatPointer:
		return "/name" + another(turn)
	case formatRelativePointer:
		return strconv.Itoa(turn) + "/name"
	case formatRegex:
		return "^a" + another(turn)
	case formatByte, formatBinary: // bytes travel in base64
		return "dGV4dA=="[:8-4*(turn%2)]
	default:
		return "text" + another(turn)
	}
}

func another(turn int) string {
	if turn == 0 {
		return ""
	}
	return strconv.Itoa(turn)
}

// stretch is the text at another length. Only some formats can be longer: that it is right is seen when it is tried.
func (f formatID) stretch(text string, least, most int) string {
	least = min(least, maxSampleText)
	missing := least - utf8.RuneCountInString(text)
	switch {
	case missing <= 0:
		return string([]rune(text)[:min(most, utf8.RuneCountInString(text))])
	case f == formatEmail || f == formatHostname:
		return strings.Repeat("a", missing) + text
	default:
		return text + strings.Repeat("a", missing)
	}
}
