package lsp

import (
	"strings"
	"testing"

	"tutti/diag"
)

// The place that a message is about, the word that is marked, and what the mend makes of the line.
func TestFindings(t *testing.T) {
	for _, c := range []struct {
		line, message, suggestion string // ▸ in line is the place
		word, mended              string // mended "": there is no mend
	}{
		{"call: inventory.▸getStok", `service "inventory" has no operation "getStok"`, "did you mean inventory.getStock?", "getStok", "call: inventory.getStock"},
		{"call: ▸inventry.getStock", `unknown service "inventry"`, "did you mean inventory?", "inventry.getStock", "call: inventory.getStock"},
		{"a: ▸$stock.avaliable | not", `inventory.checkStock has no "avaliable"`, `did you mean "available"?`, "$stock.avaliable", "a: $stock.available | not"},
		{"a: ▸$stok.available", "unknown variable $stok", "did you mean $stock?", "$stok.available", "a: $stock.available"},
		{"a: $x | map(▸.prize * .qty)", `there is no "prize"`, `did you mean "price"?`, ".prize", "a: $x | map(.price * .qty)"},
		{"- ▸cal: a.b", `unknown key "cal"`, `did you mean "call"?`, "cal", "- call: a.b"},
		{"speed: ▸fst", `"fst" is not among the values`, `did you mean "fast"?`, "fst", "speed: fast"},
		{"speed: ▸\"fst\"", `"fst" is not among the values`, `did you mean "fast"?`, "\"fst\"", "speed: \"fast\""},
		{"a: ▸\"x ${ $stok.n } y\"", "unknown variable $stok", "did you mean $stock?", "\"x ${ $stok.n } y\"", "a: \"x ${ $stock.n } y\""},
		{"a: ▸$stock.sta + $stock.stats", `stock.get has no "sta"`, `did you mean "stat"?`, "$stock.sta", "a: $stock.stat + $stock.stats"},
		{"a: ▸$meta.paymnt.status", `there is no step "paymnt"`, `did you mean "payment"?`, "$meta.paymnt.status", "a: $meta.payment.status"},
		{"π: ▸$stok", "unknown variable $stok", "did you mean $stock?", "$stok", "π: $stock"},
		{"a: ▸b", "something else", "write it out", "b", ""},
		{"a: ▸b", "something else", "", "b", ""},
		{"a: ▸", "the value is missing", `did you mean "b"?`, "", ""},
		{"a: ▸[1]", "a list", `did you mean "b"?`, "[", ""},
	} {
		before, after, _ := strings.Cut(c.line, "▸")
		in := newText("first: line\n" + before + after + "\nlast: line\n")
		col := len([]rune(before)) + 1
		f := newFinding(in, diag.Diagnostic{Pos: diag.Pos{Line: 2, Col: col}, Code: "X1", Message: c.message, Suggestion: c.suggestion})
		if got := in.src[in.offset(f.Range.Start):in.offset(f.Range.End)]; got != c.word {
			t.Errorf("%s: the word is %q, want %q", c.line, got, c.word)
		}
		got := ""
		if f.mend != nil {
			made, err := in.apply(change{&f.mend.edit.Range, f.mend.edit.NewText})
			if err != nil {
				t.Fatal(err)
			}
			got = made.line(1)
		}
		if got != c.mended {
			t.Errorf("%s: mended it is %q, want %q", c.line, got, c.mended)
		}
	}
}

func TestFindingsWithoutPlace(t *testing.T) {
	for name, f := range map[string]finding{
		"no text": newFinding(nil, diag.Diagnostic{Pos: diag.Pos{Line: 2, Col: 3}, Message: "m", Suggestion: `did you mean "x"?`}),
		"no line": newFinding(newText("a"), diag.Diagnostic{Message: "m", Severity: diag.Warning}),
	} {
		if f.Range != (span{}) || f.mend != nil || !strings.HasPrefix(f.Message, "m") || f.Source != "tutti" {
			t.Errorf("%s: got %+v", name, f)
		}
	}
}
