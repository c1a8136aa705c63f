package tutti

import (
	"fmt"
	"slices"

	"tutti/flow"
)

// role is what a step is for that belongs to another step. It has no name and is
// of few kinds.
type role struct {
	what  string   // "a compensation"
	is    string   // what the verbs are
	verbs []string // that it may have
	never []string // keys that it has not
}

var (
	compensation = role{"a compensation", "a call, an emit or a run", []string{"call", "emit", "run"}, []string{"name", "onError", "compensate"}}
	substitute   = role{"a fallback", "a call", []string{"call"}, []string{"name", "onError", "compensate", "fallback"}}
)

// attached reads a step that belongs to another one; nil after a finding that leaves
// nothing of it.
func (p *parser) attached(n *node, place string, r role) *flow.Step {
	if verb := r.otherVerb(n); verb != nil {
		p.add(verb.Pos, codeMisplaced, fmt.Sprintf("%q does not stand in %s", verb.text, r.what), r.what+" is "+r.is)
		return nil
	}
	for _, e := range n.pairs {
		if slices.Contains(r.never, e.key.text) {
			p.add(e.key.Pos, codeMisplaced, fmt.Sprintf("%s has no %q", r.what, e.key.text), "remove it")
			return nil
		}
	}
	s := p.step(n, place)
	if _, nothing := s.Do.(*flow.Set); nothing {
		return nil
	}
	return s
}

// otherVerb is the key of a verb that the role does not have, or nil.
func (r role) otherVerb(n *node) *node {
	for _, verb := range r.verbs {
		if n.get(verb) != nil {
			return nil
		}
	}
	for _, e := range n.pairs {
		k := stepKeys.find(e.key.text)
		if k != nil && k.verb && (k.name != "if" || n.get("then") != nil || n.get("else") != nil) {
			return e.key
		}
	}
	return nil
}

// fallback reads the calls to ask instead.
func (p *parser) fallback(n *node, place string) []*flow.Step {
	p.notEmpty(n, "fallback")
	var out []*flow.Step
	for i, item := range n.items {
		if s := p.attached(item, fmt.Sprintf("%s.fallback[%d]", place, i), substitute); s != nil {
			out = append(out, s)
		}
	}
	return out
}
