package express_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"tutti/call"
	"tutti/connector"
	"tutti/express"
	"tutti/fault"
	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/plan"
	"tutti/value"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bind compiles steps and answers every call by fn.
func bind(t testing.TB, steps string, cfg express.Config, fn call.Func) *express.Workflow {
	t.Helper()
	def, found := tutti.Workflow("w.yaml", []byte("workflow: w\nversion: 1.10\nsteps:\n"+steps))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	lim := flow.DefaultLimits()
	lim.ConcurrentCalls = 4
	p, err := plan.Compile(def, lim)
	if err != nil {
		t.Fatal(err)
	}
	ops := make([]call.Func, len(p.Ops))
	for i := range ops {
		ops[i] = fn
	}
	return new(express.Group).Add(p, ops, map[string]value.Value{"HOST": value.FromString("h")}, cfg)
}

// after answers with the name of the operation when d has passed, unless ctx ends first.
func after(d time.Duration) call.Func {
	return func(ctx context.Context, r *call.Request) (connector.Reply, error) {
		select {
		case <-time.After(d):
			return connector.Reply{Status: 200, Body: value.FromString(r.Operation)}, nil
		case <-ctx.Done():
			return connector.Reply{}, fault.New(fault.Cancelled, "cut off", ctx.Err())
		}
	}
}

func TestCallsOfBranchesOverlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := bind(t, `
- parallel:
    a: { call: s.a }
    b: { call: s.b }
    c: { call: s.c }
- return: { body: [$a, $b, $c, "${ $env.HOST }", $run.version] }
`, express.Config{}, after(time.Second))
		begun := time.Now()
		r := w.Run(t.Context(), express.Start{})
		if took := time.Since(begun); took != time.Second {
			t.Errorf("three calls of a second at once took %v", took)
		}
		if got, want := string(r.Body.Raw()), `["a","b","c","h","1.10"]`; r.Fault != nil || got != want {
			t.Errorf("got %s, %v, want %s", got, r.Fault, want)
		}
	})
}

func TestConcurrentCallsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int64
		wait := after(time.Second)
		w := bind(t, `
- for: i
  in: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  concurrency: 10
  steps: [ { call: s.a } ]
`, express.Config{}, func(ctx context.Context, r *call.Request) (connector.Reply, error) {
			most.Store(max(most.Load(), now.Add(1)))
			defer now.Add(-1)
			return wait(ctx, r)
		})
		begun := time.Now()
		if r := w.Run(t.Context(), express.Start{}); r.Fault != nil {
			t.Fatal(r.Fault)
		}
		if most.Load() != 4 || time.Since(begun) != 3*time.Second {
			t.Errorf("at most %d at once, in %v; want 4 in 3s", most.Load(), time.Since(begun))
		}
	})
}

func TestClientLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var undone atomic.Int64
		slow := after(10 * time.Second)
		w := bind(t, `
- { name: a, call: s.a, compensate: { call: s.undo } }
- parallel:
    b: { call: s.slow }
    c: { call: s.slow }
`, express.Config{}, func(ctx context.Context, r *call.Request) (connector.Reply, error) {
			switch r.Operation {
			case "slow":
				return slow(ctx, r)
			case "undo":
				undone.Add(1)
				return after(time.Second)(ctx, r)
			default:
				return after(time.Second)(ctx, r)
			}
		})
		ctx, leave := context.WithTimeout(t.Context(), 3*time.Second)
		defer leave()
		begun := time.Now()
		r := w.Run(ctx, express.Start{})
		if r.Fault == nil || undone.Load() != 1 {
			t.Errorf("fault %v, undone %d times, want a fault and once", r.Fault, undone.Load())
		}
		if took := time.Since(begun); took != 4*time.Second {
			t.Errorf("took %v, want 3s until the client left and 1s to undo", took)
		}
	})
}

func TestRunTakesTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := bind(t, `
- { name: a, call: s.a }
`, express.Config{Timeout: 2 * time.Second}, after(time.Minute))
		r := w.Run(t.Context(), express.Start{})
		if r.Fault == nil || r.Fault.Kind != fault.Timeout || !strings.Contains(r.Fault.Detail, "2s") {
			t.Errorf("got %v, want a timeout of 2s", r.Fault)
		}
	})
}

// A call with a compensation is waited for when the client leaves: it may have succeeded.
func TestCallThatCanBeUndoneIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var with string
		w := bind(t, `
- parallel:
    a: { call: s.a, compensate: { call: s.undo, with: { id: $a } } }
    b: { call: s.b }
`, express.Config{}, func(ctx context.Context, r *call.Request) (connector.Reply, error) {
			if r.Operation == "undo" {
				with = string(r.With.Raw())
			}
			return after(5*time.Second)(ctx, r)
		})
		ctx, leave := context.WithTimeout(t.Context(), time.Second)
		defer leave()
		w.Run(ctx, express.Start{})
		if with != `{"id":"a"}` {
			t.Errorf("undone with %s, want the value of the call", with)
		}
	})
}

func TestUndoHasItsOwnDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := bind(t, `
- { name: a, call: s.a, compensate: { call: s.undo } }
- fail: { status: 409, title: No }
`, express.Config{UndoTimeout: 3 * time.Second}, func(ctx context.Context, r *call.Request) (connector.Reply, error) {
			if r.Operation == "undo" {
				return after(time.Hour)(ctx, r)
			}
			return after(0)(ctx, r)
		})
		begun := time.Now()
		r := w.Run(t.Context(), express.Start{})
		if took := time.Since(begun); took != 3*time.Second || len(r.Failed) != 1 || r.HTTPStatus() != 409 {
			t.Errorf("took %v, %d compensations failed, status %d; want 3s, 1 and 409", took, len(r.Failed), r.HTTPStatus())
		}
	})
}

func TestWatchSeesEachCallBeginAndEnd(t *testing.T) {
	var seen []string
	w := bind(t, `
- { name: a, call: s.a }
- { name: b, call: s.broken }
`, express.Config{}, func(_ context.Context, r *call.Request) (connector.Reply, error) {
		if r.Operation == "broken" {
			return connector.Reply{}, errors.New("no fault at all")
		}
		return connector.Reply{Status: 200}, nil
	})
	r := w.Run(t.Context(), express.Start{Watch: func(e express.StepEvent) {
		seen = append(seen, fmt.Sprintf("%s %s %s", e.Step, e.Operation, e.Status))
	}})
	want := []string{"a s.a started", "a s.a succeeded", "b s.broken started", "b s.broken failed"}
	if !slices.Equal(seen, want) {
		t.Errorf("got %q, want %q", seen, want)
	}
	if r.Fault == nil || r.Fault.Kind != fault.Internal || r.Fault.Step != "b" {
		t.Errorf("got %v, want an internal fault of b", r.Fault)
	}
}

func TestKeysAndHeaders(t *testing.T) {
	var got []string
	w := bind(t, `
- { name: a, call: s.a, headers: { X-A: "v${ 1 }", X-None: null }, accept: [404], timeout: 2s, body: [1] }
`, express.Config{}, func(_ context.Context, r *call.Request) (connector.Reply, error) {
		got = append(got, fmt.Sprint(r.Service, r.Headers, r.Accept, r.Timeout, r.HasBody, string(r.Body.Raw()), r.Trace, r.TraceState, r.RequestID))
		if id := strings.TrimSuffix(r.Key, "/a"); len(id) != 36 {
			t.Errorf("key %q is not <run>/a", r.Key)
		}
		return connector.Reply{Status: 200}, nil
	})
	w.Run(t.Context(), express.Start{Trace: "00-t", TraceState: "a=b", RequestID: "r-1"})
	if want := "s[{X-A v1}] [404] 2s true[1]00-ta=br-1"; got[0] != want {
		t.Errorf("got %s, want %s", got[0], want)
	}
}
