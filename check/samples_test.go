package check_test

import (
	"os"
	"path/filepath"
	"testing"

	"tutti/check"
	"tutti/flow"
)

// The language was fixed by samples; they lie beside the repository.
const samples = "../../shared/design/workflows"

// readSamples gives the definitions of the samples, or ends the test: loudly, and
// in CI as a failure.
func readSamples(t *testing.T) []*flow.Definition {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(samples, "*.yaml"))
	if err != nil || len(files) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no samples in %s", samples)
		}
		t.Skipf("SKIPPED: no samples in %s, so the checker is not held against them", samples)
	}
	var defs []*flow.Definition
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		defs = append(defs, parse(t, filepath.Base(f), string(src)))
	}
	return defs
}

// What the samples say is right, whatever their services offer beyond what they use.
func TestSamplesHaveNoErrors(t *testing.T) {
	defs := readSamples(t)
	cfg := check.Config{Contracts: permissive(defs), GatewayPublic: true}
	for _, d := range defs {
		cfg.Workflows = append(cfg.Workflows, check.Member{Name: d.Name.Text, Definition: d})
	}
	found := check.Routes(defs, cfg)
	for _, d := range defs {
		found = append(found, check.Workflow(d, cfg)...)
	}
	for _, f := range found {
		t.Log(f)
	}
	if found.HasErrors() {
		t.Errorf("the samples have errors")
	}
}

// permissive has the services and operations that the definitions use, each of
// which takes anything.
func permissive(defs []*flow.Definition) contracts {
	out := contracts{}
	for _, d := range defs {
		out.learn(d.Steps)
	}
	return out
}

func (c contracts) learn(steps []*flow.Step) {
	for _, s := range steps {
		switch a := s.Do.(type) {
		case *flow.Call:
			c.service(a.Service.Text)[a.Operation.Text] = check.Operation{OpenBody: true, HasBody: true}
		case *flow.Emit:
			if a.To.Text != "" {
				c.service(a.To.Text)
			}
		}
		for _, list := range flow.Lists(s.Do) {
			c.learn(list)
		}
		if s.Compensate != nil {
			c.learn([]*flow.Step{s.Compensate})
		}
	}
}

func (c contracts) service(name string) map[string]check.Operation {
	if c[name] == nil {
		c[name] = map[string]check.Operation{}
	}
	return c[name]
}
