package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tutti/diag"
	"tutti/starter"
)

func initCommand(w world) *cobra.Command {
	var template string
	c := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Begin a project: a workflow, contracts, and worlds to run it in",
		Long: `Begin a project in DIR, or in this folder, from a template. What is there already stays as
it is: if a file would be overwritten, nothing is written.

` + templateList() + `
Each comes with scenarios: worlds in which tutti run --simulate plays the workflow without
any service.`,
		Example: `  tutti init shop --template saga
  tutti init`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeFolder,
	}
	c.Flags().StringVar(&template, "template", "empty", strings.Join(templateNames(), ", "))
	format := outputFlag(c)
	c.RunE = func(_ *cobra.Command, args []string) error {
		dir := "."
		if len(args) == 1 {
			dir = args[0]
		}
		t, err := templateOf(template)
		if err != nil {
			return err
		}
		files, err := starter.Write(dir, t.Name)
		if err != nil {
			return &exit{exitUsage, err}
		}
		return printBegun(w.out, begun{dir, t.Name, files, t.Next}, *format)
	}
	return c
}

func templateNames() []string {
	var out []string
	for _, t := range starter.Templates() {
		out = append(out, t.Name)
	}
	return out
}

func templateList() string {
	var b strings.Builder
	for _, t := range starter.Templates() {
		fmt.Fprintf(&b, "  %-12s %s\n", t.Name, t.About)
	}
	return b.String()
}

func templateOf(name string) (starter.Template, error) {
	for _, t := range starter.Templates() {
		if t.Name == name {
			return t, nil
		}
	}
	mend := diag.DidYouMean(name, templateNames())
	if mend == "" {
		mend = "there is " + strings.Join(templateNames(), ", ")
	}
	return starter.Template{}, fmt.Errorf("there is no template %q (%s)", name, mend)
}

// begun is a new project as scripts read it.
type begun struct {
	Dir      string   `json:"dir"`
	Template string   `json:"template"`
	Files    []string `json:"files"`
	Next     []string `json:"next"`
}

func printBegun(w io.Writer, p begun, format string) error {
	if format == "json" {
		return printJSON(w, p)
	}
	var b strings.Builder
	for _, name := range p.Files {
		fmt.Fprintln(&b, filepath.Join(p.Dir, filepath.FromSlash(name)))
	}
	b.WriteString("\nNow try:\n")
	if filepath.Clean(p.Dir) != "." {
		fmt.Fprintf(&b, "  cd %s\n", shellWord(p.Dir))
	}
	for _, command := range p.Next {
		fmt.Fprintf(&b, "  %s\n", command)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// shellWord writes a folder's name so that a shell takes it for one word.
func shellWord(name string) string {
	if strings.ContainsAny(name, " \t\n'\"\\$`&|;<>()*?[]{}#~!") {
		return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
	}
	return name
}
