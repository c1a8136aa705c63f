package simulate

import (
	"errors"
	"fmt"
	"strings"

	"tutti/machine"
)

// stuck says what a run waits for although nothing can happen any more.
func (r *run) stuck() error {
	return errors.New("nothing can happen any more: " + strings.Join(r.complaints(), "; "))
}

// complaints are what the run and those that it waits for never got.
func (r *run) complaints() []string {
	var out []string
	for _, w := range r.waits {
		step := r.plan.Steps[w.Step]
		at := fmt.Sprintf("%v: run %s, step %q ", step.Pos, r.id, step.Label)
		switch w.Kind {
		case machine.Await:
			out = append(out, at+"waits for an event "+wanted(w.Command)+"; add it under events")
		case machine.Task:
			out = append(out, at+fmt.Sprintf("waits for a person to do %q; add an answer under people", w.Task.Title))
		case machine.Child:
			out = append(out, w.child.complaints()...)
		}
	}
	return out
}

// wanted describes an event as an await asks for it.
func wanted(c machine.Command) string {
	words := []string{strings.Join(c.Types, " or ")}
	for i, f := range c.Match {
		word := "and"
		if i == 0 {
			word = "with"
		}
		words = append(words, word, f.Name, f.Value.String())
	}
	return strings.Join(words, " ")
}
