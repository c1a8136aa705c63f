package tutti

import (
	"fmt"
	"slices"

	"tutti/value"
)

// JSONSchema is the JSON Schema (2020-12) of a kind of file, for editors: "workflow"
// or "project". It is made from the tables that the parser goes by. What it accepts
// may still have findings, as a schema knows nothing of expressions, of names and of
// contracts; what it refuses has at least one. false: there is no such kind of file.
//
// It keeps to keywords that also older editors know: if and then instead of
// dependentSchemas, and no unevaluatedProperties.
func JSONSchema(file string) (value.Value, bool) {
	if !slices.Contains([]string{"workflow", "project"}, file) {
		return value.Value{}, false
	}
	s := newSchemer()
	root := s.section(sectionOf(file))
	return SchemaDocument("Tutti "+file, "urn:tutti:"+file, root, s.defs...), true
}

// SchemaDocument makes a schema a document of its own with the definitions that it refers to.
func SchemaDocument(title, id string, schema value.Value, defs ...value.Member) value.Value {
	members := []value.Member{
		{Name: "$schema", Value: value.FromString("https://json-schema.org/draft/2020-12/schema")},
		{Name: "$id", Value: value.FromString(id)},
		{Name: "title", Value: value.FromString(title)},
	}
	for name, v := range schema.Members() {
		members = append(members, value.Member{Name: name, Value: v})
	}
	if len(defs) > 0 {
		members = append(members, value.Member{Name: "$defs", Value: value.ObjectOf(defs...)})
	}
	return value.ObjectOf(members...)
}

// Property is a key of a mapping and what its value may be.
type Property struct {
	Name, Doc string
	Required  bool
	Schema    value.Value
}

// MappingSchema is the schema of a mapping that has these keys, and x- ones.
func MappingSchema(doc string, properties ...Property) value.Value {
	var members []value.Member
	var required []string
	for _, p := range properties {
		members = append(members, value.Member{Name: p.Name, Value: described(p.Doc, p.Schema)})
		if p.Required {
			required = append(required, p.Name)
		}
	}
	out := []any{"description", doc, "type", "object", "properties", value.ObjectOf(members...)}
	if len(required) > 0 {
		out = append(out, "required", required)
	}
	return Keywords(append(out, "patternProperties", extensions, "additionalProperties", false)...)
}

// extensions allows the keys that change nothing.
var extensions = Keywords("^x-", true)

// described puts a text before the keywords of a schema, in the place of its own.
func described(doc string, schema value.Value) value.Value {
	members := []value.Member{{Name: "description", Value: value.FromString(doc)}}
	for name, v := range schema.Members() {
		if name != "description" {
			members = append(members, value.Member{Name: name, Value: v})
		}
	}
	return value.ObjectOf(members...)
}

// extended has the keywords of all of them.
func extended(schemas ...value.Value) value.Value {
	var members []value.Member
	for _, s := range schemas {
		for name, v := range s.Members() {
			members = append(members, value.Member{Name: name, Value: v})
		}
	}
	return value.ObjectOf(members...)
}

// Keywords is the schema with these keywords, each with its value behind it: texts,
// numbers, flags, lists of texts and of schemas, schemas.
func Keywords(pairs ...any) value.Value {
	members := make([]value.Member, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		members = append(members, value.Member{Name: pairs[i].(string), Value: jsonOf(pairs[i+1])})
	}
	return value.ObjectOf(members...)
}

func jsonOf(v any) value.Value {
	switch v := v.(type) {
	case value.Value:
		return v
	case string:
		return value.FromString(v)
	case int:
		return value.FromInt(int64(v))
	case bool:
		return value.FromBool(v)
	case []string:
		texts := make([]value.Value, len(v))
		for i, s := range v {
			texts[i] = value.FromString(s)
		}
		return value.ArrayOf(texts...)
	case []value.Value:
		return value.ArrayOf(v...)
	}
	panic(fmt.Sprintf("tutti: a schema has no %T", v))
}

// schemer makes schemas of sections, and keeps those that others refer to.
type schemer struct {
	defs []value.Member
	seen map[string]bool
}

func newSchemer() *schemer { return &schemer{seen: map[string]bool{}} }

// ref refers to a definition, which is made when it is first needed.
func (s *schemer) ref(name string, make func() value.Value) value.Value {
	if !s.seen[name] {
		s.seen[name] = true
		i := len(s.defs)
		s.defs = append(s.defs, value.Member{Name: name})
		made := make()
		s.defs[i].Value = made
	}
	return Keywords("$ref", "#/$defs/"+name)
}

// refTo refers to the mapping of a section.
func (s *schemer) refTo(name string) value.Value {
	if name == "step" {
		return s.ref(name, func() value.Value { return s.step(anyStep) })
	}
	return s.ref(name, func() value.Value { return s.section(sectionOf(name)) })
}

func sectionOf(name string) *section {
	if i := slices.IndexFunc(sections, func(s section) bool { return s.name == name }); i >= 0 {
		return &sections[i]
	}
	return nil
}

// section is the mapping of a section, with the rules that hold between its keys.
func (s *schemer) section(of *section) value.Value {
	var properties []Property
	for _, k := range of.keys {
		if k.later == "" {
			properties = append(properties, Property{k.name, k.doc, k.required, s.value(k)})
		}
	}
	return extended(MappingSchema(of.doc, properties...), of.rules())
}

// rules are what a section says of several of its keys.
func (s section) rules() value.Value {
	var all []value.Value
	if one := s.present(s.one); len(one) > 0 {
		all = append(all, Keywords("oneOf", one))
	}
	if some := s.present(s.some); len(some) > 0 {
		all = append(all, Keywords("anyOf", some))
	}
	for _, k := range s.keys {
		if len(k.needs) > 0 {
			all = append(all, needs(k.name, k.needs))
		}
	}
	if len(all) == 0 {
		return Keywords()
	}
	return Keywords("allOf", all)
}

// present asks for each of the keys that this version has.
func (s section) present(names []string) []value.Value {
	var out []value.Value
	for _, name := range names {
		if s.keys.find(name).later == "" {
			out = append(out, required(name))
		}
	}
	return out
}

// required asks for keys of a mapping. It names the type, since else what is no mapping
// has them all, and an editor would offer for an empty step what belongs to each verb.
func required(names ...string) value.Value {
	return Keywords("type", "object", "required", names)
}

// needs says that a key needs others beside it.
func needs(key string, others []string) value.Value {
	return Keywords("if", required(key), "then", required(others...))
}
