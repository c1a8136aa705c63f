// Package machine executes a plan as a pure state machine: events in, commands
// out. It reads no clock, starts no goroutine and does no I/O; a host does.
//
// The same plan, input and order of events give the same commands, always.
package machine

import (
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
	Within  bool // another run starts this one
}

// Machine is one run. It is not safe for concurrent use.
type Machine struct {
	plan  *plan.Plan
	id    string
	root  *scope
	base  *frame   // the run's
	ready []*fiber // fibers that can go on, in order, from head on; empty between events
	head  int
	waits []wait // what has been asked of the host, in order
	seq   int    // of commands
	order int    // of finished steps that can be undone
	// unwinding counts the scopes that have failed and are not done with it.
	unwinding int
	finished  bool // the run's own fiber has come to its end
	ended     bool
	result    Result
	out       []Command
	room      room
}

// room is what every run needs, in one piece of memory with the machine.
type room struct {
	root  scope
	base  frame
	fiber fiber
	ready [1]*fiber
	waits [1]wait
	out   [1]Command
}

// New makes a run of the plan; Start begins it.
func New(p *plan.Plan, in Input) *Machine {
	m := &Machine{plan: p, id: in.ID}
	m.root, m.base = &m.room.root, &m.room.base
	m.ready, m.waits, m.out = m.room.ready[:0], m.room.waits[:0], m.room.out[:0]
	slots := make([]value.Value, len(p.Frames[0].Slots))
	m.base.slots = slots
	m.result.Fault = refusal(p, in)
	slots[plan.SlotInput], slots[plan.SlotRun], slots[plan.SlotRequest] = in.Input, in.Run, in.Request
	for i, name := range p.Env {
		slots[p.EnvBase+i] = in.Env[name]
	}
	return m
}

// Start begins the run and gives the first commands. A run whose input is refused has ended at once.
func (m *Machine) Start() []Command {
	if m.result.Fault != nil {
		m.ended = true
		return nil
	}
	m.room.fiber = fiber{frame: m.base, scope: m.root}
	m.spawn(&m.room.fiber)
	return m.work()
}

// Advance takes an event in and gives the commands that follow from it. An event
// that no longer matters (the answer of a cancelled call) gives none.
func (m *Machine) Advance(e Event) []Command {
	m.out = m.out[:0]
	switch {
	case m.ended:
	case e.Kind == Cancel:
		m.cancel(e)
	default:
		m.answer(e)
	}
	return m.work()
}

// Ended tells whether the run is over; Result is what came out.
func (m *Machine) Ended() bool { return m.ended }

// Result is how the run ended; it means nothing before Ended.
func (m *Machine) Result() Result { return m.result }

// work lets every fiber that can go on do so.
func (m *Machine) work() []Command {
	for m.head < len(m.ready) {
		f := m.ready[m.head]
		m.ready[m.head] = nil
		m.head++
		if f.alive() {
			m.run(f)
		}
	}
	m.ready, m.head = m.ready[:0], 0
	if m.finished && (m.unwinding == 0 || mutant == 6) {
		m.ended = true
	}
	return m.out
}

// cancel ends the run from outside; what is done is undone, unless the event says
// not to. A run that is failing already goes on with that.
func (m *Machine) cancel(e Event) {
	if m.finished || m.root.state != open {
		return
	}
	if e.Keep {
		for _, w := range m.waits {
			m.out = append(m.out, Command{Kind: Cancel, Seq: w.seq, Step: m.plan.Code[w.ins].Step})
		}
		m.waits = nil
		m.root.state = closed
		m.result, m.finished, m.unwinding = Result{Fault: e.Fault, Failed: m.result.Failed}, true, 0
		return
	}
	m.fail(m.root, e.Fault)
}

// Result is how a run ended.
type Result struct {
	Fault   *fault.Fault // nil: well
	Status  int          // of the return; 0: not given
	Headers []Header
	Body    value.Value
	Failed  []*fault.Fault // of compensations: the effect of their step remains
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
