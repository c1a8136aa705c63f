package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"tutti/catalog"
	"tutti/diag"
)

func checkCommand(w world) *cobra.Command {
	c := &cobra.Command{
		Use:   "check [DIR|FILE…]",
		Short: "Tell everything that is wrong with a project or with workflow files",
		Long: `Tell everything that is wrong with a project or with workflow files, each
finding as file:line:col: severity code: message, with a mend where there is one.
A file is checked together with the project around it. Exit code 3 if there are errors.`,
		Example: `  tutti check
  tutti check examples/shop
  tutti check workflows/checkout.yaml -o json`,
	}
	format := outputFlag(c)
	c.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			args = []string{"."}
		}
		var all diag.List
		for _, arg := range args {
			found, err := checkOne(arg)
			if err != nil {
				return &exit{exitUsage, err}
			}
			all = append(all, found...)
		}
		all.Sort()
		return report(w, all, *format)
	}
	return c
}

// checkOne checks a project's folder, or one file with the project around it.
func checkOne(arg string) (diag.List, error) {
	info, err := os.Stat(arg)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		_, found, err := catalog.Load(arg)
		return found, err
	}
	dir := catalog.Find(arg)
	if dir == "" {
		_, found, err := catalog.LoadFile(arg, nil)
		return found, err
	}
	_, found, err := catalog.Load(dir)
	if err != nil {
		return nil, err
	}
	return only(found, info), nil
}

// only keeps the findings in one file, and those in files that all workflows stand on.
func only(found diag.List, file os.FileInfo) diag.List {
	var out diag.List
	for _, d := range found {
		if at, err := os.Stat(d.Pos.File); err == nil && os.SameFile(at, file) {
			out.Add(d)
		}
	}
	return out
}

func report(w world, found diag.List, format string) error {
	if format == "json" {
		if err := printJSON(w.out, findings(found)); err != nil {
			return err
		}
	} else {
		printFindings(w.out, found)
	}
	if format == "text" && w.terminal && len(found) > 0 {
		_, _ = fmt.Fprintln(w.err, hint(found))
	}
	if found.HasErrors() {
		return &exit{code: exitCheck}
	}
	if format == "text" && len(found) == 0 {
		_, _ = fmt.Fprintln(w.out, "no findings")
	}
	return nil
}
