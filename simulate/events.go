package simulate

import (
	"fmt"
	"slices"
	"time"

	"tutti/machine"
	"tutti/value"
)

// event is an event that has come.
type event struct {
	kind, id, source string
	at               time.Time
	data             value.Value
}

// taken says that a step of a run has had an event; each gets it once. The zero
// taken is none: no run's first step has it, since events count from 1.
type taken struct{ step, event int }

// publish lets an event come: to whoever waits for it now, and to those that ask later.
func (w *world) publish(kind string, data value.Value, source string) {
	w.log = append(w.log, event{kind: kind, id: fmt.Sprintf("event-%d", len(w.log)+1), source: source, at: w.now, data: data})
	for _, r := range w.runs {
		for _, wait := range slices.Clone(r.waits) {
			if wait.Kind == machine.Await && wait.answer == nil {
				r.await(wait)
			}
		}
	}
}

// await answers with the oldest event since the run began that fits and that the
// step has not had; without one the step waits.
func (r *run) await(w *wait) {
	for n := r.since; n < len(r.world.log); n++ {
		e, once := r.world.log[n], taken{w.Step, n + 1}
		if r.took[once] || !fits(w.Command, e) {
			continue
		}
		r.took[once], w.event = true, once
		r.answer(w, 0, machine.Event{Out: e.data, Meta: e.meta()})
		return
	}
}

func fits(c machine.Command, e event) bool {
	return slices.Contains(c.Types, e.kind) && !slices.ContainsFunc(c.Match, func(f machine.Field) bool {
		return !value.Equal(e.data.Get(f.Name), f.Value)
	})
}

// meta is what $meta tells of an event.
func (e event) meta() value.Value {
	return value.ObjectOf(
		value.Member{Name: "type", Value: value.FromString(e.kind)},
		value.Member{Name: "id", Value: value.FromString(e.id)},
		value.Member{Name: "source", Value: value.FromString(e.source)},
		value.Member{Name: "time", Value: value.FromString(e.at.UTC().Format(time.RFC3339))},
	)
}

// emit sends an event: to a service, where it is only noted, or to all that await it.
func (r *run) emit(w *wait) {
	kind := w.Types[0]
	r.world.emitted = append(r.world.emitted, Emitted{Run: r.id, Type: kind, Data: w.With, To: w.To, At: r.world.now})
	r.answer(w, 0, machine.Event{})
	if w.To == "" {
		r.world.publish(kind, w.With, r.id)
	}
}

// next counts what is given one after the other.
func (w *world) next(what string) int {
	n := w.given[what]
	w.given[what]++
	return n
}
