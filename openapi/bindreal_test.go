package openapi_test

import (
	"os"
	"path/filepath"
	"testing"

	"tutti/diag"
	"tutti/document"
	"tutti/openapi"
)

// realDocuments are the public documents that tools/contracts.sh fetches and that do not take long to read, or the test ends here:
// loudly, and in CI as a failure.
func realDocuments(t *testing.T) []string {
	const large = 1 << 20
	all, err := filepath.Glob("../.cache/contracts/*")
	if err != nil || len(all) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("no documents: tools/contracts.sh fetches them")
		}
		t.Skip("SKIPPED: no documents, so nothing is served of them; tools/contracts.sh fetches them")
	}
	var some []string
	for _, file := range all {
		if info, err := os.Stat(file); err == nil && info.Size() < large {
			some = append(some, file)
		}
	}
	return some
}

// What real documents describe can be served but for what is named, and the document that clients get means the same.
func TestRealDocumentsCanBeServed(t *testing.T) {
	for _, file := range realDocuments(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(file)
			set := files(map[string]string{name: string(text)})
			d := openapi.Load(set, name, diag.Pos{}, openapi.Options{})
			if d == nil {
				t.Fatal(set.Found)
			}
			refused := map[string]int{}
			for _, op := range d.Operations {
				if _, err := openapi.NewBinder(op, 0); err != nil {
					refused[err.Error()]++
				}
			}
			if n := len(refused); n > len(d.Operations)/10+5 {
				t.Errorf("of %d operations these cannot be served: %v", len(d.Operations), refused)
			}
			bundle := d.Bundle(set, name, func(*openapi.Operation) bool { return true })
			for name, spelled := range map[string][]byte{"b.json": bundle.Raw(), "b.yaml": openapi.YAML(bundle)} {
				again := files(map[string]string{name: string(spelled)})
				back := openapi.Load(again, name, diag.Pos{}, openapi.Options{})
				if back == nil || len(back.Operations) != len(d.Operations) || errorsIn(again) != errorsIn(set) {
					t.Errorf("%s does not say what the document says: %v", name, again.Found)
				}
			}
			t.Logf("%d operations, %v cannot be served, %d bytes become %d", len(d.Operations), refused, len(text), len(bundle.Raw()))
		})
	}
}

func errorsIn(set *document.Set) int {
	n := 0
	for _, d := range set.Found {
		if d.Severity == diag.Error {
			n++
		}
	}
	return n
}
