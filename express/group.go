package express

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"tutti/call"
	"tutti/fault"
	"tutti/machine"
	"tutti/plan"
	"tutti/value"
)

// Group is workflows that can run each other. The zero Group is empty; all are added
// before the first run.
type Group struct {
	workflows map[string]*Workflow

	mu       sync.Mutex
	detached map[int]context.CancelFunc // of the runs that nobody waits for
	last     int                        // number of the last of them
	closed   bool                       // those that begin are cancelled at once
	over     sync.WaitGroup
}

// Add binds a plan to the functions that make its calls, in the order of plan.Ops,
// and to the values of $env.
func (g *Group) Add(p *plan.Plan, ops []call.Func, env map[string]value.Value, cfg Config) *Workflow {
	if len(ops) != len(p.Ops) {
		panic("express: as many functions as operations")
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = p.Limits.RunTimeout
	}
	if cfg.UndoTimeout == 0 {
		cfg.UndoTimeout = cfg.Timeout
	}
	w := &Workflow{plan: p, env: env, cfg: cfg, group: g}
	for i, target := range p.Ops {
		service, name, _ := strings.Cut(target, ".")
		w.ops = append(w.ops, operation{service: service, name: name, call: ops[i]})
	}
	if g.workflows == nil {
		g.workflows = map[string]*Workflow{}
	}
	g.workflows[p.Workflow] = w
	return w
}

// Workflow finds a member by its name; nil if there is none.
func (g *Group) Workflow(name string) *Workflow { return g.workflows[name] }

// Drain waits for the detached runs. It is called when no run is started from
// outside any more. When ctx ends, the runs left are cancelled; Drain still waits
// for their compensation.
func (g *Group) Drain(ctx context.Context) {
	stop := context.AfterFunc(ctx, g.cancel)
	defer stop()
	g.over.Wait()
}

func (g *Group) cancel() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	for _, cancel := range g.detached {
		cancel()
	}
}

// detach begins a run that outlives the one that started it; Drain waits for it.
func (g *Group) detach(ctx context.Context, w *Workflow, s Start) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	g.mu.Lock()
	if g.detached == nil {
		g.detached = map[int]context.CancelFunc{}
	}
	g.last++
	n := g.last
	g.detached[n] = cancel
	if g.closed {
		cancel()
	}
	g.mu.Unlock()
	g.over.Go(func() {
		w.Run(ctx, s)
		cancel()
		g.mu.Lock()
		delete(g.detached, n)
		g.mu.Unlock()
	})
}

// child takes in a command to run another workflow: it waits in the queue, unless
// nobody waits for it.
func (r *run) child(c machine.Command) {
	w := r.workflow.group.Workflow(c.Workflow)
	var f *fault.Fault
	switch most := r.workflow.plan.Limits.NestedRuns; {
	case w == nil:
		f = fault.New(fault.Internal, fmt.Sprintf("the workflow %q is not there", c.Workflow), nil)
	case most > 0 && r.start.depth+1 > most:
		f = fault.New(fault.Limit, fmt.Sprintf("more than %d runs inside each other", most), nil)
	case !c.Detach:
		r.queue = append(r.queue, c)
		return
	default:
		r.workflow.group.detach(r.client, w, r.startOf(c))
	}
	a := r.begin(c)
	a.event.Fault = f
	r.instant = append(r.instant, a)
}

func (r *run) startOf(c machine.Command) Start {
	return Start{
		Input: c.With, Trace: r.start.Trace, TraceState: r.start.TraceState, RequestID: r.start.RequestID, depth: r.start.depth + 1,
	}
}

// runChild runs another workflow to its end. One that failed has undone what it did,
// unless an undo failed.
func (r *run) runChild(ctx context.Context, a answer) answer {
	result := r.workflow.group.Workflow(a.command.Workflow).Run(ctx, r.startOf(a.command))
	if result.Fault == nil {
		a.event.Out = result.Body
		return a
	}
	f := *result.Fault
	if len(result.Failed) == 0 {
		f.Processed = fault.No
	}
	a.event.Fault = &f
	return a
}
