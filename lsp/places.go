package lsp

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"tutti/lang/tutti"
)

// slot is what the language says about a place in a file.
type slot struct {
	section *tutti.Section // of the mapping that stands or may stand here; nil if the language lists no keys for it
	form    form           // of that: one mapping, a list of them, …
	key     *tutti.Key     // whose value it is, or is in; nil for a file and the entries of lists
	holder  *yaml.Node     // the mapping that key stands in
	inner   []string       // the way from the value of key to here; "[]" is an element
}

// form is how a section stands at a place.
type form uint8

const (
	one      form = iota // the mapping itself
	listOf               // a list of such mappings
	byName               // a mapping of names to them
	branches             // a mapping of names to steps, or lists of steps
	oneOrList
)

// The kinds of values that name something.
const (
	anOperation = "an operation: service.operation"
	aPath       = "the path of a file of the project"
)

// holds is which section stands behind keys of a kind, and how.
var holds = map[string]struct {
	section string
	form    form
}{
	"a list of steps":                               {"step", listOf},
	"a list of calls":                               {"step", listOf},
	"a step":                                        {"step", one},
	"a mapping of branches by name":                 {"step", branches},
	"a list of { when, then }":                      {"case", listOf},
	"a list of { on, retry, then }":                 {"catch", listOf},
	"a list of { after, assign }":                   {"escalate", listOf},
	"a mapping of retry policies by name":           {"retry", byName},
	"a mapping of services by name":                 {"service", byName},
	"a duration or { ttl, stale }":                  {"cache", one},
	"a mapping with on, attempts, backoff, timeout": {"retry", one},
	"the name of a retry policy, or a mapping with on, attempts, backoff, timeout": {"retry", one},
}

// grammar is the language as sections by name.
type grammar map[string]*tutti.Section

func newGrammar() grammar {
	g := grammar{}
	for _, s := range tutti.Reference() {
		g[s.Name] = &s
	}
	return g
}

// slot follows the way to the cursor through the language: to the mapping that a key is in, or else to the value. It
// is false where the language does not know the way.
func (g grammar) slot(l language, s *spot) (slot, bool) {
	at := slot{section: g["workflow"]}
	if l == projectFile {
		at.section = g["project"]
	}
	path := s.path
	if s.isKey {
		path = path[:len(path)-1]
	}
	for _, step := range path {
		var ok bool
		if at, ok = g.into(at, step); !ok {
			return slot{}, false
		}
	}
	return at, true
}

// into goes one step of the way.
func (g grammar) into(at slot, step around) (slot, bool) {
	isList := step.node.Kind == yaml.SequenceNode
	switch {
	case at.form == listOf && isList, at.form == byName && !isList, at.form == oneOrList && isList:
		return slot{section: at.section}, true
	case at.form == branches && !isList:
		return slot{section: at.section, form: oneOrList}, true
	case at.section != nil && !isList && (at.form == one || at.form == oneOrList):
		return g.value(at.section, step)
	case at.section != nil || at.key == nil:
		return slot{}, false
	}
	name := step.key
	if isList {
		name = "[]"
	}
	at.inner = append(slices.Clone(at.inner), name)
	return at, true
}

// value is the slot of the value of a key.
func (g grammar) value(section *tutti.Section, step around) (slot, bool) {
	i := slices.IndexFunc(section.Keys, func(k tutti.Key) bool { return k.Name == step.key })
	if i < 0 {
		return slot{}, false
	}
	at := slot{key: &section.Keys[i], holder: step.node}
	if h, ok := holds[at.key.Kind]; ok {
		at.section, at.form = g[h.section], h.form
	} else if at.key.Kind == "a mapping" || at.key.Kind == "a mapping or an expression" {
		at.section = g[at.key.Name]
	}
	return at, true
}

// member is the value of a key in a mapping; nil if it has none.
func member(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// keys are the keys of a mapping, without that at the cursor.
func (s *spot) keys(n *yaml.Node) []string {
	var out []string
	for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i] != s.node {
			out = append(out, n.Content[i].Value)
		}
	}
	return out
}
