package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manCommand is for those who package tutti, so the help does not list it.
func manCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "man DIR",
		Short:   "Write the manual pages, made from the help, into a folder",
		Example: `  tutti man share/man/man1 && man -l share/man/man1/tutti.1`,
		Hidden:  true,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := writeManual(c.Root(), args[0]); err != nil {
				return &exit{exitFailed, err}
			}
			return nil
		},
	}
}

func writeManual(root *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, c := range manualOf(root) {
		if err := os.WriteFile(filepath.Join(dir, pageName(c)+".1"), []byte(manPage(c)), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// manualOf is the commands that have a page: all that the help lists.
func manualOf(root *cobra.Command) []*cobra.Command {
	out := []*cobra.Command{root}
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" {
			out = append(out, c)
		}
	}
	return out
}

// pageName is tutti, tutti-check, and so on.
func pageName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

func manPage(c *cobra.Command) string {
	var b strings.Builder
	name := pageName(c)
	fmt.Fprintf(&b, ".TH \"%s\" 1 \"\" \"tutti %s\" \"Tutti\"\n", roff(strings.ToUpper(name)), roff(version))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(name), roff(c.Short))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n", roff(synopsis(c)))
	if c.Long != "" {
		b.WriteString(".SH DESCRIPTION\n" + roffText(c.Long))
	}
	manCommands(&b, c)
	manOptions(&b, c)
	if c.Example != "" {
		b.WriteString(".SH EXAMPLES\n" + roffText(c.Example))
	}
	b.WriteString(".SH EXIT STATUS\n" + roffText(exitCodesHelp().Long))
	manSeeAlso(&b, c)
	return b.String()
}

func synopsis(c *cobra.Command) string {
	if c.HasParent() {
		return c.UseLine()
	}
	return c.Name() + " COMMAND"
}

func manCommands(b *strings.Builder, c *cobra.Command) {
	if c.HasParent() {
		return
	}
	b.WriteString(".SH COMMANDS\n")
	for _, sub := range manualOf(c)[1:] {
		fmt.Fprintf(b, ".TP\n.B %s\n%s\n", roff(sub.Name()), roff(sub.Short))
	}
}

func manOptions(b *strings.Builder, c *cobra.Command) {
	if !c.HasAvailableLocalFlags() {
		return
	}
	b.WriteString(".SH OPTIONS\n")
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			fmt.Fprintf(b, ".TP\n.B %s\n%s\n", roff(flagName(f)), roff(flagUsage(f)))
		}
	})
}

func flagName(f *pflag.Flag) string {
	name := "--" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	if kind, _ := pflag.UnquoteUsage(f); kind != "" {
		name += " " + kind
	}
	return name
}

// flagUsage tells the default too, unless the usage does or there is none.
func flagUsage(f *pflag.Flag) string {
	_, usage := pflag.UnquoteUsage(f)
	switch f.DefValue {
	case "", "false", "0s", "[]":
		return usage
	}
	return fmt.Sprintf("%s (default %s)", usage, f.DefValue)
}

func manSeeAlso(b *strings.Builder, c *cobra.Command) {
	var pages []string
	for _, other := range manualOf(c.Root()) {
		if other != c && (other == c.Parent() || c == other.Parent()) {
			pages = append(pages, roff(pageName(other))+"(1)")
		}
	}
	b.WriteString(".SH SEE ALSO\n" + strings.Join(pages, ",\n") + "\n")
}

// roffText sets a text: paragraphs flow, and what is indented stays as it is.
func roffText(text string) string {
	var b strings.Builder
	shown := false
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		indented := strings.HasPrefix(line, "  ")
		switch {
		case line == "" && !shown:
			b.WriteString(".PP\n")
			continue
		case indented && !shown:
			b.WriteString(".RS\n.nf\n")
			shown = true
		case line != "" && !indented && shown:
			b.WriteString(".fi\n.RE\n")
			shown = false
		}
		b.WriteString(roff(strings.TrimPrefix(line, "  ")) + "\n")
	}
	if shown {
		b.WriteString(".fi\n.RE\n")
	}
	return b.String()
}

// roff writes a line so that nothing in it is taken for a command.
func roff(line string) string {
	line = strings.NewReplacer(`\`, `\e`, `-`, `\-`, `"`, `\(dq`, `'`, `\(aq`, "`", `\(ga`, `^`, `\(ha`, `~`, `\(ti`).Replace(line)
	if strings.HasPrefix(line, ".") {
		return `\&` + line
	}
	return line
}
