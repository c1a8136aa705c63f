package schema

import (
	"errors"
	"unicode/utf8"

	"tutti/diag"
	"tutti/document"
	"tutti/value"
)

// Parse is the schema that a value is: a form, which stands in no file. A $ref leads only to other parts of it. An error
// is a diag.List.
func Parse(text value.Value) (*Schema, error) {
	s, found := parse(text)
	if err := found.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

func parse(text value.Value) (*Schema, diag.List) {
	set := document.NewSet(func(string) ([]byte, error) { return nil, errors.New("a form refers only to itself") })
	s := NewCompiler(set).Compile(set.Take("form.json", text.Raw()), Draft2020)
	return s, set.Found
}

// Flaw is what is wrong with a schema that is a value.
type Flaw struct {
	Instance   string // JSON pointer into the value
	Severity   diag.Severity
	Message    string
	Suggestion string
}

// Flaws is what is wrong with the schema that a value is, by its place in the value: whoever wrote the value in a file
// of his own knows where that is.
func Flaws(text value.Value) []Flaw {
	_, found := parse(text)
	var out []Flaw
	for _, d := range found {
		v := validator{root: text}
		out = append(out, Flaw{v.pointer(placeOf(text.Raw(), d.Pos)), d.Severity, d.Message, d.Suggestion})
	}
	return out
}

// placeOf is the place of a line and column in a text.
func placeOf(text []byte, at diag.Pos) int {
	i := 0
	for line := 1; line < at.Line && i < len(text); i++ {
		if text[i] == '\n' {
			line++
		}
	}
	for col := 1; col < at.Col && i < len(text); col++ {
		_, size := utf8.DecodeRune(text[i:])
		i += size
	}
	return i
}
