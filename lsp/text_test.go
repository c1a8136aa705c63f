package lsp

import (
	"strings"
	"testing"
	"unicode/utf16"
)

const mixed = "ab\r\nπ😀x\n\ne\u0301\rlast"

func TestPositions(t *testing.T) {
	in := newText(mixed)
	for _, c := range []struct {
		rest string // of the text, from the place on
		at   position
		line int
		col  int
	}{
		{"ab\r", position{0, 0}, 1, 1},
		{"b\r", position{0, 1}, 1, 2},
		{"\r\nπ", position{0, 2}, 1, 3},
		{"π", position{1, 0}, 2, 1},
		{"😀", position{1, 1}, 2, 2},
		{"x\n", position{1, 3}, 2, 3},
		{"\n\ne", position{1, 4}, 2, 4},
		{"\ne", position{2, 0}, 3, 1},
		{"e\u0301", position{3, 0}, 4, 1},
		{"\u0301\r", position{3, 1}, 4, 2},
		{"last", position{4, 0}, 5, 1},
	} {
		offset := strings.Index(mixed, c.rest)
		if got := in.position(offset); got != c.at {
			t.Errorf("%q: position %v, want %v", c.rest, got, c.at)
		}
		if got := in.offset(c.at); got != offset {
			t.Errorf("%q: offset %d, want %d", c.rest, got, offset)
		}
		if got := in.place(c.line, c.col); got != offset {
			t.Errorf("%q: place %d, want %d", c.rest, got, offset)
		}
	}
}

// What a client gets wrong ends up at the nearest place there is.
func TestPositionsBeyond(t *testing.T) {
	in := newText(mixed)
	for at, want := range map[position]string{
		{0, 99}: "\r\nπ", {99, 0}: "", {1, 2}: "😀", {-1, 5}: "ab", {2, 7}: "\ne", {4, 99}: "", {1, -3}: "π",
	} {
		if got := mixed[in.offset(at):]; !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%v: got %q, want %q", at, got, want)
		}
	}
	for _, c := range [][2]int{{99, 1}, {5, 99}} {
		if got := in.place(c[0], c[1]); got != len(mixed) {
			t.Errorf("place %v: got %d, want the end", c, got)
		}
	}
	if got := in.place(0, 0); got != 0 {
		t.Errorf("no place: got %d, want 0", got)
	}
}

func TestApply(t *testing.T) {
	at := func(line, from, toLine, to int) *span { return &span{position{line, from}, position{toLine, to}} }
	for _, c := range []struct {
		change change
		want   string
	}{
		{change{nil, "new"}, "new"},
		{change{at(0, 0, 0, 2), "AB"}, "AB\r\nπ😀x"},
		{change{at(1, 1, 1, 3), ""}, "ab\r\nπx"},
		{change{at(0, 2, 1, 0), " "}, "ab π😀x"},
		{change{at(1, 4, 1, 4), "\nend"}, "ab\r\nπ😀x\nend"},
		{change{at(9, 0, 9, 9), "!"}, "ab\r\nπ😀x!"},
	} {
		got, err := newText("ab\r\nπ😀x").apply(c.change)
		if err != nil || got.src != c.want {
			t.Errorf("%+v: got %q, %v, want %q", c.change, got.src, err, c.want)
		}
	}
	if _, err := newText("ab").apply(change{at(0, 2, 0, 1), "x"}); err == nil {
		t.Error("a change that ends before it begins is taken")
	}
}

// FuzzPositions: an offset survives the way to a position and back, and columns are those of UTF-16.
func FuzzPositions(f *testing.F) {
	f.Add(mixed, 7)
	f.Add("", 0)
	f.Add("\r\r\n\n", 2)
	f.Fuzz(func(t *testing.T, src string, at int) {
		src = strings.ToValidUTF8(src, "?")
		in := newText(src)
		if at < 0 || at > len(src) || !strings.HasPrefix(strings.ToValidUTF8(src[at:], ""), src[at:]) {
			return
		}
		p := in.position(at)
		if strings.HasSuffix(src[:at], "\r") && strings.HasPrefix(src[at:], "\n") {
			return // in the middle of the end of a line
		}
		if got := in.offset(p); got != at {
			t.Errorf("%q at %d is %v and then %d", src, at, p, got)
		}
		if want := len(utf16.Encode([]rune(src[in.starts[p.Line]:at]))); p.Character != want {
			t.Errorf("%q at %d: column %d, want %d", src, at, p.Character, want)
		}
	})
}

func TestURIs(t *testing.T) {
	for uri, path := range map[string]string{
		"file:///shop/tutti.yaml":       "/shop/tutti.yaml",
		"file:///my%20shop/%C3%BC.yaml": "/my shop/ü.yaml",
		"file:///shop/a/../tutti.yaml":  "/shop/tutti.yaml",
		"file:///c%3A/shop/tutti.yaml":  "c:/shop/tutti.yaml",
		"untitled:Untitled-1":           "",
		"git:/shop/tutti.yaml?ref=HEAD": "",
		"file://":                       "",
		"%zz":                           "",
	} {
		if got := pathOf(uri); got != path {
			t.Errorf("%s: got %q, want %q", uri, got, path)
		}
	}
	for path, uri := range map[string]string{"/my shop/ü.yaml": "file:///my%20shop/%C3%BC.yaml", "c:/shop/a.yaml": "file:///c:/shop/a.yaml"} {
		if got := uriOf(path); got != uri || pathOf(got) != path {
			t.Errorf("%s: got %s, and back %s; want %s", path, got, pathOf(got), uri)
		}
	}
}
