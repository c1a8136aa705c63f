package lsp

import (
	"fmt"
	"slices"
	"strings"

	"tutti/check"
	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/schema"
	"tutti/shape"
)

// hoverAt is what is known of the word at a position; null if nothing.
func hoverAt(v *view, p positionParams) (any, error) {
	if v.language == other {
		return nil, nil
	}
	s, ok := v.wordAt(p.Position)
	if !ok {
		return nil, nil
	}
	g := newGrammar()
	at, ok := g.slot(v.language, s)
	if !ok {
		return nil, nil
	}
	about := v.aboutValue
	if s.isKey {
		about = v.aboutKey
	}
	text := about(s, at)
	if text == "" {
		return nil, nil
	}
	return hover{Contents: markup{"markdown", text}}, nil
}

// wordAt is what is around the word at a position. In front of a $ it is the variable, not what stands before it.
func (v *view) wordAt(p position) (*spot, bool) {
	at := v.text.offset(p)
	if strings.HasPrefix(v.text.src[at:], "$") {
		at++
	}
	return probeAt(v.text, at, false)
}

// aboutKey tells what a key of the language means, or a name in data by its contract.
func (v *view) aboutKey(s *spot, at slot) string {
	name := s.front + s.back
	if at.section != nil {
		i := slices.IndexFunc(at.section.Keys, func(k tutti.Key) bool { return k.Name == name })
		if i < 0 || at.form != one && at.form != oneOrList {
			return ""
		}
		k := at.section.Keys[i]
		return paragraphs("**"+k.Name+"**: "+k.Kind, k.Doc)
	}
	if at.key == nil {
		return ""
	}
	if op, ok := operationOf(v.catalog.Rules(), at.holder); ok && at.key.Name == "with" && len(at.inner) == 0 {
		if in, ok := inputOf(op, name); ok {
			return paragraphs(code(inputLine(in)), in.Doc)
		}
	}
	f, is := v.expectedAt(s.src).Field(strings.TrimSpace(name))
	if is == shape.Never || is == shape.Open {
		return ""
	}
	return paragraphs(code(name+": "+f.String()), f.Doc())
}

// aboutValue tells what a value names.
func (v *view) aboutValue(s *spot, at slot) string {
	if at.key == nil {
		return ""
	}
	switch value := s.front + s.back; {
	case at.key.Kind == anOperation:
		if op, ok := operationOf(v.catalog.Rules(), at.holder); ok {
			return aboutOperation(value, op)
		}
		return ""
	case at.key.Name == "run" && at.key.Verb:
		return v.aboutWorkflow(value)
	case at.key.Name == "name" && v.language == workflowFile:
		return v.aboutStep(value)
	}
	t, ok := v.targetAt(s)
	if !ok {
		return ""
	}
	return aboutTarget(t)
}

// aboutTarget tells of a variable or a field what it is.
func aboutTarget(t target) string {
	known, ok := t.shape()
	if !ok {
		return ""
	}
	if t.field {
		return paragraphs(code(t.name+": "+known.String()), known.Doc())
	}
	what := ""
	if variable, ok := t.variable(); ok {
		what = variable.What
	}
	return paragraphs(code("$"+t.name+": "+known.String()), what, known.Doc())
}

// aboutOperation is what a contract says of an operation.
func aboutOperation(name string, op check.Operation) string {
	var lines []string
	for _, in := range op.Inputs {
		lines = append(lines, "  "+inputLine(in))
	}
	for _, a := range op.Answers {
		is := "nothing"
		if !a.Empty {
			is = shape.FromSchema(a.Schema, name, schema.Response).String()
		}
		lines = append(lines, a.Status+": "+is)
	}
	if r := route(op); r != "" {
		name += "   " + r
	}
	return paragraphs(code(strings.Join(append([]string{name}, lines...), "\n")), op.Doc, op.Unsupported)
}

func inputLine(in check.Input) string {
	optional := "?"
	if in.Required {
		optional = ""
	}
	return fmt.Sprintf("%s%s: %s", in.Name, optional, inputShape(in))
}

func inputOf(op check.Operation, name string) (check.Input, bool) {
	i := slices.IndexFunc(op.Inputs, func(in check.Input) bool { return in.Name == name })
	if i < 0 {
		return check.Input{}, false
	}
	return op.Inputs[i], true
}

// aboutWorkflow tells how another workflow starts.
func (v *view) aboutWorkflow(name string) string {
	w := v.catalog.Workflow(name)
	if w == nil {
		return ""
	}
	lines := []string{"workflow " + name}
	for _, t := range w.Definition.Triggers {
		if h, ok := t.(*flow.HTTP); ok {
			lines = append(lines, h.Method+" "+h.Path)
		}
	}
	return code(strings.Join(lines, "\n"))
}

// aboutStep tells what the value of a step is.
func (v *view) aboutStep(name string) string {
	in := v.insight(v.text.src)
	if in == nil {
		return ""
	}
	var found *flow.Step
	eachStep(in.def.Steps, func(s *flow.Step) {
		if s.Name.Text == name {
			found = s
		}
	})
	if found == nil {
		return ""
	}
	known := in.info.Value(found)
	return paragraphs(code("$"+name+": "+known.String()), known.Doc())
}

func code(s string) string { return "```\n" + s + "\n```" }

// paragraphs joins what there is to say.
func paragraphs(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), "\n\n")
}

func inputShape(in check.Input) shape.Shape {
	return shape.FromSchema(in.Schema, in.Name, schema.Request)
}
