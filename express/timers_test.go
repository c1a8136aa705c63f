package express_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tutti/call"
	"tutti/connector"
	"tutti/express"
	"tutti/fault"
)

// failing answers with faults of a kind until it was asked often enough.
func failing(kind fault.Kind, times int64) call.Func {
	var asked atomic.Int64
	return func(_ context.Context, _ *call.Request) (connector.Reply, error) {
		if asked.Add(1) <= times {
			return connector.Reply{}, fault.New(kind, "not yet", nil)
		}
		return connector.Reply{Status: 200}, nil
	}
}

func TestRetryWaitsAndTellsItsAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := bind(t, `
- { name: a, call: s.a, retry: { on: [connect], attempts: 3, backoff: 2s..2s } }
- return: { body: $meta.a.attempts }
`, express.Config{}, failing(fault.Connect, 2))
		var seen []string
		keys := map[string]bool{}
		begun := time.Now()
		r := w.Run(t.Context(), express.Start{Watch: func(e express.StepEvent) {
			seen = append(seen, fmt.Sprint(e.Step, e.Attempt, e.Status))
			keys[e.Key] = true
		}})
		if got, want := strings.Join(seen, " "), "a1started a1failed a2started a2failed a3started a3succeeded"; got != want || len(keys) != 1 {
			t.Errorf("got %s with %d keys, want %s with one", got, len(keys), want)
		}
		if took := time.Since(begun); r.Fault != nil || string(r.Body.Raw()) != "3" || took > 4*time.Second {
			t.Errorf("got %s, %v after %v, want 3 within two pauses of 2s", r.Body, r.Fault, took)
		}
	})
}

func TestWaits(t *testing.T) {
	for _, c := range []struct {
		name, steps, want string
		took              time.Duration
	}{
		{"a duration", "- wait: 5s\n- return: { body: 1 }", "1", 5 * time.Second},
		{"a time", "- wait: ${ $run.time | fromdate + 7 }\n- return: { body: 1 }", "1", 7 * time.Second},
		{"a time that is over", "- wait: 1999-01-01T00:00:00Z\n- return: { body: 1 }", "1", 0},
		{"turns with a pause", "- { repeat: [ { call: s.a } ], until: $index == 2, every: 3s }", "null", 9 * time.Second},
		{"branches", "- { parallel: { a: [ { wait: 2s } ], b: [ { wait: 3s } ] }, join: any }\n- return: { body: 1 }", "1", 2 * time.Second},
		{"a timeout around", "- { name: a, timeout: 4s, onError: continue, try: [ { wait: 20s } ] }\n- return: { body: $meta.a.error.kind }", `"timeout"`, 4 * time.Second},
		{"a timeout of a call and its retries", "- { name: a, call: s.slow, timeout: 4s, retry: { attempts: 9 }, onError: continue }\n- return: { body: $meta.a.error.kind }", `"timeout"`, 4 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				slow := after(time.Minute)
				w := bind(t, c.steps, express.Config{}, func(ctx context.Context, r *call.Request) (connector.Reply, error) {
					if r.Operation == "slow" {
						return slow(ctx, r)
					}
					return after(time.Second)(ctx, r)
				})
				begun := time.Now()
				r := w.Run(t.Context(), express.Start{})
				if took := time.Since(begun); r.Fault != nil || string(r.Body.Raw()) != c.want || took != c.took {
					t.Errorf("got %s, %v after %v, want %s after %v", r.Body, r.Fault, took, c.want, c.took)
				}
			})
		})
	}
}

func TestWatchSeesWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := bind(t, "- { parallel: { a: [ { wait: 2s } ], b: [ { wait: 3s } ] }, join: any }", express.Config{}, nil)
		var seen []string
		w.Run(t.Context(), express.Start{Watch: func(e express.StepEvent) {
			seen = append(seen, fmt.Sprintf("%s %s %s %v", e.Step, e.Operation, e.Status, e.Duration))
		}})
		want := "w.steps[0].a[0] wait started 0s, w.steps[0].b[0] wait started 0s, w.steps[0].a[0] wait succeeded 2s, w.steps[0].b[0] wait cancelled 2s"
		if got := strings.Join(seen, ", "); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	})
}

// Pauses between the attempts of a compensation end with its deadline.
func TestUndoDoesNotPauseBeyondItsDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		undo := failing(fault.Connect, 100)
		w := bind(t, `
- { name: a, call: s.a, compensate: { call: s.undo, retry: { attempts: 3, backoff: 20h..20h } } }
- fail: { status: 409, title: No }
`, express.Config{UndoTimeout: 3 * time.Second}, func(ctx context.Context, r *call.Request) (connector.Reply, error) {
			if r.Operation == "undo" {
				return undo(ctx, r)
			}
			return connector.Reply{Status: 200}, nil
		})
		begun := time.Now()
		r := w.Run(t.Context(), express.Start{})
		if took := time.Since(begun); took > 3*time.Second || len(r.Failed) != 1 {
			t.Errorf("took %v, %d compensations failed; want at most 3s and 1", took, len(r.Failed))
		}
	})
}

func TestWhatNeedsAJournalIsRefused(t *testing.T) {
	for _, step := range []string{"{ await: e, timeout: 1s }", "{ human: Look, timeout: 1s }", "{ emit: e }"} {
		w := bind(t, "- "+step, express.Config{}, nil)
		r := w.Run(t.Context(), express.Start{})
		if r.Fault == nil || !strings.Contains(r.Fault.Detail, "comes with durable mode") {
			t.Errorf("%s: got %v, want that it comes with durable mode", step, r.Fault)
		}
	}
	w := bind(t, "- { call: s.a, url: $env.HOST }", express.Config{}, after(0))
	if r := w.Run(t.Context(), express.Start{}); r.Fault == nil || r.Fault.Kind != fault.Contract || !strings.Contains(r.Fault.Detail, "calls without a contract") {
		t.Errorf("got %v, want a fault of kind contract", r.Fault)
	}
}
