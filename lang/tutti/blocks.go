package tutti

import (
	"fmt"
	"strconv"

	"tutti/diag"
	"tutti/flow"
)

// join reads how many successes are enough, of at most so many.
func (p *parser) join(got fields, most int) flow.Join {
	n := got["join"]
	switch {
	case n == nil || n.text == "all":
		return flow.Join{}
	case n.text == "any":
		return flow.Join{Any: 1}
	}
	if _, err := strconv.Atoi(n.text); err == nil || isExpression(n) {
		return flow.Join{Any: p.upTo(n, stepKeys.find("join"), most)}
	}
	p.add(n.Pos, codeConstant, fmt.Sprintf(`"join" is %s, not %q`, aJoin, n.text), diag.DidYouMean(n.text, []string{"all", "any"}))
	return flow.Join{}
}

func (p *parser) parallel(n *node, got fields, place string) flow.Action {
	a := &flow.Parallel{}
	for _, e := range n.pairs {
		if extension(e.key.text) {
			continue
		}
		b := flow.Branch{Name: p.variable(e.key)}
		where := place + "." + e.key.text
		switch e.value.shape {
		case list:
			b.Steps = p.steps(e.value, where)
		default:
			b.Steps = []*flow.Step{p.onlyStep(e, where)}
		}
		a.Branches = append(a.Branches, b)
	}
	if len(a.Branches) == 0 {
		p.add(n.Pos, codeShape, `"parallel" has no branches`, "")
	}
	a.Join = p.join(got, max(1, len(a.Branches)))
	if c := got["concurrency"]; c != nil {
		a.Concurrency = p.integer(c, stepKeys.find("concurrency"))
	}
	return a
}

// onlyStep reads a branch that is one step; the branch is its name.
func (p *parser) onlyStep(branch pair, place string) *flow.Step {
	if name := branch.value.get("name"); name != nil {
		p.add(name.Pos, codeName, fmt.Sprintf("the branch %q is the name of this step already", branch.key.text), "remove the name, or write the branch as a list")
	}
	s := p.step(branch.value, place)
	s.Name = branch.key.name()
	return s
}

func (p *parser) branch(got fields, place string) flow.Action {
	return &flow.If{Then: p.under(got, "then", place), Else: p.under(got, "else", place)}
}

// under reads the steps under a key; nil without it.
func (p *parser) under(got fields, key, place string) []*flow.Step {
	n := got[key]
	if n == nil {
		return nil
	}
	return p.steps(n, place+"."+key)
}

func (p *parser) choice(n *node, got fields, place string) flow.Action {
	a := &flow.Switch{}
	p.notEmpty(n, "switch")
	for i, entry := range p.entries(n, "a case", caseKeys) {
		c := flow.Case{Then: p.under(entry, "then", fmt.Sprintf("%s.switch[%d]", place, i))}
		if when := entry["when"]; when != nil {
			c.When = p.condition(when, "when")
		}
		a.Cases = append(a.Cases, c)
	}
	a.Else = p.under(got, "else", place)
	return a
}

// entries reads a list of mappings; what is none is reported and empty.
func (p *parser) entries(n *node, what string, t table) []fields {
	out := make([]fields, len(n.items))
	for i, item := range n.items {
		switch {
		case item.refused:
		case item.shape != mapping:
			p.add(item.Pos, codeShape, fmt.Sprintf("%s is a mapping, not %s", what, item.shape), "")
		default:
			out[i] = p.keys(item, t)
		}
	}
	return out
}

func (p *parser) try(n *node, got fields, place string) flow.Action {
	a := &flow.Try{Steps: p.steps(n, place+".try")}
	if n := got["catch"]; n != nil {
		p.notEmpty(n, "catch")
		for i, entry := range p.entries(n, "an entry of a catch", catchKeys) {
			if entry != nil {
				a.Catch = append(a.Catch, p.catch(n.items[i], entry, fmt.Sprintf("%s.catch[%d]", place, i)))
			}
		}
	}
	a.Finally = p.under(got, "finally", place)
	return a
}

func (p *parser) catch(n *node, got fields, place string) flow.Catch {
	c := flow.Catch{Pos: n.Pos}
	if on := got["on"]; on != nil {
		c.On = p.matches(on)
	}
	if retry := got["retry"]; retry != nil {
		c.Retry = p.retry(retry)
		if on := retry.get("on"); on != nil {
			p.add(on.Pos, codeMisplaced, "this retry begins on the errors of its catch", `remove this "on"`)
		}
	}
	steps := got["then"]
	if steps == nil {
		steps = got["steps"]
	}
	switch {
	case steps != nil:
		c.Then = p.steps(steps, place+".then")
	case n.get("then") == nil && n.get("steps") == nil && n.get("retry") == nil:
		p.add(n.Pos, codeMissingKey, `an entry of a catch needs "then" or "retry"`, "to pass the error on, write then: [ { fail: $error } ]")
	}
	if n.get("then") != nil && n.get("steps") != nil {
		p.add(n.get("steps").Pos, codeMisplaced, `"steps" is another word for "then", which is there already`, "make them one list")
	}
	return c
}

func (p *parser) set(n *node) flow.Action {
	a := &flow.Set{}
	for _, e := range n.pairs {
		if extension(e.key.text) {
			continue
		}
		a.Fields = append(a.Fields, flow.Field{Name: p.variable(e.key), Value: p.value(e.value)})
	}
	if len(a.Fields) == 0 {
		p.add(n.Pos, codeShape, `"set" names no value`, "write set: { name: value }")
	}
	return a
}
