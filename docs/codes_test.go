package docs

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"strings"
	"testing"
	"text/template"

	"tutti/explain"
)

// TestCodes holds codes.md to what it is made of; -rewrite makes it.
func TestCodes(t *testing.T) {
	all, err := explain.All()
	if err != nil {
		t.Fatal(err)
	}
	page := template.New("codes.tmpl").Funcs(template.FuncMap{
		"groups":   func() []explain.Group { return groupsOf(all) },
		"of":       func(g explain.Group) []explain.Explanation { return codesOf(all, g) },
		"project":  explain.Project,
		"notation": func() string { return explain.Notation },
		"mends":    func(e explain.Explanation) ([]explain.Mend, error) { return e.Example.Mends() },
		"lower":    strings.ToLower,
		"file":     file,
		"said":     said,
		"mend":     mend,
	})
	page, err = page.ParseFiles("codes.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := page.Execute(&b, nil); err != nil {
		t.Fatal(err)
	}
	got := append(bytes.TrimRight(b.Bytes(), "\n"), '\n')
	if *rewrite {
		if err := os.WriteFile("codes.md", got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("codes.md")
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("codes.md is not what explain says (%v): go test ./docs -rewrite", err)
	}
}

// groupsOf are the groups that have codes.
func groupsOf(all []explain.Explanation) []explain.Group {
	var out []explain.Group
	for _, g := range explain.Groups() {
		if len(codesOf(all, g)) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func codesOf(all []explain.Explanation, g explain.Group) []explain.Explanation {
	var out []explain.Explanation
	for _, e := range all {
		if e.Group() == g.Letter {
			out = append(out, e)
		}
	}
	return out
}

func file(f explain.File) string {
	return fmt.Sprintf("`%s`\n\n%s", f.Name, block(strings.TrimPrefix(path.Ext(f.Name), "."), f.Text))
}

func said(e explain.Example) string {
	who := "`" + e.Command + "` says"
	if e.Command == "" {
		who = "It says"
	}
	return who + "\n\n" + block("text", strings.Join(e.Findings, "\n")+"\n")
}

func mend(m explain.Mend) string {
	if m.Removed {
		return "The mend: remove `" + m.File + "`.\n"
	}
	var b strings.Builder
	for _, l := range m.Out {
		b.WriteString("-" + l + "\n")
	}
	for _, l := range m.In {
		b.WriteString("+" + l + "\n")
	}
	return fmt.Sprintf("The mend, in line %d of `%s`:\n\n%s", m.Line, m.File, block("diff", b.String()))
}

func block(language, text string) string { return "```" + language + "\n" + text + "```\n" }
