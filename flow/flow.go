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
	Mode     Mode
	Triggers []Trigger
	Key      Value // one open run per value of it; nil: none
	Input    Value // the JSON Schema of the input: data without expressions; nil: any input
	Steps    []*Step
}

// Mode says where a run lives.
type Mode string

// The modes.
const (
	Express Mode = "express" // in memory, inside the request; also the zero Mode
	Durable Mode = "durable" // journaled
)

// Trigger starts runs: *HTTP *Schedule *OnEvent *Webhook.
type Trigger interface{ trigger() }

// HTTP is a route of the gateway that starts the workflow.
type HTTP struct {
	diag.Pos
	Method string // upper case
	Path   string // with {name} segments: /orders/{id}
	Public bool   // the route declares that everybody may call it
}

// Schedule starts runs by the clock: by Cron in Zone, or Every so often.
type Schedule struct {
	diag.Pos
	Cron  string
	Zone  string // IANA name; "": UTC
	Every time.Duration
}

// OnEvent starts a run for every event of a type; its data is the $input.
type OnEvent struct {
	diag.Pos
	Type string
}

// Webhook starts a run for every delivery to the webhook of that name.
type Webhook struct {
	diag.Pos
	Name string
}

func (*HTTP) trigger()     {}
func (*Schedule) trigger() {}
func (*OnEvent) trigger()  {}
func (*Webhook) trigger()  {}

// Step is one step: what it does and what stands beside that.
type Step struct {
	diag.Pos
	Name       Name   // zero if anonymous
	Place      string // where it stands, for steps without a name: "checkout.steps[3]"
	If         Value  // the guard, or the condition of an *If; nil: always
	Do         Action
	Timeout    Value  // of all attempts and waits, a duration; nil: none
	Retry      *Retry // nil: one attempt
	Continue   bool   // onError: continue
	Compensate *Step  // nil: nothing to undo
}

// Label is what people call the step: its name, or its place.
func (s *Step) Label() string {
	if s.Name.Text != "" {
		return s.Name.Text
	}
	return s.Place
}

// Retry says when and how often a step is tried again.
type Retry struct {
	diag.Pos
	Name     Name          // of the policy; zero if it was written in place
	On       []Match       // which errors; empty: any
	Attempts int           // with the first one, at least 1
	Min, Max time.Duration // backoff: Min doubles up to Max, with full jitter; 0: at once
	Timeout  time.Duration // of one attempt; 0: the service's
}

// Match is what `on:` matches: a class of statuses (4xx, 5xx), a status, a kind of
// error, a type URI, or any.
type Match struct {
	diag.Pos
	Text string
}

// Action is what a step does. The set is sealed: *Call *Parallel *For *Repeat *If
// *Switch *Try *Set *Wait *Await *Human *Emit *Run *Fail *Return *Goto.
type Action interface{ action() }

// Call asks a service for an operation; the step's value is the body of the answer.
type Call struct {
	Service    Name
	Operation  Name
	With       Value    // inputs by name: *Object, or an *Expr that yields an object; nil: none
	Body       Value    // a body that is not an object; nil: none
	Headers    []Field  // extra request headers
	Accept     []Status // statuses from 300 on that are no error here
	Idempotent *bool    // whether it may be sent twice; nil: as the contract says
	Fallback   []*Step  // calls to ask instead when it fails, in order
	Cache      Value    // nil: none
	URL        Value    // where a call without a contract goes; nil: as the service says
	Method     string   // of a call without a contract; "": as the contract says
	Path       Value    // likewise
}

// Status is the status of an answer, as written.
type Status struct {
	diag.Pos
	Code int
}

// Target is "service.operation", as written.
func (c *Call) Target() string { return c.Service.Text + "." + c.Operation.Text }

// Join says how many of the branches or turns must succeed.
type Join struct {
	Any int // so many successes are enough; 0: all must succeed
}

// Parallel runs its branches at once; its value is an object by branch name.
type Parallel struct {
	Branches    []Branch
	Join        Join
	Concurrency int // branches at once; 0: all
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
	Join        Join
	Concurrency Value // turns at once, a number; nil: 1
}

// Repeat runs its steps until a condition is true, tested after each turn. Its
// value is the array of the turns' values; $last is the value of the turn before,
// $index counts from 0.
type Repeat struct {
	Steps []*Step
	Until Value // sees what the turn sees; nil: until Max
	Max   int   // turns; more is an error limit. 0: the default
	Every Value // pause between turns, a duration; nil: none
}

// If chooses; the condition is the step's If. Its value is that of the branch taken.
type If struct {
	Then []*Step
	Else []*Step
}

// Switch takes the first case whose condition is true.
type Switch struct {
	Cases []Case
	Else  []*Step
}

// Case is one case of a Switch.
type Case struct {
	When Value
	Then []*Step
}

// Try runs steps in a scope of their own: a failure undoes what they did, then the
// first catch that matches goes on. Finally runs in any case, after the undo and the catch.
type Try struct {
	Steps   []*Step
	Catch   []Catch
	Finally []*Step
}

// Catch says what to do about some errors: try again, and then other steps.
type Catch struct {
	diag.Pos
	On    []Match // empty: any
	Retry *Retry  // nil: none; its On is not used
	Then  []*Step // nil: the error goes on
}

// Set names values; they do not see each other. Its value is the object of them.
type Set struct {
	Fields []Field
}

// Wait waits for a duration (200ms, PT1H) or until a time (RFC 3339, or seconds since 1970).
type Wait struct {
	For Value
}

// Await waits for an event of one of the types whose data has the fields of Match;
// its value is the event's data.
type Await struct {
	Types []Name
	Match []Field
}

// Human gives a task to a person; its value is the form as filled in.
type Human struct {
	Title    Value
	Form     Value // JSON Schema; nil: any object
	Users    Value // who may do it; nil with Roles nil: everybody
	Roles    Value
	Escalate []Escalation
}

// Escalation hands a task to others when it has waited for a while.
type Escalation struct {
	After        time.Duration
	Users, Roles Value
}

// Emit sends an event (CloudEvents).
type Emit struct {
	Type Name
	Data Value // nil: none
	To   Name  // a service; zero: the run's own event stream
}

// Run runs another workflow; its value is what that returned.
type Run struct {
	Workflow Name
	Version  string // "": the current one
	With     Value  // its $input; nil: null
	Detach   bool   // go on without waiting; the value is null
}

// Fail ends the scope with an error and undoes what is done.
// Error yields an object with any of status, type, title, detail, extensions, or is $error.
type Fail struct {
	Error Value
}

// Return ends the run well. A nil Value means "not given".
type Return struct {
	Status  Value
	Headers []Field
	Body    Value
}

// Goto goes on at the step of that name in the same list, or in a list around it up
// to the next loop, branch or try. The product's own language has none; languages of states need it.
// A step that runs again has its latest value.
type Goto struct {
	Step Name
}

func (*Call) action()     {}
func (*Parallel) action() {}
func (*For) action()      {}
func (*Repeat) action()   {}
func (*If) action()       {}
func (*Switch) action()   {}
func (*Try) action()      {}
func (*Set) action()      {}
func (*Wait) action()     {}
func (*Await) action()    {}
func (*Human) action()    {}
func (*Emit) action()     {}
func (*Run) action()      {}
func (*Fail) action()     {}
func (*Return) action()   {}
func (*Goto) action()     {}
