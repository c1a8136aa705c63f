// Package starter has the projects that people begin with, and writes them. It does
// not check or run them.
package starter

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Template is a project to begin with.
type Template struct {
	Name  string
	About string   // in a few words
	Next  []string // commands to try in the folder of the project
}

// Templates lists them, the smallest first.
func Templates() []Template {
	return []Template{
		{"empty", "one workflow that calls nobody", []string{
			"tutti check",
			"tutti run hello --input scenarios/hello.json",
			"tutti dev",
		}},
		{"aggregation", "three services asked at once, one of them optional", []string{
			"tutti check",
			"tutti run overview --input scenarios/overview.json --simulate scenarios/overview.yaml --steps",
			"tutti run overview --input scenarios/overview.json --simulate scenarios/late-offers.yaml --steps",
		}},
		{"saga", "three services that change something, undone when one fails", []string{
			"tutti check",
			"tutti run order --input scenarios/order.json --simulate scenarios/order.yaml --steps",
			"tutti run order --input scenarios/order.json --simulate scenarios/no-carrier.yaml --steps",
		}},
	}
}

//go:embed all:templates
var templates embed.FS

// ignore is left alone where there is one: many folders begin with it.
const ignore = ".gitignore"

// Write writes the files of a template into a folder, which it makes if need be, and
// gives their names. The project gets the name of the folder. Where a file is there
// already it writes none.
func Write(dir, template string) ([]string, error) {
	names, err := files(template)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	if names, err = free(root, dir, names); err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := write(root, template, name, projectName(dir)); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// files lists a template's files, by their names in the project.
func files(template string) ([]string, error) {
	top := path.Join("templates", template)
	var out []string
	err := fs.WalkDir(templates, top, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, strings.TrimPrefix(name, top+"/"))
		}
		return err
	})
	return out, err
}

// free is the names that can be written, or the error that some cannot.
func free(root *os.Root, dir string, names []string) ([]string, error) {
	var out, taken []string
	for _, name := range names {
		_, err := root.Lstat(filepath.FromSlash(name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			out = append(out, name)
		case err != nil:
			return nil, err
		case name != ignore:
			taken = append(taken, name)
		}
	}
	if len(taken) > 0 {
		return nil, fmt.Errorf("%s has %s already, so nothing was written: take a new folder", dir, strings.Join(taken, ", "))
	}
	return out, nil
}

// write makes a new file; what came in its way meanwhile stays as it is.
func write(root *os.Root, template, name, project string) error {
	text, err := templates.ReadFile(path.Join("templates", template, name))
	if err != nil {
		return err
	}
	if name == "tutti.yaml" {
		text = []byte(strings.Replace(string(text), "\nproject: template\n", "\nproject: "+project+"\n", 1))
	}
	to := filepath.FromSlash(name)
	if err := root.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return err
	}
	f, err := root.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

// projectName makes of a folder's name one that a project may have.
func projectName(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	name := strings.TrimRight(strings.TrimLeft(strings.Map(allowed, filepath.Base(abs)), "-0123456789"), "-")
	if name == "" || strings.EqualFold(name, "null") {
		return "project"
	}
	return name
}

func allowed(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '_', r == '-':
		return r
	}
	return '-'
}
