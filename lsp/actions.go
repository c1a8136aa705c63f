package lsp

import "fmt"

// codeActions are the mends of the findings in a range.
func codeActions(v *view, p codeActionParams) (any, error) {
	out := []codeAction{}
	for _, f := range v.found {
		if f.mend == nil || !overlap(f.Range, p.Range) && !overlap(f.mend.edit.Range, p.Range) || !f.mend.fits(v.text) {
			continue
		}
		out = append(out, codeAction{
			Title: fmt.Sprintf("replace %s by %s", f.mend.wrong, f.mend.edit.NewText), Kind: "quickfix", IsPreferred: true,
			Diagnostics: []diagnostic{f.diagnostic},
			Edit:        workspaceEdit{Changes: map[string][]textEdit{v.uri: {f.mend.edit}}},
		})
	}
	return out, nil
}

// fits tells whether the wrong word is still where it was when it was found.
func (r *replacement) fits(t *text) bool {
	return t.src[t.offset(r.edit.Range.Start):t.offset(r.edit.Range.End)] == r.wrong
}

func overlap(a, b span) bool { return !before(a.End, b.Start) && !before(b.End, a.Start) }

func before(a, b position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}
