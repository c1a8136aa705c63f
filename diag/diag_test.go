package diag_test

import (
	"testing"

	"tutti/diag"
)

func TestNearest(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"cal", "call"},
		{"avaliable", "available"},
		{"Call", "call"},
		{"paralel", "parallel"},
		{"zzz", ""},
		{"", ""},
	} {
		if got := diag.Nearest(c.name, []string{"call", "parallel", "available", "for"}); got != c.want {
			t.Errorf("Nearest(%q) = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestListSortsAndSpeaks(t *testing.T) {
	var l diag.List
	l.Errorf(diag.Pos{File: "b.yaml", Line: 1, Col: 1}, "K101", "second")
	l.Add(diag.Diagnostic{Pos: diag.Pos{File: "a.yaml", Line: 21, Col: 9}, Code: "T102", Severity: diag.Warning, Message: "first", Suggestion: "mend"})
	l.Errorf(diag.Pos{File: "b.yaml", Line: 1, Col: 1}, "K101", "second")
	l.Sort()
	want := "a.yaml:21:9: warning T102: first (mend)\nb.yaml:1:1: error K101: second"
	if got := l.Error(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if l[:1].Err() != nil || l.Err() == nil {
		t.Error("a warning is no error, an error is one")
	}
}
