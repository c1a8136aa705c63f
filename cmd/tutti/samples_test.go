package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The language was fixed by samples; they lie beside the repository.
const sampleWorkflows = "../../../shared/design/workflows"

// TestSamples plays the sample workflows on the simulated host, against contracts
// of their own. Each script has the project with all of them in $WORK/project.
// Without the samples it is skipped: loudly, and in CI as a failure.
func TestSamples(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sampleWorkflows, "*.yaml"))
	if err != nil || len(files) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no workflows in %s", sampleWorkflows)
		}
		t.Skipf("SKIPPED: no workflows in %s, so none of the samples is played", sampleWorkflows)
	}
	const dir = "../../scenarios/samples"
	testscript.Run(t, testscript.Params{
		Dir:           dir,
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			project := filepath.Join(e.WorkDir, "project")
			if err := os.MkdirAll(filepath.Join(project, "workflows"), 0o700); err != nil {
				return err
			}
			if err := os.CopyFS(filepath.Join(project, "contracts"), os.DirFS(filepath.Join(dir, "contracts"))); err != nil {
				return err
			}
			for _, f := range files {
				if err := copyFile(filepath.Join(project, "workflows", filepath.Base(f)), f); err != nil {
					return err
				}
			}
			return copyFile(filepath.Join(project, "tutti.yaml"), filepath.Join(dir, "tutti.yaml"))
		},
	})
}

func copyFile(to, from string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return writeFile(to, b)
}
