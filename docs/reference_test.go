// Package docs holds the words of the project. Its tests make language.md from
// language.tmpl, the schema that the parser goes by, and the scenarios; codes.md from
// codes.tmpl and the explanations of codes.
package docs

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/template"

	"github.com/rogpeppe/go-internal/txtar"

	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/simulate"
)

var rewrite = flag.Bool("rewrite", false, "write the pages anew")

// TestReference holds language.md to what it is made of; -rewrite makes it.
func TestReference(t *testing.T) {
	used := map[string]bool{}
	page := template.New("language.tmpl").Funcs(template.FuncMap{
		"keys":     func(section string) (string, error) { used[section] = true; return keys(section) },
		"example":  example,
		"defaults": defaults,
	})
	page, err := page.ParseFiles("language.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := page.Execute(&got, nil); err != nil {
		t.Fatal(err)
	}
	for _, s := range reference() {
		if !used[s.Name] {
			t.Errorf("language.tmpl lacks the keys of %q", s.Name)
		}
	}
	if *rewrite {
		if err := os.WriteFile("language.md", got.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("language.md")
	if err != nil || !bytes.Equal(got.Bytes(), want) {
		t.Errorf("language.md is not what the schema says (%v): go test ./docs -rewrite", err)
	}
}

// reference is the language, and the scripts of simulations.
func reference() []tutti.Section { return append(tutti.Reference(), simulate.Reference()...) }

// keys is the table of one kind of mapping.
func keys(section string) (string, error) {
	for _, s := range reference() {
		if s.Name == section {
			return s.Doc + "\n\n" + table(s.Keys), nil
		}
	}
	return "", fmt.Errorf("the language has no %q", section)
}

func table(keys []tutti.Key) string {
	var b strings.Builder
	b.WriteString("| key | is | |\n|---|---|---|\n")
	for _, k := range keys {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.Name, cell(k.Kind), cell(k.Doc+notes(k)))
	}
	return b.String()
}

func notes(k tutti.Key) string {
	var out []string
	switch {
	case k.Required:
		out = append(out, "Required.")
	case len(k.Needs) > 0:
		out = append(out, "Needs "+code(k.Needs)+".")
	case len(k.Beside) > 0:
		out = append(out, "Beside "+code(k.Beside)+".")
	}
	if k.Later != "" {
		out = append(out, "*Not in this version: it "+k.Later+".*")
	}
	if len(out) == 0 {
		return ""
	}
	return " " + strings.Join(out, " ")
}

func code(names []string) string { return "`" + strings.Join(names, "`, `") + "`" }

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// example is the rule that a scenario states, and its first workflow.
func example(name string) (string, error) {
	a, err := txtar.ParseFile(filepath.Join("..", "scenarios", name+".txtar"))
	if err != nil {
		return "", err
	}
	var rule []string
	for line := range strings.SplitSeq(string(a.Comment), "\n") {
		text, isComment := strings.CutPrefix(line, "#")
		if !isComment {
			break
		}
		rule = append(rule, strings.TrimSpace(text))
	}
	for _, f := range a.Files {
		if strings.HasSuffix(f.Name, ".yaml") && bytes.Contains(f.Data, []byte("workflow:")) {
			return fmt.Sprintf("%s ([scenario](../scenarios/%s.txtar))\n\n```yaml\n%s\n```\n", strings.Join(rule, " "), name, strings.TrimSpace(string(f.Data))), nil
		}
	}
	return "", fmt.Errorf("scenario %s has no workflow", name)
}

// defaults is the table of limits.
func defaults() string {
	var b strings.Builder
	b.WriteString("| limit | value |\n|---|---|\n")
	for _, l := range flow.DefaultLimits().Words() {
		fmt.Fprintf(&b, "| %s | %s |\n", l.Name, l.Value)
	}
	return b.String()
}
