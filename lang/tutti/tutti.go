// Package tutti reads and prints the product's own language: workflow and project
// files in YAML become flow types, every word with its place. It does not parse
// expressions and does not know what names and operations exist: that is check's.
package tutti

import (
	"maps"

	"tutti/diag"
	"tutti/flow"
)

// Workflow reads a workflow file. The list has all findings, sorted by place,
// with file as the name of the file. The Definition is nil only if the text
// could not be read at all; with errors in the list it lacks what they are
// about: a step that could not be read keeps its name and sets nothing.
func Workflow(file string, src []byte) (*flow.Definition, diag.List) {
	return new(parser).readWorkflow(file, src)
}

func (p *parser) readWorkflow(file string, src []byte) (*flow.Definition, diag.List) {
	p.policies = map[string]*flow.Retry{}
	root := p.read(file, src, workflowKeys)
	if root == nil {
		return nil, p.done()
	}
	p.variables = variables(root)
	d := p.workflow(root)
	return d, p.done()
}

// Project reads a project file, tutti.yaml; as Workflow.
func Project(file string, src []byte) (*flow.Project, diag.List) {
	return new(parser).readProject(file, src)
}

func (p *parser) readProject(file string, src []byte) (*flow.Project, diag.List) {
	p.variables = map[string]bool{"env": true, "secrets": true}
	root := p.read(file, src, projectKeys)
	if root == nil {
		return nil, p.done()
	}
	f := p.project(root)
	return f, p.done()
}

// parser turns nodes into flow types and collects what is wrong with them.
type parser struct {
	diags     diag.List
	variables map[string]bool // that some expression of the file could see
	policies  map[string]*flow.Retry
	exprs     []*flow.Expr // in the order in which they were met
}

// read is the file as a mapping, or nil after a finding.
func (p *parser) read(file string, src []byte, t table) *node {
	root := read(file, src, &p.diags)
	if root != nil && root.shape != mapping {
		p.add(root.Pos, codeShape, "the file is a mapping, not "+root.shape.String(), "begin with "+t[0].name+": and a name")
		return nil
	}
	return root
}

func (p *parser) done() diag.List {
	p.diags.Sort()
	return p.diags
}

func (p *parser) add(at diag.Pos, code, message, mend string) {
	p.diags.Add(diag.Diagnostic{Pos: at, Code: code, Message: message, Suggestion: mend})
}

// variables are the names that expressions of the workflow may use somewhere:
// the language's own, and those that steps, sets and loops give.
func variables(root *node) map[string]bool {
	names := map[string]bool{}
	for _, v := range flow.Reserved() {
		names[v] = true
	}
	if s := root.get("steps"); s != nil {
		maps.Insert(names, maps.All(namesIn(s)))
	}
	return names
}

// namesIn collects the names of steps from a step, or a list of them or of cases.
func namesIn(n *node) map[string]bool {
	names := map[string]bool{}
	for _, i := range n.items {
		maps.Insert(names, maps.All(namesIn(i)))
	}
	for _, e := range n.pairs {
		switch e.key.text {
		case "name", "for":
			names[e.value.text] = true
		case "set", "parallel":
			for _, f := range e.value.pairs {
				names[f.key.text] = true
				if e.key.text == "parallel" {
					maps.Insert(names, maps.All(namesIn(f.value)))
				}
			}
		case "steps", "then", "else", "repeat", "switch", "try", "catch", "finally":
			maps.Insert(names, maps.All(namesIn(e.value)))
		}
	}
	return names
}
