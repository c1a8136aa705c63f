package catalog_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tutti/catalog"
)

const contract = `
openapi: 3.1.0
info: { title: s, version: "1" }
servers: [ { url: "http://127.0.0.1:9" } ]
paths:
  /a: { get: { operationId: a, responses: { "200": { description: ok } } } }
`

// folder writes files into a new folder and gives its path.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func environment(vars map[string]string) catalog.Environment {
	return func(name string) (string, bool) { v, ok := vars[name]; return v, ok }
}

func TestLoad(t *testing.T) {
	dir := folder(t, map[string]string{
		"tutti.yaml":          "project: p\nenv: [URL]\nservices: { s: { openapi: s.yaml, url: $env.URL }, own: { openapi: s.yaml } }\n",
		"s.yaml":              contract,
		"workflows/b.yaml":    "workflow: b\nsteps: [ { call: s.a } ]\n",
		"workflows/a.yaml":    "workflow: a\nsteps: [ { call: own.a } ]\n",
		"workflows/.swp.yaml": "not: read\n",
		"workflows/notes.txt": "not read either",
	})
	p, found, err := catalog.Load(dir)
	if err != nil || len(found) > 0 {
		t.Fatalf("%v, %v", err, found)
	}
	if got := strings.Join(p.WorkflowNames(), " "); got != "a b" {
		t.Errorf("workflows %q, want a b", got)
	}
	if w := p.Workflow("b"); w == nil || w.Plan == nil || w.Plan.Ops[0] != "s.a" {
		t.Errorf("workflow b: %+v", w)
	}
	if p.Workflow("c") != nil {
		t.Error("there is no workflow c")
	}
	conns, found := p.Connect(t.Context(), environment(map[string]string{"URL": "http://127.0.0.1:1"}), nil)
	if len(found) > 0 || len(conns) != 2 {
		t.Fatalf("connect: %v", found)
	}
	if err := conns.Close(); err != nil {
		t.Error(err)
	}
	env := p.Env(environment(map[string]string{"URL": "u", "HOME": "h"}))
	if len(env) != 1 || env["URL"].Text() != "u" {
		t.Errorf("$env is %v, want URL only", env)
	}
}

func TestLoadFindings(t *testing.T) {
	project := "project: p\nenv: [A_URL]\nservices:\n  s: "
	for _, c := range []struct {
		name, project, workflow string
		want                    []string
	}{
		{"a contract that is not there", project + "{ openapi: nowhere.yaml }\n", "", []string{"tutti.yaml:4:17", "nowhere.yaml"}},
		{"a contract outside of the folder", project + "{ openapi: ../s.yaml }\n", "", []string{"tutti.yaml:4:17"}},
		{"a variable that is not listed", project + "{ openapi: s.yaml, url: $env.B_URL }\n", "", []string{"tutti.yaml:4:30", "P604", "$env.B_URL is not listed", `did you mean "A_URL"?`}},
		{"a variable that is no environment", project + "{ openapi: s.yaml, url: \"${ $input.x }\" }\n", "", []string{"P604", "only $env.NAME exists"}},
		{"a language that comes later", project + "{ openapi: s.yaml }\n", "x.asl.json", []string{"workflows/x.asl.json:1:1", "P602", "Amazon States Language"}},
		{"a broken workflow", project + "{ openapi: s.yaml }\n", "x.yaml", []string{"workflows/x.yaml:1:1", "K101"}},
	} {
		files := map[string]string{"tutti.yaml": c.project, "s.yaml": contract}
		if c.workflow != "" {
			files["workflows/"+c.workflow] = "workflw: x\n"
		}
		_, found, err := catalog.Load(folder(t, files))
		if err != nil || !found.HasErrors() {
			t.Errorf("%s: no finding, %v", c.name, err)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(found.Error(), want) {
				t.Errorf("%s: got\n%v\nwithout %q", c.name, found, want)
			}
		}
	}
}

func TestNoProject(t *testing.T) {
	if _, _, err := catalog.Load(t.TempDir()); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "tutti.yaml") {
		t.Errorf("got %v, want that tutti.yaml is missing", err)
	}
	if _, _, err := catalog.Load(filepath.Join(t.TempDir(), "nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want that the folder is missing", err)
	}
}

func TestLoadFileTakesContractsBeside(t *testing.T) {
	dir := folder(t, map[string]string{"w.yaml": "workflow: w\nsteps: [ { call: s.a } ]\n", "s.yaml": contract, "other.yaml": contract})
	for _, given := range []catalog.Upstream{{Name: "s", URL: "http://x"}, {Name: "s", Contract: "other.yaml", URL: "http://x"}} {
		p, found, err := catalog.LoadFile(filepath.Join(dir, "w.yaml"), []catalog.Upstream{given})
		if err != nil || found.HasErrors() || p.Workflow("w").Plan == nil {
			t.Errorf("%v: %v, %v", given, err, found)
		}
	}
}

func TestConnectFindings(t *testing.T) {
	dir := folder(t, map[string]string{
		"tutti.yaml": "project: p\nenv: [URL]\nservices: { s: { openapi: s.yaml, url: $env.URL } }\n", "s.yaml": contract,
	})
	p, _, err := catalog.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]string{"": "URL is not set", "ftp://x": "must begin with http://", "http://[": "cannot be read"} {
		vars := map[string]string{}
		if url != "" {
			vars["URL"] = url
		}
		if conns, found := p.Connect(t.Context(), environment(vars), nil); conns != nil || !strings.Contains(found.Error(), want) {
			t.Errorf("%q: got %v, want %q", url, found, want)
		}
	}
	conns, found := p.Connect(t.Context(), environment(nil), map[string]string{"s": "http://127.0.0.1:1"})
	if found.HasErrors() {
		t.Fatalf("an address given on the command line needs no variable: %v", found)
	}
	if err := conns.Close(); err != nil {
		t.Error(err)
	}
}
