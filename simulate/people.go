package simulate

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"tutti/machine"
	"tutti/schema"
	"tutti/value"
)

// task gives a task to whoever does those of its title.
func (r *run) task(w *wait) {
	r.escalate(w)
	title := w.Task.Title
	people := r.world.people(title)
	if people == nil {
		title, people = "", r.world.people("")
	}
	if people == nil {
		return
	}
	p := people[min(r.world.next("task "+title), len(people)-1)]
	if err := filledIn(w.Task.Form, p.Answer); err != nil {
		r.world.stop("%v: the answer to %q %w", cmp.Or(p.Pos, r.plan.Steps[w.Step].Pos), w.Task.Title, err)
		return
	}
	r.answer(w, p.After, machine.Event{Out: p.Answer, Meta: value.ObjectOf(value.Member{Name: "by", Value: value.FromString(p.By)})})
}

// filledIn holds an answer against the form of its task: what a person could not send cannot be played either.
func filledIn(form, answer value.Value) error {
	if form.IsNull() {
		return nil
	}
	s, err := schema.Parse(form)
	if err != nil {
		return fmt.Errorf("has a form that is no schema: %w", err)
	}
	found := s.Validate(answer, schema.Options{Direction: schema.Request, Formats: true, Max: 1})
	if found == nil {
		return nil
	}
	return errors.New("breaks its form: " + strings.TrimSpace(found[0].Instance+" "+found[0].Message))
}

// people are those that do the tasks of a title.
func (w *world) people(title string) []Person {
	var out []Person
	for _, p := range w.cfg.People {
		if p.Title == title {
			out = append(out, p)
		}
	}
	return out
}

// escalate notes that a task is handed to others, for as long as nobody has done it.
func (r *run) escalate(w *wait) {
	for _, e := range w.Task.Escalate {
		r.world.after(e.After, func() {
			if w.record.Status != Waiting {
				return
			}
			r.world.steps = append(r.world.steps, &Step{
				Run: r.id, Workflow: r.plan.Workflow, Step: w.record.Step, Operation: "escalate",
				Status: Succeeded, Attempts: 1, Start: r.world.now, End: r.world.now,
				With: value.ObjectOf(value.Member{Name: "users", Value: e.Users}, value.Member{Name: "roles", Value: e.Roles}),
			})
		})
	}
}
