package lsp

import (
	"encoding/json"
	"path"
	"path/filepath"
	"strings"

	"tutti/diag"
	"tutti/document"
)

// definition is where the thing at a position is said; null if it is said nowhere.
func definition(v *view, p positionParams) (any, error) {
	s, ok := v.wordAt(p.Position)
	if !ok || v.dir == "" {
		return nil, nil
	}
	at := v.defined(s)
	if at.Line == 0 {
		return nil, nil
	}
	return v.location(at), nil
}

func (v *view) defined(s *spot) diag.Pos {
	if !s.isKey && len(s.path) > 0 && s.path[len(s.path)-1].key == "$ref" {
		return v.referred(s.front + s.back)
	}
	if v.language == other {
		return diag.Pos{}
	}
	at, ok := newGrammar().slot(v.language, s)
	if !ok || at.key == nil {
		return diag.Pos{}
	}
	if s.isKey {
		return v.definedKey(s, at)
	}
	return v.definedValue(s, at)
}

// definedKey is where a contract says what stands in `with`, or in data below it.
func (v *view) definedKey(s *spot, at slot) diag.Pos {
	name := s.front + s.back
	if op, ok := operationOf(v.catalog.Rules(), at.holder); ok && at.key.Name == "with" && len(at.inner) == 0 {
		in, _ := inputOf(op, name)
		return in.At
	}
	f, _ := v.expectedAt(s.src).Field(name)
	return f.At()
}

// definedValue is where what a value names is defined.
func (v *view) definedValue(s *spot, at slot) diag.Pos {
	value := s.front + s.back
	switch {
	case at.key.Kind == anOperation && !strings.Contains(s.front, "."):
		return v.service(value)
	case at.key.Kind == anOperation:
		op, _ := operationOf(v.catalog.Rules(), at.holder)
		return op.At
	case at.key.Name == "run" && at.key.Verb:
		if w := v.catalog.Workflow(value); w != nil {
			return w.Definition.Name.Pos
		}
		return diag.Pos{}
	case at.key.Name == "retry" && at.form == one:
		return v.policy(s, value)
	case at.key.Kind == aPath:
		return diag.Pos{File: filepath.Join(v.dir, filepath.FromSlash(value)), Line: 1, Col: 1}
	}
	t, ok := v.targetAt(s)
	if !ok {
		return diag.Pos{}
	}
	if variable, ok := t.variable(); ok {
		return variable.At
	}
	known, _ := t.shape()
	return known.At()
}

// service is where tutti.yaml declares the service of service.operation.
func (v *view) service(target string) diag.Pos {
	name, _, _ := strings.Cut(target, ".")
	for _, s := range v.catalog.Services {
		if s.Flow.Name.Text == name {
			return s.Flow.Name.Pos
		}
	}
	return diag.Pos{}
}

// policy is where the file defines a retry policy.
func (v *view) policy(s *spot, name string) diag.Pos {
	all := member(s.path[0].node, "retry")
	for i := 0; all != nil && i < len(all.Content); i += 2 {
		if k := all.Content[i]; k.Value == name {
			return diag.Pos{File: v.path, Line: k.Line, Col: k.Column}
		}
	}
	return diag.Pos{}
}

// referred is what a $ref leads to. It is relative to the document, in a workflow to the project.
func (v *view) referred(ref string) diag.Pos {
	name, err := filepath.Rel(v.dir, v.path)
	if err != nil {
		return diag.Pos{}
	}
	name = filepath.ToSlash(name)
	file, fragment, _ := strings.Cut(ref, "#")
	switch {
	case file == "":
		file = name
	case v.language == other:
		file = path.Join(path.Dir(name), file)
	}
	set := document.NewSet(func(name string) ([]byte, error) {
		t := v.textOf(filepath.Join(v.dir, filepath.FromSlash(name)))
		if t == nil {
			return nil, filepath.ErrBadPattern
		}
		return []byte(t.src), nil
	})
	quoted, err := json.Marshal(map[string]string{"$ref": file + "#" + fragment})
	if err != nil {
		return diag.Pos{}
	}
	return set.Resolve(set.Take("editor", quoted).Ref()).Pos()
}

// location is a place in a file of the project, as the protocol says it.
func (v *view) location(at diag.Pos) any {
	name := at.File
	if !filepath.IsAbs(name) {
		name = filepath.Join(v.dir, filepath.FromSlash(name))
	}
	t := v.textOf(name)
	if t == nil {
		return nil
	}
	from := t.place(at.Line, at.Col)
	return location{URI: uriOf(name), Range: t.span(from, wordEnd(t, from))}
}
