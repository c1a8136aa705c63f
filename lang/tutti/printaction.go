package tutti

import (
	"fmt"

	"tutti/flow"
)

// action adds to a mapping what a step does.
func (p *printer) action(n *node, do flow.Action) {
	switch a := do.(type) {
	case *flow.Call:
		p.call(n, a)
	case *flow.Parallel:
		n.add("parallel", p.branches(a.Branches))
		n.add("join", joined(a.Join))
		n.add("concurrency", count(a.Concurrency))
	case *flow.For:
		n.add("for", word(a.Name.Text))
		n.add("in", always(a.In))
		n.add("join", joined(a.Join))
		n.add("concurrency", data(a.Concurrency))
		n.add("steps", p.steps(a.Steps))
	case *flow.Repeat:
		n.add("repeat", p.steps(a.Steps))
		n.add("until", always(a.Until))
		n.add("max", count(a.Max))
		n.add("every", data(a.Every))
	case *flow.If:
		n.add("then", p.steps(a.Then))
		n.add("else", p.steps(a.Else))
	case *flow.Switch:
		n.add("switch", p.cases(a.Cases))
		n.add("else", p.steps(a.Else))
	case *flow.Try:
		n.add("try", p.steps(a.Steps))
		n.add("catch", p.catches(a.Catch))
		n.add("finally", p.steps(a.Finally))
	default:
		leaf(n, do)
	}
}

// leaf adds an action that has no steps in it.
func leaf(n *node, do flow.Action) {
	switch a := do.(type) {
	case *flow.Set:
		n.add("set", object(a.Fields))
	case *flow.Wait:
		n.add("wait", data(a.For))
	case *flow.Await:
		n.add("await", types(a.Types))
		n.add("match", object(a.Match).orNil())
	case *flow.Human:
		n.add("human", data(a.Title))
		n.add("form", data(a.Form))
		n.add("assign", assignment(a.Users, a.Roles))
		n.add("escalate", escalation(a.Escalate))
	case *flow.Emit:
		n.add("emit", word(a.Type.Text))
		n.add("data", data(a.Data))
		n.add("to", word(a.To.Text))
	case *flow.Run:
		n.add("run", word(a.Workflow.Text))
		n.add("with", data(a.With))
		n.add("version", word(a.Version))
		n.add("detach", flag(a.Detach))
	case *flow.Fail:
		n.add("fail", data(a.Error))
	case *flow.Return:
		r := inline()
		r.add("status", data(a.Status))
		r.add("headers", object(a.Headers).orNil())
		r.add("body", data(a.Body))
		n.add("return", r)
	default:
		panic(fmt.Sprintf("tutti: unknown action %T", do))
	}
}

func (p *printer) call(n *node, c *flow.Call) {
	n.add("call", word(c.Target()))
	n.add("url", data(c.URL))
	n.add("method", word(c.Method))
	n.add("path", data(c.Path))
	n.add("with", data(c.With))
	n.add("body", data(c.Body))
	n.add("headers", object(c.Headers).orNil())
	accept := inlineList()
	for _, status := range c.Accept {
		accept.items = append(accept.items, count(status.Code))
	}
	n.add("accept", accept.orNil())
	n.add("cache", data(c.Cache))
	if c.Idempotent != nil {
		n.add("idempotent", asIs(fmt.Sprint(*c.Idempotent)))
	}
	fallback := &node{shape: list}
	for _, s := range c.Fallback {
		fallback.items = append(fallback.items, p.nameless(inline(), s))
	}
	n.add("fallback", fallback.orNil())
}

// branches writes a branch that is a step as that step, others as a list.
func (p *printer) branches(all []flow.Branch) *node {
	n := block()
	for _, b := range all {
		if b.IsStep() {
			n.put(b.Name.Text, p.nameless(inline(), b.Steps[0]))
		} else {
			n.put(b.Name.Text, p.steps(b.Steps))
		}
	}
	return n
}

func joined(j flow.Join) *node {
	if j.Any == 1 {
		return word("any")
	}
	return count(j.Any)
}

func (p *printer) cases(all []flow.Case) *node {
	n := &node{shape: list}
	for _, c := range all {
		entry := block()
		entry.add("when", always(c.When))
		entry.add("then", p.steps(c.Then))
		n.items = append(n.items, entry)
	}
	return n
}

func (p *printer) catches(all []flow.Catch) *node {
	n := &node{shape: list}
	for _, c := range all {
		entry := block()
		entry.add("on", matches(c.On))
		entry.add("retry", p.retry(c.Retry))
		entry.add("then", p.steps(c.Then))
		n.items = append(n.items, entry)
	}
	return n.orNil()
}

// types writes one event type as a word, several as a list.
func types(names []flow.Name) *node {
	if len(names) == 1 {
		return word(names[0].Text)
	}
	n := inlineList()
	for _, name := range names {
		n.items = append(n.items, word(name.Text))
	}
	return n
}

func assignment(users, roles flow.Value) *node {
	n := inline()
	n.add("users", data(users))
	n.add("roles", data(roles))
	return n.orNil()
}

func escalation(all []flow.Escalation) *node {
	n := inlineList()
	for _, e := range all {
		entry := inline()
		entry.add("after", spelled(e.After))
		entry.add("assign", assignment(e.Users, e.Roles))
		n.items = append(n.items, entry)
	}
	return n.orNil()
}
