package machine_test

import (
	"fmt"
	"slices"
	"strings"

	"tutti/fault"
	"tutti/machine"
	"tutti/plan"
)

// checks are rules of the language that hold for the record of any run, whatever
// the model says.
type checks struct {
	undos  map[int]*plan.Undo // the compensations, by step
	plan   *plan.Plan
	asks   map[string]bool // key and attempt
	left   []string        // keys of what has left something behind, in order
	maybe  []string        // of what may have, but is not undone for sure
	undone []string        // what was undone, in order
	kept   bool
}

func newChecks(p *plan.Plan) checks {
	k := checks{plan: p, undos: map[int]*plan.Undo{}, asks: map[string]bool{}}
	for i := range p.Code {
		if u := p.Code[i].Undo; u != nil {
			k.undos[p.Code[i].Step] = u
		}
	}
	return k
}

// asked gives what is wrong with a command; "" if nothing.
func (k *checks) asked(c machine.Command) string {
	if c.Kind == machine.Cancel || c.Kind == machine.Timer {
		return ""
	}
	id := fmt.Sprint(c.Key, " attempt ", c.Attempt)
	if k.asks[id] && (c.Kind == machine.Call || c.Kind == machine.Child) {
		return "the key is used twice: " + id
	}
	k.asks[id] = true
	of, _, compensates := cut(c.Key, ".compensate")
	switch {
	case !compensates || c.Attempt > 1:
		return ""
	case slices.Contains(k.undone, of):
		return "it is undone twice: " + of
	case !slices.Contains(k.left, of) && !slices.ContainsFunc(k.maybe, func(key string) bool { return key == of || strings.HasPrefix(of, key) }):
		return "it is undone and has not happened: " + of
	}
	k.undone = append(k.undone, of)
	return ""
}

// cut takes a word out of a key.
func cut(key, word string) (rest, cutOut string, ok bool) {
	before, after, ok := strings.Cut(key, word)
	return before + after, word, ok
}

// answered notes what an answer leaves behind, as long as the run is not over.
func (k *checks) answered(c machine.Command, e machine.Event) {
	u := k.undos[c.Step]
	f := e.Fault
	happened := f == nil || u != nil && !u.UsesOwn && (f.Processed == fault.Unknown || f.Kind == fault.Contract)
	switch {
	case u == nil || !happened || slices.Contains(k.left, c.Key):
	case c.Undoes, c.Kind != machine.Call && c.Kind != machine.Child, k.plan.Code[u.Entry].Op == plan.Unless, f != nil:
		k.maybe = append(k.maybe, c.Key) // another step may take it over, another attempt may count
	default:
		k.left = append(k.left, c.Key)
	}
}

// ended gives what is wrong with the end of a run; "" if nothing.
func (k *checks) ended(r machine.Result) string {
	if r.Fault == nil || k.kept {
		return ""
	}
	for _, key := range k.left {
		if !slices.Contains(k.undone, key) {
			return "the run failed and it is not undone: " + key
		}
	}
	return ""
}

// simple tells whether the only scope is the run, so that the order of all undoing
// is known.
func (k *checks) simple() bool {
	return !slices.ContainsFunc(k.plan.Code, func(i plan.Ins) bool {
		return i.Op == plan.Enter || i.Fork != nil && i.Fork.Parts() || i.Each != nil && i.Each.Parts()
	})
}

// order gives what is wrong with the order of the undoing; "" if nothing.
func (k *checks) order() string {
	if !k.simple() || len(k.maybe) > 0 {
		return ""
	}
	want := slices.Clone(k.left[:len(k.undone)])
	slices.Reverse(want)
	if !slices.Equal(k.undone, want) {
		return fmt.Sprintf("undone in the order %v, finished in the order %v", k.undone, k.left)
	}
	return ""
}
