package explain_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"tutti/explain"
)

// TestTextsAreWhole: each explanation can be read by itself.
func TestTextsAreWhole(t *testing.T) {
	all, err := explain.All()
	if err != nil {
		t.Fatal(err)
	}
	titles := map[string]string{}
	for _, e := range all {
		if other := titles[e.Title]; other != "" {
			t.Errorf("%s has the title of %s", e.Code, other)
		}
		titles[e.Title] = e.Code
		if strings.HasSuffix(e.Title, ".") || len(e.Title) > 72 {
			t.Errorf("%s: the title %q", e.Code, e.Title)
		}
		if !slices.ContainsFunc(explain.Groups(), func(g explain.Group) bool { return g.Letter == e.Group() }) {
			t.Errorf("%s belongs to no group", e.Code)
		}
		paragraphs := strings.Split(e.Text, "\n\n")
		if len(paragraphs) < 2 {
			t.Errorf("%s says what it is, and not how to mend it", e.Code)
		}
		for _, p := range paragraphs {
			if !regexp.MustCompile(`[.:]$`).MatchString(p) {
				t.Errorf("%s: a paragraph has no end: %q", e.Code, p)
			}
		}
		for line := range strings.SplitSeq(e.Text, "\n") {
			if len([]rune(line)) > 100 {
				t.Errorf("%s: a line is too long for a terminal: %s", e.Code, line)
			}
		}
	}
	if !slices.IsSortedFunc(all, func(a, b explain.Explanation) int { return strings.Compare(order(a), order(b)) }) {
		t.Error("the groups are not together")
	}
}

// order puts the groups as they are listed.
func order(e explain.Explanation) string {
	i := slices.IndexFunc(explain.Groups(), func(g explain.Group) bool { return g.Letter == e.Group() })
	return string(rune('a'+i)) + e.Code
}

func TestExpand(t *testing.T) {
	for text, want := range map[string]string{
		"a":                     "a",
		"[⟨1…3: b#, ⟩]":         "[b1, b2, b3, ]",
		"⟨1…2: [⟩x⟨1…2: ]⟩":     "[[x]]",
		"⟨a link to elsewhere⟩": "⟨a link to elsewhere⟩",
	} {
		if got := explain.Expand(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestChangeOf(t *testing.T) {
	for _, c := range []struct {
		before, after string
		line          int
		out, in       string
	}{
		{"a\nb\nc\n", "a\nx\nc\n", 2, "b", "x"},
		{"a\nb\n", "a\nb\nc\n", 3, "", "c"},
		{"a\nb\n", "b\n", 1, "a", ""},
		{"", "a\nb\n", 1, "", "a b"},
		{"a\na\n", "a\n", 2, "a", ""},
	} {
		got := explain.ChangeOf(c.before, c.after)
		if got.Line != c.line || strings.Join(got.Out, " ") != c.out || strings.Join(got.In, " ") != c.in {
			t.Errorf("%q to %q: %+v", c.before, c.after, got)
		}
	}
}
