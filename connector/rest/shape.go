package rest

import "tutti/document"

// field is one member that a contract gives the body of a request.
type field struct {
	name     string
	required bool
	nullable bool
}

// shape is what a schema says about an object: its fields, and whether others are allowed or unknown.
//
// JSON Schema allows other members unless told otherwise. Contracts rarely tell, and mean to list all fields; so
// a shape is open only if the schema says so, or lists none.
type shape struct {
	fields []field
	index  map[string]int
	open   bool
	other  bool // a type that is no object is allowed
	object bool // an object is allowed, by name of the type
	seen   map[document.Node]bool
}

// shapeOf merges what a schema and all it is made of say.
func (l *loader) shapeOf(schema document.Node) *shape {
	s := &shape{index: map[string]int{}, seen: map[document.Node]bool{}}
	l.merge(s, schema)
	closed := schema.IsFalse() || schema.Get("additionalProperties").IsFalse()
	if len(s.fields) == 0 && s.takesObject() && !closed {
		s.open = true
	}
	return s
}

// takesObject tells whether an object may be sent.
func (s *shape) takesObject() bool { return s.object || !s.other }

// merge adds what one schema says. A schema counts once, however often it is met, so cycles end.
func (l *loader) merge(s *shape, schema document.Node) {
	if schema.IsTrue() || !schema.OK() {
		s.open = true
		return
	}
	if !schema.IsMapping() {
		if !schema.IsFalse() {
			l.set.Found.Errorf(schema.Pos(), codeShape, "a schema is a mapping, true or false")
		}
		return
	}
	if s.seen[schema] || !l.worth(schema) {
		return
	}
	s.seen[schema] = true
	if ref := schema.Ref(); ref.OK() {
		if !l.set.Follow(schema).OK() {
			return
		}
		l.merge(s, l.set.Resolve(ref)) // one step at a time: what stands beside a $ref counts too
	}
	for part := range schema.Get("allOf").Elems() {
		l.merge(s, part)
	}
	s.types(schema.Get("type"))
	l.properties(s, schema)
	l.alternatives(s, schema)
	for _, key := range []string{"additionalProperties", "unevaluatedProperties"} {
		if more := schema.Get(key); more.OK() && !more.IsFalse() {
			s.open = true
		}
	}
	for _, key := range []string{"patternProperties", "propertyNames", "dependentSchemas", "then", "else"} {
		if schema.Get(key).OK() {
			s.open = true
		}
	}
}

func (s *shape) types(t document.Node) {
	for _, name := range words(t) {
		switch name {
		case "object":
			s.object = true
		case "null":
		default:
			s.other = true
		}
	}
}

// words is a word or a list of words.
func words(s document.Node) []string {
	if w := s.Text(); w != "" {
		return []string{w}
	}
	var all []string
	for e := range s.Elems() {
		all = append(all, e.Text())
	}
	return all
}

func (l *loader) properties(s *shape, schema document.Node) {
	if p := schema.Get("properties"); p.OK() && !p.IsMapping() {
		l.set.Found.Errorf(p.Pos(), codeShape, "properties is a mapping of names to schemas")
	}
	for name, property := range schema.Get("properties").Members() {
		s.add(field{name: name.Text(), nullable: l.nullable(property, 0)})
		s.object = true
	}
	for _, name := range words(schema.Get("required")) {
		if property := schema.Get("properties").Get(name); property.OK() && l.set.Follow(property).Get("readOnly").IsTrue() {
			continue
		}
		s.add(field{name: name, required: true, nullable: true})
	}
}

// add enters a field, or what else is known about it: required if anyone says so, nullable only if all agree.
func (s *shape) add(f field) {
	i, ok := s.index[f.name]
	if !ok {
		s.index[f.name] = len(s.fields)
		s.fields = append(s.fields, f)
		return
	}
	known := &s.fields[i]
	known.required = known.required || f.required
	known.nullable = known.nullable && f.nullable
}

// alternatives adds the fields of each branch; which branch is meant is not known here, so none is required.
func (l *loader) alternatives(s *shape, schema document.Node) {
	for _, key := range []string{"oneOf", "anyOf"} {
		for branch := range schema.Get(key).Elems() {
			b := &shape{index: map[string]int{}, seen: s.seen}
			l.merge(b, branch)
			for _, f := range b.fields {
				f.required = false
				s.add(f)
			}
			s.open = s.open || b.open
			s.object = s.object || b.object
			s.other = s.other || b.other
		}
	}
}

// nullable tells whether a schema allows null: by type in OpenAPI 3.1, by `nullable` in 3.0, or by saying
// nothing about the type.
func (l *loader) nullable(schema document.Node, depth int) bool {
	if !schema.OK() || schema.IsTrue() {
		return true
	}
	if depth > 64 || !schema.IsMapping() || !l.worth(schema) {
		return false
	}
	if schema.Get("nullable").IsTrue() || schema.Get("const").IsNull() {
		return true
	}
	if t := schema.Get("type"); t.OK() {
		return t.Text() == "null" || t.Has("null")
	}
	if schema.Ref().OK() {
		return l.nullable(l.set.Follow(schema), depth+1)
	}
	for _, key := range []string{"oneOf", "anyOf"} {
		if branches := schema.Get(key); branches.OK() {
			return l.someNullable(branches, depth)
		}
	}
	for part := range schema.Get("allOf").Elems() {
		if !l.nullable(part, depth+1) {
			return false
		}
	}
	if values := schema.Get("enum"); values.OK() {
		return hasNull(values)
	}
	return !schema.Get("const").OK()
}

func (l *loader) someNullable(branches document.Node, depth int) bool {
	for b := range branches.Elems() {
		if l.nullable(b, depth+1) {
			return true
		}
	}
	return false
}

func hasNull(values document.Node) bool {
	for v := range values.Elems() {
		if v.IsNull() {
			return true
		}
	}
	return false
}

// worth counts the schemas looked at. References make a small document stand for a large tree, so looking ends somewhere.
func (l *loader) worth(schema document.Node) bool {
	l.schemas++
	if l.schemas == maxSchemas {
		l.set.Found.Errorf(schema.Pos(), document.CodeSize, "the bodies of the contract are made of more than %d schemas", maxSchemas)
	}
	return l.schemas < maxSchemas
}
