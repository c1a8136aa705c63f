package catalog_test

import (
	"path/filepath"
	"strings"
	"testing"

	"tutti/catalog"
)

// What is being written stands for what is on the disk, be it new, changed or emptied.
func TestUnsaved(t *testing.T) {
	dir := folder(t, map[string]string{
		"tutti.yaml":       "project: p\nservices: { s: { openapi: s.yaml } }\n",
		"s.yaml":           contract,
		"workflows/a.yaml": "workflow: a\nsteps: [ { call: s.a } ]\n",
	})
	var editor catalog.Editor
	p, found, err := editor.Load(dir, catalog.Unsaved{
		"workflows/new.yaml":      []byte("workflow: new\nsteps: [ { call: s.b }, { run: a } ]\n"),
		"workflows/a.yaml":        []byte("workflow: a\nsteps: [ { call: s.c } ]\n"),
		"s.yaml":                  []byte(strings.ReplaceAll(contract, "operationId: a", "operationId: b")),
		"workflows/deep/not.yaml": []byte("workflow: deep"),
		"workflows/.hidden.yaml":  []byte("workflow: hidden"),
		"workflows/notes.txt":     []byte("nothing"),
	})
	if err != nil || len(found) != 1 || !strings.Contains(found.Error(), `a.yaml:2:20: error S402: service "s" has no operation "c"`) {
		t.Errorf("got %v, %v, want a finding about s.c", found, err)
	}
	if got := strings.Join(p.WorkflowNames(), " "); got != "a new" {
		t.Errorf("workflows %q, want a new", got)
	}
	_, found, err = editor.LoadFile(filepath.Join(dir, "alone.yaml"), catalog.Unsaved{"alone.yaml": []byte("workflow: alone\nsteps: [ { set: { a: $inputt } } ]\n")})
	if err != nil || len(found) != 1 || !strings.Contains(found.Error(), "$inputt") {
		t.Errorf("got %v, %v, want a finding about $inputt", found, err)
	}
}

// A contract is loaded again when a file of it has changed, and only then; what is found in it is found each time.
func TestEditorRemembers(t *testing.T) {
	dir := folder(t, map[string]string{
		"tutti.yaml":   "project: p\nservices: { s: { openapi: s.yaml }, odd: { openapi: odd.yaml } }\n",
		"s.yaml":       strings.Replace(contract, "{ description: ok }", "{ $ref: answers.yaml }", 1),
		"odd.yaml":     "openapi: 2.0.0\n",
		"answers.yaml": "description: ok\n",
	})
	var editor catalog.Editor
	load := func(unsaved catalog.Unsaved) (*catalog.Project, string) {
		t.Helper()
		p, found, err := editor.Load(dir, unsaved)
		if err != nil {
			t.Fatal(err)
		}
		return p, found.Error()
	}
	first, found := load(nil)
	if !strings.Contains(found, "odd.yaml:1") {
		t.Fatalf("got %s, want a finding in odd.yaml", found)
	}
	again, same := load(catalog.Unsaved{"workflows/w.yaml": []byte("workflow: w\nsteps: [ { call: s.a } ]\n")})
	if again.Services[0].Contract != first.Services[0].Contract || same != found {
		t.Errorf("it was loaded again, or finds something else: %s", same)
	}
	for name, text := range map[string]string{"answers.yaml": "description: changed\n", "s.yaml": contract} {
		if other, _ := load(catalog.Unsaved{name: []byte(text)}); other.Services[0].Contract == first.Services[0].Contract {
			t.Errorf("%s has changed, and the contract is the old one", name)
		}
		if first, _ = load(nil); first == nil {
			t.Fatal("no project")
		}
	}
}
