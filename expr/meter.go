package expr

import (
	"fmt"
	"time"

	"github.com/itchyny/gojq"
)

// Limits bound one evaluation. Steps count instructions and the data they look at, Bytes the data that is made,
// Depth arrays and objects inside each other in the result. Evaluations of the same expression on the same
// variables use the same number of each. Zero values stand for 100,000 steps, 16 MiB and 128 levels.
type Limits struct{ Steps, Bytes, Depth int }

func (l Limits) orDefault() Limits {
	or := func(n, otherwise int) int {
		if n > 0 {
			return n
		}
		return otherwise
	}
	return Limits{or(l.Steps, 100_000), or(l.Bytes, 16<<20), or(l.Depth, 128)}
}

// The prices. An instruction of the virtual machine takes tens of nanoseconds and about as
// many bytes of its stacks; looking at data takes a nanosecond or two for each byte.
const (
	ticksPerStep = 4  // a tick is one instruction
	bytesPerTick = 64 // of data that is looked at
	decodedShare = 2  // times Limits.Bytes may be taken by decoded variables
)

// Sizes in memory of what gojq works on, a little above the truth.
const (
	slotBytes   = 16  // an element of an array
	memberBytes = 64  // a member of an object, in a large one
	objectBytes = 320 // an object with few members
	stringBytes = 32  // a string besides its text
)

// meter is the budget of one evaluation. For gojq it is the context, whose Done is asked before every
// instruction: so the budget is in steps, not in time. It is also the value of the variable by which the
// natives find it.
type meter struct {
	ticks   int // left
	bytes   int // left
	decoded int // bytes left for decoded variables
	limits  Limits
	over    string // which limit was exceeded; "" if none

	env     Env
	loads   []load
	loaded  []any
	sizes   map[identity]measured
	regexes map[string]*matcher
	widest  int // the longest string or largest object seen, see caught
}

func newMeter(lim Limits, env Env, loads []load) *meter {
	return &meter{
		ticks:   lim.Steps * ticksPerStep,
		bytes:   lim.Bytes,
		decoded: lim.Bytes * decodedShare,
		limits:  lim,
		env:     env,
		loads:   loads,
	}
}

// used is the number of ticks and bytes taken so far.
func (m *meter) used() (ticks, bytes int) {
	return m.limits.Steps*ticksPerStep - m.ticks, m.limits.Bytes - m.bytes
}

// look charges for going through n bytes of data; make, for n new bytes. Both are false when
// the budget is used up.
func (m *meter) look(n int) bool {
	m.ticks -= n / bytesPerTick
	if m.ticks < 0 {
		m.exceed(fmt.Sprintf("more than %d steps", m.limits.Steps))
	}
	return m.over == ""
}

func (m *meter) make(n int) bool {
	m.bytes -= n
	if m.bytes < 0 || n < 0 {
		m.exceed(fmt.Sprintf("more than %d bytes of data", m.limits.Bytes))
	}
	return m.over == ""
}

func (m *meter) exceed(what string) {
	if m.over == "" {
		m.over = what
	}
}

// stop is what a native returns when the budget is used up. No try of jq catches it.
func stop() error { return &gojq.HaltError{} }

var closed = func() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

// Done is asked by gojq before each instruction.
func (m *meter) Done() <-chan struct{} {
	m.ticks--
	if m.ticks >= 0 && m.over == "" {
		return nil
	}
	m.look(0)
	return closed
}

// Err, Deadline and Value make the meter a context.Context.
func (m *meter) Err() error {
	if m.over != "" {
		return stop()
	}
	return nil
}

// Deadline is none.
func (m *meter) Deadline() (time.Time, bool) { return time.Time{}, false }

// Value is none.
func (m *meter) Value(any) any { return nil }
