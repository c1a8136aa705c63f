package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tutti/diag"
	"tutti/explain"
)

func explainCommand(w world) *cobra.Command {
	c := &cobra.Command{
		Use:   "explain [CODE]",
		Short: "Say what a finding means, with an example and its mend",
		Long: `Say what a finding means. CODE is what stands behind error or warning in a finding; it
gets a text, a project that has the finding, and the mend. Without CODE all of them are
listed. "project" shows the project that the examples stand in.`,
		Example: `  tutti explain S402
  tutti explain
  tutti explain project`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeCodes,
	}
	format := outputFlag(c)
	c.RunE = func(_ *cobra.Command, args []string) error {
		all, err := explain.All()
		switch {
		case err != nil:
			return &exit{exitFailed, err}
		case len(args) == 0:
			return listCodes(w.out, all, *format)
		case args[0] == "project":
			return printProject(w.out, *format)
		}
		e, err := codeOf(all, args[0])
		if err != nil {
			return err
		}
		return printExplanation(w.out, e, *format)
	}
	return c
}

func codeOf(all []explain.Explanation, code string) (explain.Explanation, error) {
	var codes []string
	for _, e := range all {
		if strings.EqualFold(e.Code, code) {
			return e, nil
		}
		codes = append(codes, e.Code)
	}
	mend := diag.DidYouMean(code, codes)
	if mend == "" {
		mend = "tutti explain lists them"
	}
	return explain.Explanation{}, fmt.Errorf("there is no code %q (%s)", code, mend)
}

// codeTitle is a code in the list, as scripts read it.
type codeTitle struct {
	Code  string `json:"code"`
	Group string `json:"group"`
	Title string `json:"title"`
}

func listCodes(w io.Writer, all []explain.Explanation, format string) error {
	groups := map[string]string{}
	for _, g := range explain.Groups() {
		groups[g.Letter] = g.Title
	}
	out := make([]codeTitle, len(all))
	for i, e := range all {
		out[i] = codeTitle{e.Code, groups[e.Group()], e.Title}
	}
	if format == "json" {
		return printJSON(w, out)
	}
	var b strings.Builder
	for i, c := range out {
		if i > 0 && out[i-1].Group != c.Group {
			b.WriteByte('\n')
		}
		if i == 0 || out[i-1].Group != c.Group {
			fmt.Fprintf(&b, "%s: %s\n", c.Code[:1], c.Group)
		}
		fmt.Fprintf(&b, "  %s  %s\n", c.Code, c.Title)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// exampleFile is a file as scripts read it.
type exampleFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

func filesForScripts(files []explain.File) []exampleFile {
	out := make([]exampleFile, len(files))
	for i, f := range files {
		out[i] = exampleFile(f)
	}
	return out
}

func printProject(w io.Writer, format string) error {
	files, err := explain.Project()
	if err != nil {
		return &exit{exitFailed, err}
	}
	if format == "json" {
		return printJSON(w, filesForScripts(files))
	}
	texts := make([]string, len(files))
	for i, f := range files {
		texts[i] = fileText(f)
	}
	_, err = io.WriteString(w, strings.Join(texts, "\n"))
	return err
}

// explanation is an explanation as scripts read it.
type explanation struct {
	Code     string        `json:"code"`
	Title    string        `json:"title"`
	Text     string        `json:"text"`
	Command  string        `json:"command"`
	Files    []exampleFile `json:"files"`
	Findings []string      `json:"findings"`
	Mended   []exampleFile `json:"mended"`
}

func printExplanation(w io.Writer, e explain.Explanation, format string) error {
	x := e.Example
	if format == "json" {
		return printJSON(w, explanation{
			e.Code, e.Title, e.Text, x.Command, filesForScripts(x.Files), append([]string{}, x.Findings...), filesForScripts(x.Mended),
		})
	}
	mends, err := x.Mends()
	if err != nil {
		return &exit{exitFailed, err}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n%s\n", e.Code, e.Title, e.Text)
	for _, f := range x.Files {
		b.WriteString("\n" + fileText(f))
	}
	if x.Shortened() {
		b.WriteString("\n" + explain.Notation + ".\n")
	}
	if len(x.Findings) > 0 {
		fmt.Fprintf(&b, "\n%s says\n\n%s", cmp.Or(x.Command, "it"), indented(x.Findings, "  "))
	}
	for _, m := range mends {
		b.WriteString("\n" + mendText(m))
	}
	_, err = io.WriteString(w, b.String())
	return err
}

func fileText(f explain.File) string {
	return f.Name + "\n\n" + indented(strings.Split(strings.TrimSuffix(f.Text, "\n"), "\n"), "  ")
}

func mendText(m explain.Mend) string {
	if m.Removed {
		return "the mend: remove " + m.File + "\n"
	}
	return fmt.Sprintf("the mend, in line %d of %s\n\n%s%s", m.Line, m.File, indented(m.Out, "- "), indented(m.In, "+ "))
}

func indented(lines []string, by string) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(strings.TrimRight(by+l, " ") + "\n")
	}
	return b.String()
}

// hint is a line for people about the first finding of a list, errors first.
func hint(found diag.List) string {
	i := slices.IndexFunc(found, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
	return fmt.Sprintf("tutti explain %s says more", found[max(i, 0)].Code)
}
