package tutti

import (
	"slices"
	"strings"
)

// kind is what the value of a key is. It decides the shapes that the key takes.
type kind string

const (
	aWord       kind = "a word"
	aName       kind = "a name that expressions use: letters, digits and _"
	aLabel      kind = "a name: letters, digits, _ and -"
	aText       kind = "a text"
	aChoice     kind = "one of the words for it"
	aFlag       kind = "true or false"
	anInteger   kind = "a whole number"
	aCount      kind = "a whole number or an expression"
	aJoin       kind = "all, any or a whole number"
	aDuration   kind = "a duration: 200ms, 30s, 2h, 7d or ISO 8601"
	aSpan       kind = "a duration (200ms, 30s, 2h, 7d or ISO 8601) or an expression"
	aMoment     kind = "a duration, a time (RFC 3339) or an expression"
	aBackoff    kind = "a duration, or two: 200ms..5s"
	aCache      kind = "a duration or { ttl, stale }"
	aCron       kind = `five or six fields, as in "0 6 * * 1-5"`
	aZone       kind = "a time zone, as in Europe/Warsaw"
	aRoute      kind = `"METHOD /path"`
	aPath       kind = "the path of a file of the project"
	anURL       kind = "a URL"
	aLink       kind = "a URL, perhaps with expressions in it"
	aSubpath    kind = "a path that begins with /, perhaps with expressions in it"
	aStatus     kind = "a status or an expression"
	anOperation kind = "an operation: service.operation"
	anEvent     kind = "an event type"
	someEvents  kind = "an event type or a list of them"
	someErrors  kind = "a list of errors: 4xx, 5xx, a status, timeout, connect, breaker, limit, contract, expression, cancelled, a type URI or any"
	aPolicy     kind = "a mapping with on, attempts, backoff, timeout"
	aRetry      kind = "the name of a retry policy, or a mapping with on, attempts, backoff, timeout"
	policies    kind = "a mapping of retry policies by name"
	anExpr      kind = "an expression"
	aCondition  kind = "an expression, true or false"
	aSequence   kind = "an expression or a list"
	aValue      kind = "a value"
	anObject    kind = "a mapping or an expression"
	someNames   kind = "an expression or a list of names"
	aSchema     kind = "a JSON Schema, without expressions"
	aMapping    kind = "a mapping"
	someValues  kind = "a mapping of names to values"
	someFields  kind = "a mapping of fields to values"
	someHeaders kind = "a mapping of headers"
	statuses    kind = "a list of statuses"
	envNames    kind = "a list of variables of the environment"
	someOrigins kind = "a list of origins"
	headerNames kind = "a list of names of headers"
	someMethods kind = "a list of methods"
	cases       kind = "a list of { when, then }"
	catches     kind = "a list of { on, retry, then }"
	escalations kind = "a list of { after, assign }"
	calls       kind = "a list of calls"
	steps       kind = "a list of steps"
	aStep       kind = "a step"
	branches    kind = "a mapping of branches by name"
	services    kind = "a mapping of services by name"
)

// takes tells which shapes a value of the kind may have.
func (k kind) takes(s shape) bool {
	switch k {
	case anExpr, aCondition, aValue:
		return true // expressions have an error of their own, see parser.always
	case aSequence, someNames, anURL, someEvents:
		return s != mapping
	case anObject, aCache, aRetry:
		return s != list
	case aMapping, aSchema, someValues, someFields, someHeaders, aPolicy, policies, aStep, branches, services:
		return s == mapping
	case statuses, envNames, someErrors, someOrigins, headerNames, someMethods, cases, catches, escalations, calls, steps:
		return s == list
	}
	return s == scalar
}

// key is one word of the language. The tables of keys are its schema: the parser
// takes from them what is known, what stands where and what comes later.
type key struct {
	name     string
	kind     kind
	doc      string // one sentence
	required bool
	verb     bool     // it says what a step does
	beside   []string // verbs that it stands beside; none: all of them
	needs    []string // keys that it needs beside it
	choices  []string // the words that it takes
	from, to int      // the numbers that it takes; 0, 0: any
	later    string   // "comes …": why this version does not have it; "" if it does
}

// table is the keys of one kind of mapping.
type table []key

func (t table) find(name string) *key {
	if i := slices.IndexFunc(t, func(k key) bool { return k.name == name }); i >= 0 {
		return &t[i]
	}
	return nil
}

func (t table) names() []string {
	names := make([]string, len(t))
	for i, k := range t {
		names[i] = k.name
	}
	return names
}

// verbs are the keys of which a step has exactly one.
func (t table) verbs() []string {
	var names []string
	for _, k := range t {
		if k.verb {
			names = append(names, k.name)
		}
	}
	return names
}

// extension tells whether a key is one that changes nothing.
func extension(name string) bool { return strings.HasPrefix(name, "x-") }
