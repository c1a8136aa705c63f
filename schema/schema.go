// Package schema says what a JSON value must look like: JSON Schema 2020-12 and the dialect of OpenAPI 3.0, compiled once
// and held against the text of values without building trees. It fetches nothing: what a $ref names is read by the
// document.Set, inside of the project.
package schema

import (
	"slices"
	"strings"

	"tutti/diag"
	"tutti/value"
)

// Schema is one compiled schema. It is immutable and safe for concurrent use. Schemas may contain themselves: who walks
// them must expect to meet one twice. The nil *Schema accepts everything, and so does the zero Schema.
type Schema struct {
	res       *resource
	up        *Schema // the schema it stands in, nil for the root of a resource and what only a $ref leads to
	line, col int32

	types  Types
	traits traits
	format formatID

	items   *Schema
	ref     *Schema
	members *members // nil: nothing is said of them
	more    *more    // nil: nothing is said
}

// members are what an object may say of its members. Most schemas are of no object, and there are many.
type members struct {
	properties []Property
	order      []int32 // of many properties: their places sorted by name
	required   []string
	additional *Schema
}

// fields are the members, empty if nothing is said of them.
func (s *Schema) fields() *members {
	if s.members == nil {
		return &noMembers
	}
	return s.members
}

// noMembers is never written to.
var noMembers members

// more is what most schemas do not say.
type more struct {
	*rest  // never nil
	deflt  *value.Value
	enum   []value.Value
	number *numberRules
	text   *textRules
	list   *listRules
	object *objectRules
}

// rest is what most of those do not say that say more.
type rest struct {
	title, doc, format  string
	media, encoding     string // of what a string holds
	examples            []value.Value
	allOf, anyOf, oneOf []*Schema
	rules               *rules
	discriminator       *Discriminator
}

// numberRules bound a number; nil values: not said.
type numberRules struct {
	min, max                   *value.Value
	exclusiveMin, exclusiveMax bool
	multipleOf                 *value.Value
}

// textRules bound a string; max -1: not said.
type textRules struct {
	min, max int
	pattern  *pattern
}

// listRules are what an array may say beside items; max and maxContains -1: not said.
type listRules struct {
	min, max                 int
	unique                   bool
	prefix                   []*Schema
	contains                 *Schema
	minContains, maxContains int
	unevaluated              *Schema
}

// objectRules are what an object may say beside properties, required and additionalProperties; max -1: not said.
type objectRules struct {
	min, max    int
	patterns    []patternProperty
	names       *Schema
	dependent   []dependent
	unevaluated *Schema
}

type patternProperty struct {
	pattern *pattern
	schema  *Schema
}

// dependent is what must hold when a member is there.
type dependent struct {
	name     string
	required []string
	schema   *Schema
}

// rules are the applicators that choose.
type rules struct {
	not                *Schema
	test, then, orElse *Schema
	dynamic            *dynamic
}

type traits uint16

const (
	never traits = 1 << iota
	readOnly
	writeOnly
	deprecated
	plain   // says nothing that looks at a value: everything is accepted
	closing // has unevaluatedProperties or unevaluatedItems
	nullable
	constant // the enum was written as a const
	composed // other schemas apply to the same value
	loose    // requires members that properties does not have
	settled  // leads back to itself nowhere
)

// Property is one member that a schema knows by name.
type Property struct {
	Name     string
	Schema   *Schema // never nil
	Required bool
}

// Discriminator says which member tells the branches of a oneOf or anyOf apart.
type Discriminator struct {
	Property string
	Branches []Branch
}

// Branch is the schema that stands behind one value of the discriminating member.
type Branch struct {
	Value  string
	Schema *Schema
}

// Types is a set of the types that JSON Schema has.
type Types uint8

// The types. An integer is a Number too: Number alone accepts it.
const (
	Null Types = 1 << iota
	Boolean
	Integer
	Number
	String
	Array
	Object
)

var typeNames = []string{"null", "boolean", "integer", "number", "string", "array", "object"}

// String is the words of the set: "string or null".
func (t Types) String() string {
	var words []string
	for i, name := range typeNames {
		if t&(1<<i) != 0 {
			words = append(words, name)
		}
	}
	if t&Null != 0 && len(words) > 1 {
		words = append(words[1:], "null")
	}
	return strings.Join(words, " or ")
}

// At is where the schema stands; the zero Pos if it stands in no file.
func (s *Schema) At() diag.Pos {
	if s == nil || s.res == nil {
		return diag.Pos{}
	}
	return diag.Pos{File: s.res.file, Line: int(s.line), Col: int(s.col)}
}

// Never tells whether nothing is accepted: the schema `false`.
func (s *Schema) Never() bool { return s.has(never) }

// ReadOnly tells whether only answers carry the value, and WriteOnly whether only requests do.
func (s *Schema) ReadOnly() bool  { return s.has(readOnly) }
func (s *Schema) WriteOnly() bool { return s.has(writeOnly) }

// Deprecated tells whether the contract says that the value will go.
func (s *Schema) Deprecated() bool { return s.has(deprecated) }

func (s *Schema) has(t traits) bool { return s != nil && s.traits&t != 0 }

// Types are the types that `type` (and OpenAPI 3.0's `nullable`) allow; 0: not said, so any.
func (s *Schema) Types() Types {
	if s == nil {
		return 0
	}
	return s.types
}

// Nullable tells whether OpenAPI 3.0's `nullable` accepts null, whatever else is said. Types has Null then, if it has any.
func (s *Schema) Nullable() bool { return s.has(nullable) }

// Properties are the members known by name, in the order of the contract.
func (s *Schema) Properties() []Property {
	if s == nil {
		return nil
	}
	return s.fields().properties
}

// Property finds a member by name among the schema's own, not those of its parts.
func (s *Schema) Property(name string) (Property, bool) {
	if s != nil {
		if i := s.find(name); i >= 0 {
			return s.fields().properties[i], true
		}
	}
	return Property{}, false
}

// find is the place of a property, or -1.
func (s *Schema) find(name string) int {
	if s.fields().order == nil {
		return slices.IndexFunc(s.fields().properties, func(p Property) bool { return p.Name == name })
	}
	i, ok := slices.BinarySearchFunc(s.fields().order, name, func(at int32, name string) int {
		return strings.Compare(s.fields().properties[at].Name, name)
	})
	if !ok {
		return -1
	}
	return int(s.fields().order[i])
}

// Required are the names that an object must have, whether Properties knows them or not.
func (s *Schema) Required() []string {
	if s == nil {
		return nil
	}
	return s.fields().required
}

// Additional is what members must be that nothing else names; nil: not said.
func (s *Schema) Additional() *Schema {
	if s == nil {
		return nil
	}
	return s.fields().additional
}

// Items is what the elements of an array behind Prefix must be; nil: not said.
func (s *Schema) Items() *Schema {
	if s == nil {
		return nil
	}
	return s.items
}

// Ref is what the $ref leads to, nil without one. What stands beside it holds too. A schema that is nothing but a $ref
// does not exist: it is its target.
func (s *Schema) Ref() *Schema {
	if s == nil {
		return nil
	}
	return s.ref
}

// rare is what most schemas do not say, empty if this one does not either.
func (s *Schema) rare() *more {
	if s == nil || s.more == nil {
		return &nothing
	}
	return s.more
}

// nothing and noRest are never written to.
var (
	nothing = more{rest: &noRest}
	noRest  rest
)

// Format is the word of `format`, known or not.
func (s *Schema) Format() string {
	if s == nil {
		return ""
	}
	if s.format != formatOther {
		return s.format.String()
	}
	return s.rare().format
}

// Content is the media type of what a string holds, and how its bytes are written in it ("base64"); "" if not said.
// Nothing is validated by them.
func (s *Schema) Content() (media, encoding string) { return s.rare().media, s.rare().encoding }

// Title and Doc are the contract's words for people, the latter cut short. They are only kept by a Compiler with Docs.
func (s *Schema) Title() string { return s.rare().title }
func (s *Schema) Doc() string   { return s.rare().doc }

// Enum are the only values accepted; nil: any. A const is an enum of one.
func (s *Schema) Enum() []value.Value { return s.rare().enum }

// AllOf are schemas that must all accept, AnyOf of which at least one, OneOf of which exactly one must.
func (s *Schema) AllOf() []*Schema { return s.rare().allOf }
func (s *Schema) AnyOf() []*Schema { return s.rare().anyOf }
func (s *Schema) OneOf() []*Schema { return s.rare().oneOf }

// Discriminator is the member that tells the branches of OneOf or AnyOf apart; nil: none.
func (s *Schema) Discriminator() *Discriminator { return s.rare().discriminator }

// Default is the value of a member that is not there, if the contract gives one.
func (s *Schema) Default() (value.Value, bool) {
	if d := s.rare().deflt; d != nil {
		return *d, true
	}
	return value.Value{}, false
}

// Examples are the values that the contract shows.
func (s *Schema) Examples() []value.Value { return s.rare().examples }

// Prefix is what the first elements of an array must be, one by one.
func (s *Schema) Prefix() []*Schema {
	if l := s.rare().list; l != nil {
		return l.prefix
	}
	return nil
}

// Open tells whether the schema itself says that members are allowed which it does not name: by additionalProperties,
// patternProperties or unevaluatedProperties that are not false.
func (s *Schema) Open() bool {
	if s == nil {
		return true
	}
	if s.fields().additional != nil && !s.fields().additional.Never() {
		return true
	}
	o := s.rare().object
	return o != nil && (len(o.patterns) > 0 || o.unevaluated != nil && !o.unevaluated.Never())
}

// Closed tells whether the schema itself forbids members that nothing names.
func (s *Schema) Closed() bool {
	if s == nil {
		return false
	}
	o := s.rare().object
	return s.fields().additional.Never() || o != nil && o.unevaluated.Never()
}

// Conditional tells whether the schema has if, not, dependentSchemas or a $dynamicRef: what it accepts is more than the
// other methods tell.
func (s *Schema) Conditional() bool {
	m := s.rare()
	return m.rules != nil || m.object != nil && len(m.object.dependent) > 0
}

// Patterns tells whether members are described by a pattern of their names.
func (s *Schema) Patterns() bool {
	o := s.rare().object
	return o != nil && len(o.patterns) > 0
}
