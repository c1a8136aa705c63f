package lsp

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"tutti/catalog"
)

// buffer is a document that the client holds open. It does not change; an edit makes another.
type buffer struct {
	uri     string
	path    string // "" if it is no file
	version int
	text    *text
}

// workspace is what the client works on: the documents it holds open, and the projects of these and of its folders.
type workspace struct {
	// changed has something in it when a project is to be looked at again.
	changed chan struct{}

	mu       sync.Mutex
	buffers  map[string]*buffer // by URI
	projects map[string]*project
}

func newWorkspace() *workspace {
	return &workspace{changed: make(chan struct{}, 1), buffers: map[string]*buffer{}, projects: map[string]*project{}}
}

func (w *workspace) open(p didOpenParams) error {
	d := p.TextDocument
	w.put(&buffer{uri: d.URI, path: pathOf(d.URI), version: d.Version, text: newText(d.Text)})
	return nil
}

func (w *workspace) put(b *buffer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.buffers[b.uri] = b
	w.touch(b.path)
}

func (w *workspace) change(p didChangeParams) error {
	b := w.buffer(p.TextDocument.URI)
	if b == nil {
		return fmt.Errorf("%s is not open", p.TextDocument.URI)
	}
	t := b.text
	for _, c := range p.ContentChanges {
		var err error
		if t, err = t.apply(c); err != nil {
			return err
		}
	}
	w.put(&buffer{uri: b.uri, path: b.path, version: p.TextDocument.Version, text: t})
	return nil
}

func (w *workspace) close(p documentParams) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	b := w.buffers[p.TextDocument.URI]
	if b == nil {
		return fmt.Errorf("%s is not open", p.TextDocument.URI)
	}
	delete(w.buffers, b.uri)
	w.touch(b.path)
	return nil
}

func (w *workspace) saved(p documentParams) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.touch(pathOf(p.TextDocument.URI))
	return nil
}

func (w *workspace) watched(p watchedParams) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range p.Changes {
		name := pathOf(c.URI)
		if filepath.Base(name) == catalog.ProjectFile || w.projects[w.folderOf(name)] != nil {
			w.touch(name)
		}
	}
	return nil
}

// folders takes up the projects that are folders of the client, and drops those of folders it closed, unless a
// document of them is open.
func (w *workspace) folders(added, removed []workspaceFolder) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range removed {
		if p := w.projects[pathOf(f.URI)]; p != nil {
			p.folder = false
			w.mark(p)
		}
	}
	for _, f := range added {
		dir := pathOf(f.URI)
		if dir == "" || !w.exists(filepath.Join(dir, catalog.ProjectFile)) {
			continue
		}
		p := w.project(dir, "")
		p.folder = true
		w.mark(p)
	}
}

// buffer is an open document; nil if it is not open.
func (w *workspace) buffer(uri string) *buffer {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buffers[uri]
}

// touch notes that a file has changed, or how it is looked at. w is locked.
func (w *workspace) touch(path string) {
	if path == "" {
		return
	}
	if p := w.projectOf(path); p != nil {
		w.mark(p)
	}
	if filepath.Base(path) == catalog.ProjectFile { // what has been alone may belong to it now, or be alone
		for _, p := range w.projects {
			w.mark(p)
		}
		for _, b := range w.buffers {
			if p := w.projectOf(b.path); p != nil {
				w.mark(p)
			}
		}
	}
}

// mark notes that a project is to be looked at again. w is locked.
func (w *workspace) mark(p *project) {
	p.dirty = true
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// projectOf is the project of a file, or the file by itself if it lies in none and may be a workflow. w is locked.
func (w *workspace) projectOf(path string) *project {
	if dir := w.folderOf(path); dir != "" {
		return w.project(dir, "")
	}
	if ext := filepath.Ext(path); path == "" || ext != ".yaml" && ext != ".yml" {
		return nil
	}
	return w.project(filepath.Dir(path), filepath.Base(path))
}

// project is the project in a folder, or of a file alone, known from now on. w is locked.
func (w *workspace) project(dir, alone string) *project {
	key := filepath.Join(dir, alone)
	p := w.projects[key]
	if p == nil {
		p = &project{dir: dir, alone: alone, loaded: make(chan struct{}), told: map[string]told{}}
		w.projects[key] = p
		w.mark(p)
	}
	return p
}

// folderOf is the folder of the project that a file lies in; "" if there is none. w is locked.
func (w *workspace) folderOf(path string) string {
	if path == "" {
		return ""
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if w.exists(filepath.Join(dir, catalog.ProjectFile)) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// exists tells whether there is a file, on the disk or in the editor. w is locked.
func (w *workspace) exists(path string) bool {
	if w.openAt(path) != nil {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// openAt is the open document of a file. w is locked.
func (w *workspace) openAt(path string) *buffer {
	for _, b := range w.buffers {
		if b.path == path {
			return b
		}
	}
	return nil
}

// inside lists the open documents of a project. w is locked.
func (w *workspace) inside(p *project) []*buffer {
	var out []*buffer
	for _, b := range slices.Collect(maps.Values(w.buffers)) {
		if b.path != "" && w.projectOf(b.path) == p {
			out = append(out, b)
		}
	}
	return out
}
