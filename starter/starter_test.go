package starter

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every template has a folder, and every folder is a template.
func TestTemplatesAreFolders(t *testing.T) {
	entries, err := templates.ReadDir("templates")
	if err != nil {
		t.Fatal(err)
	}
	var folders, listed []string
	for _, e := range entries {
		folders = append(folders, e.Name())
	}
	for _, template := range Templates() {
		listed = append(listed, template.Name)
		if len(template.Next) != 3 {
			t.Errorf("%s: %d commands to try, want 3", template.Name, len(template.Next))
		}
	}
	slices.Sort(listed)
	if !slices.Equal(folders, listed) {
		t.Errorf("folders %v, templates %v", folders, listed)
	}
}

func TestWriteNamesTheProject(t *testing.T) {
	for folder, want := range map[string]string{
		"shop":      "shop",
		"my shop":   "my-shop",
		"v2.1_Shop": "v2-1_Shop",
		"2026-shop": "shop",
		"-":         "project",
		"Łódź":      "d",
		"null":      "project",
	} {
		dir := filepath.Join(t.TempDir(), folder)
		names, err := Write(dir, "empty")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
				t.Error(err)
			}
		}
		b, err := os.ReadFile(filepath.Join(dir, "tutti.yaml"))
		if err != nil || !strings.Contains(string(b), "\nproject: "+want+"\n") {
			t.Errorf("%s: %v, want the name %s in\n%s", folder, err, want, b)
		}
	}
}

// Where anything is in the way, nothing is written and nothing changes.
func TestWriteOverwritesNothing(t *testing.T) {
	elsewhere := t.TempDir()
	for name, prepare := range map[string]func(dir string) error{
		"a file":             func(dir string) error { return os.WriteFile(filepath.Join(dir, "tutti.yaml"), []byte("mine"), 0o600) },
		"a folder":           func(dir string) error { return os.Mkdir(filepath.Join(dir, "tutti.yaml"), 0o700) },
		"a broken link":      func(dir string) error { return os.Symlink("nowhere", filepath.Join(dir, "tutti.yaml")) },
		"a file as a folder": func(dir string) error { return os.WriteFile(filepath.Join(dir, "workflows"), []byte("mine"), 0o600) },
		"a link to outside":  func(dir string) error { return os.Symlink(elsewhere, filepath.Join(dir, "workflows")) },
	} {
		dir := t.TempDir()
		if err := prepare(dir); err != nil {
			t.Fatal(err)
		}
		if names, err := Write(dir, "saga"); err == nil {
			t.Errorf("%s: wrote %v", name, names)
		}
		for _, folder := range []string{dir, elsewhere} {
			if left, err := os.ReadDir(folder); err != nil || len(left) > 1 || folder == elsewhere && len(left) > 0 {
				t.Errorf("%s: %v, in %s is %v", name, err, folder, left)
			}
		}
	}
}

func TestWriteLeavesTheIgnoreFile(t *testing.T) {
	dir := t.TempDir()
	ours := filepath.Join(dir, ".gitignore")
	if err := os.WriteFile(ours, []byte("mine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	names, err := Write(dir, "empty")
	if err != nil || slices.Contains(names, ".gitignore") {
		t.Errorf("%v, %v", names, err)
	}
	if b, err := os.ReadFile(ours); err != nil || string(b) != "mine\n" {
		t.Errorf("%v, %q", err, b)
	}
}
