package machine_test

import (
	"testing"

	"tutti/fault"
	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/machine"
	"tutti/plan"
	"tutti/schema"
	"tutti/value"
)

// A run whose input breaks its schema has ended before it began.
func TestInputIsHeldAgainstItsSchema(t *testing.T) {
	d, list := tutti.Workflow("w.yaml", []byte("workflow: w\nsteps: [ { call: s.op } ]\n"))
	if len(list) > 0 {
		t.Fatal(list)
	}
	p, err := plan.Compile(d, flow.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	p.Input, err = schema.Parse(value.Trusted([]byte(`{"required":["a"],"properties":{"a":{"type":"integer"},"b":{"type":"string"}}}`)))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		input  string
		within bool
		kind   fault.Kind // "": it begins
		status int
	}{
		{`{"a":1}`, false, "", 0},
		{`{"a":"canary"}`, false, fault.Request, 400},
		{`{"a":"canary"}`, true, fault.Contract, 502},
		{`{}`, false, fault.Request, 400},
		{`7`, false, "", 0}, // what is no object has no members to miss
	} {
		m := machine.New(p, machine.Input{ID: "r", Input: value.Trusted([]byte(c.input)), Within: c.within})
		commands := m.Start()
		f := m.Result().Fault
		if c.kind == "" {
			if len(commands) != 1 || m.Ended() {
				t.Errorf("%s: %d commands, ended %t", c.input, len(commands), m.Ended())
			}
			continue
		}
		if len(commands) != 0 || !m.Ended() || f == nil || f.Kind != c.kind || f.HTTPStatus() != c.status || f.Processed != fault.No {
			t.Errorf("%s: %d commands, ended %t, %v; want %s", c.input, len(commands), m.Ended(), f, c.kind)
			continue
		}
		if f.Extensions.Get("errors").Elem(0).Get("detail").Text() == "" {
			t.Errorf("%s: the problem does not say what is wrong: %s", c.input, f.Extensions)
		}
		if more := m.Advance(machine.Event{Kind: machine.Cancel, Fault: f}); len(more) != 0 || !m.Ended() {
			t.Errorf("%s: it goes on after its end", c.input)
		}
	}
}
