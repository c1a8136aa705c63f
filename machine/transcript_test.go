package machine_test

import (
	"fmt"
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
//	start [input=JSON]      the steps stand below; the run's id is r
//	done SEQ [status=N]     the call SEQ is answered with the JSON below
//	fault SEQ kind=K [processed=yes|no|unknown]
//	cancel                  the client leaves
//	plan                    the instructions of the plan being run
func TestTranscripts(t *testing.T) {
	datadriven.Walk(t, "testdata/transcripts", func(t *testing.T, path string) {
		var s *session
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			if d.Cmd == "start" {
				s = start(t, d)
				return s.show(s.m.Start())
			}
			if d.Cmd == "plan" {
				return s.plan.String()
			}
			return s.show(s.m.Advance(s.event(t, d)))
		})
	})
}

type session struct {
	plan *plan.Plan
	m    *machine.Machine
}

func start(t *testing.T, d *datadriven.TestData) *session {
	src := "workflow: w\nsteps:\n" + d.Input + "\n"
	def, found := tutti.Workflow("w.yaml", []byte(src))
	if err := found.Err(); err != nil {
		t.Fatalf("%s: %v", d.Pos, err)
	}
	p, err := plan.Compile(def, flow.DefaultLimits())
	if err != nil {
		t.Fatalf("%s: %v", d.Pos, err)
	}
	in := machine.Input{ID: "r"}
	if d.HasArg("input") {
		in.Input = scan(t, strings.Join(d.CmdArgs[0].Vals, ","))
	}
	return &session{plan: p, m: machine.New(p, in)}
}

func scan(t *testing.T, s string) value.Value {
	if s == "" {
		s = "null"
	}
	v, err := value.Scan([]byte(s), value.DefaultDepth)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return v
}

func (s *session) event(t *testing.T, d *datadriven.TestData) machine.Event {
	if d.Cmd == "cancel" {
		return machine.Event{Kind: machine.Cancel, Fault: &fault.Fault{Kind: fault.Cancelled, Detail: "the client is gone"}}
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
	case "fault":
		var kind, processed string
		d.ScanArgs(t, "kind", &kind)
		d.MaybeScanArgs(t, "processed", &processed)
		e.Fault = fault.New(fault.Kind(kind), "it failed", nil)
		e.Fault.Processed = map[string]fault.Processed{"yes": fault.Yes, "no": fault.No}[processed]
	default:
		t.Fatalf("%s: unknown command %s", d.Pos, d.Cmd)
	}
	return e
}

// show prints what the machine wants, and how the run ended if it has.
func (s *session) show(commands []machine.Command) string {
	var out strings.Builder
	for _, c := range commands {
		if c.Kind == machine.Cancel {
			fmt.Fprintf(&out, "cancel %d\n", c.Seq)
			continue
		}
		fmt.Fprintf(&out, "call %d %s %s key=%s", c.Seq, s.plan.Ops[c.Call.Op], c.With.Raw(), c.Key)
		for _, h := range c.Headers {
			fmt.Fprintf(&out, " %s=%q", h.Name, h.Value)
		}
		if c.Call.Body != nil {
			fmt.Fprintf(&out, " body=%s", c.Body.Raw())
		}
		out.WriteByte('\n')
	}
	if !s.m.Ended() {
		if len(commands) == 0 {
			return "waits\n"
		}
		return out.String()
	}
	r := s.m.Result()
	if r.Fault == nil {
		fmt.Fprintf(&out, "ended %d %s", r.HTTPStatus(), r.Body.Raw())
		for _, h := range r.Headers {
			fmt.Fprintf(&out, " %s=%q", h.Name, h.Value)
		}
	} else {
		fmt.Fprintf(&out, "failed %d %v", r.HTTPStatus(), r.Fault)
		for _, f := range r.Fault.Also {
			fmt.Fprintf(&out, "; also %v", f)
		}
	}
	for _, f := range r.Failed {
		fmt.Fprintf(&out, "\nnot compensated: %v", f)
	}
	return out.String() + "\n"
}
