package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tutti/catalog"
	"tutti/diag"
	"tutti/flow"
	"tutti/server"
)

func devCommand(w world) *cobra.Command {
	cfg := server.Config{Getenv: w.getenv, Log: slog.New(slog.NewTextHandler(w.err, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	c := &cobra.Command{
		Use:   "dev [DIR]",
		Short: "Serve a project while you work on it: what you save is live at once",
		Long: `Serve a project like tutti serve, and follow its files: tutti.yaml, the workflows, and the
contracts with all that they refer to. What you save is live at once; requests and runs
under way end as they began. What has errors does not go live: they are printed as tutti
check does, and the last good version keeps serving until the save that mends them.`,
		Example: `  tutti dev
  tutti dev examples/shop --listen 127.0.0.1:0`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeFolder,
	}
	serverFlags(c, &cfg, 5*time.Second)
	c.RunE = func(c *cobra.Command, args []string) error {
		cfg.Dir = "."
		if len(args) == 1 {
			cfg.Dir = args[0]
		}
		if _, err := os.Stat(filepath.Join(cfg.Dir, catalog.ProjectFile)); errors.Is(err, fs.ErrNotExist) {
			return &exit{exitUsage, fmt.Errorf("%s has no %s, so it is no project: tutti init %s makes it one", cfg.Dir, catalog.ProjectFile, cfg.Dir)}
		}
		d := &devReport{out: w.out, dir: cfg.Dir}
		return served(w, server.Develop(c.Context(), cfg, d.tell))
	}
	return c
}

// devReport tells a person what became of each save.
type devReport struct {
	out    io.Writer
	dir    string
	live   bool     // something is served
	broken bool     // what was saved last is not live
	routes []string // that are served
}

func (d *devReport) tell(c server.Change) {
	var b strings.Builder
	printFindings(&b, c.Found)
	if c.Err != nil {
		fmt.Fprintln(&b, "tutti:", c.Err)
	}
	switch {
	case c.Project == nil:
		d.notLive(&b, c.Found)
	case !d.live:
		d.first(&b, c)
	default:
		d.again(&b, c)
	}
	_, _ = io.WriteString(d.out, b.String())
}

// notLive tells of a save that has errors.
func (d *devReport) notLive(b *strings.Builder, found diag.List) {
	d.broken = true
	serves := "it is served when they are mended"
	if d.live {
		serves = "the last good version keeps serving"
	}
	fmt.Fprintf(b, "not live: %s", serves)
	if len(found) > 0 {
		fmt.Fprintf(b, " (%s)", hint(found))
	}
	b.WriteByte('\n')
}

// first tells where the project is served.
func (d *devReport) first(b *strings.Builder, c server.Change) {
	fmt.Fprintf(b, "%s is live after %s: what you save is, too; Ctrl-C ends it\n", c.Project.Flow.Name.Text, inMilliseconds(c.Took))
	fmt.Fprintf(b, "  gateway  http://%s\n  control  http://%s\n", c.Gateway, c.Control)
	d.live, d.broken, d.routes = true, false, routesOf(c.Project)
	for _, r := range d.routes {
		fmt.Fprintf(b, "    %s\n", r)
	}
}

// again tells what changed.
func (d *devReport) again(b *strings.Builder, c server.Change) {
	word := "live"
	if d.broken {
		word = "mended, live"
	}
	fmt.Fprintf(b, "%s after %s: %s\n", word, inMilliseconds(c.Took), some(c.Files))
	before := d.routes
	d.broken, d.routes = false, routesOf(c.Project)
	for _, r := range before {
		if !slices.Contains(d.routes, r) {
			fmt.Fprintf(b, "  - %s\n", r)
		}
	}
	for _, r := range d.routes {
		if !slices.Contains(before, r) {
			fmt.Fprintf(b, "  + %s\n", r)
		}
	}
}

// routesOf are the ways into a project, a line each.
func routesOf(p *catalog.Project) []string {
	var out []string
	for _, w := range p.Workflows {
		for _, t := range w.Definition.Triggers {
			if h, ok := t.(*flow.HTTP); ok {
				out = append(out, fmt.Sprintf("%-6s %s → %s", h.Method, h.Path, w.Definition.Name.Text))
			}
		}
	}
	return out
}

// some names the first of many files.
func some(files []string) string {
	if len(files) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(files[:3], ", "), len(files)-3)
	}
	return strings.Join(files, ", ")
}

func inMilliseconds(d time.Duration) string { return fmt.Sprintf("%d ms", max(1, d.Milliseconds())) }
