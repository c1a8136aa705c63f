package catalog_test

import (
	"strings"
	"testing"

	"tutti/catalog"
	"tutti/flow"
)

// load makes a project of workflows, given by name and the text behind the first
// line, and of the service s.
func load(t *testing.T, service string, workflows map[string]string) *catalog.Project {
	t.Helper()
	files := map[string]string{
		"tutti.yaml": "project: p\nservices: { s: { openapi: s.yaml" + service + " } }\n",
		"s.yaml":     contract,
	}
	for name, text := range workflows {
		files["workflows/"+name+".yaml"] = "workflow: " + name + "\n" + text
	}
	p, found, err := catalog.Load(folder(t, files))
	if err != nil || found.HasErrors() {
		t.Fatalf("%v, %v", err, found)
	}
	return p
}

func TestNeedsDurable(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"calls":   {"steps: [ { call: s.a }, { wait: 1s }, { run: calls } ]\n", ""},
		"durable": {"mode: durable\nsteps: [ { wait: 30d } ]\n", `:1:11: error P605: workflow "durable" is durable`},
		"key":     {"key: $input.id\nsteps: [ { call: s.a } ]\n", ":2:6: error P605: key comes with durable mode"},
		"await":   {"steps: [ { if: $input.x, then: [ { try: [ { await: e, timeout: 1s } ], catch: [ { on: [any], then: [ { set: { a: 1 } } ] } ] } ] } ]\n", "P605: await"},
		"human":   {"steps: [ { for: x, in: [1], steps: [ { human: Look, timeout: 1s } ] } ]\n", "P605: human"},
		"emit":    {"steps: [ { parallel: { a: [ { emit: e } ], b: [ { call: s.a } ] } } ]\n", "P605: emit"},
		"cache":   {"steps: [ { switch: [ { when: $input.x, then: [ { call: s.a, cache: 1s } ] } ] } ]\n", "P605: cache"},
		"late":    {"steps: [ { call: s.a, compensate: { call: s.a, cache: 1s }, fallback: [ { call: s.a } ] } ]\n", "P605: cache"},
		"turns":   {"steps: [ { repeat: [ { emit: e } ], until: $index == 1 } ]\n", "P605: emit"},
		"url":     {"steps: [ { try: [ { call: s.a, url: $input.u } ], finally: [ { call: s.a } ] } ]\n", "P605: url"},
	} {
		p := load(t, "", map[string]string{name: c.text})
		found := p.Workflow(name).NeedsDurable()
		if c.want == "" && len(found) > 0 || c.want != "" && (len(found) != 1 || !strings.Contains(found.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", name, found, c.want)
		}
	}
}

func TestUnserved(t *testing.T) {
	p := load(t, "", map[string]string{
		"w": "on: { http: GET /w, public: true, schedule: { every: 1h }, event: e, webhook: hook }\nsteps: [ { call: s.a } ]\n",
	})
	found := p.Workflow("w").Unserved()
	if len(found) != 3 {
		t.Fatalf("got %v, want three findings", found)
	}
	for i, kind := range []string{"schedule", "event", "webhook"} {
		if !strings.Contains(found[i].Message, kind+" comes with durable mode") {
			t.Errorf("got %v, want it about %s", found[i], kind)
		}
	}
}

func TestReach(t *testing.T) {
	p := load(t, "", map[string]string{
		"a": "steps: [ { run: b } ]\n",
		"b": "steps: [ { run: c, detach: true }, { run: a } ]\n",
		"c": "steps: [ { call: s.a } ]\n",
		"d": "steps: [ { run: a } ]\n",
	})
	var names []string
	for _, w := range p.Reach("a") {
		names = append(names, w.Definition.Name.Text)
	}
	if got := strings.Join(names, " "); got != "a b c" {
		t.Errorf("a reaches %q, want a b c", got)
	}
	if plans := p.Plans(); len(plans) != 4 || plans["d"].Runs[0] != "a" {
		t.Errorf("plans %v", plans)
	}
	if got := strings.Join(p.Operations(), " "); got != "s.a" {
		t.Errorf("operations %q, want s.a", got)
	}
}

// The policy of the service holds for calls that have none, wherever they stand, and
// not for those that may be sent once.
func TestInheritedRetry(t *testing.T) {
	p := load(t, ", retry: { on: [503], attempts: 3 }", map[string]string{
		"w": `steps:
  - { call: s.a, compensate: { call: s.a } }
  - { call: s.a, retry: { attempts: 2 } }
  - { call: s.a, idempotent: false }
  - { if: $input.x, then: [ { call: s.a } ] }
`,
	})
	steps := p.Workflow("w").Definition.Steps
	attempts := func(s *flow.Step) int {
		if s.Retry == nil {
			return 1
		}
		return s.Retry.Attempts
	}
	got := []int{attempts(steps[0]), attempts(steps[0].Compensate), attempts(steps[1]), attempts(steps[2]), attempts(steps[3].Do.(*flow.If).Then[0])}
	for i, want := range []int{3, 3, 2, 1, 3} {
		if got[i] != want {
			t.Errorf("attempts are %v, want 3 3 2 1 3", got)
			break
		}
	}
}

func TestVersions(t *testing.T) {
	files := map[string]string{
		"tutti.yaml":       "project: p\n",
		"workflows/a.yaml": "workflow: a\nsteps: [ { run: b, version: 1.10 }, { if: $input.x, then: [ { run: b, version: 1.1 } ] } ]\n",
		"workflows/b.yaml": "workflow: b\nversion: 1.10\nsteps: [ { set: { a: 1 } } ]\n",
	}
	_, found, err := catalog.Load(folder(t, files))
	if err != nil || len(found) != 1 || !strings.Contains(found.Error(), `error P606: the workflow "b" has version "1.10" here, not "1.1"`) {
		t.Errorf("got %v, %v, want one finding about version 1.1", found, err)
	}
}

func TestUnknownWorkflowToRun(t *testing.T) {
	_, found, err := catalog.Load(folder(t, map[string]string{
		"tutti.yaml": "project: p\n", "workflows/a.yaml": "workflow: a\nsteps: [ { run: bee } ]\n", "workflows/b.yaml": "workflow: beer\nsteps: [ { set: { a: 1 } } ]\n",
	}))
	if err != nil || !strings.Contains(found.Error(), "did you mean beer?") {
		t.Errorf("got %v, %v, want the nearest workflow", found, err)
	}
}
