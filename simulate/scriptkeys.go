package simulate

import (
	"slices"
	"strings"

	"tutti/diag"
	"tutti/lang/tutti"
	"tutti/value"
)

// kind is what the value of a key is.
type kind string

const (
	someAnswers kind = "a mapping of answers by operation"
	someEvents  kind = "a list of { after, type, data }"
	somePeople  kind = "a list of { title, after, by, answer }"
	aCancel     kind = "a mapping { after, undo }"
	aDelay      kind = "a duration: 200ms, 30s, 2h, 7d or ISO 8601"
	aTime       kind = "a time (RFC 3339)"
	aNumber     kind = "a whole number"
	aText       kind = "a text"
	aFlag       kind = "true or false"
	aConstant   kind = "a value"
	aValue      kind = "a value, perhaps with expressions"
	aStatus     kind = "a status from 100 to 599 or an expression"
	someHeaders kind = "a mapping of headers or an expression"
	aPause      kind = "a duration or an expression"
	aFailure    kind = "timeout, connect, breaker, contract, a status from 400 to 599 or an expression"
)

// key is one word of a script. The parser, the reference and the JSON Schema come
// from the tables of keys.
type key struct {
	name     string
	kind     kind
	required bool
	doc      string // a sentence
}

// table is the keys of one kind of mapping.
type table []key

func (t table) names() []string {
	names := make([]string, len(t))
	for i, k := range t {
		names[i] = k.name
	}
	return names
}

var scriptKeys = table{
	{name: "answers", kind: someAnswers, doc: "What services answer: one answer, or a list of them, of which the last repeats."},
	{name: "events", kind: someEvents, doc: "The events that come."},
	{name: "people", kind: somePeople, doc: "The people who do tasks."},
	{name: "request", kind: aConstant, doc: "What $request is in the first run."},
	{name: "cancel", kind: aCancel, doc: "When the first run is cancelled; without it, never."},
	{name: "time", kind: aTime, doc: "The time at which the run starts; without it, 2026-01-01T00:00:00Z."},
	{name: "seed", kind: aNumber, doc: "What the random pauses before retries come from."},
}

var answerKeys = table{
	{name: "status", kind: aStatus, doc: "The HTTP status; without it, 200."},
	{name: "headers", kind: someHeaders, doc: "The headers of the answer."},
	{name: "body", kind: aValue, doc: "The body; expressions in it see $with, $body and $attempt."},
	{name: "delay", kind: aPause, doc: "How long the answer takes; a call whose timeout is shorter has none."},
	{name: "fail", kind: aFailure, doc: "How the attempt fails instead."},
}

var eventKeys = table{
	{name: "after", kind: aDelay, doc: "When it comes, since the start of the run; without it, at once."},
	{name: "type", kind: aText, required: true, doc: "The type of the event."},
	{name: "data", kind: aConstant, doc: "The data of the event."},
}

var personKeys = table{
	{name: "title", kind: aText, doc: "The title of the tasks they do; without it, all."},
	{name: "after", kind: aDelay, doc: "How long they take, since the task was given; without it, no time."},
	{name: "by", kind: aText, doc: "The name of the person."},
	{name: "answer", kind: aConstant, doc: "The form as filled in."},
}

var cancelKeys = table{
	{name: "after", kind: aDelay, doc: "When, since the start of the run; without it, at once."},
	{name: "undo", kind: aFlag, doc: "Whether what is done is undone; without it, it is."},
}

// sections are all tables, outermost first.
var sections = []struct {
	name, doc string
	keys      table
}{
	{"script", "A script is one mapping: what happens around a run.", scriptKeys},
	{"answer", "One answer of a service; it may also be one expression.", answerKeys},
	{"event", "An event that comes from outside.", eventKeys},
	{"person", "Somebody who does tasks. Of several for a title each does one, the last one all that are left.", personKeys},
	{"cancel", "The end of the first run from outside.", cancelKeys},
}

// Reference is the schema of scripts for people.
func Reference() []tutti.Section {
	out := make([]tutti.Section, len(sections))
	for i, s := range sections {
		out[i] = tutti.Section{Name: s.name, Doc: s.doc}
		for _, k := range s.keys {
			out[i].Keys = append(out[i].Keys, tutti.Key{Name: k.name, Kind: string(k.kind), Doc: k.doc, Required: k.required})
		}
	}
	return out
}

// JSONSchema is the JSON Schema (2020-12) of scripts, for editors.
func JSONSchema() value.Value {
	return tutti.SchemaDocument("Tutti simulation script (what there is of tests in this version)", "urn:tutti:script", schemaOf("script"))
}

// schemaOf is the schema of the mapping of a section.
func schemaOf(name string) value.Value {
	var properties []tutti.Property
	doc := ""
	for _, s := range sections {
		if s.name != name {
			continue
		}
		doc = s.doc
		for _, k := range s.keys {
			properties = append(properties, tutti.Property{Name: k.name, Doc: k.doc, Required: k.required, Schema: k.kind.schema()})
		}
	}
	return tutti.MappingSchema(doc, properties...)
}

// schema is the schema of a value of the kind.
func (k kind) schema() value.Value {
	computed := k.like(tutti.ComputedPattern)
	switch k {
	case someAnswers:
		one := tutti.Keywords("if", ofType("string"), "then", computed, "else", schemaOf("answer"))
		several := tutti.Keywords("type", "array", "minItems", 1, "items", one)
		return tutti.Keywords("type", "object", "additionalProperties", tutti.Keywords("if", ofType("array"), "then", several, "else", one))
	case someEvents:
		return tutti.Keywords("type", "array", "items", schemaOf("event"))
	case somePeople:
		return tutti.Keywords("type", "array", "items", schemaOf("person"))
	case aCancel:
		return schemaOf("cancel")
	case aDelay, aPause:
		return either(k.like("^"+tutti.DurationPattern+"$|"+tutti.ComputedPattern), tutti.Keywords("const", 0))
	case aTime:
		return k.like("^" + tutti.TimePattern + "$")
	case aNumber:
		return ofType("integer")
	case aText:
		return ofType("string")
	case aFlag:
		return ofType("boolean")
	case aConstant, aValue:
		return tutti.Keywords()
	case aStatus:
		return either(number(100), computed)
	case someHeaders:
		return either(ofType("object"), computed)
	case aFailure:
		return either(tutti.Keywords("enum", failures), number(400), computed)
	}
	panic("simulate: no JSON Schema for the kind " + string(k))
}

func (k kind) like(pattern string) value.Value {
	return tutti.Keywords("type", "string", "pattern", pattern, "patternErrorMessage", "it is "+string(k))
}

func ofType(name string) value.Value { return tutti.Keywords("type", name) }

func number(least int) value.Value {
	return tutti.Keywords("type", "integer", "minimum", least, "maximum", 599)
}

func either(schemas ...value.Value) value.Value { return tutti.Keywords("anyOf", schemas) }

// unknown is the finding about a name that a table does not have, or false: it has it.
func (t table) unknown(name, what string) (diag.Diagnostic, bool) {
	names := t.names()
	if slices.Contains(names, name) || strings.HasPrefix(name, "x-") {
		return diag.Diagnostic{}, false
	}
	mend := diag.DidYouMean(name, names)
	if mend == "" {
		mend = "there is " + strings.Join(names, ", ")
	}
	return diag.Diagnostic{Code: CodeKey, Message: what + " has no " + value.FromString(name).String(), Suggestion: mend}, true
}
