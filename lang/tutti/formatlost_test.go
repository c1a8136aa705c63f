package tutti

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"tutti/diag"
)

// TestFormatLostQuotes takes the quotes from each value of the samples in turn.
// Where YAML then stumbles, the file is either mended to what it meant before,
// or left alone.
func TestFormatLostQuotes(t *testing.T) {
	mended, refused := 0, 0
	for file, src := range formatSources(t) {
		before, found := Workflow("f.yaml", []byte(src))
		if len(found) > 0 {
			continue
		}
		for _, lost := range withoutQuotes(src) {
			_, found := Workflow("f.yaml", []byte(lost))
			if !stumbles(found) {
				continue
			}
			after, _ := Workflow("f.yaml", []byte(checkFormat(t, lost)))
			if _, list := formatter.Workflow("f.yaml", []byte(lost)); len(list) > 0 {
				refused++
				t.Logf("%s: refused: %s", file, list[0])
				continue
			}
			mended++
			if meaning(after) != meaning(before) {
				t.Errorf("%s means something else:\n%s", file, checkFormat(t, lost))
			}
		}
		checkFormat(t, strings.ReplaceAll(src, "\n", "  \r\n"))
	}
	t.Logf("%d mended, %d refused", mended, refused)
	if mended < 3*refused {
		t.Errorf("%d were mended, and as many as %d refused", mended, refused)
	}
}

// formatSources are the samples, and the files in the scenarios and explanations, by name.
func formatSources(t *testing.T) map[string]string {
	all := map[string]string{}
	for _, file := range sampleFiles(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(file)] = string(src)
	}
	archives, _ := filepath.Glob("../../scenarios/*.txtar")
	explained, _ := filepath.Glob("../../explain/codes/*.txtar")
	for _, name := range append(archives, explained...) {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if strings.HasSuffix(f.Name, ".yaml") {
				all[filepath.Base(name)+"/"+f.Name] = string(f.Data)
			}
		}
	}
	return all
}

func stumbles(found diag.List) bool {
	for _, f := range found {
		if f.Code == codeSyntax || f.Code == codeCut {
			return true
		}
	}
	return false
}

// withoutQuotes are the texts that lack the quotes of one value each.
func withoutQuotes(src string) []string {
	d := &document{file: "f.yaml", src: src, diags: new(diag.List)}
	d.index()
	var out []string
	var walk func(*node)
	walk = func(n *node) {
		for c := range n.children {
			walk(c)
		}
		if n.shape != scalar || n.style != single && n.style != double || strings.Contains(n.text, "\n") {
			return
		}
		at := d.offset(n.Pos)
		end := at + endOfQuoted(src[at:])
		if src[at+1:end-1] == n.text {
			out = append(out, src[:at]+n.text+src[end:])
		}
	}
	walk(read("f.yaml", []byte(src), new(diag.List)))
	return out
}
