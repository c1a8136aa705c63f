package explain_test

import (
	"errors"
	"testing"

	"tutti/check"
	"tutti/diag"
	"tutti/flow"
	"tutti/plan"
	"tutti/value"
)

// byDefinition is the command of examples that no file in the language of Tutti can
// show, since reading it finds the mistake already under another code.
const byDefinition = ""

// definitions makes the finding of a code from a definition, as a front-end for
// another language would.
func definitions(t *testing.T, code string) diag.List {
	cfg := check.Config{Limits: flow.DefaultLimits(), Contracts: store{}}
	do := map[string]func(*flow.Step){
		"F605": func(s *flow.Step) { s.Do = &flow.For{Name: name(5, "i"), In: number(5), Steps: nested(0)} },
		"F606": func(s *flow.Step) { s.Do = &flow.Try{Steps: nested(40)} },
		"F608": func(s *flow.Step) { s.Do = &flow.Goto{Step: name(5, "again")} },
		"F614": func(s *flow.Step) {
			c := callOf(4)
			c.Fallback = []*flow.Step{{Pos: at(5), Do: &flow.Return{}}}
			s.Do = c
		},
		"S414": func(s *flow.Step) { s.Do = &flow.Emit{Type: name(4, "")} },
	}[code]
	if do == nil {
		t.Fatalf("there is no definition with %s", code)
	}
	step := &flow.Step{Pos: at(4)}
	do(step)
	d := &flow.Definition{File: at(1).File, Name: name(1, "order"), Mode: flow.Durable, Steps: []*flow.Step{step}}
	if code == "F608" {
		return planned(t, d, cfg.Limits)
	}
	return check.Workflow(d, cfg)
}

func at(line int) diag.Pos { return diag.Pos{File: "workflows/order.yaml", Line: line, Col: 5} }

func name(line int, text string) flow.Name { return flow.Name{Pos: at(line), Text: text} }

func number(line int) flow.Value { return &flow.Literal{Pos: at(line), JSON: value.FromInt(7)} }

func callOf(line int) *flow.Call {
	return &flow.Call{Service: name(line, "store"), Operation: name(line, "listItems")}
}

// nested is a return in so many blocks.
func nested(deep int) []*flow.Step {
	s := &flow.Step{Pos: at(deep + 5), Do: &flow.Return{}}
	if deep > 0 {
		s.Do = &flow.Try{Steps: nested(deep - 1)}
	}
	return []*flow.Step{s}
}

func planned(t *testing.T, d *flow.Definition, lim flow.Limits) diag.List {
	_, err := plan.Compile(d, lim)
	var found diag.List
	if !errors.As(err, &found) {
		t.Fatalf("the plan is made: %v", err)
	}
	return found
}

// store is a service whose one operation takes nothing.
type store struct{}

func (store) Services() []string         { return []string{"store"} }
func (store) Operations(string) []string { return []string{"listItems"} }
func (store) Operation(string, string) (check.Operation, bool) {
	return check.Operation{}, true
}
