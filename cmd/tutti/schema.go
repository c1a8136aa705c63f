package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tutti/diag"
	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/simulate"
	"tutti/value"
)

// schemas are the kinds of files that `tutti schema` knows.
var schemas = []string{"workflow", "project", "test"}

func schemaCommand(w world) *cobra.Command {
	var defaults bool
	c := &cobra.Command{
		Use:   "schema workflow|project|test",
		Short: "Print the JSON Schema of a kind of file, for editors",
		Long: `Print the JSON Schema (2020-12) of a kind of file, made from the tables that the parser
goes by: an editor that knows it completes keys and marks those that do not belong there.

  workflow   the files in the folder workflows
  project    tutti.yaml
  test       the file that tutti run --simulate takes; the language of tests comes later

What depends on other files (names, operations, types) only tutti check and tutti lsp see.

In an editor with yaml-language-server, begin the file with the line

  # yaml-language-server: $schema=../tutti-workflow.json`,
		Example: `  tutti schema workflow > tutti-workflow.json
  tutti schema project > tutti-project.json
  tutti schema --defaults`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: schemas,
	}
	c.Flags().BoolVar(&defaults, "defaults", false, "print the limits that hold where nothing else is said")
	format := outputFlag(c)
	c.RunE = func(_ *cobra.Command, args []string) error {
		switch {
		case defaults && len(args) > 0:
			return errors.New("--defaults is a table of its own: leave out " + args[0])
		case defaults:
			return printDefaults(w, *format)
		case len(args) == 0:
			return errors.New("say which: " + c.Use)
		}
		schema, err := schemaOf(args[0])
		if err != nil {
			return err
		}
		return printJSON(w.out, schema)
	}
	return c
}

func schemaOf(file string) (value.Value, error) {
	if file == "test" {
		return simulate.JSONSchema(), nil
	}
	if v, ok := tutti.JSONSchema(file); ok {
		return v, nil
	}
	mend := diag.DidYouMean(file, schemas)
	if mend == "" {
		mend = "there is " + strings.Join(schemas, ", ")
	}
	return value.Value{}, fmt.Errorf("there is no schema of a %s (%s)", file, mend)
}

// limit is a default as scripts read it.
type limit struct {
	Limit string `json:"limit"`
	Value string `json:"value"`
}

func printDefaults(w world, format string) error {
	all := flow.DefaultLimits().Words()
	if format == "json" {
		out := make([]limit, len(all))
		for i, l := range all {
			out[i] = limit{l.Name, l.Value}
		}
		return printJSON(w.out, out)
	}
	widest := len(slices.MaxFunc(all, func(a, b flow.Limit) int { return len(a.Name) - len(b.Name) }).Name)
	for _, l := range all {
		if _, err := fmt.Fprintf(w.out, "%-*s  %s\n", widest, l.Name, l.Value); err != nil {
			return err
		}
	}
	return nil
}
