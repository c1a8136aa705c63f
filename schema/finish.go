package schema

import (
	"slices"

	"tutti/diag"
)

// finish looks at the new schemas once all they refer to is there.
func (c *Compiler) finish() {
	for _, s := range c.fresh {
		s.characterize()
	}
	walk := cycles{entered: map[*Schema]bool{}}
	for _, s := range c.fresh {
		walk.from(s, c)
	}
	c.fresh = nil
}

// characterize sets the traits that follow from what the schema says.
func (s *Schema) characterize() {
	m := s.rare()
	if s.ref != nil || m.allOf != nil || m.anyOf != nil || m.oneOf != nil || m.rules != nil || s.traits&closing != 0 || s.res.family.dynamic {
		s.traits |= composed
	}
	if s.traits&(composed|never|nullable) == 0 && s.types == 0 && s.format <= formatOther && s.simple() && m.silent() {
		s.traits |= plain
	}
	s.requirements()
}

// requirements makes the required names differ, so that they can be counted.
func (s *Schema) requirements() {
	if s.members == nil {
		return
	}
	seen := make(map[string]bool, len(s.members.required))
	s.members.required = slices.DeleteFunc(s.members.required, func(name string) bool {
		again := seen[name]
		seen[name] = true
		return again
	})
	if slices.ContainsFunc(s.members.required, func(name string) bool { return s.find(name) < 0 }) {
		s.traits |= loose
	}
}

// simple tells whether the common keywords say nothing.
func (s *Schema) simple() bool {
	return s.members == nil && s.items == nil
}

// silent tells whether the rarer keywords say nothing of a value.
func (m *more) silent() bool {
	return m.enum == nil && m.number == nil && m.text == nil && m.list == nil && m.object == nil
}

// cycles finds schemas that would apply to the same value again and again.
type cycles struct {
	entered map[*Schema]bool // those on the stack
	stack   []step
}

// step is a schema and those that apply to the same value as it does, without the ones that were gone through.
type step struct {
	schema *Schema
	edges  []**Schema
}

// from goes through all that applies to the same value as s, and cuts what leads back.
func (w *cycles) from(s *Schema, c *Compiler) {
	w.enter(s)
	for len(w.stack) > 0 {
		top := &w.stack[len(w.stack)-1]
		if len(top.edges) == 0 {
			delete(w.entered, top.schema)
			top.schema.traits |= settled
			w.stack = w.stack[:len(w.stack)-1]
			continue
		}
		edge := top.edges[0]
		top.edges = top.edges[1:]
		if w.entered[*edge] {
			c.set.Found.Add(diag.Diagnostic{
				Pos: top.schema.At(), Severity: diag.Warning, Code: CodeCycle,
				Message:    "this schema is a part of itself: what it would have to be of itself again is not looked at",
				Suggestion: "let one of the two refer to the other, not both",
			})
			*edge = &Schema{traits: plain}
			continue
		}
		w.enter(*edge)
	}
}

// enter begins with s, if it is made of others and was not gone through before.
func (w *cycles) enter(s *Schema) {
	if s.traits&composed == 0 || s.traits&settled != 0 {
		return
	}
	w.entered[s] = true
	w.stack = append(w.stack, step{s, s.edges()})
}

// edges are the places of the schemas that apply to the same value.
func (s *Schema) edges() []**Schema {
	var all []**Schema
	add := func(edges ...**Schema) {
		for _, e := range edges {
			if *e != nil {
				all = append(all, e)
			}
		}
	}
	add(&s.ref)
	m := s.more
	if m == nil {
		return all
	}
	for _, parts := range [][]*Schema{m.allOf, m.anyOf, m.oneOf} {
		for i := range parts {
			add(&parts[i])
		}
	}
	if r := m.rules; r != nil {
		add(&r.not, &r.test, &r.then, &r.orElse)
	}
	if m.object != nil {
		for i := range m.object.dependent {
			add(&m.object.dependent[i].schema)
		}
	}
	return all
}
