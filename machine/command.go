package machine

import (
	"time"

	"tutti/fault"
	"tutti/plan"
	"tutti/value"
)

// Kind says what a command or an event is about.
type Kind uint8

// The kinds of commands, and Done and Cancel, the kinds of events: Done answers a
// command, Cancel ends the run from outside. A Cancel command takes one back: the
// host acknowledges nothing, and what it still tells of that command is dropped.
const (
	Call  Kind = iota // make a call
	Timer             // tell when a time has passed
	Await             // tell of an event
	Task              // give a person a task, tell what it came to
	Emit              // send an event, tell that it is sent
	Child             // run a workflow, tell what it came to
	Cancel
	Done
)

func (k Kind) String() string {
	return [...]string{"call", "timer", "await", "task", "emit", "run", "cancel", "done"}[k]
}

// Command is what the host must do. Which fields count depends on Kind. It is valid
// until the next event.
type Command struct {
	Kind    Kind
	Undoes  bool   // it is part of a compensation
	Seq     int    // numbers commands in order from 1; a Cancel names the one it takes back
	Step    int    // index into Plan.Steps
	Attempt int    // Call: from 1
	Key     string // idempotency key, the same at every replay

	Call    *plan.CallSpec // Call: what to call
	With    value.Value    // Call: inputs by name; Child: the $input; Emit: the data
	Body    value.Value    // Call: if Call.Body is there
	Headers []Header       // Call
	URL     string         // Call: "" as the service says

	*Ask // of all kinds but Call and Cancel
}

// Ask is what the commands that are no calls say.
type Ask struct {
	Min, Max time.Duration // Timer: the host draws a time between them
	Until    time.Time     // Timer: if not zero, the time at which it is due

	Types []string // Await: of events; Emit: the one
	Match []Field  // Await: fields of the data, all equal

	Task *TaskSpec
	To   string // Emit: a service; "": the run's own event stream

	Workflow string // Child
	Version  string // Child: "" the current one
	Detach   bool   // Child: it is done once it has started
}

// Field is a named value.
type Field struct {
	Name  string
	Value value.Value
}

// TaskSpec is a task for a person.
type TaskSpec struct {
	Title    string
	Form     value.Value // JSON Schema, or null
	Users    value.Value
	Roles    value.Value
	Escalate []Escalation
}

// Escalation hands a task to others after a while.
type Escalation struct {
	After        time.Duration
	Users, Roles value.Value
}

// Header is one request header.
type Header struct{ Name, Value string }

// Event is what the host tells. A Done carries what the command Seq came to: a
// value, or the fault. A Cancel carries the fault that the run ends with.
type Event struct {
	Kind    Kind
	Seq     int
	Out     value.Value        // body of the answer, data of the event, form of the task, output of the run
	Status  int                // of a call
	Headers func() value.Value // of a call, made only if an expression reads them; may be nil
	Meta    value.Value        // Await: type id source time; Task: by; an object, or null
	Fault   *fault.Fault
	Keep    bool // Cancel: do not undo what is done
}
