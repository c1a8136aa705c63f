package lsp

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"tutti/catalog"
	"tutti/diag"
)

// project is a folder with a tutti.yaml, or one workflow file in no such folder. The workspace's lock guards it.
type project struct {
	dir    string
	alone  string        // the name of the file, "" for a folder
	folder bool          // the client has it open as a folder
	dirty  bool          // something of it has changed since it was loaded
	loaded chan struct{} // closed when it has been loaded once
	once   sync.Once
	now    loaded
	told   map[string]told // by path
	editor catalog.Editor  // for the goroutine that reads projects
}

// loaded is a project as it was read last.
type loaded struct {
	catalog *catalog.Project // of the last time that there was one; nil if there never was
	found   map[string][]finding
}

// finding is a diagnostic with its mend, if there is one that can be made.
type finding struct {
	diagnostic
	mend *replacement
}

// replacement puts a right word in the place of a wrong one.
type replacement struct {
	edit  textEdit
	wrong string
}

// told is what the client knows of a file.
type told struct {
	uri     string
	version *int // of the open document
	found   []finding
}

// load is a project about to be read: what the client has open of it.
type load struct {
	project *project
	used    bool
	buffers map[string]*buffer // by path
}

// due takes the projects that are to be looked at again.
func (w *workspace) due() []load {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []load
	for key, p := range w.projects {
		if !p.dirty {
			continue
		}
		p.dirty = false
		l := load{project: p, buffers: map[string]*buffer{}}
		for _, b := range w.inside(p) {
			l.buffers[b.path] = b
		}
		l.used = p.folder || len(l.buffers) > 0
		if p.alone == "" && !w.exists(filepath.Join(p.dir, catalog.ProjectFile)) {
			l.used = false
		}
		if !l.used {
			delete(w.projects, key)
		}
		out = append(out, l)
	}
	return out
}

// isWorkflow tells a workflow from any other file that somebody may open.
var isWorkflow = regexp.MustCompile(`(?m)^workflow:`)

// read loads the project, with what is open instead of what was saved.
func (l load) read() (*catalog.Project, diag.List) {
	unsaved := catalog.Unsaved{}
	for path, b := range l.buffers {
		if name, err := filepath.Rel(l.project.dir, path); err == nil {
			unsaved[filepath.ToSlash(name)] = []byte(b.text.src)
		}
	}
	if l.project.alone == "" {
		p, found, err := l.project.editor.Load(l.project.dir, unsaved)
		if err != nil {
			return nil, nil // the folder is gone, or its tutti.yaml: there is no place to say so
		}
		return p, found
	}
	if !isWorkflow.Match(unsaved[l.project.alone]) {
		return nil, nil
	}
	p, found, err := l.project.editor.LoadFile(filepath.Join(l.project.dir, l.project.alone), unsaved)
	if err != nil {
		return nil, nil // likewise
	}
	return p, found
}

// text is the text of a file as the client sees it; nil if there is none.
func (l load) text(path string) *text {
	if b := l.buffers[path]; b != nil {
		return b.text
	}
	return readText(path)
}

// maxRead bounds a file that is read to show a place in it.
const maxRead = 64 << 20

func readText(path string) *text {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, maxRead))
	if err != nil {
		return nil
	}
	return newText(strings.ToValidUTF8(strings.TrimPrefix(string(b), "\ufeff"), "\ufffd"))
}
