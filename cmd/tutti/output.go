package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"tutti/diag"
)

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// outputFlag adds -o to a command; its value is checked before the command runs.
func outputFlag(c *cobra.Command) *string {
	format := c.Flags().StringP("output", "o", "text", "text or json")
	c.PreRunE = func(*cobra.Command, []string) error {
		if *format != "text" && *format != "json" {
			return fmt.Errorf("-o %s: say text or json", *format)
		}
		return nil
	}
	return format
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// finding is a diagnostic as scripts read it.
type finding struct {
	File       string `json:"file"`
	Line       int    `json:"line"`
	Column     int    `json:"column"`
	Severity   string `json:"severity"`
	Code       string `json:"code"`
	Message    string `json:"message"`
	Suggestion string `json:"suggestion"`
}

func findings(l diag.List) []finding {
	out := make([]finding, 0, len(l))
	for _, d := range l {
		out = append(out, finding{d.Pos.File, d.Pos.Line, d.Pos.Col, d.Severity.String(), d.Code, d.Message, d.Suggestion})
	}
	return out
}

// printFindings says each finding on a line of its own.
func printFindings(w io.Writer, l diag.List) {
	for _, d := range l {
		_, _ = fmt.Fprintln(w, d)
	}
}
