package lsp

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"tutti/check"
	"tutti/lang/tutti"
)

// The order in which keys are offered.
const (
	rankRequired = iota
	rankNeeded
	rankVerb
	rankBeside
	rankAny
)

// keysOf offers the keys that a mapping of the language may have and has not.
func (c *completer) keysOf(at slot) {
	here := c.mapping()
	given := c.keys(here)
	verb, needs := verbOf(at.section, given)
	for _, k := range at.section.Keys {
		if k.Later != "" || slices.Contains(given, k.Name) || !fitsBeside(k, verb) {
			continue
		}
		rank := rankAny
		switch {
		case k.Required:
			rank = rankRequired
		case slices.Contains(needs, k.Name):
			rank = rankNeeded
		case k.Verb:
			rank = rankVerb
		case len(k.Beside) > 0:
			rank = rankBeside
		}
		block := (here == nil || here.Style&yaml.FlowStyle == 0) && holds[k.Kind].form != one
		c.add(len(c.typed("")), item{
			label: k.Name, detail: k.Kind, doc: k.Doc, kind: itemKeyword, insert: k.Name + c.colon(block), rank: rank,
		})
	}
}

// mapping is the mapping that the cursor is in; nil if it is only about to become one.
func (c *completer) mapping() *yaml.Node {
	if !c.isKey {
		return nil
	}
	return c.path[len(c.path)-1].node
}

// verbOf is the verb among the keys given, and what that needs. A condition alone is no verb yet: it may become the
// guard of another one.
func verbOf(s *tutti.Section, given []string) (verb string, needs []string) {
	for _, k := range s.Keys {
		if k.Verb && slices.Contains(given, k.Name) && (verb == "" || verb == guard) {
			verb, needs = k.Name, k.Needs
		}
	}
	return verb, needs
}

// guard is the one verb that may stand beside others.
const guard = "if"

// fitsBeside tells whether a key may stand in a step that has the verb; "" is none yet.
func fitsBeside(k tutti.Key, verb string) bool {
	switch {
	case k.Verb:
		return verb == "" || verb == guard || k.Name == guard
	case verb == "":
		return len(k.Beside) == 0
	default:
		return len(k.Beside) == 0 || slices.Contains(k.Beside, verb)
	}
}

// dataKeys offers the names that a mapping of data may have by a contract: inputs of an operation, fields of a body.
func (c *completer) dataKeys(at slot) bool {
	given := c.keys(c.mapping())
	n := len(c.typed(".")) // an input may be written out: path.id
	if at.key.Name == "with" && len(at.inner) == 0 {
		if op, ok := c.operation(at); ok {
			c.inputs(op, given, n)
			return true
		}
	}
	return c.fields(c.expectedAt(c.src), given, n)
}

// inputs offers what an operation takes and is not given yet, what it must have first.
func (c *completer) inputs(op check.Operation, given []string, typed int) {
	for _, in := range op.Inputs {
		if in.Unsupported != "" || slices.Contains(given, in.Name) {
			continue
		}
		rank, detail := rankAny, inputShape(in).String()
		if in.Required {
			rank, detail = rankRequired, detail+", required"
		}
		c.add(typed, item{label: in.Name, detail: detail, doc: in.Doc, kind: itemField, insert: in.Name + c.colon(false), rank: rank})
	}
}
