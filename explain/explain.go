// Package explain says what each code of a finding means: in words, with a project
// that has the finding, and with the mend. It finds nothing itself.
package explain

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

// The explanations, one file each. A file begins with the title, an empty line and
// the text; then come the files of the example:
//
//	bad/…     a project that has the finding; what it lacks is that of project.txtar
//	finding   what the command says
//	good/…    the files that mend it
//	command   the command, where it is not tutti check
//
// A command "none" is for what no file in the language of Tutti leads to. For what
// else may stand in a file of an example see Expand.
//
//go:embed codes/*.txtar
var codes embed.FS

// Explanation is what there is to say about one code.
type Explanation struct {
	Code    string
	Title   string // without a final stop
	Text    string // paragraphs with an empty line between them
	Example Example
}

// Example is a project that has the finding, and how it is mended.
type Example struct {
	Command  string   // that says so; "": no file in the language of Tutti leads to it
	Files    []File   // of the project, as far as Project has not the same
	Findings []string // what the command says, line by line
	Mended   []File   // those that are other then
}

// File is a file of an example, with its path in the project.
type File struct{ Name, Text string }

// Group is the codes of one letter.
type Group struct{ Letter, Title string }

// Groups are all groups, in the order in which a project is read and checked.
func Groups() []Group {
	return []Group{
		{"Y", "the YAML of a file"},
		{"K", "the keys of the language"},
		{"V", "values and where expressions stand in them"},
		{"N", "names and variables"},
		{"X", "expressions"},
		{"T", "types of values, as contracts and expressions say them"},
		{"S", "services, and what is called, run, sent and asked"},
		{"F", "the flow of steps"},
		{"G", "routes of the gateway"},
		{"C", "documents of contracts"},
		{"J", "schemas"},
		{"P", "projects"},
		{"M", "scripts of simulations"},
	}
}

// Group is what the code belongs to.
func (e Explanation) Group() string { return e.Code[:1] }

// All are the explanations, by group and code.
func All() ([]Explanation, error) {
	files, err := fs.Glob(codes, "codes/[A-Z][0-9][0-9][0-9].txtar")
	if err != nil {
		return nil, err
	}
	var out []Explanation
	for _, file := range files {
		e, err := load(file)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b Explanation) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Code, b.Code)) })
	return out, nil
}

func rank(e Explanation) int {
	return slices.IndexFunc(Groups(), func(g Group) bool { return g.Letter == e.Group() })
}

// Project is the project that the examples stand in: each has these files where it
// brings none of its own.
func Project() ([]File, error) {
	b, err := codes.ReadFile("codes/project.txtar")
	if err != nil {
		return nil, err
	}
	return filesOf(txtar.Parse(b), ""), nil
}

func load(file string) (Explanation, error) {
	b, err := codes.ReadFile(file)
	if err != nil {
		return Explanation{}, err
	}
	return parse(strings.TrimSuffix(path.Base(file), ".txtar"), b)
}

// parse reads the file of a code.
func parse(code string, b []byte) (Explanation, error) {
	a := txtar.Parse(b)
	title, text, ok := strings.Cut(strings.TrimSpace(string(a.Comment)), "\n\n")
	if !ok || strings.Contains(title, "\n") {
		return Explanation{}, fmt.Errorf("explain %s: it begins with a title, an empty line and a text", code)
	}
	e := Explanation{Code: code, Title: title, Text: text, Example: Example{
		Command: "tutti check", Files: filesOf(a, "bad/"), Mended: filesOf(a, "good/"),
	}}
	for _, f := range a.Files {
		body := strings.TrimSpace(string(f.Data))
		switch {
		case f.Name == "finding":
			e.Example.Findings = strings.Split(body, "\n")
		case f.Name == "command":
			e.Example.Command = strings.TrimPrefix(body, "none")
		case !strings.HasPrefix(f.Name, "bad/") && !strings.HasPrefix(f.Name, "good/"):
			return Explanation{}, fmt.Errorf("explain %s: no example has a part %q", code, f.Name)
		}
	}
	return e, nil
}

// filesOf are the files below a folder of an archive.
func filesOf(a *txtar.Archive, folder string) []File {
	var out []File
	for _, f := range a.Files {
		if name, ok := strings.CutPrefix(f.Name, folder); ok {
			out = append(out, File{name, string(f.Data)})
		}
	}
	return out
}
