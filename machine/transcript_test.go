package machine_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"tutti/fault"
	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/machine"
	"tutti/plan"
	"tutti/value"
)

// TestTranscripts plays testdata/transcripts: what the machine answers to each
// event. They define what the steps mean; rewrite them with -rewrite and read the diff.
//
//	start [input=JSON]      the steps stand below, or with `retry:` above `steps:` the whole; the run's id is r
//	done SEQ [status=N] [meta=JSON]
//	                        what SEQ asks for is done; it came to the JSON below
//	fault SEQ kind=K [processed=yes|no|unknown] [status=N] [type=URI] [after=SECONDS]
//	                        with a status, the service answered so, with the JSON below
//	cancel [keep]           somebody ends the run; keep: without the undo
//	plan                    the instructions of the plan being run
//
// Every event goes to the run and to a copy restored from a snapshot, and both must
// answer the same.
func TestTranscripts(t *testing.T) {
	datadriven.Walk(t, "testdata/transcripts", func(t *testing.T, path string) {
		var s *session
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			switch d.Cmd {
			case "start":
				s = start(t, d)
				return show(s.plan, s.m, s.m.Start())
			case "plan":
				return s.plan.String()
			default:
				return s.play(t, d)
			}
		})
	})
}

type session struct {
	plan *plan.Plan
	m    *machine.Machine
}

func start(t *testing.T, d *datadriven.TestData) *session {
	in := machine.Input{ID: "r"}
	if d.HasArg("input") {
		in.Input = scan(t, strings.Join(d.CmdArgs[0].Vals, ","))
	}
	p := compile(t, d.Input)
	return &session{plan: p, m: machine.New(p, in)}
}

// compile makes the plan of steps, or of a whole workflow but for its name.
func compile(t testing.TB, src string) *plan.Plan {
	t.Helper()
	if !strings.Contains("\n"+src, "\nsteps:") {
		src = "steps:\n" + src
	}
	def, found := tutti.Workflow("w.yaml", []byte("workflow: w\nmode: durable\n"+src+"\n"))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	p, err := plan.Compile(def, flow.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func scan(t testing.TB, s string) value.Value {
	t.Helper()
	if s == "" {
		s = "null"
	}
	v, err := value.Scan([]byte(s), value.DefaultDepth)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return v
}

func (s *session) play(t *testing.T, d *datadriven.TestData) string {
	before, err := s.m.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	commands := s.m.Advance(event(t, d))
	got := commandsOf(s.plan, commands) + resultOf(s.m)
	twin, err := machine.Restore(s.plan, before)
	if err != nil {
		t.Fatal(err)
	}
	if again := commandsOf(s.plan, twin.Advance(event(t, d))) + resultOf(twin); again != got {
		t.Errorf("%s: the restored run answers\n%s, not\n%s", d.Pos, again, got)
	}
	after, err := s.m.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if same, err := twin.Snapshot(); err != nil || !bytes.Equal(same, after) {
		t.Errorf("%s: the restored run goes on as\n%s, not\n%s (%v)", d.Pos, same, after, err)
	}
	return show(s.plan, s.m, commands)
}

func event(t *testing.T, d *datadriven.TestData) machine.Event {
	if d.Cmd == "cancel" {
		return machine.Event{Kind: machine.Cancel, Keep: d.HasArg("keep"), Fault: &fault.Fault{Kind: fault.Cancelled, Detail: "the client is gone"}}
	}
	seq, err := strconv.Atoi(d.CmdArgs[0].Key)
	if err != nil {
		t.Fatalf("%s: %v", d.Pos, err)
	}
	e := machine.Event{Kind: machine.Done, Seq: seq}
	switch d.Cmd {
	case "done":
		e.Out, e.Status = scan(t, d.Input), 200
		d.MaybeScanArgs(t, "status", &e.Status)
		if meta, ok := d.Arg("meta"); ok {
			e.Meta = scan(t, strings.Join(meta.Vals, ","))
		}
	case "fault":
		e.Fault = faulty(t, d)
	default:
		t.Fatalf("%s: unknown command %s", d.Pos, d.Cmd)
	}
	return e
}

func faulty(t *testing.T, d *datadriven.TestData) *fault.Fault {
	var kind, processed, after string
	var status int
	d.ScanArgs(t, "kind", &kind)
	d.MaybeScanArgs(t, "processed", &processed)
	d.MaybeScanArgs(t, "status", &status)
	d.MaybeScanArgs(t, "after", &after)
	f := fault.New(fault.Kind(kind), "it failed", nil)
	d.MaybeScanArgs(t, "type", &f.Type)
	f.Processed = map[string]fault.Processed{"yes": fault.Yes, "no": fault.No}[processed]
	if status != 0 {
		f.Upstream = &fault.Upstream{Status: status, Body: scan(t, d.Input)}
	}
	if after != "" {
		f.Upstream.Headers = value.ObjectOf(value.Member{Name: "retry-after", Value: value.FromString(after)})
	}
	return f
}
