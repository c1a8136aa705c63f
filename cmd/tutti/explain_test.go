package main

import (
	"bytes"
	"strings"
	"testing"

	"tutti/diag"
	"tutti/explain"
)

func TestCheckPointsToTheExplanation(t *testing.T) {
	warning := diag.Diagnostic{Code: "F617", Severity: diag.Warning}
	for _, c := range []struct {
		name     string
		found    diag.List
		terminal bool
		format   string
		want     string
	}{
		{"an error goes first", diag.List{warning, {Code: "T102"}}, true, "text", "tutti explain T102 says more\n"},
		{"a warning", diag.List{warning}, true, "text", "tutti explain F617 says more\n"},
		{"nothing found", nil, true, "text", ""},
		{"no terminal", diag.List{warning}, false, "text", ""},
		{"for programs", diag.List{warning}, true, "json", ""},
	} {
		var out, err bytes.Buffer
		_ = report(world{out: &out, err: &err, terminal: c.terminal}, c.found, c.format)
		if err.String() != c.want {
			t.Errorf("%s: got %q, want %q", c.name, err.String(), c.want)
		}
	}
}

// TestExplainsAll prints every explanation: none fails, and each tells what is shortened.
func TestExplainsAll(t *testing.T) {
	all, err := explain.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		var out bytes.Buffer
		if err := printExplanation(&out, e, "text"); err != nil {
			t.Errorf("%s: %v", e.Code, err)
		}
		text := out.String()
		if !strings.HasPrefix(text, e.Code+": "+e.Title+"\n") || strings.Contains(text, explain.Notation) != e.Example.Shortened() {
			t.Errorf("%s prints\n%s", e.Code, text)
		}
		for _, f := range e.Example.Mended {
			if !strings.Contains(text, "the mend") || !strings.Contains(text, f.Name) {
				t.Errorf("%s does not show the mend of %s", e.Code, f.Name)
			}
		}
	}
}
