package machine_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/itchyny/gojq"
	"pgregory.net/rapid"

	"tutti/fault"
	"tutti/flow"
	"tutti/machine"
	"tutti/plan"
	"tutti/value"
)

// oracle is a second interpreter, naive on purpose: it walks the definition
// recursively, one step after the other, on plain Go values and with gojq alone.
// It knows no failing calls: what must hold when one fails is checked on the
// record of the run.
type oracle struct {
	env    map[string]any
	turns  string
	calls  map[string]any // key → input
	answer func(key string) any
}

// ended is how a run of the oracle stopped early.
type ended struct {
	failed bool
	body   any
}

func (o *oracle) list(steps []*flow.Step) any {
	var last any
	for _, s := range steps {
		last = o.step(s)
	}
	return last
}

func (o *oracle) step(s *flow.Step) (out any) {
	if _, block := s.Do.(*flow.If); s.If != nil && !block && !truthy(o.eval(s.If)) {
		return nil
	}
	switch a := s.Do.(type) {
	case *flow.Call:
		key := "r/" + s.Label() + o.turns
		o.calls[key] = o.eval(a.With)
		out = o.answer(key)
	case *flow.Set:
		v := o.eval(a.Fields[0].Value)
		o.env[a.Fields[0].Name.Text] = v
		out = map[string]any{a.Fields[0].Name.Text: v}
	case *flow.Parallel:
		all := map[string]any{}
		for _, b := range a.Branches {
			all[b.Name.Text] = o.list(b.Steps)
			o.env[b.Name.Text] = all[b.Name.Text]
		}
		out = all
	case *flow.For:
		out = o.loop(a)
	case *flow.If:
		if truthy(o.eval(s.If)) {
			out = o.list(a.Then)
		} else {
			out = o.list(a.Else)
		}
	case *flow.Fail:
		panic(ended{failed: true})
	case *flow.Return:
		panic(ended{body: o.eval(a.Body)})
	}
	o.env[s.Name.Text] = out
	return out
}

func (o *oracle) loop(f *flow.For) any {
	out := []any{}
	around, turns := o.env, o.turns
	sep := "/"
	if turns != "" {
		sep = turns + "."
	}
	for i, item := range o.eval(f.In).([]any) {
		o.env = map[string]any{f.Name.Text: item, "index": i}
		for k, v := range around {
			if _, own := o.env[k]; !own {
				o.env[k] = v
			}
		}
		o.turns = fmt.Sprint(sep, i)
		out = append(out, o.list(f.Steps))
	}
	o.env, o.turns = around, turns
	return out
}

func (o *oracle) eval(v flow.Value) any {
	switch v := v.(type) {
	case *flow.Object:
		return map[string]any{v.Fields[0].Name.Text: o.eval(v.Fields[0].Value)}
	case *flow.Expr:
		return o.jq(v.Source)
	default:
		panic(fmt.Sprintf("oracle: %T", v))
	}
}

func (o *oracle) jq(src string) any {
	q, err := gojq.Parse(src)
	if err != nil {
		panic(err)
	}
	var names []string
	var values []any
	for name := range variables(src) {
		if !slices.Contains(names, "$"+name) { // what has not run is null
			names, values = append(names, "$"+name), append(values, o.env[name])
		}
	}
	code, err := gojq.Compile(q, gojq.WithVariables(names))
	if err != nil {
		panic(src + ": " + err.Error())
	}
	out, _ := code.Run(nil, values...).Next()
	if err, bad := out.(error); bad {
		panic(src + ": " + err.Error())
	}
	return out
}

// variables are the words behind a $ in src.
func variables(src string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for i := 0; i < len(src); i++ {
			if src[i] != '$' {
				continue
			}
			j := i + 1
			for j < len(src) && (src[j] >= 'a' && src[j] <= 'z' || src[j] >= '0' && src[j] <= '9') {
				j++
			}
			if !yield(src[i+1 : j]) {
				return
			}
		}
	}
}

func truthy(v any) bool { return v != nil && v != false }

// run gives the oracle's idea of how the run ends.
func (o *oracle) run(d *flow.Definition) (end ended) {
	defer func() {
		if p := recover(); p != nil {
			e, ok := p.(ended)
			if !ok {
				panic(p)
			}
			end = e
		}
	}()
	o.list(d.Steps)
	return ended{}
}

// trial drives one machine with answers in random order and random faults, and
// records what happened.
type trial struct {
	t      *rapid.T
	p      *plan.Plan
	m      *machine.Machine
	open   []machine.Command // in flight
	calls  map[string]any
	done   []string // keys of the answered calls, in order
	undone []string
	failed int // compensations
}

// ofUndo marks the faults of compensations.
const ofUndo = "the compensation failed"

func (r *trial) take(commands []machine.Command) {
	for _, c := range commands {
		if c.Kind == machine.Cancel {
			i := slices.IndexFunc(r.open, func(o machine.Command) bool { return o.Seq == c.Seq })
			if i < 0 {
				r.t.Fatalf("cancel of call %d, which is not in flight", c.Seq)
			}
			if rapid.Bool().Draw(r.t, "host obeys") {
				r.open = slices.Delete(r.open, i, i+1)
			}
			continue
		}
		if c.Undoes {
			r.undone = append(r.undone, c.Key)
		} else if _, twice := r.calls[c.Key]; twice {
			r.t.Fatalf("the key %s is used twice", c.Key)
		} else {
			r.calls[c.Key] = c.With.Any()
		}
		r.open = append(r.open, c)
	}
}

func answerOf(key string) any { return map[string]any{"key": key} }

// step answers one call in flight. A call that already belongs to the past of a
// failed run counts as done only if the machine still waits for it.
func (r *trial) step(failures bool) {
	i := rapid.IntRange(0, len(r.open)-1).Draw(r.t, "which")
	c := r.open[i]
	r.open = slices.Delete(r.open, i, i+1)
	e := machine.Event{Kind: machine.Done, Seq: c.Seq}
	fails := failures && rapid.IntRange(0, 7).Draw(r.t, "fails") == 0
	switch {
	case fails:
		e.Fault = fault.New(fault.Timeout, "no answer", nil)
		if c.Undoes {
			e.Fault.Detail = ofUndo
			r.failed++
		}
		e.Fault.Processed = rapid.SampledFrom([]fault.Processed{fault.Unknown, fault.No, fault.Yes}).Draw(r.t, "processed")
		if e.Fault.Processed == fault.Unknown && r.undoOf(c) != nil && !r.undoOf(c).UsesOwn {
			r.done = append(r.done, c.Key)
		}
	case !c.Undoes:
		out, err := value.FromAny(answerOf(c.Key))
		if err != nil {
			r.t.Fatal(err)
		}
		e.Out = out
		if r.undoOf(c) != nil {
			r.done = append(r.done, c.Key)
		}
	}
	r.take(r.m.Advance(e))
}

func newTrial(t *rapid.T, d *flow.Definition) *trial {
	p, err := plan.Compile(d, flow.DefaultLimits())
	if err != nil {
		t.Fatalf("compile: %v", err)
	}
	m := machine.New(p, machine.Input{ID: "r", Input: value.Trusted([]byte(`[1,"x",null]`))})
	return &trial{t: t, p: p, m: m, calls: map[string]any{}}
}

// TestAgainstOracle: without failing calls a run has the oracle's calls, inputs
// and result, whatever the order of the answers.
func TestAgainstOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &generator{t: t, undos: map[string]bool{}}
		d := g.definition()
		r := newTrial(t, d)
		o := &oracle{env: map[string]any{"input": []any{1, "x", nil}}, calls: map[string]any{}, answer: answerOf}
		want := o.run(d)
		r.take(r.m.Start())
		for !r.m.Ended() {
			if len(r.open) == 0 {
				t.Fatal("the run is stuck")
			}
			r.step(false)
		}
		got := r.m.Result()
		if want.failed != (got.Fault != nil) {
			t.Fatalf("failed: got %v, want %v", got.Fault, want.failed)
		}
		if want.failed {
			return // how far the other branches came depends on the order
		}
		if !reflect.DeepEqual(r.calls, o.calls) {
			t.Fatalf("calls: got %v, want %v\n%v", r.calls, o.calls, r.p)
		}
		if !reflect.DeepEqual(got.Body.Any(), want.body) {
			t.Fatalf("body: got %v, want %v\n%v", got.Body.Any(), want.body, r.p)
		}
	})
}

// TestUndo: whatever fails, and whenever the client leaves, the run ends, and what
// had finished is undone exactly once, the last finished first; a run that ends
// well undoes nothing.
func TestUndo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &generator{t: t, undos: map[string]bool{}}
		r := newTrial(t, g.definition())
		r.take(r.m.Start())
		for !r.m.Ended() {
			if len(r.open) == 0 {
				t.Fatal("the run is stuck")
			}
			if rapid.IntRange(0, 40).Draw(t, "leaves") == 0 {
				r.take(r.m.Advance(machine.Event{Kind: machine.Cancel, Fault: fault.New(fault.Cancelled, "gone", nil)}))
				continue
			}
			r.step(true)
		}
		if r.m.Result().Fault == nil {
			if len(r.undone) > 0 {
				t.Fatalf("a run that ended well undid %v", r.undone)
			}
			return
		}
		if got := r.m.Result(); got.Fault.Detail == ofUndo || len(got.Failed) != r.failed {
			t.Fatalf("failed of %v; %d compensations failed, want %d", got.Fault, len(got.Failed), r.failed)
		}
		for _, c := range r.open {
			if r.undoOf(c) != nil {
				t.Fatalf("the run ended while %s, which has a compensation, was in flight", c.Key)
			}
		}
		var want []string
		for _, key := range slices.Backward(r.done) {
			want = append(want, undoKey(key))
		}
		if !slices.Equal(r.undone, want) {
			t.Fatalf("undone %v, want %v\n%v", r.undone, want, r.p)
		}
	})
}

// undoKey is the key of a call's compensation.
func undoKey(key string) string {
	for i := 2; i < len(key); i++ {
		if key[i] == '/' {
			return key[:i] + ".compensate" + key[i:]
		}
	}
	return key + ".compensate"
}

// undoOf is the compensation of what a command asks for; nil if it has none.
func (r *trial) undoOf(c machine.Command) *plan.Undo {
	for i := range r.p.Code {
		if ins := &r.p.Code[i]; ins.Step == c.Step && (ins.Op == plan.Call) {
			return ins.Undo
		}
	}
	return nil
}
