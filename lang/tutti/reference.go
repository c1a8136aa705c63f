package tutti

import (
	"slices"
	"strings"
)

// Section is one kind of mapping of the language, as the parser knows it.
type Section struct {
	Name string // of the key that it stands under, or what people call it: "step"
	Doc  string // a sentence
	Keys []Key  // in the order to show them
}

// Key is one word of a Section.
type Key struct {
	Name     string
	Kind     string // what its value is, to stand behind "it is": "a list of steps"
	Doc      string // a sentence
	Required bool
	Verb     bool     // it says what a step does; a step has one of them
	Beside   []string // the verbs that it stands beside; none: all
	Needs    []string // the keys that it needs beside it
	Choices  []string // the words that it takes, or that its list may have; none: any
	Later    string   // why this version refuses it: "comes …"; "" if it does not
}

// section is a table with its place in the language.
type section struct {
	name, doc string
	keys      table
	one, some []string // keys of which it has exactly one, and at least one
}

// sections are all tables, outermost first.
var sections = []section{
	{name: "workflow", doc: "A workflow file is one mapping.", keys: workflowKeys},
	{name: "on", doc: "What starts a run; several keys are several triggers.", keys: triggerKeys},
	{name: "schedule", doc: "Times at which runs start: cron, perhaps with a zone, or every.", keys: scheduleKeys, one: []string{"cron", "every"}},
	{name: "retry", doc: "A retry policy, in place or under a name in the workflow.", keys: policyKeys},
	{name: "step", doc: "A step has exactly one verb, and beside it what that verb and any step may have.", keys: stepKeys},
	{name: "case", doc: "One entry of a switch.", keys: caseKeys},
	{name: "catch", doc: "One entry of a catch; it has then, retry or both.", keys: catchKeys, some: []string{"then", "steps", "retry"}},
	{name: "assign", doc: "Who may do a task; at least one of the two.", keys: assignKeys, some: []string{"users", "roles"}},
	{name: "escalate", doc: "One entry of escalate.", keys: escalationKeys},
	{name: "cache", doc: "How long an answer may be used again, where it is not one duration.", keys: cacheKeys},
	{name: "fail", doc: "An error that a step ends its scope with; its fields are those of RFC 9457.", keys: failKeys},
	{name: "return", doc: "What a run ends well with.", keys: returnKeys},
	{name: "project", doc: "The project file, tutti.yaml, is one mapping.", keys: projectKeys},
	{name: "service", doc: "One service; it has exactly one contract.", keys: serviceKeys, one: contracts},
	{name: "gateway", doc: "What holds for all routes.", keys: gatewayKeys},
	{name: "cors", doc: "Which pages of other origins may call. The gateway answers their preflight requests from the routes that there are, and takes headers Access-Control-… of workflows out.", keys: corsKeys},
}

// Reference is the schema of the language for people: what the parser goes by.
func Reference() []Section {
	out := make([]Section, len(sections))
	for i, s := range sections {
		out[i] = Section{Name: s.name, Doc: s.doc}
		for _, k := range s.keys {
			out[i].Keys = append(out[i].Keys, k.reference())
		}
	}
	return out
}

func (k key) reference() Key {
	kind := string(k.kind)
	if len(k.choices) > 0 {
		kind = strings.Join(k.choices, " or ")
	}
	choices := k.choices
	switch k.kind {
	case someErrors:
		choices = matched
	case someMethods:
		choices = methods
	case aFlag:
		choices = []string{"true", "false"}
	}
	return Key{
		Name: k.name, Kind: kind, Doc: k.doc, Required: k.required, Verb: k.verb,
		Beside: slices.Clone(k.beside), Needs: slices.Clone(k.needs), Choices: slices.Clone(choices), Later: k.later,
	}
}
