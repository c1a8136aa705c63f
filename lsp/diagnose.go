package lsp

import (
	"context"
	"reflect"
	"time"

	"tutti/diag"
)

// How long the client must be quiet before a project is read again, and how long that may be put off.
const (
	quiet = 120 * time.Millisecond
	late  = time.Second
)

// check reads projects again when something of them has changed, and publishes what it finds, until ctx ends.
func (s *server) check(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.space.changed:
		}
		if !s.settle(ctx) {
			return
		}
		for _, l := range s.space.due() {
			if ctx.Err() != nil {
				return
			}
			s.publish(ctx, l)
		}
	}
}

// settle waits for the client to be quiet; false if ctx ends before.
func (s *server) settle(ctx context.Context) bool {
	last := time.After(late)
	for {
		pause := time.NewTimer(quiet)
		select {
		case <-ctx.Done():
			pause.Stop()
			return false
		case <-s.space.changed:
			pause.Stop()
		case <-pause.C:
			return true
		case <-last:
			pause.Stop()
			return true
		}
	}
}

// publish reads a project and tells the client what has changed about its findings.
func (s *server) publish(ctx context.Context, l load) {
	var now loaded
	_, err := s.guarded("check", func() (any, error) {
		now = l.result()
		return nil, nil
	})
	if err != nil {
		now.found = l.project.now.found // only this goroutine writes it
	}
	for _, p := range s.space.keep(l, now) {
		_ = s.conn.Notify(ctx, "textDocument/publishDiagnostics", p) // a connection that is gone ends ctx
	}
}

// result reads the project and lays what is found beside the texts.
func (l load) result() loaded {
	out := loaded{found: map[string][]finding{}}
	if !l.used {
		return out
	}
	var found diag.List
	out.catalog, found = l.read()
	texts := map[string]*text{}
	for _, d := range found {
		t := texts[d.Pos.File]
		if t == nil {
			t = l.text(d.Pos.File)
			texts[d.Pos.File] = t
		}
		out.found[d.Pos.File] = append(out.found[d.Pos.File], newFinding(t, d))
	}
	return out
}

// keep notes how a project is now, and gives what the client does not know yet.
func (w *workspace) keep(l load, now loaded) []publishParams {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := l.project
	if now.catalog == nil {
		now.catalog = p.now.catalog
	}
	p.now = now
	p.once.Do(func() { close(p.loaded) })
	var out []publishParams
	for path := range files(now.found, p.told, l.buffers) {
		t := told{uri: uriOf(path), found: now.found[path]}
		if b := l.buffers[path]; b != nil {
			t.uri, t.version = b.uri, &b.version
		}
		if before, ok := p.told[path]; ok && reflect.DeepEqual(before, t) {
			continue
		}
		p.told[path] = t
		if len(t.found) == 0 && t.version == nil {
			delete(p.told, path)
			if w.toldByOther(p, path) {
				continue
			}
		}
		out = append(out, t.params())
	}
	return out
}

// toldByOther tells whether what the client knows of a file is from another project: the file has changed sides, as
// when a tutti.yaml comes or goes. w is locked.
func (w *workspace) toldByOther(p *project, path string) bool {
	for _, o := range w.projects {
		if _, told := o.told[path]; told && o != p {
			return true
		}
	}
	return false
}

// files are the files that there may be something to tell about.
func files(found map[string][]finding, before map[string]told, open map[string]*buffer) map[string]bool {
	out := map[string]bool{}
	for path := range found {
		out[path] = true
	}
	for path := range before {
		out[path] = true
	}
	for path := range open {
		out[path] = true
	}
	return out
}

func (t told) params() publishParams {
	out := publishParams{URI: t.uri, Version: t.version, Diagnostics: []diagnostic{}}
	for _, f := range t.found {
		out.Diagnostics = append(out.Diagnostics, f.diagnostic)
	}
	return out
}
