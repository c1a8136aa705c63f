package server

import (
	"context"
	"slices"
	"time"

	"tutti/catalog"
	"tutti/diag"
)

// Change is what became of something that was saved.
type Change struct {
	Project *catalog.Project // that is live now; nil: it cannot be, and what was live before still is
	Files   []string         // that were saved, by their path in the project; at first all
	Found   diag.List        // what is wrong with it
	Err     error            // what is wrong with it that has no place in a file
	Took    time.Duration    // since the save was seen
	Gateway string           // address; "": nothing is served yet
	Control string           // likewise
}

// Develop serves a project like Serve and follows its files: what is saved is live at once, unless something is
// wrong with it. Requests and runs under way end as they began. With nothing that can be served it waits for
// the save that mends it. Each Change is told, one after the other.
func Develop(ctx context.Context, cfg Config, tell func(Change)) error {
	files, err := newWatcher(cfg.Dir)
	if err != nil {
		return err
	}
	defer files.close()
	d := &developer{cfg: cfg, files: files, tell: tell}
	began := time.Now()
	first, change, err := d.load(ctx)
	for ok := true; err == nil && first == nil; first, change, err = d.load(ctx) {
		d.say(change, began)
		if began, ok = files.next(ctx); !ok {
			return nil
		}
	}
	if err != nil {
		return err
	}
	h := newHost(cfg, first)
	return h.serve(ctx, func(ctx, drain context.Context, at addresses) {
		d.at = at
		d.say(change, began)
		d.follow(ctx, drain, h)
	})
}

// developer loads a project whenever it changes.
type developer struct {
	cfg    Config
	editor catalog.Editor
	files  *watcher
	tell   func(Change)
	at     addresses // once they are open
}

// follow swaps sites until ctx ends.
func (d *developer) follow(ctx, drain context.Context, h *host) {
	for {
		began, ok := d.files.next(ctx)
		if !ok {
			return
		}
		next, change, err := d.load(ctx)
		if next != nil {
			h.swap(drain, next)
		}
		if err != nil {
			change.Err = err
		}
		d.say(change, began)
	}
}

func (d *developer) say(c Change, began time.Time) {
	if len(c.Files) == 0 && c.Err == nil {
		return // it was saved as it was
	}
	c.Took, c.Gateway, c.Control = time.Since(began), d.at.Gateway, d.at.Control
	d.tell(c)
}

// load makes a site of what is saved, if it changed and nothing is wrong with it. The error is for files that cannot be watched.
func (d *developer) load(ctx context.Context) (*site, Change, error) {
	var c Change
	for more := true; more; {
		var err error
		c.Project, c.Found, c.Err = d.editor.Reload(d.cfg.Dir)
		c.Files = append(c.Files, d.editor.Changed()...)
		if more, err = d.files.follow(d.editor.Files()); err != nil {
			return nil, Change{}, err
		}
	}
	slices.Sort(c.Files)
	c.Files = slices.Compact(c.Files)
	if c.Err != nil || len(c.Files) == 0 {
		c.Project = nil
		return nil, c, nil
	}
	next, found, err := build(ctx, d.cfg, c.Project, c.Found)
	c.Found, c.Err = found, err
	if next == nil {
		c.Project = nil
	}
	return next, c, nil
}
