package explain

import (
	"slices"
	"strings"
)

// Mend is what becomes of one file.
type Mend struct {
	File    string
	Removed bool
	Change
}

// Change is one stretch of lines that is taken out and what is put in its place.
type Change struct {
	Line    int // of the first, before the mend
	Out, In []string
}

// Mends are the changes that mend the example.
func (e Example) Mends() ([]Mend, error) {
	base, err := Project()
	if err != nil {
		return nil, err
	}
	var out []Mend
	for _, f := range e.Mended {
		before := ""
		same := func(g File) bool { return g.Name == f.Name }
		for _, files := range [][]File{base, e.Files} {
			if i := slices.IndexFunc(files, same); i >= 0 {
				before = files[i].Text
			}
		}
		out = append(out, Mend{f.Name, f.Text == "", ChangeOf(before, f.Text)})
	}
	return out, nil
}

// ChangeOf is what became of a text: the lines between those that are the same at
// its beginning and at its end.
func ChangeOf(before, after string) Change {
	out, in := lines(before), lines(after)
	c := Change{Line: 1}
	for len(out) > 0 && len(in) > 0 && out[0] == in[0] {
		out, in, c.Line = out[1:], in[1:], c.Line+1
	}
	for len(out) > 0 && len(in) > 0 && out[len(out)-1] == in[len(in)-1] {
		out, in = out[:len(out)-1], in[:len(in)-1]
	}
	c.Out, c.In = out, in
	return c
}

// lines are the lines of a text without their ends; none of an empty one.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}
