package express_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tutti/call"
	"tutti/connector"
	"tutti/express"
	"tutti/fault"
	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/plan"
)

// group binds workflows, given by name and steps, whose calls fn answers.
func group(t *testing.T, cfg express.Config, fn call.Func, workflows map[string]string) *express.Group {
	t.Helper()
	g := new(express.Group)
	for name, steps := range workflows {
		def, found := tutti.Workflow(name+".yaml", []byte("workflow: "+name+"\nsteps:\n"+steps))
		if err := found.Err(); err != nil {
			t.Fatal(err)
		}
		p, err := plan.Compile(def, flow.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		ops := make([]call.Func, len(p.Ops))
		for i := range ops {
			ops[i] = fn
		}
		g.Add(p, ops, nil, cfg)
	}
	return g
}

func TestChildren(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := group(t, express.Config{}, after(time.Second), map[string]string{
			"main": `
- parallel:
    a: { run: double, with: { n: 2 } }
    b: { run: double, with: { n: 3 } }
    c: { run: double, with: { n: 0 }, onError: continue }
- return: { body: [$a, $b, $meta.c.error.detail, $meta.c.error.processed] }
`,
			"double": `
- { call: s.a, compensate: { call: s.b } }
- { if: $input.n == 0, fail: { status: 409, detail: it is nothing } }
- return: { body: $input.n * 2 }
`,
		})
		begun := time.Now()
		r := g.Workflow("main").Run(t.Context(), express.Start{})
		if got, want := string(r.Body.Raw()), `[4,6,"it is nothing","no"]`; r.Fault != nil || got != want {
			t.Errorf("got %s, %v, want %s", got, r.Fault, want)
		}
		if took := time.Since(begun); took != 2*time.Second {
			t.Errorf("took %v, want 1s for the runs at once and 1s to undo", took)
		}
	})
}

// A run that is cancelled takes the runs it waits for with it, and waits for their undo.
func TestCancelledRunUndoesItsChildren(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var undone atomic.Int64
		g := group(t, express.Config{}, func(ctx context.Context, r *call.Request) (connector.Reply, error) {
			if r.Operation == "undo" {
				undone.Add(1)
			}
			return after(time.Second)(ctx, r)
		}, map[string]string{
			"main":  "- { run: child }\n- { call: s.never }\n",
			"child": "- { call: s.a, compensate: { call: s.undo } }\n- { wait: 20s }\n",
		})
		ctx, leave := context.WithTimeout(t.Context(), 3*time.Second)
		defer leave()
		begun := time.Now()
		r := g.Workflow("main").Run(ctx, express.Start{})
		if took := time.Since(begun); took != 4*time.Second || undone.Load() != 1 || r.Fault == nil {
			t.Errorf("ended after %v with %v, undone %d times; want 4s, a fault, once", took, r.Fault, undone.Load())
		}
	})
}

func TestNestedRunsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int64
		g := group(t, express.Config{}, func(context.Context, *call.Request) (connector.Reply, error) {
			calls.Add(1)
			return connector.Reply{Status: 200}, nil
		}, map[string]string{
			"w": "- { call: s.a }\n- { run: w }\n",
			"d": "- { call: s.a }\n- { run: d, detach: true }\n",
		})
		r := g.Workflow("w").Run(t.Context(), express.Start{})
		if r.Fault == nil || r.Fault.Kind != fault.Limit || calls.Load() != 17 {
			t.Errorf("got %v after %d runs, want a limit after 17", r.Fault, calls.Load())
		}
		calls.Store(0)
		if r := g.Workflow("d").Run(t.Context(), express.Start{}); r.Fault != nil {
			t.Error(r.Fault)
		}
		if g.Drain(t.Context()); calls.Load() != 17 {
			t.Errorf("%d runs, want 17", calls.Load())
		}
	})
}

func TestDetachedRuns(t *testing.T) {
	for _, c := range []struct {
		name  string
		drain time.Duration
		took  time.Duration
		want  string
	}{
		{"are waited for", time.Minute, 6 * time.Second, "first later"},
		{"are cancelled when the drain takes too long", 3 * time.Second, 4 * time.Second, "first undo"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var made []string
				g := group(t, express.Config{}, func(ctx context.Context, r *call.Request) (connector.Reply, error) {
					made = append(made, r.Operation)
					return after(time.Second)(ctx, r)
				}, map[string]string{
					"main":  "- { run: slow, with: { n: 1 }, detach: true }\n- return: { status: 202 }\n",
					"slow":  "- { wait: 1ms }\n- { call: s.first, compensate: { call: s.undo } }\n- { wait: 4s }\n- { run: last, detach: true }\n",
					"last":  "- { call: s.later }\n",
					"other": "- { call: s.a }\n",
				})
				ctx, leave := context.WithCancel(t.Context())
				begun := time.Now()
				r := g.Workflow("main").Run(ctx, express.Start{})
				leave() // the client has its answer and goes; the detached run goes on
				if took := time.Since(begun); r.HTTPStatus() != 202 || took != 0 {
					t.Errorf("answered %d after %v, want 202 at once", r.HTTPStatus(), took)
				}
				drain, stop := context.WithTimeout(t.Context(), c.drain)
				defer stop()
				g.Drain(drain)
				took := time.Since(begun).Truncate(time.Second)
				if got := strings.Join(made, " "); got != c.want || took != c.took {
					t.Errorf("made %s in %v, want %s in %v", got, took, c.want, c.took)
				}
			})
		})
	}
}

func TestWorkflowByItselfKnowsNoOthers(t *testing.T) {
	w := bind(t, "- { run: other }\n", express.Config{}, nil)
	if r := w.Run(t.Context(), express.Start{}); r.Fault == nil || !strings.Contains(r.Fault.Detail, `the workflow "other" is not there`) {
		t.Errorf("got %v", r.Fault)
	}
}
