package simulate

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"tutti/machine"
	"tutti/plan"
	"tutti/value"
)

// maxHappenings bounds a simulation: workflows that start each other for ever do
// not end by themselves.
const maxHappenings = 1_000_000

// world is a simulation under way. Nothing happens in it but what stands in its
// agenda, so it needs no locks and always goes the same way.
type world struct {
	cfg     Config
	begun   time.Time
	now     time.Time
	agenda  []*happening // in order of time, and of being put there
	rand    *rand.Rand
	runs    []*run
	alive   int            // runs that have not ended
	log     []event        // that have come so far
	given   map[string]int // answers by operation, and tasks done by title
	steps   []*Step
	emitted []Emitted
	err     error // what the script lacks
}

// happening is something that will happen.
type happening struct {
	at time.Time
	do func()
}

func newWorld(cfg Config) *world {
	if cfg.Start.IsZero() {
		cfg.Start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return &world{
		cfg: cfg, begun: cfg.Start, now: cfg.Start,
		rand: rand.New(rand.NewPCG(cfg.Seed, 0)), given: map[string]int{},
	}
}

// at puts something on the agenda, behind all that happens at the same time.
func (w *world) at(t time.Time, do func()) *happening {
	h := &happening{at: t, do: do}
	if t.Before(w.now) {
		h.at = w.now
	}
	i, _ := slices.BinarySearchFunc(w.agenda, h, func(a, b *happening) int { return cmp.Or(a.at.Compare(b.at), -1) })
	w.agenda = slices.Insert(w.agenda, i, h)
	return h
}

func (w *world) after(d time.Duration, do func()) *happening { return w.at(w.now.Add(d), do) }

// drop takes something off the agenda.
func (w *world) drop(h *happening) {
	if i := slices.Index(w.agenda, h); i >= 0 {
		w.agenda = slices.Delete(w.agenda, i, i+1)
	}
}

// play lets everything happen until no run is left or nothing can happen any more.
func (w *world) play(ctx context.Context) error {
	for n := 0; len(w.agenda) > 0 && w.alive > 0; n++ {
		switch {
		case w.err != nil:
			return w.err
		case ctx.Err() != nil:
			return errContext
		case n == maxHappenings:
			return fmt.Errorf("the simulation was stopped after %d happenings; does a workflow start itself for ever?", n)
		}
		h := w.agenda[0]
		w.agenda[0] = nil
		w.agenda = w.agenda[1:]
		w.now = h.at
		h.do()
	}
	return w.err
}

// stop ends the simulation with what is wrong with the script.
func (w *world) stop(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf(format, args...)
	}
}

// between draws a time, in whole milliseconds, which people can read.
func (w *world) between(least, most time.Duration) time.Duration {
	if most <= least {
		return least
	}
	return least + time.Duration(w.rand.Int64N((most-least).Milliseconds()+1))*time.Millisecond
}

// start begins a run; parent is nil for the first one.
func (w *world) start(p *plan.Plan, input, request value.Value, parent *run) *run {
	r := &run{
		world: w, plan: p, id: fmt.Sprintf("%s-%d", p.Workflow, len(w.runs)+1), since: len(w.log),
		took: map[taken]bool{}, records: map[string]*Step{},
	}
	if parent != nil {
		r.depth = parent.depth + 1
	}
	w.runs = append(w.runs, r)
	w.alive++
	r.machine = machine.New(p, machine.Input{ID: r.id, Input: input, Run: r.describe(), Request: request, Env: w.cfg.Env, Within: parent != nil})
	w.after(0, func() { r.handle(r.machine.Start()) })
	r.limit()
	return r
}
