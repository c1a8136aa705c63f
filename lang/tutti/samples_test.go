package tutti

import (
	"os"
	"path/filepath"
	"testing"
)

// The language was fixed by samples; they lie beside the repository.
const samples = "../../../shared/design/workflows"

// sampleFiles are the samples, or the test ends here: loudly, and in CI as a failure.
func sampleFiles(t *testing.T) []string {
	files, err := filepath.Glob(filepath.Join(samples, "*.yaml"))
	if err != nil || len(files) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no samples in %s", samples)
		}
		t.Skipf("SKIPPED: no samples in %s, so the language is not held against them", samples)
	}
	return files
}

func TestSamplesReadWithoutFindings(t *testing.T) {
	for _, file := range sampleFiles(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, list := Workflow(filepath.Base(file), src)
		if d == nil || d.Name.Text == "" || len(d.Steps) == 0 {
			t.Errorf("%s: no definition", file)
			continue
		}
		for _, finding := range list {
			t.Errorf("unexpected: %v", finding)
		}
	}
}
