package tutti

import (
	"fmt"
	"regexp"
	"slices"

	"tutti/flow"
)

func (p *parser) workflow(root *node) *flow.Definition {
	got := p.keys(root, workflowKeys)
	d := &flow.Definition{File: root.File}
	if n := got["workflow"]; n != nil {
		d.Name = p.label(n, "workflow")
	}
	if n := got["version"]; n != nil {
		d.Version = n.text
	}
	if n := got["mode"]; n != nil {
		d.Mode = flow.Mode(p.choose(n, workflowKeys.find("mode")))
	}
	if n := got["on"]; n != nil {
		d.Triggers = p.triggers(n)
	}
	if n := got["key"]; n != nil {
		d.Key = p.always(n, "key")
	}
	if n := got["input"]; n != nil {
		d.Input = p.constant(n)
	}
	if n := got["retry"]; n != nil {
		p.readPolicies(n)
	}
	if n := got["steps"]; n != nil {
		d.Steps = p.steps(n, d.Name.Text+".steps")
	}
	return d
}

var (
	namePattern  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	labelPattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)
)

// label reads the name of a workflow, project or service, which expressions never use.
func (p *parser) label(n *node, what string) flow.Name {
	if !labelPattern.MatchString(n.text) {
		p.add(n.Pos, codeName, fmt.Sprintf("%q cannot be the name of a %s", n.text, what), "use letters, digits, _ and -, and begin with a letter")
	}
	return n.name()
}

// variable reads a name that expressions use as $name.
func (p *parser) variable(n *node) flow.Name {
	switch {
	case !namePattern.MatchString(n.text):
		p.add(n.Pos, codeName, fmt.Sprintf("%q cannot be a name", n.text), "use letters, digits and _, and begin with a letter")
	case slices.Contains(flow.Reserved(), n.text):
		p.add(n.Pos, codeName, fmt.Sprintf("$%s is a variable of the language, so it cannot be a name", n.text), "take another name")
	}
	return n.name()
}
