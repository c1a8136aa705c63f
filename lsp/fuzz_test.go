package lsp

import (
	"path/filepath"
	"strings"
	"testing"
)

// FuzzEdits: whatever somebody types into a workflow, or into tutti.yaml, and wherever the cursor is, each question has
// an answer, and what is offered and renamed is about places that are there.
func FuzzEdits(f *testing.F) {
	dir := folder(f, shop())
	whole := workflow(article + "  - if: $article.available\n    call: stock.order\n    with: { lines: [ { sku: \"a ${ $article.sku }\" } ] }\n")
	f.Add(whole, 60, 0, "$article.", 69)
	f.Add(whole, 100, 7, "\n\t- {", 103)
	f.Add(whole, 0, 10, "\"", 1)
	f.Add(whole, 40, 300, "", 40)
	f.Add("workflow: w\nsteps: [ { wait: & } ]\n", 27, 1, "*a", 28)
	f.Add("workflow: w\r\nsteps:\r\n  - set: { a: '${ $input.😀' }\r\n", 30, 1, "é", 31)
	f.Add("workflow: w\nsteps:\n  - ? [a]\n    : !x b\n", 5, 0, "<<: 1", 9)
	f.Add("%YAML 1.2\n---\nworkflow: w\n--- a\n", 20, 0, "|", 21)
	f.Add("", 0, 0, "$", 1)
	base, _ := opened(f, dir, "workflows/w.yaml", whole)
	f.Fuzz(func(t *testing.T, src string, at, deleted int, inserted string, cursor int) {
		src, inserted = strings.ToValidUTF8(src, ""), strings.ToValidUTF8(inserted, "")
		if len(src)+len(inserted) > 4000 {
			return
		}
		in := newText(src)
		edit := span{in.position(at), in.position(at)}
		if deleted > 0 && at >= 0 && at < len(src) {
			edit.End = in.position(min(at+deleted, len(src)))
		}
		in, err := in.apply(change{&edit, inserted})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range []language{workflowFile, projectFile, other} {
			b := *base.buffer
			b.text = in
			v := *base
			v.buffer, v.language = &b, l
			askAll(t, &v, in.position(cursor))
		}
		l := load{project: &project{dir: dir}, used: true, buffers: map[string]*buffer{}}
		b := &buffer{path: filepath.Join(dir, "workflows/w.yaml"), text: in}
		l.buffers[b.path] = b
		for path, found := range l.result().found {
			for _, f := range found {
				if path == b.path {
					inside(t, in, f.Range)
				}
			}
		}
	})
}

// askAll asks all there is to ask about a place.
func askAll(t *testing.T, v *view, at position) {
	about := positionParams{Position: at}
	got, err := complete(v, about)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range got.(completionList).Items {
		inside(t, v.text, item.TextEdit.Range)
	}
	for _, ask := range []func(*view, positionParams) (any, error){hoverAt, definition, prepareRename} {
		if _, err := ask(v, about); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := references(v, referenceParams{positionParams: about}); err != nil {
		t.Fatal(err)
	}
	if edits, err := rename(v, renameParams{about, "other"}); err == nil {
		for _, e := range edits.(workspaceEdit).Changes[v.uri] {
			inside(t, v.text, e.Range)
		}
	}
	list, err := symbols(v, documentParams{})
	if err != nil {
		t.Fatal(err)
	}
	nested(t, v.text, list.([]documentSymbol))
}

// inside wants a range that is one of the text.
func inside(t *testing.T, in *text, s span) {
	t.Helper()
	if before(s.End, s.Start) || in.position(in.offset(s.Start)) != s.Start || in.position(in.offset(s.End)) != s.End {
		t.Fatalf("%+v is no range of %q", s, in.src)
	}
}

// nested wants symbols as the protocol has them: the name within the symbol.
func nested(t *testing.T, in *text, list []documentSymbol) {
	t.Helper()
	for _, s := range list {
		inside(t, in, s.Range)
		inside(t, in, s.SelectionRange)
		if before(s.SelectionRange.Start, s.Range.Start) || before(s.Range.End, s.SelectionRange.End) {
			t.Fatalf("the name of %+v is not in it: %q", s, in.src)
		}
		nested(t, in, s.Children)
	}
}
