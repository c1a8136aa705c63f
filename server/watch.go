package server

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"

	"tutti/catalog"
)

const (
	settled  = 20 * time.Millisecond  // without a change, then a save is complete: editors write in several steps
	patience = 150 * time.Millisecond // for a folder that does not come to rest
)

// watcher tells when files of a project change. It watches the folders that they are in, or would be, since
// editors put a new file in the place of the old one.
type watcher struct {
	dir   string // of the project
	notes *fsnotify.Watcher
	files map[string]bool // with the folders around them
}

func newWatcher(dir string) (*watcher, error) {
	notes, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, unwatched(dir, err)
	}
	return &watcher{dir: filepath.Clean(dir), notes: notes}, nil
}

func (w *watcher) close() { _ = w.notes.Close() }

// follow watches these files from now on, by their path in the project, and the folder of workflows. It tells whether
// there are folders that were not watched before: their files may have changed since they were read.
func (w *watcher) follow(files []string) (more bool, err error) {
	w.files = map[string]bool{}
	for _, name := range append(files, catalog.ProjectFile) {
		if name = filepath.FromSlash(name); filepath.IsLocal(name) {
			w.want(name)
		}
	}
	w.files[w.workflows()] = true
	dirs := map[string]bool{w.dir: true, w.workflows(): true}
	for file := range w.files {
		dirs[filepath.Dir(file)] = true
	}
	watched := w.notes.WatchList()
	for dir := range dirs {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			continue // the folder around it tells when it comes
		}
		if err := w.notes.Add(dir); err != nil && !os.IsNotExist(err) {
			return false, unwatched(dir, err)
		}
		more = more || !slices.Contains(watched, dir)
	}
	return more, nil
}

func (w *watcher) workflows() string { return filepath.Join(w.dir, "workflows") }

// want asks for a file with the folders around it, and for where it is if a link leads there.
func (w *watcher) want(name string) {
	for at := name; at != "."; at = filepath.Dir(at) {
		w.files[filepath.Join(w.dir, at)] = true
	}
	file := filepath.Join(w.dir, name)
	info, err := os.Lstat(file)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return
	}
	if real, err := filepath.EvalSymlinks(file); err == nil {
		w.files[real] = true
	}
}

// next waits for a change and until it is complete. began is when it was first seen; false: ctx has ended.
func (w *watcher) next(ctx context.Context) (began time.Time, ok bool) {
	rest := time.NewTimer(time.Hour)
	rest.Stop()
	for {
		select {
		case <-ctx.Done():
			return began, false
		case <-rest.C:
			return began, true
		case e := <-w.notes.Events:
			if !w.concerns(e.Name) {
				continue
			}
		case <-w.notes.Errors: // it lost notes, so anything may have changed
		}
		if began.IsZero() {
			began = time.Now()
		}
		rest.Reset(min(settled, patience-time.Since(began)))
	}
}

func (w *watcher) concerns(file string) bool {
	file = filepath.Clean(file)
	return w.files[file] || filepath.Dir(file) == w.workflows()
}

func unwatched(dir string, err error) error {
	return fmt.Errorf("watch %s: %w (on Linux, fs.inotify.max_user_watches and max_user_instances say how many there may be; tutti serve watches nothing)", dir, err)
}
