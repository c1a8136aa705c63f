// Package plan is a checked definition lowered to flat instructions with jumps:
// immutable, and all that a machine needs to run it. It runs nothing itself.
package plan

import (
	"time"

	"tutti/diag"
	"tutti/flow"
	"tutti/schema"
)

// Plan is an executable workflow. Nothing in it changes after Compile.
type Plan struct {
	Workflow string
	Version  string
	Mode     flow.Mode
	Hash     string // of all that counts for a run: equal plans have equal hashes
	Code     []Ins
	Steps    []Step    // what Ins.Step counts
	Frames   []Frame   // Frames[0] is the run's, the others a turn's of one loop or an undo's
	Ops      []string  // the operations called, "service.operation", each once
	Runs     []string  // the workflows started, each once
	Key      *Template // one open run per value; nil: none
	Env      []string  // the names of $env used; slots of frame 0 from EnvBase on
	EnvBase  int
	Limits   flow.Limits

	// Input is what $input must be; nil: anything. Who compiles sets it before the plan is used. It counts before a
	// run only, so the hash leaves it out.
	Input *schema.Schema

	UsesRun     bool
	UsesRequest bool
}

// The slots of frame 0 that the host fills.
const (
	SlotInput   = iota // $input
	SlotRun            // $run
	SlotRequest        // $request
)

// The slots of a turn's frame that the machine fills.
const (
	SlotElement = iota // of a for; in a repeat: $last
	SlotIndex
)

// SlotError is the slot of $error in an undo's frame.
const SlotError = 0

// None is the slot of a value nobody asks for, and the place of code that is not there.
const None = -1

// Frame is the layout of one kind of frame.
type Frame struct {
	Parent int      // the kind of the frame around; -1 for the run's
	Turn   bool     // it is a loop's turn, with an index of its own
	Slots  []string // what each slot holds, for people
	Kept   []int    // the slots that compensations read after the turn is over
}

// Step describes a step for people and records.
type Step struct {
	diag.Pos
	Label     string // its name, or its place
	Operation string // what it asks of the world: "service.operation" of a call, "wait", "await order.paid"
	Tries     []int  // addresses of the attempt counters of the tries around it, outermost first
}

// Op says what an instruction does.
type Op uint8

// The instructions. Each goes on at the next one unless it says otherwise.
const (
	Call   Op = iota // ask the host for Ins.Call; its answer goes to Dst
	Wait             // ask the host for a timer
	Await            // ask the host for an event; its data goes to Dst
	Task             // ask a person; the form goes to Dst
	Emit             // send an event
	Child            // run another workflow; what it returns goes to Dst
	Set              // evaluate Set.Values, then put them into Set.Slots; their object into Dst
	Copy             // put slot Src into Dst
	Mark             // put {"state": State} into Dst, with the error in slot Src if there is one
	Clear            // put null into Slots
	Count            // add one to the number in slot Src
	Jump             // go to To
	Unless           // evaluate Cond; go to To if it is null or false
	Fork             // start a fiber at each branch; wait as Join says; their object into Dst; go to To
	Each             // start a fiber for each element; wait as Join says; their array into Dst; go to To
	Loop             // enter the first turn of Repeat
	Again            // the end of a turn of Repeat: the next turn, or the array of all into Dst
	Enter            // open Scope
	Leave            // close the innermost scope of the fiber well
	Match            // go to To unless the error in slot Src is one of On
	Retry            // count an attempt in slot Src: go to To after the backoff unless the error in slot Old does not match or none is left
	Fail             // fail the scope with the error Value
	Raise            // fail the scope with the error in slot Src
	Cause            // put the error in slot Src into Dst, with the one in slot Old as its cause
	Return           // end the run well, through the finallys around
	Finish           // go on with a return after a finally
	End              // end of the fiber
)

// Ins is one instruction; which fields count depends on Op.
type Ins struct {
	Op     Op
	Step   int // index into Plan.Steps
	Dst    int // a slot of the fiber's own frame, or None
	Src    int
	Old    int
	To     int
	Slots  []int
	Cond   *Template
	Value  *Template
	State  string
	On     []string
	Meta   int   // slot of $meta for what waits, or None
	Undo   *Undo // nil: nothing to compensate
	Call   *CallSpec
	Set    *SetSpec
	Fork   *ForkSpec
	Each   *EachSpec
	Repeat *RepeatSpec
	Scope  *ScopeSpec
	Retry  *RetrySpec
	Return *ReturnSpec
	Wait   *WaitSpec
}

// CallSpec is what a Call needs.
type CallSpec struct {
	Op         int       // index into Plan.Ops
	With       *Template // nil: no inputs
	Body       *Template // nil: no body beside the inputs
	Headers    []Header
	Accept     []int
	URL        *Template     // nil: as the service says
	Timeout    time.Duration // of one attempt; 0: the service's
	Idempotent *bool         // nil: as the contract says
	Undone     bool          // it has a compensation, so it is waited for when the run is cancelled
}

// RetrySpec is when and how often to try again.
type RetrySpec struct {
	On       []string // empty: any
	Attempts int
	Min, Max time.Duration
}

// WaitSpec is what Wait, Await, Task, Emit and Child need; which fields count
// depends on the Op.
type WaitSpec struct {
	For      *Template // Wait: a duration or a time
	Types    []string  // Await; Emit: the one
	Match    []Header  // Await
	Title    *Template // Task
	Form     *Template
	Users    *Template
	Roles    *Template
	Escalate []Escalation
	Data     *Template // Emit: the data; Child: the $input
	To       string    // Emit
	Workflow string    // Child
	Version  string
	Detach   bool
}

// Escalation hands a task to others after a while.
type Escalation struct {
	After        time.Duration
	Users, Roles *Template
}

// Undo is a compensation: code that ends with End, run in an undo's frame inside
// the frame of the step.
type Undo struct {
	Entry   int
	Frame   int  // the kind of frame it runs in
	Own     int  // slot of the step's value, or None
	UsesOwn bool // it reads the step's own value, so it cannot run when that is unknown
}

// Header is a named text or value.
type Header struct {
	Name  string
	Value *Template
}

// SetSpec is a set.
type SetSpec struct {
	Names  []string
	Slots  []int
	Values []*Template
}

// JoinSpec says how to wait for branches or turns.
type JoinSpec struct {
	Any      int  // so many successes are enough; 0: all must succeed
	Continue bool // a failed turn is null, and the rest goes on
}

// Parts tells whether each branch or turn is a scope of its own.
func (j JoinSpec) Parts() bool { return j.Any > 0 || j.Continue }

// ForkSpec is the branches of a Fork.
type ForkSpec struct {
	JoinSpec
	Branches    []Branch
	Concurrency int // at once; 0: all
}

// Branch is one branch of a Fork.
type Branch struct {
	Name  string
	Entry int
	Slot  int   // where its value lies when it is over, or None
	Names []int // the slots of the names in it
	Meta  int   // where the $meta of the whole lies, or None
}

// EachSpec is a loop over the elements of an array.
type EachSpec struct {
	JoinSpec
	In          *Template
	Body        int       // entry
	Frame       int       // the kind of frame of a turn
	Value       int       // slot of the turn's value in that frame, or None
	Concurrency *Template // turns at once; nil: 1
}

// RepeatSpec is a loop until a condition holds.
type RepeatSpec struct {
	Body  int // entry
	Frame int
	Value int // slot of the turn's value in that frame, or None
	Keep  bool
	Until *Template // in the frame of the turn; nil: never
	Max   int
	Every *Template // nil: no pause
}

// ScopeSpec is a scope opened by Enter.
type ScopeSpec struct {
	Handler int       // where a failed scope goes on, after its undo
	Exit    int       // where a return that leaves it goes on: its finally; None: nowhere
	Finally int       // what runs when a scope around fails, up to End; None: nothing
	Caught  int       // slot of the $error that Finally sees
	Error   int       // slot of the error it failed with
	Timeout *Template // nil: none
	Clear   []int     // slots that are null when it starts
}

// ReturnSpec is what a Return needs; nil templates are not given.
type ReturnSpec struct {
	Status  *Template
	Headers []Header
	Body    *Template
}
