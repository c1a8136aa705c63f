package tutti

import (
	"fmt"

	"tutti/flow"
	"tutti/value"
)

func (p *parser) await(n *node, got fields) flow.Action {
	a := &flow.Await{Types: p.events(n)}
	if len(a.Types) == 0 {
		return nil
	}
	if match := got["match"]; match != nil {
		for _, e := range match.pairs {
			a.Match = append(a.Match, flow.Field{Name: e.key.name(), Value: p.value(e.value)})
		}
	}
	return a
}

// events reads one type, or a list of them.
func (p *parser) events(n *node) []flow.Name {
	items := n.items
	if n.shape == scalar {
		items = []*node{n}
	} else {
		p.notEmpty(n, "await")
	}
	seen := map[string]bool{}
	var out []flow.Name
	for _, i := range items {
		switch name := p.event(i); {
		case name.Text == "":
		case seen[name.Text]:
			p.add(i.Pos, codeRepeated, fmt.Sprintf("%q is already in the list", i.text), "remove it")
		default:
			seen[name.Text] = true
			out = append(out, name)
		}
	}
	return out
}

func (p *parser) human(n *node, got fields) flow.Action {
	a := &flow.Human{Title: p.line(n, "human")}
	if form := got["form"]; form != nil {
		a.Form = p.object(form, "form")
	}
	if assign := got["assign"]; assign != nil {
		a.Users, a.Roles = p.assign(assign)
	}
	if escalate := got["escalate"]; escalate != nil {
		p.notEmpty(escalate, "escalate")
		for _, entry := range p.entries(escalate, "an escalation", escalationKeys) {
			a.Escalate = append(a.Escalate, p.escalation(entry))
		}
	}
	return a
}

// line reads a text, which may have expressions in it.
func (p *parser) line(n *node, key string) flow.Value {
	v := p.value(n)
	if l, ok := v.(*flow.Literal); ok && l.JSON.Kind() != value.String {
		p.add(n.Pos, codeShape, fmt.Sprintf("%q is a text", key), "put it in quotes")
	}
	return v
}

func (p *parser) escalation(got fields) flow.Escalation {
	var e flow.Escalation
	if after := got["after"]; after != nil {
		e.After = p.duration(after, "after")
	}
	if assign := got["assign"]; assign != nil {
		e.Users, e.Roles = p.assign(assign)
	}
	return e
}

func (p *parser) assign(n *node) (users, roles flow.Value) {
	got := p.keys(n, assignKeys)
	if n.get("users") == nil && n.get("roles") == nil {
		p.add(n.Pos, codeMissingKey, `"assign" needs "users" or "roles"`, "without assign, everybody may do the task")
	}
	if u := got["users"]; u != nil {
		users = p.people(u, "users")
	}
	if r := got["roles"]; r != nil {
		roles = p.people(r, "roles")
	}
	return users, roles
}

// people reads a list of names, or an expression that yields one.
func (p *parser) people(n *node, key string) flow.Value {
	if n.shape == scalar {
		v, constant := p.computed(n)
		if constant {
			p.add(n.Pos, codeShape, fmt.Sprintf("%q is %s", key, someNames), fmt.Sprintf("write [%s]", n.text))
		}
		return v
	}
	p.notEmpty(n, key)
	p.checkItems(n)
	v := p.value(n)
	for _, i := range v.(*flow.Array).Items {
		switch i := i.(type) {
		case *flow.Expr, *flow.Text:
		case *flow.Literal:
			if i.JSON.Kind() == value.String {
				continue
			}
			p.add(i.At(), codeShape, fmt.Sprintf("%q lists names", key), "put a name in quotes")
		default:
			p.add(i.At(), codeShape, fmt.Sprintf("%q lists names", key), "write [name, name]")
		}
	}
	return v
}

func (p *parser) emit(n *node, got fields) flow.Action {
	a := &flow.Emit{Type: p.event(n)}
	if a.Type.Text == "" {
		return nil
	}
	if data := got["data"]; data != nil {
		a.Data = p.value(data)
	}
	if to := got["to"]; to != nil {
		a.To = p.label(to, "service")
	}
	return a
}

func (p *parser) run(n *node, got fields) flow.Action {
	a := &flow.Run{Workflow: p.label(n, "workflow")}
	if with := got["with"]; with != nil {
		a.With = p.object(with, "with")
	}
	if version := got["version"]; version != nil {
		a.Version = p.written(version, "version")
	}
	if detach := got["detach"]; detach != nil {
		a.Detach = p.flag(detach, "detach")
	}
	return a
}
