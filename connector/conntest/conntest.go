// Package conntest is the suite that every connector passes: what a call does when the service is well,
// slow, absent, broken or too talkative, and that nothing is left behind. It does not know any protocol.
package conntest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tutti/connector"
	"tutti/fault"
	"tutti/value"
)

// Behaviour is how the service of one test behaves.
type Behaviour uint8

// The behaviours.
const (
	Answers Behaviour = iota // as the contract says, with the Rig's Answer
	Hangs                    // takes the request and never answers
	Absent                   // nobody listens
	Talks                    // an answer of more than AnswerBody bytes
	Garbles                  // a success that the contract does not allow
	CutsOff                  // the connection ends in the middle of the answer
	Resets                   // the connection ends before the answer
)

// AnswerBody is the limit for answers that the suite asks for.
const AnswerBody = 64 << 10

// Rig is one protocol's side of the suite.
type Rig struct {
	// Open makes a connection to a service with that behaviour. It closes neither: the suite closes the connection, and
	// t.Cleanup ends the service. When a request reaches the service, it sends on arrived, which has room.
	Open func(t *testing.T, b Behaviour, s connector.Settings, arrived chan<- struct{}) connector.Conn
	// Request is one that the contract allows, Lacking one without a required input; Answer is the answer's body.
	Request, Lacking connector.Request
	Answer           value.Value
}

// want is how a call must end.
type want struct {
	kind      fault.Kind
	processed fault.Processed
}

// Run runs the suite.
func Run(t *testing.T, rig Rig) {
	for name, c := range map[string]struct {
		behaviour Behaviour
		want      want
	}{
		"absent":    {Absent, want{fault.Connect, fault.No}},
		"talks":     {Talks, want{fault.Limit, fault.Yes}},
		"garbles":   {Garbles, want{fault.Contract, fault.Yes}},
		"cuts off":  {CutsOff, want{fault.Connect, fault.Unknown}},
		"resets":    {Resets, want{fault.Connect, fault.Unknown}},
		"deadline":  {Hangs, want{fault.Timeout, fault.Unknown}},
		"too late":  {Answers, want{fault.Cancelled, fault.No}},
		"cancelled": {Hangs, want{fault.Cancelled, fault.Unknown}},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, rig, c.behaviour)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			switch name {
			case "deadline":
				ctx, cancel = context.WithTimeout(ctx, 30*time.Millisecond)
				defer cancel()
			case "too late":
				cancel()
			case "cancelled":
				go func() { <-s.arrived; cancel() }() // ends with the request, which arrives
			}
			_, err := s.conn.Invoke(ctx, rig.Request)
			check(t, err, c.want)
		})
	}
	t.Run("answers", func(t *testing.T) { answers(t, rig) })
	t.Run("refuses", func(t *testing.T) { refuses(t, rig) })
	t.Run("many at once", func(t *testing.T) { manyAtOnce(t, rig) })
	t.Run("close", func(t *testing.T) { closes(t, rig) })
}

// subject is a connection to a service, with what reaches the service.
type subject struct {
	conn    connector.Conn
	arrived chan struct{}
}

// open also checks, when the test is over and all is closed, that no goroutine is left.
func open(t *testing.T, rig Rig, b Behaviour) subject {
	t.Helper()
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, before) })
	s := subject{arrived: make(chan struct{}, 1000)}
	s.conn = rig.Open(t, b, connector.Settings{AnswerBody: AnswerBody}, s.arrived)
	t.Cleanup(func() {
		if err := s.conn.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func check(t *testing.T, err error, w want) {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) {
		t.Fatalf("got %v, want a fault of kind %s", err, w.kind)
	}
	if f.Kind != w.kind || f.Processed != w.processed {
		t.Errorf("got %s, processed %s (%v); want %s, processed %s", f.Kind, f.Processed, f, w.kind, w.processed)
	}
}

func answers(t *testing.T, rig Rig) {
	s := open(t, rig, Answers)
	for range 3 {
		reply, err := s.conn.Invoke(t.Context(), rig.Request)
		if err != nil {
			t.Fatal(err)
		}
		if !value.Equal(reply.Body, rig.Answer) {
			t.Errorf("got %s, want %s", reply.Body, rig.Answer)
		}
	}
}

func refuses(t *testing.T, rig Rig) {
	s := open(t, rig, Answers)
	_, err := s.conn.Invoke(t.Context(), rig.Lacking)
	check(t, err, want{fault.Contract, fault.No})
	unknown := rig.Request
	unknown.Operation += "NotThere"
	_, err = s.conn.Invoke(t.Context(), unknown)
	check(t, err, want{fault.Contract, fault.No})
	if n := len(s.arrived); n > 0 {
		t.Errorf("%d refused requests reached the service", n)
	}
}

func manyAtOnce(t *testing.T, rig Rig) {
	s := open(t, rig, Answers)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 8 {
				reply, err := s.conn.Invoke(t.Context(), rig.Request)
				if err != nil || !value.Equal(reply.Body, rig.Answer) {
					t.Errorf("got %s, %v; want %s", reply.Body, err, rig.Answer)
				}
			}
		})
	}
	wg.Wait()
	if n := len(s.arrived); n != 16*8 {
		t.Errorf("%d requests reached the service, want %d: one call is one attempt", n, 16*8)
	}
}

func closes(t *testing.T, rig Rig) {
	s := open(t, rig, Answers)
	if _, err := s.conn.Invoke(t.Context(), rig.Request); err != nil {
		t.Fatal(err)
	}
	if err := s.conn.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := s.conn.Invoke(t.Context(), rig.Request)
	check(t, err, want{fault.Connect, fault.No})
}
