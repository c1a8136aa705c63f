package tutti

import (
	"slices"

	"tutti/value"
)

// anyStep is the role of a step that belongs to no other one.
var anyStep = role{what: "a step", verbs: stepKeys.verbs()}

// step is the schema of a step in a role. It has one verb, and each verb closes the
// mapping around what stands beside it. What any step may have is described here, the
// verbs where there is none yet; so an editor offers the verbs first, then what
// belongs to the one that was taken.
func (s *schemer) step(r role) value.Value {
	var common, verbs []value.Member
	var one, rules []value.Value
	for _, k := range stepKeys {
		described := value.Member{Name: k.name, Value: described(k.doc, s.value(k))}
		if r.has(k) && len(k.beside) == 0 && (!k.verb || k.name == "if") {
			common = append(common, described)
		}
		if !k.verb || !slices.Contains(r.verbs, k.name) {
			continue
		}
		is := required(k.name)
		if k.name == "if" {
			is = required(append([]string{k.name}, k.needs...)...) // else it is a guard
		}
		verbs = append(verbs, described)
		one = append(one, is)
		rules = append(rules, Keywords("if", is, "then", s.verb(k, r)))
	}
	rules = append(rules, Keywords("if", Keywords("anyOf", one), "else", Keywords("properties", value.ObjectOf(verbs...))))
	return Keywords(
		"description", sectionOf("step").doc, "type", "object", "properties", value.ObjectOf(common...), "oneOf", one, "allOf", rules,
	)
}

// has tells whether a step in the role may have a key at all.
func (r role) has(k key) bool {
	guard := k.name == "if"
	return k.later == "" && !slices.Contains(r.never, k.name) && (!k.verb || guard || slices.Contains(r.verbs, k.name))
}

// verb is the schema of what may stand beside a verb. What any step may have is
// described by the step.
func (s *schemer) verb(verb key, r role) value.Value {
	var properties []value.Member
	for _, k := range stepKeys {
		switch {
		case k.name == verb.name:
			properties = append(properties, value.Member{Name: k.name, Value: described(k.doc, s.value(k))})
		case !r.has(k) || k.verb && k.name != "if":
		case k.verb || len(k.beside) == 0:
			properties = append(properties, value.Member{Name: k.name, Value: value.FromBool(true)})
		case slices.Contains(k.beside, verb.name):
			properties = append(properties, value.Member{Name: k.name, Value: described(k.doc, s.value(k))})
		}
	}
	out := []any{"properties", value.ObjectOf(properties...), "patternProperties", extensions, "additionalProperties", false}
	if len(verb.needs) > 0 {
		out = append(out, "required", verb.needs)
	}
	return Keywords(out...)
}

// branch is one branch of a parallel: a step, which has its name already, or a list.
func (s *schemer) branch() value.Value {
	step := Keywords("allOf", []value.Value{s.refTo("step"), Keywords("properties", Keywords("name", false))})
	return Keywords("if", Keywords("type", "array"), "then", s.steps(), "else", step)
}

func (s *schemer) steps() value.Value { return listOf(s.refTo("step")) }
