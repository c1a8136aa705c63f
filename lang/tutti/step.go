package tutti

import (
	"fmt"
	"slices"
	"strings"

	"tutti/diag"
	"tutti/flow"
)

// steps reads a list of steps; place is what leads to the list.
func (p *parser) steps(n *node, place string) []*flow.Step {
	out := make([]*flow.Step, 0, len(n.items))
	for i, item := range n.items {
		out = append(out, p.step(item, fmt.Sprintf("%s[%d]", place, i)))
	}
	if len(out) == 0 {
		p.add(n.Pos, codeShape, "the list has no steps", "")
	}
	return out
}

// step reads one step. After a finding that leaves nothing to do, the step sets
// nothing, so that its name and condition at least are known.
func (p *parser) step(n *node, place string) *flow.Step {
	s := &flow.Step{Pos: n.Pos, Place: place, Do: &flow.Set{}}
	switch {
	case n.refused:
		return s
	case n.shape != mapping:
		p.notAStep(n)
		return s
	}
	if name := n.get("name"); name != nil && name.shape == scalar && !name.null() {
		s.Name = p.variable(name)
	}
	verb, ok := p.verb(n)
	if !ok {
		if condition := n.get("if"); condition != nil { // it can be looked at all the same, say while the rest is being written
			s.If = p.condition(condition, "if")
		}
		return s
	}
	got := p.beside(n, verb)
	p.common(s, got)
	if do := p.action(s, verb, got); do != nil {
		s.Do = do
	}
	return s
}

func (p *parser) notAStep(n *node) {
	mend := ""
	if first, rest, _ := strings.Cut(n.text, " "); n.shape == scalar && slices.Contains(stepKeys.verbs(), strings.TrimSuffix(first, ":")) {
		mend = fmt.Sprintf("write %s: %s", strings.TrimSuffix(first, ":"), rest)
	}
	p.add(n.Pos, codeShape, "a step is a mapping, not "+n.shape.String(), mend)
}

// verb finds what the step does, and reports what it does not know on the way.
// Without one verb there is nothing to go on with.
func (p *parser) verb(n *node) (*key, bool) {
	var found []pair
	misspelt := false
	for _, e := range n.pairs {
		k := p.known(e.key, stepKeys)
		switch {
		case k == nil:
			nearest := stepKeys.find(diag.Nearest(e.key.text, stepKeys.names()))
			misspelt = misspelt || nearest != nil && nearest.verb
		case k.verb && k.name != "if":
			found = append(found, e)
		}
	}
	if condition := n.get("if"); condition != nil && len(found) == 0 {
		return stepKeys.find("if"), p.isBlock(n, misspelt)
	}
	switch {
	case len(found) > 1:
		p.twoVerbs(found)
	case len(found) == 0 && !misspelt:
		p.noVerb(n)
	case len(found) == 1:
		return stepKeys.find(found[0].key.text), true
	}
	return nil, false
}

// isBlock tells whether an `if` without another verb is a block.
func (p *parser) isBlock(n *node, misspelt bool) bool {
	if n.get("then") != nil || n.get("else") != nil {
		return true
	}
	if !misspelt {
		p.add(n.Pos, codeNoVerb, `this step has a condition and nothing to do`, `write "then" with a list of steps, or a key such as "call"`)
	}
	return false
}

func (p *parser) twoVerbs(found []pair) {
	names := make([]string, len(found))
	for i, e := range found {
		names[i] = fmt.Sprintf("%q", e.key.text)
	}
	p.add(found[1].key.Pos, codeTwoVerbs, "a step does one thing, and this one has "+strings.Join(names, " and "), "make it a step of its own")
}

// noVerb reports a step without a verb; a key that belongs to one names it.
func (p *parser) noVerb(n *node) {
	for _, e := range n.pairs {
		if k := stepKeys.find(e.key.text); k != nil && len(k.beside) > 0 {
			p.add(e.key.Pos, codeMisplaced, fmt.Sprintf("%q needs %q beside it", k.name, k.beside[0]), "")
			return
		}
	}
	p.add(n.Pos, codeNoVerb, "the step does not say what to do", "it has one of "+strings.Join(stepKeys.verbs(), ", "))
}

// beside takes the keys that may stand beside a verb, and the verb itself.
func (p *parser) beside(n *node, verb *key) fields {
	got := fields{}
	for _, e := range n.pairs {
		k := stepKeys.find(e.key.text)
		switch {
		case k == nil:
		case len(k.beside) > 0 && !slices.Contains(k.beside, verb.name):
			p.add(e.key.Pos, codeMisplaced, fmt.Sprintf("%q does not stand beside %q", k.name, verb.name), fmt.Sprintf("it belongs to %q", k.beside[0]))
		case k.later != "":
			p.later(e.key.Pos, k.name, k.later)
		default:
			p.take(got, k, e)
		}
	}
	for _, name := range verb.needs {
		if n.get(name) == nil {
			p.add(n.Pos, codeMissingKey, fmt.Sprintf("%q needs %q beside it", verb.name, name), "")
		}
	}
	return got
}

// common reads what may stand on any step.
func (p *parser) common(s *flow.Step, got fields) {
	if n := got["if"]; n != nil {
		s.If = p.condition(n, "if")
	}
	if n := got["timeout"]; n != nil {
		s.Timeout = p.lasting(n, "timeout")
	}
	if n := got["retry"]; n != nil {
		s.Retry = p.retry(n)
	}
	if n := got["onError"]; n != nil {
		s.Continue = p.choose(n, stepKeys.find("onError")) == "continue"
	}
	if n := got["compensate"]; n != nil {
		s.Compensate = p.attached(n, s.Place+".compensate", compensation)
	}
}
