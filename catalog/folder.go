package catalog

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// ProjectFile is what makes a folder a project.
const ProjectFile = "tutti.yaml"

// maxFile bounds a file of a project; the YAML profile has its own, smaller limit.
const maxFile = 64 << 20

// folder is a project's folder; nothing outside of it can be read through it.
type folder struct {
	dir     string // as the user named it, for messages
	root    *os.Root
	unsaved Unsaved
	texts   texts // notes what is read; nil: nobody asks
}

func openFolder(dir string, unsaved Unsaved) (*folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &folder{dir: dir, root: root, unsaved: unsaved}, nil
}

func (f *folder) close() { _ = f.root.Close() }

// editing tells whether somebody is at work on the project, who will ask what the contracts say in words.
func (f *folder) editing() bool { return f.unsaved != nil }

// shown is how messages name a file of the folder.
func (f *folder) shown(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

// read reads a file by its path relative to the folder, with slashes. Links that
// lead out of the folder are refused.
func (f *folder) read(name string) ([]byte, error) {
	if text, ok := f.unsaved[path.Clean(name)]; ok {
		return text, nil
	}
	text, err := f.saved(name)
	if f.texts != nil {
		f.texts[path.Clean(name)] = sum(text, err)
	}
	return text, err
}

// saved is read of what is on the disk.
func (f *folder) saved(name string) ([]byte, error) {
	file, err := f.root.Open(filepath.FromSlash(path.Clean(name)))
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	defer func() { _ = file.Close() }()
	b, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(b) > maxFile {
		err = fmt.Errorf("the file is larger than %d MiB", maxFile>>20)
	}
	return b, err
}

// languages are the endings of workflow files, the longest match first.
var languages = []struct{ suffix, name string }{
	{".asl.json", "Amazon States Language"},
	{".arazzo.yaml", "Arazzo"},
	{".arazzo.yml", "Arazzo"},
	{".sw.yaml", "Open Workflow DSL"},
	{".sw.yml", "Open Workflow DSL"},
	{".bpmn", "BPMN"},
	{".yaml", tuttiLanguage},
	{".yml", tuttiLanguage},
}

const tuttiLanguage = "Tutti"

// language is what a workflow file is written in, by its ending; "" if unknown.
func language(name string) string {
	for _, l := range languages {
		if strings.HasSuffix(name, l.suffix) {
			return l.name
		}
	}
	return ""
}

// workflows lists the workflow files, in order of their names.
func (f *folder) workflows() ([]string, error) {
	entries, err := fs.ReadDir(f.root.FS(), "workflows")
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	out := f.unsaved.workflows()
	for _, e := range entries {
		if !e.IsDir() && isWorkflow(e.Name()) {
			out = append(out, "workflows/"+e.Name())
		}
	}
	slices.Sort(out)
	return slices.Compact(out), err
}

// IsTutti tells by its name whether a file is one in the product's own language.
func IsTutti(name string) bool { return isWorkflow(name) && language(name) == tuttiLanguage }

// isWorkflow tells by its name whether a file among the workflows is one.
func isWorkflow(name string) bool { return !strings.HasPrefix(name, ".") && language(name) != "" }
