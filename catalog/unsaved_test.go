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
	p, found, err := catalog.Unsaved{
		"workflows/new.yaml":      []byte("workflow: new\nsteps: [ { call: s.b }, { run: a } ]\n"),
		"workflows/a.yaml":        []byte("workflow: a\nsteps: [ { call: s.c } ]\n"),
		"s.yaml":                  []byte(strings.ReplaceAll(contract, "operationId: a", "operationId: b")),
		"workflows/deep/not.yaml": []byte("workflow: deep"),
		"workflows/.hidden.yaml":  []byte("workflow: hidden"),
		"workflows/notes.txt":     []byte("nothing"),
	}.Load(dir)
	if err != nil || len(found) != 1 || !strings.Contains(found.Error(), `a.yaml:2:20: error S402: service "s" has no operation "c"`) {
		t.Errorf("got %v, %v, want a finding about s.c", found, err)
	}
	if got := strings.Join(p.WorkflowNames(), " "); got != "a new" {
		t.Errorf("workflows %q, want a new", got)
	}
	_, found, err = catalog.Unsaved{"alone.yaml": []byte("workflow: alone\nsteps: [ { set: { a: $inputt } } ]\n")}.LoadFile(filepath.Join(dir, "alone.yaml"), nil)
	if err != nil || len(found) != 1 || !strings.Contains(found.Error(), "$inputt") {
		t.Errorf("got %v, %v, want a finding about $inputt", found, err)
	}
}
