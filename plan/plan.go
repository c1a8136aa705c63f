// Package plan is a checked definition lowered to flat instructions with jumps:
// immutable, and all that a machine needs to run it. It runs nothing itself.
package plan

import (
	"time"

	"tutti/diag"
	"tutti/flow"
)

// Plan is an executable workflow. Nothing in it changes after Compile.
type Plan struct {
	Workflow string
	Version  string
	Code     []Ins
	Steps    []Step   // what Ins.Step and Undo.Step count
	Frames   []Frame  // Frames[0] is the run's, each other one a loop's turn
	Ops      []string // the operations called, "service.operation", each once
	Env      []string // the names of $env used; Slots of frame 0 from EnvBase on
	EnvBase  int
	Limits   flow.Limits

	UsesRun     bool
	UsesRequest bool
}

// The slots of frame 0 that the host fills.
const (
	SlotInput   = iota // $input
	SlotRun            // $run
	SlotRequest        // $request
	SlotError          // $error of the failure being undone
	firstSlot
)

// The slots of a turn's frame that the machine fills.
const (
	SlotElement = iota
	SlotIndex
)

// None is the slot of a value nobody asks for.
const None = -1

// Frame is the layout of one kind of frame: the run's, or a turn's of one loop.
type Frame struct {
	Parent int      // the frame around; -1 for the run's
	Slots  []string // what each slot holds, for people
}

// Step describes a step for people and records.
type Step struct {
	diag.Pos
	Label     string // its name, or its place
	Operation string // "service.operation" of a call
	Frame     int    // the kind of frame it runs in
}

// Op says what an instruction does.
type Op uint8

// The instructions. Each goes on at the next one unless it says otherwise.
const (
	Call   Op = iota // ask the host for Ins.Call; its answer goes to Dst
	Set              // evaluate Set.Values, then put them into Set.Slots; their object into Dst
	Copy             // put slot Src into Dst
	Mark             // put {"state": State} into Dst
	Jump             // go to To
	Unless           // evaluate Cond; go to To if it is null or false
	Fork             // start a fiber at each of Kids; wait for all; their object into Dst
	Each             // start a fiber at Each.Body for each element; wait for all; their array into Dst
	Fail             // end the run with the error Value
	Return           // end the run well
	End              // end of the fiber
)

// Ins is one instruction; which fields count depends on Op.
type Ins struct {
	Op     Op
	Step   int // index into Plan.Steps
	Dst    int // a slot of the fiber's own frame, or None
	Src    int
	To     int
	Cond   *Template
	Value  *Template
	State  string
	Call   *CallSpec
	Set    *SetSpec
	Fork   []Branch
	Each   *EachSpec
	Return *ReturnSpec
}

// CallSpec is what a Call needs.
type CallSpec struct {
	Op      int       // index into Plan.Ops
	With    *Template // nil: no inputs
	Body    *Template // nil: no body beside the inputs
	Headers []Header
	Accept  []int
	Timeout time.Duration // 0: the service's
	Meta    int           // slot for $meta, or None
	Undo    *Undo         // nil: nothing to compensate
}

// Undo is the compensation of a call: code that ends with End, run in the frame of the call.
type Undo struct {
	Entry   int
	UsesOwn bool // it reads the call's own value, so it cannot run when that is unknown
}

// Header is a named text.
type Header struct {
	Name  string
	Value *Template
}

// SetSpec is a set: as many Slots as the object Values has members.
type SetSpec struct {
	Names  []string
	Slots  []int
	Values []*Template
}

// Branch is one branch of a Fork.
type Branch struct {
	Name  string
	Entry int
	Slot  int // where its value lies when it is over
}

// EachSpec is a loop over the elements of an array.
type EachSpec struct {
	In          *Template
	Body        int // entry
	Frame       int // the kind of frame of a turn
	Value       int // slot of the turn's value in that frame, or None
	Concurrency int
}

// ReturnSpec is what a Return needs; nil templates are not given.
type ReturnSpec struct {
	Status  *Template
	Headers []Header
	Body    *Template
}
