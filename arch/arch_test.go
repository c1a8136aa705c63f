// Package arch holds the imports of all packages to the layers of layers.txt.
package arch

import (
	"bufio"
	_ "embed"
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

//go:embed layers.txt
var layers string

// outside lists what the pure packages must not reach, not even through others.
var (
	pure    = []string{"value", "diag", "fault", "document", "schema", "drift", "flow", "expr", "plan", "machine"}
	outside = []string{"net/http", "database/sql", "os/exec", "net"}
)

func layerOf(t *testing.T) map[string]int {
	of := map[string]int{}
	for s := bufio.NewScanner(strings.NewReader(layers)); s.Scan(); {
		line := s.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		var n int
		var pkg string
		if _, err := fmt.Sscanf(line, "%d %s", &n, &pkg); err != nil {
			t.Fatalf("layers.txt: %q: %v", line, err)
		}
		of[pkg] = n
	}
	return of
}

func goList(t *testing.T, args ...string) []string {
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %v: %v", args, err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

func TestImportsPointDown(t *testing.T) {
	of := layerOf(t)
	free := func(pkg string) bool {
		return strings.HasPrefix(pkg, "examples/") || strings.HasPrefix(pkg, "bench/") || strings.HasPrefix(pkg, "scenarios") ||
			strings.HasPrefix(pkg, "docs") || strings.HasPrefix(pkg, "tools") || pkg == "arch"
	}
	for _, line := range goList(t, "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...") {
		f := strings.Fields(line)
		pkg := strings.TrimPrefix(f[0], "tutti/")
		mine, ok := of[pkg]
		if !ok {
			if !free(pkg) {
				t.Errorf("%s has no layer in arch/layers.txt", pkg)
			}
			continue
		}
		for _, imp := range f[1:] {
			dep, ours := strings.CutPrefix(imp, "tutti/")
			if ours && of[dep] >= mine && !strings.HasPrefix(pkg, dep+"/") && !strings.HasSuffix(pkg, "/all") {
				t.Errorf("%s (layer %d) must not import %s (layer %d)", pkg, mine, dep, of[dep])
			}
		}
	}
}

func TestThePureStayPure(t *testing.T) {
	of := layerOf(t)
	for _, pkg := range pure {
		if _, ok := of[pkg]; !ok {
			t.Errorf("%s is not in layers.txt", pkg)
			continue
		}
		for _, dep := range goList(t, "-deps", "./"+pkg) {
			for _, bad := range outside {
				if dep == bad {
					t.Errorf("%s reaches %s", pkg, bad)
				}
			}
		}
	}
}
