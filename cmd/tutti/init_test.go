package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tutti/starter"
)

// What a template has people try works word by word, in the project's folder.
func TestTemplatesNext(t *testing.T) {
	for _, template := range starter.Templates() {
		t.Run(template.Name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if out := mustDo(t, "init", "--template", template.Name); strings.Contains(out, "  cd ") {
				t.Errorf("this folder is where one is:\n%s", out)
			}
			for _, command := range template.Next {
				words := strings.Fields(command)
				switch {
				case words[1] == "dev": // it does not end; the scenario serves the project
				case words[1] == "check":
					if out := mustDo(t, words[1:]...); out != "no findings\n" {
						t.Errorf("%s: %s", command, out)
					}
				default:
					played(t, words[1:])
				}
			}
		})
	}
}

// Every world that a template brings is one that its workflow can be played in.
func TestTemplatesScenarios(t *testing.T) {
	for _, template := range starter.Templates() {
		t.Chdir(t.TempDir())
		mustDo(t, "init", "--template", template.Name)
		worlds, err := filepath.Glob("scenarios/*.yaml")
		if err != nil || len(worlds) == 0 {
			t.Fatalf("%s has no scenarios: %v", template.Name, err)
		}
		workflows, err := filepath.Glob("workflows/*.yaml")
		if err != nil || len(workflows) != 1 {
			t.Fatalf("%s has the workflows %v: %v", template.Name, workflows, err)
		}
		input := "scenarios/" + strings.TrimSuffix(filepath.Base(workflows[0]), ".yaml") + ".json"
		for _, world := range worlds {
			played(t, []string{"run", workflows[0], "--input", input, "--simulate", world})
		}
	}
}

// mustDo runs a command line that must end well and say nothing to standard error.
func mustDo(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errs := commandLine(args)
	if code != exitOK || errs != "" {
		t.Errorf("tutti %s: code %d\n%s", strings.Join(args, " "), code, errs)
	}
	return out
}

// played runs a workflow that must come to its end, which may be a failure of the
// workflow but not of the world.
func played(t *testing.T, args []string) {
	t.Helper()
	if code, _, errs := commandLine(args); code > exitFailed || strings.Contains(errs, "warning") {
		t.Errorf("tutti %s: code %d\n%s", strings.Join(args, " "), code, errs)
	}
}

func commandLine(args []string) (int, string, string) {
	var out, errs bytes.Buffer
	w := world{in: strings.NewReader(""), out: &out, err: &errs, getenv: os.LookupEnv}
	return execute(context.Background(), w, args), out.String(), errs.String()
}

func TestShellWord(t *testing.T) {
	for in, want := range map[string]string{"shop": "shop", "a/b-2.x": "a/b-2.x", "my shop": "'my shop'", "it's": `'it'\''s'`, "$x": "'$x'"} {
		if got := shellWord(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}
