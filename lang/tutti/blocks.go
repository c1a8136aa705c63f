package tutti

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"tutti/flow"
)

func (p *parser) join(got fields) {
	n := got["join"]
	if n == nil {
		return
	}
	if _, err := strconv.Atoi(n.text); err == nil {
		p.later(n.Pos, "join: "+n.text, withJoins)
		return
	}
	p.choose(n, stepKeys.find("join"))
}

func (p *parser) parallel(n *node, place string) flow.Action {
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

func (p *parser) loop(n *node, got fields, place string) flow.Action {
	a := &flow.For{Name: p.variable(n)}
	if in := got["in"]; in != nil {
		a.In = p.sequence(in)
	}
	if steps := got["steps"]; steps != nil {
		a.Steps = p.steps(steps, place+".steps")
	}
	if c := got["concurrency"]; c != nil {
		a.Concurrency = p.count(c, "concurrency", 1, maxConcurrency)
	}
	return a
}

// sequence reads what a loop goes through: an expression or a list.
func (p *parser) sequence(n *node) flow.Value {
	if n.shape == scalar {
		return p.always(n, "in")
	}
	for _, i := range n.items {
		if i.shape == scalar && i.style == plain && looksLikeCode(i.text) {
			p.add(i.Pos, codeList, fmt.Sprintf("this is a list with the text %q in it, not an expression", i.text), `put quotes around the whole of it, as in "[range(0; 12)]"`)
		}
	}
	return p.value(n)
}

var code = regexp.MustCompile(`^[a-z_][a-z0-9_]*\(|\s\|\s|^\.`)

// looksLikeCode tells whether text that YAML took out of [ ] was meant as jq.
func looksLikeCode(text string) bool {
	return !strings.HasPrefix(text, "$") && (code.MatchString(text) || unfinished(text))
}

func (p *parser) branch(got fields, place string) flow.Action {
	a := &flow.If{}
	if then := got["then"]; then != nil {
		a.Then = p.steps(then, place+".then")
	}
	if otherwise := got["else"]; otherwise != nil {
		a.Else = p.steps(otherwise, place+".else")
	}
	return a
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
