package rest

import "go.yaml.in/yaml/v4"

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
	seen   map[*yaml.Node]bool
}

// shapeOf merges what a schema and all it is made of say.
func (l *loader) shapeOf(schema spot) *shape {
	s := &shape{index: map[string]int{}, seen: map[*yaml.Node]bool{}}
	l.merge(s, schema)
	closed := schema.isFalse() || schema.get("additionalProperties").isFalse()
	if len(s.fields) == 0 && s.takesObject() && !closed {
		s.open = true
	}
	return s
}

// takesObject tells whether an object may be sent.
func (s *shape) takesObject() bool { return s.object || !s.other }

// merge adds what one schema says. A schema counts once, however often it is met, so cycles end.
func (l *loader) merge(s *shape, schema spot) {
	if schema.isTrue() || !schema.ok() {
		s.open = true
		return
	}
	if !schema.is(yaml.MappingNode) {
		if !schema.isFalse() {
			l.found.Errorf(schema.pos(), codeShape, "a schema is a mapping, true or false")
		}
		return
	}
	if s.seen[schema.node] || !l.worth(schema) {
		return
	}
	s.seen[schema.node] = true
	if ref := schema.ref(); ref.ok() {
		if !l.follow(schema).ok() {
			return
		}
		l.merge(s, l.resolve(ref)) // one step at a time: what stands beside a $ref counts too
	}
	for part := range schema.get("allOf").elems() {
		l.merge(s, part)
	}
	s.types(schema.get("type"))
	l.properties(s, schema)
	l.alternatives(s, schema)
	for _, key := range []string{"additionalProperties", "unevaluatedProperties"} {
		if more := schema.get(key); more.ok() && !more.isFalse() {
			s.open = true
		}
	}
	for _, key := range []string{"patternProperties", "propertyNames", "dependentSchemas", "then", "else"} {
		if schema.get(key).ok() {
			s.open = true
		}
	}
}

func (s *shape) types(t spot) {
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
func words(s spot) []string {
	if w := s.text(); w != "" {
		return []string{w}
	}
	var all []string
	for e := range s.elems() {
		all = append(all, e.text())
	}
	return all
}

func (l *loader) properties(s *shape, schema spot) {
	if p := schema.get("properties"); p.ok() && !p.is(yaml.MappingNode) {
		l.found.Errorf(p.pos(), codeShape, "properties is a mapping of names to schemas")
	}
	for name, property := range schema.get("properties").members() {
		s.add(field{name: name.text(), nullable: l.nullable(property, 0)})
		s.object = true
	}
	for _, name := range words(schema.get("required")) {
		if property := schema.get("properties").get(name); property.ok() && l.follow(property).get("readOnly").isTrue() {
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
func (l *loader) alternatives(s *shape, schema spot) {
	for _, key := range []string{"oneOf", "anyOf"} {
		for branch := range schema.get(key).elems() {
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
func (l *loader) nullable(schema spot, depth int) bool {
	if !schema.ok() || schema.isTrue() {
		return true
	}
	if depth > maxHops || !schema.is(yaml.MappingNode) || !l.worth(schema) {
		return false
	}
	if schema.get("nullable").isTrue() || schema.get("const").isNull() {
		return true
	}
	if t := schema.get("type"); t.ok() {
		return t.text() == "null" || t.has("null")
	}
	if schema.ref().ok() {
		return l.nullable(l.follow(schema), depth+1)
	}
	for _, key := range []string{"oneOf", "anyOf"} {
		if branches := schema.get(key); branches.ok() {
			return l.someNullable(branches, depth)
		}
	}
	for part := range schema.get("allOf").elems() {
		if !l.nullable(part, depth+1) {
			return false
		}
	}
	if values := schema.get("enum"); values.ok() {
		return hasNull(values)
	}
	return !schema.get("const").ok()
}

func (l *loader) someNullable(branches spot, depth int) bool {
	for b := range branches.elems() {
		if l.nullable(b, depth+1) {
			return true
		}
	}
	return false
}

func hasNull(values spot) bool {
	for v := range values.elems() {
		if v.isNull() {
			return true
		}
	}
	return false
}

// worth counts the schemas looked at. References make a small document stand for a large tree, so looking ends somewhere.
func (l *loader) worth(schema spot) bool {
	l.schemas++
	if l.schemas == maxSchemas {
		l.found.Errorf(schema.pos(), codeSize, "the bodies of the contract are made of more than %d schemas", maxSchemas)
	}
	return l.schemas < maxSchemas
}
