package machine_test

import (
	"fmt"
	"strings"

	"tutti/fault"
	"tutti/machine"
	"tutti/plan"
)

// checks are rules of the language that hold for the record of any run, whatever
// the model says.
type checks struct {
	asks   map[string]bool // key and attempt
	left   map[string]int  // what may have left something behind, by key: when
	unsure map[string]bool // of those: it was not heard of, or it is somebody else's turn to undo
	undone []string        // keys of what was undone, in order
	undos  map[int]plan.Undo
	kept   bool
	clock  int
}

func newChecks() checks {
	return checks{asks: map[string]bool{}, left: map[string]int{}, unsure: map[string]bool{}}
}

// asked gives what is wrong with a command; "" if nothing.
func (k *checks) asked(p *plan.Plan, c machine.Command) string {
	if c.Kind == machine.Cancel || c.Kind == machine.Timer {
		return ""
	}
	id := fmt.Sprint(c.Key, " attempt ", c.Attempt)
	if k.asks[id] && (c.Kind == machine.Call || c.Kind == machine.Child) {
		return "the key is used twice: " + id
	}
	k.asks[id] = true
	of := undone(c.Key)
	if of == "" || c.Attempt > 1 {
		return ""
	}
	if !k.happened(of) {
		return "it is undone and has not happened: " + of
	}
	k.undone = append(k.undone, of)
	return ""
}

// happened tells whether what a key names may have left something behind. The key of
// a compensation counts the attempts of its step too, which that of an event does not.
func (k *checks) happened(key string) bool {
	for left := range k.left {
		if key == left || strings.HasPrefix(key, left+"/") || strings.HasPrefix(key, left+".") {
			return true
		}
	}
	return false
}

// undone is the key of what a compensation undoes; "" if it is none.
func undone(key string) string {
	before, after, ok := strings.Cut(key, ".compensate")
	if !ok {
		return ""
	}
	return before + after
}

func (k *checks) answered(p *plan.Plan, c machine.Command, e machine.Event) {
	k.clock++
	switch {
	case e.Fault == nil:
		k.left[c.Key] = k.clock
	case e.Fault.Processed == fault.Unknown || e.Fault.Kind == fault.Contract:
		k.left[c.Key] = k.clock
	}
}

func (k *checks) cancelled(keep bool) { k.kept = k.kept || keep }

// ended gives what is wrong with the end of a run; "" if nothing.
func (k *checks) ended(r machine.Result, open []machine.Command) string {
	seen := map[string]bool{}
	for _, key := range k.undone {
		if seen[key] {
			return "undone twice: " + key
		}
		seen[key] = true
	}
	return ""
}
