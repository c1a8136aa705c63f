// Package flow is what a workflow says, whatever language it was written in.
// It does not say whether that is right (check) or how it runs (plan, machine).
package flow

import (
	"time"

	"tutti/diag"
)

// Name is a word of the source with its place. The zero Name means "not given".
type Name struct {
	diag.Pos
	Text string
}

// Definition is one workflow.
type Definition struct {
	File     string
	Name     Name
	Version  string // as written; "" if not given
	Triggers []Trigger
	Steps    []*Step
}

// Trigger starts runs: *HTTP.
type Trigger interface{ trigger() }

// HTTP is a route of the gateway that starts the workflow.
type HTTP struct {
	diag.Pos
	Method string // upper case
	Path   string // with {name} segments: /orders/{id}
	Public bool   // the route declares that everybody may call it
}

func (*HTTP) trigger() {}

// Step is one step: what it does and what stands beside that.
type Step struct {
	diag.Pos
	Name       Name   // zero if anonymous
	Place      string // where it stands, for steps without a name: "checkout.steps[3]"
	If         Value  // the guard, or the condition of an *If; nil: always
	Do         Action
	Timeout    time.Duration // 0: not given
	Compensate *Step         // nil: nothing to undo
}

// Label is what people call the step: its name, or its place.
func (s *Step) Label() string {
	if s.Name.Text != "" {
		return s.Name.Text
	}
	return s.Place
}

// Action is what a step does. The set is sealed:
// *Call *Parallel *For *If *Set *Fail *Return.
type Action interface{ action() }

// Call asks a service for an operation; the step's value is the body of the answer.
type Call struct {
	Service   Name
	Operation Name
	With      Value   // inputs by name: *Object, or an *Expr that yields an object; nil: none
	Body      Value   // a body that is not an object; nil: none
	Headers   []Field // extra request headers
	Accept    []int   // statuses from 300 on that are no error here
}

// Target is "service.operation", as written.
func (c *Call) Target() string { return c.Service.Text + "." + c.Operation.Text }

// Parallel runs its branches at once and waits for all; its value is an object by branch name.
type Parallel struct {
	Branches []Branch
}

// Branch is one branch of a Parallel. A branch written as a single step is that
// step, named like the branch.
type Branch struct {
	Name  Name
	Steps []*Step
}

// IsStep tells a branch that is a single step of the branch's name from a list.
func (b Branch) IsStep() bool { return len(b.Steps) == 1 && b.Steps[0].Name == b.Name }

// For runs its steps for each element; its value is the array of the turns' values.
type For struct {
	Name        Name // of the element, visible in Steps together with $index
	In          Value
	Steps       []*Step
	Concurrency int // turns at once, at least 1
}

// If chooses; the condition is the step's If. Its value is that of the branch taken.
type If struct {
	Then []*Step
	Else []*Step
}

// Set names values; they do not see each other. Its value is the object of them.
type Set struct {
	Fields []Field
}

// Fail ends the run with an error and undoes what is done.
// Error yields an object with any of status, type, title, detail, extensions.
type Fail struct {
	Error Value
}

// Return ends the run well. A nil Value means "not given".
type Return struct {
	Status  Value
	Headers []Field
	Body    Value
}

func (*Call) action()     {}
func (*Parallel) action() {}
func (*For) action()      {}
func (*If) action()       {}
func (*Set) action()      {}
func (*Fail) action()     {}
func (*Return) action()   {}
