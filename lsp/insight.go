package lsp

import (
	"slices"
	"strings"

	"tutti/check"
	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/shape"
	"tutti/value"
)

// reading is a text of a workflow as it was read, and who sees which name.
type reading struct {
	def   *flow.Definition
	names *flow.Names
}

// read reads a text in the place of the document; nil if it cannot be read at all.
func (v *view) read(src string) *reading {
	def, _ := tutti.Workflow(v.path, []byte(src))
	if def == nil {
		return nil
	}
	names, _ := flow.Resolve(def)
	return &reading{def, names}
}

// insight is a reading with what the checker knows of it.
type insight struct {
	*reading
	info *check.Info
}

// insight reads a text in the place of the document and looks at it with the rules of the project; nil if it cannot be read at all.
func (v *view) insight(src string) *insight {
	r := v.read(src)
	if r == nil {
		return nil
	}
	return &insight{r, check.Inspect(r.def, v.rules(r.def))}
}

// rules are those of the project, with another definition for the document.
func (v *view) rules(def *flow.Definition) check.Config {
	rules := v.catalog.Rules()
	rules.Facts = nil // the text is not what they were gathered from
	rules.Workflows = slices.Clone(rules.Workflows)
	for i, m := range rules.Workflows {
		if m.Definition != nil && m.Definition.File == v.path {
			rules.Workflows[i].Name, rules.Workflows[i].Definition = def.Name.Text, def
		}
	}
	return rules
}

// marked is the expression with the mark in it, and where in it that stands.
func (i *reading) marked() (*flow.Expr, int) {
	for _, e := range i.names.Exprs() {
		if at := strings.Index(e.Source, mark); at >= 0 {
			return e, at
		}
	}
	return nil, 0
}

// markedValue is the value that the mark is in: a text, or the object of which it is a name.
func (i *reading) markedValue() flow.Value {
	var found flow.Value
	eachStep(i.def.Steps, func(s *flow.Step) {
		for _, v := range valuesOf(s.Do) {
			if m := markedIn(v); m != nil {
				found = m
			}
		}
	})
	return found
}

// expectedAt is what may stand where the mark is in a text, by a contract or another workflow.
func (v *view) expectedAt(src string) shape.Shape {
	in := v.insight(src)
	if in == nil {
		return shape.Any()
	}
	value := in.markedValue()
	if value == nil {
		return shape.Any()
	}
	s, _ := in.info.At(value)
	return s
}

func markedIn(v flow.Value) flow.Value {
	switch v := v.(type) {
	case *flow.Literal:
		if v.JSON.Kind() == value.String && strings.Contains(v.JSON.Text(), mark) {
			return v
		}
	case *flow.Expr:
		if strings.Contains(v.Source, mark) {
			return v
		}
	case *flow.Object:
		for _, f := range v.Fields {
			if strings.Contains(f.Name.Text, mark) {
				return v
			}
			if m := markedIn(f.Value); m != nil {
				return m
			}
		}
	case *flow.Array:
		for _, item := range v.Items {
			if m := markedIn(item); m != nil {
				return m
			}
		}
	}
	return nil
}

// valuesOf are the values of an action that a contract or another workflow may say something about.
func valuesOf(do flow.Action) []flow.Value {
	switch a := do.(type) {
	case *flow.Call:
		return []flow.Value{a.With, a.Body}
	case *flow.Run:
		return []flow.Value{a.With}
	case *flow.Return:
		return []flow.Value{a.Body}
	case *flow.Emit:
		return []flow.Value{a.Data}
	case *flow.Fail:
		return []flow.Value{a.Error}
	case *flow.Await:
		return []flow.Value{&flow.Object{Fields: a.Match}}
	case *flow.Set:
		return []flow.Value{&flow.Object{Fields: a.Fields}}
	}
	return nil
}
