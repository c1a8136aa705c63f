package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"github.com/spf13/cobra"

	"tutti/catalog"
	"tutti/diag"
	"tutti/expr"
	"tutti/lang/tutti"
)

func fmtCommand(w world) *cobra.Command {
	var check bool
	c := &cobra.Command{
		Use:   "fmt [DIR|FILE…|-]",
		Short: "Put quotes where they are needed, and remove blanks nobody sees",
		Long: `Put quotes where an expression needs them, remove blanks at the ends of lines and
empty lines at the end, and write LF for CRLF. All else stays byte for byte: comments, the
order of keys, quotes that are there. DIR is a project: tutti.yaml and the workflows in
the product's own language are formatted, and the names of changed files printed. With -
a text from standard input is printed formatted.

Where it is in doubt what was meant, the file stays as it is, and its findings are told.
Exit code 3 if there are such, and with --check if a file would change.`,
		Example: `  tutti fmt
  tutti fmt --check
  tutti fmt - < workflows/checkout.yaml`,
	}
	c.Flags().BoolVar(&check, "check", false, "only list the files that would change")
	format := outputFlag(c)
	c.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			args = []string{"."}
		}
		f := &formatting{check: check, out: formatReport{Files: []formatted{}, Findings: []finding{}}}
		for _, arg := range args {
			if err := f.argument(w, arg, len(args) == 1 && *format == "text"); err != nil {
				return &exit{exitUsage, err}
			}
		}
		return f.report(w, *format)
	}
	return c
}

// formatReport tells what became of files, as scripts read it.
type formatReport struct {
	Files    []formatted `json:"files"`
	Findings []finding   `json:"findings"`
}

type formatted struct {
	File   string `json:"file"`
	Status string `json:"status"` // one of the formatting's words
}

const (
	statusUnchanged = "unchanged"
	statusFormatted = "formatted"
	statusWould     = "would change"
	statusInDoubt   = "in doubt" // it has findings and stays as it is
)

// formatting is one call of `tutti fmt`.
type formatting struct {
	check bool
	out   formatReport
	found diag.List
}

func (f *formatting) argument(w world, arg string, alone bool) error {
	if arg == "-" {
		if !alone {
			return errors.New("standard input (-) is formatted alone, and without -o json")
		}
		return f.stream(w)
	}
	info, err := os.Lstat(arg)
	switch {
	case err != nil:
		return err
	case info.Mode()&os.ModeSymlink != 0:
		if info, err = os.Stat(arg); err != nil || !info.IsDir() {
			return fmt.Errorf("%s is a symbolic link; name the file it leads to", arg)
		}
	}
	if info.IsDir() {
		return f.project(arg)
	}
	return f.single(arg)
}

// stream formats what comes in; a text in doubt is not printed.
func (f *formatting) stream(w world) error {
	src, err := io.ReadAll(io.LimitReader(w.in, tutti.MaxFile+1)) // the byte more is one too many, which is a finding
	if err != nil {
		return err
	}
	text := f.text("-", src, projectBegins.Match(src))
	if f.check || f.found.HasErrors() {
		return nil
	}
	_, err = w.out.Write(text)
	return err
}

// projectBegins is the first key of a project file.
var projectBegins = regexp.MustCompile(`(?m)^project:`)

// text is a text formatted, and notes what became of it.
func (f *formatting) text(name string, src []byte, project bool) []byte {
	formatter := tutti.Formatter{Valid: func(s string) bool {
		_, err := expr.Parse(s)
		return err == nil
	}}
	format := formatter.Workflow
	if project {
		format = formatter.Project
	}
	text, found := format(name, src)
	status := statusUnchanged
	switch {
	case found.HasErrors():
		status = statusInDoubt
	case bytes.Equal(text, src):
	case f.check:
		status = statusWould
	default:
		status = statusFormatted
	}
	f.found = append(f.found, found...)
	f.out.Files = append(f.out.Files, formatted{name, status})
	return text
}

// report prints what was done; the names of files that changed are data, findings are not.
func (f *formatting) report(w world, format string) error {
	f.found.Sort()
	f.out.Findings = findings(f.found)
	failed := f.found.HasErrors()
	for _, o := range f.out.Files {
		failed = failed || o.Status == statusWould
	}
	if format == "json" {
		if err := printJSON(w.out, f.out); err != nil {
			return err
		}
	} else {
		f.print(w)
	}
	if failed {
		return &exit{code: exitCheck}
	}
	return nil
}

func (f *formatting) print(w world) {
	for _, o := range f.out.Files {
		if o.Status == statusWould || o.Status == statusFormatted && o.File != "-" {
			_, _ = fmt.Fprintln(w.out, o.File)
		}
	}
	printFindings(w.err, f.found)
}

// single formats one file, wherever it lies.
func (f *formatting) single(file string) error {
	dir, name := filepath.Dir(file), filepath.Base(file)
	if !catalog.IsTutti(name) {
		return fmt.Errorf("%s is no file of the product's language: these end in .yaml or .yml", file)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	return f.file(root, name, file)
}
