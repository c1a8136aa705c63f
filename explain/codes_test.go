package explain_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tutti/explain"
)

// TestEveryCodeIsExplained reads the source of the product: a code that nobody
// explains is no help, and an explanation of a code that is gone is none either.
func TestEveryCodeIsExplained(t *testing.T) {
	used := codesIn(t, "..")
	if len(used) < 60 {
		t.Fatalf("only %d codes in the source: %v", len(used), used)
	}
	all, err := explain.All()
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]bool{}
	for _, e := range all {
		explained[e.Code] = true
		if used[e.Code] == "" {
			t.Errorf("%s is explained, and nothing says it", e.Code)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(used)) {
		if !explained[code] {
			t.Errorf("%s: %s is not explained: write explain/codes/%s.txtar", used[code], code, code)
		}
	}
}

var codeLiteral = regexp.MustCompile(`^"[A-Z][0-9]{3}"$`)

// codesIn are the codes in the source of the product, each with a place where it stands.
func codesIn(t *testing.T, root string) map[string]string {
	notProduct := []string{"bench", "examples", "tools", "explain"}
	out := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (slices.Contains(notProduct, name) || name != ".." && strings.HasPrefix(name, ".")) {
			return filepath.SkipDir
		}
		if filepath.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go") {
			codesInFile(t, path, out)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func codesInFile(t *testing.T, path string, out map[string]string) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING && codeLiteral.MatchString(l.Value) {
			out[strings.Trim(l.Value, `"`)] = set.Position(l.Pos()).String()
		}
		return true
	})
}
