package schema

import (
	"regexp"
	"testing"
	"unicode/utf8"
)

func TestMatching(t *testing.T) {
	for _, c := range []struct {
		pattern     string
		least, most int
		want        string
	}{
		{`^[A-Z]{2}[0-9]{6}$`, 0, 100, "AA111111"},
		{`^[A-Z]{2}[0-9]+$`, 6, 100, "AA1111"},
		{`foo`, 5, 10, "fooaa"},
		{`^(?:one|two)$`, 0, 10, "one"},
		{`^a?b*$`, 4, 4, "abbb"},
		{`^[^a-z]$`, 0, 1, "1"},
		{`^\p{Greek}+$`, 2, 2, "ͰͰ"},
		{`^\S+@\S+$`, 0, 100, "a@a"},
		{`^.*$`, 0, 0, ""},
		{`^(a|bc){3}$`, 0, 6, "aaa"},
		{`(?i)^x-[a-f]$`, 0, 10, "X-a"},
		{`\bword\b`, 0, 10, "word"},
		{`^\t$`, 0, 1, "\t"},
	} {
		re := regexp.MustCompile(c.pattern)
		got, ok := matching(re, c.least, c.most, 0)
		if !ok || got != c.want {
			t.Errorf("%s, %d to %d: got %q, %v, want %q", c.pattern, c.least, c.most, got, ok, c.want)
		}
	}
}

func TestMatchingGivesUp(t *testing.T) {
	for _, c := range []struct {
		pattern     string
		least, most int
	}{
		{`^ab$`, 3, 10},
		{`^abc$`, 0, 2},
		{`a^b`, 0, 10},
		{`[^\x00-\x{10FFFF}]`, 0, 10},
		{`a`, maxSampleText + 1, 1 << 20},
	} {
		if got, ok := matching(regexp.MustCompile(c.pattern), c.least, c.most, 0); ok {
			t.Errorf("%s, %d to %d: got %q, want none", c.pattern, c.least, c.most, got)
		}
	}
}

func TestMatchingTurns(t *testing.T) {
	re := regexp.MustCompile(`^(?:x|y)[a-c]$`)
	seen := map[string]bool{}
	for turn := range 6 {
		text, ok := matching(re, 0, 9, turn)
		if !ok {
			t.Fatalf("turn %d: none", turn)
		}
		seen[text] = true
	}
	if len(seen) != 6 {
		t.Errorf("six turns gave %d texts: %v", len(seen), seen)
	}
}

// FuzzMatching: what is found matches, whatever the expression.
func FuzzMatching(f *testing.F) {
	for _, p := range []string{`^[a-z]{3,}$`, `(a|b)*c`, `\d+\.\d+`, `^$`, `[^\n]`, `(?s).`, `\pL\PL`, `((a{3}){3}){3}`} {
		f.Add(p, 2, 30, 1)
	}
	f.Fuzz(func(t *testing.T, pattern string, least, most, turn int) {
		re, err := regexp.Compile(pattern)
		if err != nil || turn < 0 {
			return
		}
		text, ok := matching(re, least, most, turn)
		if n := utf8.RuneCountInString(text); ok && (!re.MatchString(text) || n < least || n > most) {
			t.Errorf("%q, %d to %d, turn %d: got %q", pattern, least, most, turn, text)
		}
	})
}
