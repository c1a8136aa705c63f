package tutti

import (
	"strings"

	"tutti/flow"
	"tutti/value"
)

// Patterns of texts, for expressions of both Go and ECMAScript.
const (
	// DurationPattern is a text that flow.ParseDuration reads, but for its length and
	// zero in ISO 8601.
	DurationPattern = `(?:0{0,17}[1-9][0-9]{0,17}(?:ms|s|m|h|d)|P(?:[0-9]{1,18}W|[0-9]{1,18}D(?:T` + isoTime + `)?|T` + isoTime + `))`
	isoTime         = `(?:[0-9]{1,18}H(?:[0-9]{1,18}M)?(?:` + isoSeconds + `)?|[0-9]{1,18}M(?:` + isoSeconds + `)?|` + isoSeconds + `)`
	isoSeconds      = `[0-9]{1,9}(?:\.[0-9]{1,9})?S`
	// TimePattern is a time of RFC 3339.
	TimePattern = `[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})`
	// expressionPattern is a text that is one expression, as a whole.
	expressionPattern = `^\$[A-Za-z_]|^\$\{`
	// ComputedPattern is a text with expressions in it.
	ComputedPattern = `^\$[A-Za-z_]|\$\{`

	segment     = `(?:\{[A-Za-z_][A-Za-z0-9_]*\}|[^/{}?#\s.][^/{}?#\s]*|\.[^/{}?#\s.][^/{}?#\s]*|\.\.[^/{}?#\s]+)`
	routePath   = `(?:/` + segment + `)+|/`
	httpHost    = `^[Hh][Tt][Tt][Pp][Ss]?://[^/?#\s]`
	cronPart    = `(?:\*|[0-9A-Za-z]+(?:-[0-9A-Za-z]+)?)(?:/[0-9]+)?`
	cronNumbers = cronPart + `(?:,` + cronPart + `)*`
	cronPattern = `^\s*` + cronNumbers + `(?:\s+` + cronNumbers + `){4,5}\s*$`
	somePattern = `\S`
	noDollar    = `^[^$]*$`
)

// textLike is a text that fits a pattern; what names it for people. The other types
// are what YAML makes of words that fit as well, such as true.
func textLike(pattern string, what kind, others ...string) value.Value {
	rest := Keywords("pattern", pattern, "patternErrorMessage", "it is "+string(what))
	if len(others) == 0 {
		return extended(Keywords("type", "string"), rest)
	}
	return extended(Keywords("type", append([]string{"string"}, others...)), rest)
}

// value is the schema of what stands under a key.
func (s *schemer) value(k key) value.Value {
	if known, ok := texts(k.kind); ok {
		return known
	}
	if known, ok := numbers(k); ok {
		return known
	}
	if known, ok := s.blocks(k); ok {
		return known
	}
	panic("tutti: no JSON Schema for the kind " + string(k.kind))
}

// texts are the kinds that are written as one text.
func texts(k kind) (value.Value, bool) {
	like := func(pattern string) (value.Value, bool) { return textLike(pattern, k), true }
	switch k {
	case aWord:
		return Keywords("type", []string{"string", "number", "boolean"}), true
	case aText:
		return Keywords("type", "string"), true
	case aPath:
		return Keywords("type", "string", "minLength", 1), true
	case aName:
		return nameSchema(), true
	case aLabel:
		return labelSchema(), true
	case aDuration:
		return like("^" + DurationPattern + "$")
	case aSpan:
		return like("^" + DurationPattern + "$|" + ComputedPattern)
	case aMoment:
		return like("^(?:" + DurationPattern + "|" + TimePattern + ")$|" + ComputedPattern)
	case aBackoff:
		return like(`^` + DurationPattern + `(?:\.\.` + DurationPattern + `)?$`)
	case aCron:
		return like(cronPattern)
	case aZone:
		return like(zonePattern.String())
	case aRoute:
		return like(`^\s*(?:` + strings.Join(methods, "|") + `)\s+(?:` + routePath + `)\s*$`)
	case anURL:
		return like(httpHost + `[^?#]*$|` + ComputedPattern)
	case aLink:
		return like(httpHost + "|" + ComputedPattern)
	case aSubpath:
		return like("^/|" + ComputedPattern)
	case anOperation:
		return like(operationPattern.String())
	case anEvent:
		return eventSchema(), true
	case anExpr, aCondition:
		return Keywords("type", []string{"string", "number", "boolean"}, "pattern", somePattern), true
	}
	return value.Value{}, false
}

// numbers are the kinds that are numbers, flags and choices.
func numbers(k key) (value.Value, bool) {
	number := Keywords("type", "integer", "minimum", k.from, "maximum", k.to)
	switch k.kind {
	case aFlag:
		return Keywords("type", "boolean"), true
	case aChoice:
		return Keywords("enum", k.choices), true
	case anInteger:
		return number, true
	case aCount:
		return either(number, textLike(expressionPattern, k.kind)), true
	case aStatus:
		return either(number, textLike(ComputedPattern, k.kind)), true
	case aJoin:
		return either(Keywords("enum", []string{"all", "any"}), number), true
	case statuses:
		return Keywords("type", "array", "items", number), true
	}
	return value.Value{}, false
}

// blocks are the kinds that have others inside.
func (s *schemer) blocks(k key) (value.Value, bool) {
	switch k.kind {
	case aValue:
		return Keywords(), true
	case anObject:
		return Keywords("if", Keywords("type", "string"), "then", textLike(expressionPattern, k.kind), "else", s.mapping(k)), true
	case aMapping:
		return s.mapping(k), true
	case aCache:
		span, _ := texts(aSpan)
		return Keywords("if", Keywords("type", "object"), "then", s.refTo("cache"), "else", span), true
	case aSequence:
		return Keywords("type", []string{"string", "number", "boolean", "array"}, "pattern", somePattern), true
	case someNames:
		return either(textLike(ComputedPattern, k.kind), listOf(Keywords("type", "string"))), true
	case envNames:
		return Keywords("type", "array", "uniqueItems", true, "items", textLike(namePattern.String(), aName)), true
	case someOrigins:
		return namesLike(`^(?:\*|[a-z][a-z0-9+.-]*://[a-z0-9._:\[\]-]+)$`, k.kind), true
	case headerNames:
		return namesLike(token.String(), k.kind), true
	case someMethods:
		return Keywords("type", "array", "uniqueItems", true, "items", Keywords("enum", methods)), true
	case someValues:
		return Keywords("type", "object", "minProperties", 1, "propertyNames", orExtension(nameSchema())), true
	case someFields, aSchema:
		return Keywords("type", "object"), true
	case someHeaders:
		scalar := Keywords("type", []string{"string", "number", "boolean", "null"})
		return Keywords("type", "object", "propertyNames", Keywords("pattern", token.String()), "additionalProperties", scalar), true
	case someEvents:
		return either(eventSchema(), extended(listOf(eventSchema()), Keywords("uniqueItems", true))), true
	case someErrors:
		return matchSchema(), true
	case aPolicy:
		return s.refTo("retry"), true
	case aRetry:
		return Keywords("if", Keywords("type", "object"), "then", s.refTo("retry"), "else", textLike(noDollar, k.kind)), true
	}
	return s.lists(k)
}

// namesLike is a list of different texts that fit a pattern.
func namesLike(pattern string, what kind) value.Value {
	return Keywords("type", "array", "uniqueItems", true, "items", textLike(pattern, what))
}

// lists are the kinds of which there are several, in order or by name.
func (s *schemer) lists(k key) (value.Value, bool) {
	switch k.kind {
	case policies:
		return byName(labelSchema(), s.refTo("retry")), true
	case services:
		return byName(labelSchema(), s.refTo("service")), true
	case branches:
		return extended(byName(nameSchema(), s.branch()), Keywords("minProperties", 1)), true
	case cases:
		return listOf(s.refTo("case")), true
	case catches:
		return listOf(s.refTo("catch")), true
	case escalations:
		return listOf(s.refTo("escalate")), true
	case calls:
		return listOf(s.ref("fallback", func() value.Value { return s.step(substitute) })), true
	case aStep:
		return s.ref("compensation", func() value.Value { return s.step(compensation) }), true
	case steps:
		return s.steps(), true
	}
	return value.Value{}, false
}

// mapping is a mapping under a key: that of the section of its name, or any.
func (s *schemer) mapping(k key) value.Value {
	if sectionOf(k.name) == nil {
		return Keywords("type", "object")
	}
	return s.refTo(k.name)
}

func either(schemas ...value.Value) value.Value { return Keywords("anyOf", schemas) }

func listOf(item value.Value) value.Value {
	return Keywords("type", "array", "minItems", 1, "items", item)
}

// byName is a mapping whose keys are names for what each of its values is.
func byName(name, of value.Value) value.Value {
	return Keywords("type", "object", "propertyNames", orExtension(name), "patternProperties", extensions, "additionalProperties", of)
}

func orExtension(name value.Value) value.Value { return either(Keywords("pattern", "^x-"), name) }

// nameSchema is a name that expressions use, so none of the language's own.
func nameSchema() value.Value {
	return extended(textLike(namePattern.String(), aName, "boolean"), Keywords("not", Keywords("enum", flow.Reserved())))
}

func labelSchema() value.Value { return textLike(labelPattern.String(), aLabel, "boolean") }

func eventSchema() value.Value {
	return textLike(eventPattern.String(), anEvent, "number", "boolean")
}

// matchSchema is what `on` lists.
func matchSchema() value.Value {
	return extended(listOf(either(
		Keywords("enum", matched),
		Keywords("type", "integer", "minimum", 100, "maximum", 599),
		Keywords("type", "string", "pattern", status.String()+"|"+typeURI.String()),
	)), Keywords("uniqueItems", true))
}
