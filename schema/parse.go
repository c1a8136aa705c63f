package schema

import (
	"errors"

	"tutti/document"
	"tutti/value"
)

// Parse is the schema that a value is: a form, which stands in no file. A $ref leads only to other parts of it.
func Parse(text value.Value) (*Schema, error) {
	set := document.NewSet(func(string) ([]byte, error) { return nil, errors.New("a form refers only to itself") })
	n := set.Take("form.json", text.Raw())
	if err := set.Found.Err(); err != nil {
		return nil, err
	}
	s := NewCompiler(set).Compile(n, Draft2020)
	if err := set.Found.Err(); err != nil {
		return nil, err
	}
	return s, nil
}
