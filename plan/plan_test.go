package plan_test

import (
	"strings"
	"testing"

	"tutti/diag"
	"tutti/fault"
	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/plan"
	"tutti/value"
)

func compile(t *testing.T, steps string) (*plan.Plan, error) {
	t.Helper()
	def, found := tutti.Workflow("w.yaml", []byte("workflow: w\nsteps:\n"+steps))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.Compile(def, flow.DefaultLimits())
}

// What check would have found is an error with its place here too, never a panic.
func TestCompileFindings(t *testing.T) {
	for _, c := range []struct{ name, steps, want string }{
		{"unknown variable", "- { call: s.o, with: { x: $nope } }", "w.yaml:3:27: error X301"},
		{"syntax", "- if: $input |\n  call: s.o", "w.yaml:3:15: error X301"},
		{"a name twice", "- { name: a, call: s.o }\n- { name: a, call: s.o }", "w.yaml:4:11: error N201"},
		{"$error outside of a compensation", "- { call: s.o, with: { x: $error.status } }", "w.yaml:3:27: error X301"},
	} {
		p, err := compile(t, c.steps)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, %v, want %s", c.name, p, err, c.want)
		}
	}
}

// A value that nobody reads has no slot.
func TestSlotsAreForWhatIsRead(t *testing.T) {
	p, err := compile(t, `
- { name: unread, call: s.o }
- { name: read, call: s.o }
- if: $read
  then: [ { set: { x: 1 } } ]
  else: [ { set: { x: 2 } } ]
- { call: s.o, with: { m: $meta.unread.status, x: $x, e: $env.HOST } }
`)
	if err != nil {
		t.Fatal(err)
	}
	want := "$input $run $request $env.HOST $meta.unread $read $x"
	if got := strings.Join(p.Frames[0].Slots, " "); got != want {
		t.Errorf("slots %s, want %s", got, want)
	}
	if len(p.Env) != 1 || p.Env[0] != "HOST" || p.UsesRun || p.UsesRequest {
		t.Errorf("env %v, run %v, request %v", p.Env, p.UsesRun, p.UsesRequest)
	}
}

func TestConstant(t *testing.T) {
	at := diag.Pos{File: "tutti.yaml", Line: 3, Col: 9}
	env := map[string]value.Value{"env.HOST": value.FromString("h")}
	host := &flow.Expr{Pos: at, Source: "$env.HOST"}
	for _, c := range []struct {
		name string
		v    flow.Value
		want string
	}{
		{"literal", &flow.Literal{JSON: value.FromString("x")}, `"x"`},
		{"expression", host, `"h"`},
		{"text", &flow.Text{Lit: []string{"http://", ":80"}, Exprs: []*flow.Expr{host}}, `"http://h:80"`},
		{"array", &flow.Array{Items: []flow.Value{host, host}}, `["h","h"]`},
		{"unknown", &flow.Expr{Pos: at, Source: "$env.PORT"}, "tutti.yaml:3:9"},
		{"syntax", &flow.Expr{Pos: at, Source: "$env."}, "tutti.yaml:3:9"},
	} {
		v, err := plan.Constant(c.v, env, flow.DefaultLimits())
		got := string(v.Raw())
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// Text takes scalars only; what else it gets is an error at the expression.
func TestTextTakesScalars(t *testing.T) {
	for source, want := range map[string]string{`"a"`: `"<a>"`, "1.5": `"<1.5>"`, "true": `"<true>"`, "null": "null", "[1]": "array", "{}": "object"} {
		e := &flow.Expr{Source: source}
		e.File, e.Line, e.Col = "w.yaml", 1, 1
		v, err := plan.Constant(&flow.Text{Lit: []string{"<", ">"}, Exprs: []*flow.Expr{e}}, nil, flow.DefaultLimits())
		f, _ := err.(*fault.Fault)
		switch {
		case f != nil && (f.Kind != fault.Expression || !strings.Contains(f.Detail, want) || f.Pos.Line != 1):
			t.Errorf("%s: got %v, want %s", source, f, want)
		case f == nil && string(v.Raw()) != want:
			t.Errorf("%s: got %s, want %s", source, v.Raw(), want)
		}
	}
}
