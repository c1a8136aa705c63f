// Package machine executes a plan as a pure state machine: events in, commands
// out. It reads no clock, starts no goroutine and does no I/O; a host does.
//
// The same plan, input and order of events give the same commands, always.
package machine

import (
	"slices"

	"tutti/fault"
	"tutti/plan"
	"tutti/value"
)

// Input is what a run starts with.
type Input struct {
	ID      string      // of the run; the first part of every idempotency key
	Input   value.Value // $input
	Run     value.Value // $run; may be null when the plan does not use it
	Request value.Value // $request; likewise
	Env     map[string]value.Value
}

// Kind says what a command or an event is about.
type Kind uint8

// The kinds of commands: Call asks for a call, Cancel takes one back. The kinds
// of events: Done answers a call, Cancel ends the run from outside.
const (
	Call Kind = iota
	Cancel
	Done
)

// Command is what the host must do.
type Command struct {
	Kind    Kind
	Seq     int            // numbers calls in order from 1; a Cancel names the call's
	Step    int            // index into Plan.Steps
	Call    *plan.CallSpec // what to call, for Call
	With    value.Value    // inputs by name; null: none
	Body    value.Value    // if Call.Body is there
	Headers []Header
	Key     string // idempotency key, the same at every replay
	Undoes  bool   // the call is part of a compensation
}

// Header is one request header.
type Header struct{ Name, Value string }

// Event is what the host tells. A Done carries the answer or the fault of the
// call Seq; a Cancel carries the fault that the run ends with.
type Event struct {
	Kind    Kind
	Seq     int
	Out     value.Value // body of the answer
	Status  int
	Headers func() value.Value // of the answer, made only if an expression reads them; may be nil
	Fault   *fault.Fault
}

// Result is how a run ended.
type Result struct {
	Fault   *fault.Fault // nil: well
	Status  int          // of the return; 0: not given
	Headers []Header
	Body    value.Value
	Failed  []*fault.Fault // of compensations: the effect of their step remains
}

// Machine is one run. It is not safe for concurrent use.
type Machine struct {
	plan   *plan.Plan
	id     string
	frames []frame
	fibers []fiber
	joins  []join
	idle   struct{ frames, fibers, joins []int }
	ready  []int // fibers that can go on, in order, from head on
	head   int
	calls  []pending
	undos  []undo
	seq    int
	state  state
	result Result
	out    []Command
}

type state uint8

const (
	running   state = iota
	unwinding       // failed: waiting for calls in flight, then undoing
	ended
)

// New makes a run of the plan; Start begins it.
func New(p *plan.Plan, in Input) *Machine {
	m := &Machine{plan: p, id: in.ID}
	m.newFrame(0, -1)
	slots := m.frames[0].slots
	slots[plan.SlotInput], slots[plan.SlotRun], slots[plan.SlotRequest] = in.Input, in.Run, in.Request
	for i, name := range p.Env {
		slots[p.EnvBase+i] = in.Env[name]
	}
	return m
}

// Start begins the run and gives the first commands.
func (m *Machine) Start() []Command {
	m.spawn(fiber{join: noJoin})
	return m.work()
}

// Advance takes an event in and gives the commands that follow from it. An event
// that no longer matters (the answer of a cancelled call) gives none.
func (m *Machine) Advance(e Event) []Command {
	m.out = nil
	switch {
	case m.state == ended:
		return nil
	case e.Kind == Cancel:
		m.cancel(e.Fault)
	default:
		m.answer(e)
	}
	return m.work()
}

// Ended tells whether the run is over; Result is what came out.
func (m *Machine) Ended() bool { return m.state == ended }

// Result is how the run ended; it means nothing before Ended.
func (m *Machine) Result() Result { return m.result }

// work lets every fiber that can go on do so, then looks whether a failed run
// has something left to undo.
func (m *Machine) work() []Command {
	for {
		for m.head < len(m.ready) && m.state != ended {
			m.head++
			m.run(m.ready[m.head-1])
		}
		m.ready, m.head = m.ready[:0], 0
		if m.state != unwinding || !m.undoNext() {
			return m.out
		}
	}
}

// pending is a call in flight.
type pending struct {
	seq   int
	fiber int // noFiber: its fiber is gone, only its compensation waits for it
	pc    int
	frame int
}

func (m *Machine) take(seq int) (pending, bool) {
	i, ok := slices.BinarySearchFunc(m.calls, seq, func(p pending, s int) int { return p.seq - s })
	if !ok {
		return pending{}, false
	}
	p := m.calls[i]
	m.calls = slices.Delete(m.calls, i, i+1)
	return p, true
}

// answer takes in the outcome of a call.
func (m *Machine) answer(e Event) {
	p, ok := m.take(e.Seq)
	if !ok {
		return // a call that was cancelled
	}
	ins := &m.plan.Code[p.pc]
	m.record(ins, p, e)
	switch {
	case p.fiber == noFiber:
		m.also(e.Fault)
	case e.Fault != nil:
		m.fail(p.fiber, m.explain(ins, e.Fault))
	default:
		m.frames[p.frame].set(ins.Dst, e.Out)
		m.resume(p.fiber, p.pc+1)
	}
}

// record keeps what the answer means for $meta and for the compensation: a call
// without an answer may have happened all the same, so it is undone too if its
// compensation can do without its value.
func (m *Machine) record(ins *plan.Ins, p pending, e Event) {
	if u := ins.Call.Undo; u != nil {
		unknown := e.Fault != nil && e.Fault.Processed == fault.Unknown && !u.UsesOwn
		if e.Fault == nil || unknown {
			m.pin(p.frame)
			m.undos = append(m.undos, undo{entry: u.Entry, frame: p.frame, step: ins.Step})
		}
	}
	if p.fiber == noFiber && e.Fault == nil {
		m.frames[p.frame].set(ins.Dst, e.Out) // the compensation may read it
	}
	if e.Fault == nil && ins.Call.Meta != plan.None {
		m.frames[p.frame].set(ins.Call.Meta, callMeta(e))
	}
}

func callMeta(e Event) value.Value {
	headers := value.Value{}
	if e.Headers != nil {
		headers = e.Headers()
	}
	return value.ObjectOf(
		value.Member{Name: "state", Value: value.FromString("done")},
		value.Member{Name: "status", Value: value.FromInt(int64(e.Status))},
		value.Member{Name: "headers", Value: headers},
		value.Member{Name: "attempts", Value: value.FromInt(1)},
	)
}

// explain says in the fault which step it came from, unless it knows already.
func (m *Machine) explain(ins *plan.Ins, f *fault.Fault) *fault.Fault {
	step := m.plan.Steps[ins.Step]
	if f.Step == "" {
		f.Step = step.Label
	}
	if f.Pos.Line == 0 {
		f.Pos = step.Pos
	}
	return f
}

// HTTPStatus is the status of the answer to the client (RFC 9110, section 15): the
// one the return gave, else 200, or 204 without a body.
func (r Result) HTTPStatus() int {
	switch {
	case r.Fault != nil:
		return r.Fault.HTTPStatus()
	case r.Status != 0:
		return r.Status
	case r.Body.IsNull():
		return 204
	default:
		return 200
	}
}
