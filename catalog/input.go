package catalog

import (
	"tutti/document"
	"tutti/flow"
	"tutti/schema"
)

// input compiles the schema of a workflow's input. What it refers to is relative to the project.
func (l *loader) input(d *flow.Definition, name string, src []byte) *schema.Schema {
	if d.Input == nil {
		return nil
	}
	set := document.NewSet(l.folder.read)
	compiler := schema.NewCompiler(set)
	compiler.Docs = l.folder.editing()
	s := compiler.Compile(set.Take(name, src).Get("input"), schema.Draft2020)
	l.add(set.Found, "")
	if set.Found.HasErrors() {
		return nil
	}
	return s
}
