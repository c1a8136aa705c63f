package explain_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"tutti/catalog"
	"tutti/diag"
	"tutti/explain"
	"tutti/simulate"
)

// update writes what the commands say into the files; read the difference.
var update = flag.Bool("update", false, "rewrite the findings of the examples")

// TestExamples runs every example: it says what the file says, and its mend ends that.
func TestExamples(t *testing.T) { examples(t, false) }

// TestLargeExamples runs those that take seconds.
func TestLargeExamples(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("too slow here; tools/test.sh runs it in the part plain")
	}
	examples(t, true)
}

func examples(t *testing.T, large bool) {
	all, err := explain.All()
	if err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if isLarge(e) != large {
			continue
		}
		t.Run(e.Code, func(t *testing.T) {
			if why := neverSeen[e.Code]; why != nil {
				why(t)
				return
			}
			example(t, e, filepath.Join(here, "codes", e.Code+".txtar"))
		})
	}
}

// example runs the example that the file has.
func example(t *testing.T, e explain.Explanation, file string) {
	found := play(t, e, e.Example.Files)
	if !hasCode(found, e.Code) {
		t.Errorf("the example has no %s:\n%v", e.Code, found)
	}
	if got, want := found.Error(), strings.Join(e.Example.Findings, "\n"); got != want {
		if *update {
			rewrite(t, file, found)
		} else {
			t.Errorf("the example says\n%s\nand not\n%s", got, want)
		}
	}
	if e.Example.Command == byDefinition {
		return
	}
	if len(e.Example.Mended) == 0 {
		t.Error("there is no mend")
	}
	if left := play(t, e, append(e.Example.Files, e.Example.Mended...)); len(left) > 0 {
		t.Errorf("the mend leaves\n%v", left)
	}
}

// isLarge tells whether an example takes seconds.
func isLarge(e explain.Explanation) bool {
	return slices.ContainsFunc(e.Example.Files, func(f explain.File) bool { return len(explain.Expand(f.Text)) > 3e6 })
}

func hasCode(found diag.List, code string) bool {
	for _, d := range found {
		if d.Code == code {
			return true
		}
	}
	return false
}

// rewrite puts the findings into the file of a code, before the mend.
func rewrite(t *testing.T, file string, found diag.List) {
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := []byte(found.Error() + "\n")
	at := len(a.Files)
	for i, f := range a.Files {
		if f.Name == "finding" {
			a.Files[i].Data = text
			at = -1
			break
		}
		if strings.HasPrefix(f.Name, "good/") && i < at {
			at = i
		}
	}
	if at >= 0 {
		rest := append([]txtar.File{{Name: "finding", Data: text}}, a.Files[at:]...)
		a.Files = append(a.Files[:at:at], rest...)
	}
	if err := os.WriteFile(file, txtar.Format(a), 0o600); err != nil {
		t.Fatal(err)
	}
}

// play gives what the command of an example says of its project with these files, of
// which later ones replace earlier ones.
func play(t *testing.T, e explain.Explanation, files []explain.File) diag.List {
	if e.Example.Command == byDefinition {
		return definitions(t, e.Code)
	}
	base, err := explain.Project()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for _, f := range append(base, files...) {
		write(t, f)
	}
	project, found, err := catalog.Load(".")
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields(e.Example.Command)
	if found.HasErrors() || len(words) == 2 && words[1] == "check" {
		return found
	}
	switch words[1] {
	case "serve":
		return served(t, project)
	case "run":
		return simulated(t, project, words[len(words)-1])
	}
	t.Fatalf("no example runs %q", e.Example.Command)
	return nil
}

var link = regexp.MustCompile(`^⟨a link to (.*)⟩\n$`)

// write puts a file into the folder; one without text is taken away.
func write(t *testing.T, f explain.File) {
	if err := os.RemoveAll(f.Name); err != nil {
		t.Fatal(err)
	}
	if f.Text == "" {
		return
	}
	if err := os.MkdirAll(filepath.Dir(f.Name), 0o700); err != nil {
		t.Fatal(err)
	}
	var err error
	if to := link.FindStringSubmatch(f.Text); to != nil {
		err = os.Symlink(to[1], f.Name)
	} else {
		err = os.WriteFile(f.Name, []byte(explain.Expand(f.Text)), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// served is what tutti serve refuses before it serves anything.
func served(t *testing.T, p *catalog.Project) diag.List {
	var found diag.List
	for _, w := range p.Workflows {
		found = append(found, append(w.NeedsDurable(), w.Unserved()...)...)
	}
	if len(found) > 0 {
		return found
	}
	conns, found := p.Connect(context.Background(), func(string) (string, bool) { return "", false }, nil)
	if err := conns.Close(); err != nil {
		t.Error(err)
	}
	return found
}

// simulated is what tutti run --simulate FILE says of the file.
func simulated(t *testing.T, p *catalog.Project, file string) diag.List {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	script, found := simulate.Parse(file, src, p.Operations())
	return append(found, script.Unlike(p.Operation)...)
}
