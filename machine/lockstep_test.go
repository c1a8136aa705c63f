package machine_test

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tutti/fault"
	"tutti/flow"
	"tutti/machine"
	"tutti/plan"
	"tutti/value"
)

// trial drives the machine and the model with the same events, and holds what they
// ask for and how they end against each other after every one.
type trial struct {
	t        *rapid.T
	p        *plan.Plan
	in       machine.Input
	m        *machine.Machine
	model    *model
	restores bool              // continue from a snapshot after every event
	obeys    bool              // the host does not answer what is cancelled
	open     []machine.Command // what the host still works on
	journal  []machine.Event
	log      []string // what the machine asked for, event by event
	checks   checks
}

func newTrial(t *rapid.T, g *generator, p *plan.Plan) *trial {
	in := machine.Input{ID: "r", Input: value.FromString("in")}
	return &trial{t: t, p: p, in: in, m: machine.New(p, in), model: &model{gen: g}, checks: newChecks(p)}
}

func (r *trial) start(d *flow.Definition) {
	r.model.begin(d, r.in.Input)
	r.compare(r.m.Start())
}

// compare holds the machine's commands against the model's, and takes them in.
func (r *trial) compare(commands []machine.Command) {
	got, want := linesOf(r.p, commands), r.model.lines()
	r.log = append(r.log, got)
	if got != want {
		r.t.Fatalf("the machine wants\n%sand the model\n%s%s", got, want, r)
	}
	if r.m.Ended() != r.model.ended {
		r.t.Fatalf("ended: the machine %v, the model %v\n%s", r.m.Ended(), r.model.ended, r)
	}
	for _, c := range commands {
		if bad := r.checks.asked(c); bad != "" {
			r.t.Fatalf("%s\n%s", bad, r)
		}
		if c.Kind != machine.Cancel {
			r.open = append(r.open, c)
		} else if r.obeys {
			r.open = slices.DeleteFunc(r.open, func(o machine.Command) bool { return o.Seq == c.Seq })
		}
	}
	if r.restores {
		r.restore()
	}
}

// linesOf are commands as text: what is asked for in order, then what is cancelled.
func linesOf(p *plan.Plan, commands []machine.Command) string {
	var asks, cancels []string
	for _, c := range commands {
		line := strings.TrimSuffix(commandsOf(p, []machine.Command{c}), "\n")
		if c.Kind == machine.Cancel {
			cancels = append(cancels, line)
			continue
		}
		if c.Undoes {
			line += " undoes"
		}
		asks = append(asks, line)
	}
	slices.Sort(cancels)
	return strings.Join(append(asks, append(cancels, "")...), "\n")
}

func (m *model) lines() string {
	var cancels []string
	for _, seq := range m.cancelled {
		cancels = append(cancels, fmt.Sprint("cancel ", seq))
	}
	slices.Sort(cancels)
	out := strings.Join(append(m.asked, append(cancels, "")...), "\n")
	m.asked, m.cancelled = nil, nil
	return out
}

func (r *trial) restore() {
	b, err := r.m.Snapshot()
	if err != nil {
		r.t.Fatalf("snapshot: %v", err)
	}
	if r.m, err = machine.Restore(r.p, b); err != nil {
		r.t.Fatalf("restore: %v\n%s", err, b)
	}
}

// String is the case, for a failure.
func (r *trial) String() string {
	out := "plan\n" + r.p.String() + "record\n"
	for i, lines := range r.log {
		if i > 0 {
			e := r.journal[i-1]
			out += fmt.Sprintf("event %v %d %s %v\n", e.Kind, e.Seq, e.Out.Raw(), e.Fault)
		}
		out += "\t" + strings.ReplaceAll(lines, "\n", "\n\t") + "\n"
	}
	return out
}

func (r *trial) send(e machine.Event, tell func()) {
	r.journal = append(r.journal, e)
	tell()
	if e.Fault != nil {
		own := *e.Fault // the machine writes on it
		e.Fault = &own
	}
	r.compare(r.m.Advance(e))
}

// step answers one of the open commands: the oldest, or any.
func (r *trial) step(any, failures bool) {
	i := 0
	if any {
		i = rapid.IntRange(0, len(r.open)-1).Draw(r.t, "which")
	}
	c := r.open[i]
	r.open = slices.Delete(r.open, i, i+1)
	e := machine.Event{Kind: machine.Done, Seq: c.Seq}
	var got reply
	if failures && c.Kind != machine.Timer && rapid.IntRange(0, 5).Draw(r.t, "fails") == 5 {
		got.err, e.Fault = r.fault()
	} else if c.Kind != machine.Timer && (c.Kind != machine.Child || !c.Detach) {
		e.Out = answers[rapid.IntRange(0, len(answers)-1).Draw(r.t, "answer")]
		if e.Out.Kind() == value.String {
			e.Out = value.FromString("of " + strconv.Itoa(c.Seq))
		}
		got.out = e.Out
	}
	if !r.m.Ended() {
		r.checks.answered(c, e)
	}
	r.send(e, func() { r.model.answer(c.Seq, got) })
}

var answers = []value.Value{value.FromString(""), value.FromBool(true), {}, value.FromInt(7)}

func (r *trial) fault() (*failure, *fault.Fault) {
	switch rapid.IntRange(0, 4).Draw(r.t, "fault") {
	case 0:
		return &failure{kind: "timeout", unknown: true}, &fault.Fault{Kind: fault.Timeout}
	case 1:
		return &failure{kind: "connect"}, &fault.Fault{Kind: fault.Connect, Processed: fault.No}
	case 2:
		return &failure{kind: "status", status: 503, unknown: true},
			&fault.Fault{Kind: fault.Status, Upstream: &fault.Upstream{Status: 503}}
	case 3:
		return &failure{kind: "contract", unknown: true}, &fault.Fault{Kind: fault.Contract, Processed: fault.Yes}
	default:
		return &failure{kind: "status", status: 404},
			&fault.Fault{Kind: fault.Status, Processed: fault.Yes, Upstream: &fault.Upstream{Status: 404}}
	}
}

func (r *trial) cancel(keep bool) {
	e := machine.Event{Kind: machine.Cancel, Keep: keep, Fault: &fault.Fault{Kind: fault.Cancelled}}
	r.checks.kept = r.checks.kept || keep
	r.send(e, func() { r.model.end(keep) })
}

// finish holds the results against each other, and replays the journal.
func (r *trial) finish() {
	got, err := r.m.Result(), r.model.err
	if (got.Fault == nil) != (err == nil) || err != nil && describe(got.Fault) != err.String() {
		r.t.Fatalf("failed with %s, the model with %v\n%s", describe(got.Fault), err, r)
	}
	if err == nil && string(got.Body.Raw()) != string(r.model.body.Raw()) {
		r.t.Fatalf("body %s, of the model %s\n%s", got.Body.Raw(), r.model.body.Raw(), r)
	}
	var failed, want []string
	for _, f := range got.Failed {
		failed = append(failed, describe(f))
	}
	for _, f := range r.model.failed {
		want = append(want, f.String())
	}
	if !slices.Equal(failed, want) {
		r.t.Fatalf("not undone: %v, of the model %v\n%s", failed, want, r)
	}
	for _, bad := range []string{r.checks.ended(got), r.checks.order()} {
		if bad != "" {
			r.t.Fatalf("%s\n%s", bad, r)
		}
	}
	r.replay()
}

// describe is a fault as the model prints it.
func describe(f *fault.Fault) string {
	if f == nil {
		return "none"
	}
	m := modelOf(f)
	return m.String()
}

func modelOf(f *fault.Fault) *failure {
	m := &failure{kind: string(f.Kind), step: f.Step, attempts: f.Attempts}
	if cause, ok := f.Cause.(*fault.Fault); ok {
		m.cause = modelOf(cause)
	}
	for _, a := range f.Also {
		m.also = append(m.also, modelOf(a))
	}
	return m
}

// replay plays the journal to a machine that knows nothing: it must ask the same.
func (r *trial) replay() {
	m := machine.New(r.p, r.in)
	commands := m.Start()
	for i := 0; ; i++ {
		if got := linesOf(r.p, commands); got != r.log[i] {
			r.t.Fatalf("the replay wants\n%safter event %d, and the run wanted\n%s%s", got, i, r.log[i], r)
		}
		if i == len(r.journal) {
			return
		}
		e := r.journal[i]
		if e.Fault != nil {
			own := *e.Fault
			e.Fault = &own
		}
		commands = m.Advance(e)
	}
}

// definitions is how many are drawn for each mood; in short tests a tenth of them.
const definitions = 900

// mood is what can happen to the runs of a definition.
type mood struct {
	name  string
	runs  int  // of each definition, with other answers in another order
	tame  bool // nothing fails
	any   bool // the answers come in any order, the run is cancelled, the host disobeys
	kills bool // the run goes on from a snapshot after every event
}

var (
	calm    = mood{name: "nothing fails", runs: 4, tame: true}
	orderly = mood{name: "one answer after the other", runs: 5}
	wild    = mood{name: "anything", runs: 11, any: true}
	killed  = mood{name: "killed after every event", runs: 3, any: true, kills: true}
)

// TestBesideTheModel runs random definitions on the machine and on the model.
func TestBesideTheModel(t *testing.T) {
	dose(t, definitions)
	for _, m := range []mood{calm, orderly, wild, killed} {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, property(m))
		})
	}
}

// dose sets how many definitions are drawn, unless somebody asked for another number
// with -rapid.checks.
func dose(t *testing.T, n int) {
	if testing.Short() {
		n /= 10
	}
	f := flag.Lookup("rapid.checks")
	if f.Value.String() != f.DefValue {
		return
	}
	t.Cleanup(func() { _ = f.Value.Set(f.DefValue) })
	if err := f.Value.Set(strconv.Itoa(n)); err != nil {
		t.Fatal(err)
	}
}

func property(what mood) func(*rapid.T) {
	return func(t *rapid.T) {
		g := newGenerator(t)
		g.tame = what.tame
		d := g.definition()
		p, err := plan.Compile(d, flow.DefaultLimits())
		if err != nil {
			t.Fatalf("compile: %v", err)
		}
		for range what.runs {
			r := newTrial(t, g, p)
			r.restores = what.kills
			r.obeys = !what.any || rapid.Bool().Draw(t, "the host obeys")
			r.play(d, what)
		}
	}
}

// play takes a run to its end.
func (r *trial) play(d *flow.Definition, what mood) {
	defer r.model.close()
	r.start(d)
	for n := 0; !r.m.Ended(); n++ {
		switch {
		case n > 2000:
			r.t.Fatalf("the run has no end\n%s", r)
		case len(r.open) == 0:
			r.t.Fatalf("the run is stuck\n%s", r)
		case what.any && rapid.IntRange(0, 30).Draw(r.t, "cancel") == 30:
			r.cancel(rapid.IntRange(0, 3).Draw(r.t, "keep") == 3)
		default:
			r.step(what.tame || what.any, !what.tame)
		}
	}
	for len(r.open) > 0 { // what comes after the end changes nothing
		r.step(false, false)
	}
	r.finish()
}
