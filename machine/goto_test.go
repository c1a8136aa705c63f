package machine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tutti/diag"
	"tutti/flow"
	"tutti/machine"
	"tutti/plan"
	"tutti/value"
)

// A language of states, as small as can be: it shows that jumps of any kind, and
// the loops made of them, compile to plans. A program is lines; each has its number
// as label and is one of
//
//	call                 asks the host for a number, which is the line's value
//	goto 3               goes on at line 3
//	when 2 == 1 goto 3   does, if the value of line 2 (of its latest visit) is 1
//	end                  ends the program
type stateLine struct {
	kind           string
	to, of, equals int
}

// compileStates is the front-end: one step a line.
func compileStates(program []stateLine) *flow.Definition {
	pos := 0
	name := func(text string) flow.Name {
		pos++
		return flow.Name{Pos: diag.Pos{File: "p", Line: pos, Col: 1}, Text: text}
	}
	label := func(n int) string { return fmt.Sprint("l", n) }
	d := &flow.Definition{Name: name("p")}
	for n, l := range program {
		s := &flow.Step{Name: name(label(n))}
		switch l.kind {
		case "call":
			s.Do = &flow.Call{Service: name("s"), Operation: name(label(n))}
		case "end":
			s.Do = &flow.Return{}
		default:
			s.Do = &flow.Goto{Step: name(label(l.to))}
		}
		if l.kind == "when" {
			s.If = &flow.Expr{Pos: name("").Pos, Source: fmt.Sprintf("$%s == %d", label(l.of), l.equals)}
		}
		d.Steps = append(d.Steps, s)
	}
	return d
}

// runStates is the language's own interpreter: the lines that call, in order.
func runStates(program []stateLine, answers []int) []string {
	var calls []string
	values := map[int]int{}
	for pc := 0; pc < len(program); pc++ {
		l := program[pc]
		v, has := values[l.of]
		switch {
		case l.kind == "end":
			return calls
		case l.kind == "goto", l.kind == "when" && has && v == l.equals:
			pc = l.to - 1
		case l.kind == "call":
			if len(calls) == len(answers) {
				return calls
			}
			values[pc] = answers[len(calls)]
			calls = append(calls, fmt.Sprint("s.l", pc))
		}
	}
	return calls
}

func drawStates(t *rapid.T) []stateLine {
	n := rapid.IntRange(2, 12).Draw(t, "lines")
	line := func(label string) int { return rapid.IntRange(0, n-1).Draw(t, label) }
	program := make([]stateLine, n)
	calls := []int{}
	for i := range program {
		l := stateLine{kind: rapid.SampledFrom([]string{"call", "call", "goto", "when", "when", "end"}).Draw(t, "kind"), to: line("to")}
		if l.kind == "when" && len(calls) > 0 {
			l.of, l.equals = rapid.SampledFrom(calls).Draw(t, "of"), rapid.IntRange(0, 2).Draw(t, "equals")
		} else if l.kind == "when" {
			l.kind = "call"
		}
		if l.kind == "call" {
			calls = append(calls, i)
		}
		program[i] = l
	}
	return program
}

// spins tells whether a program can go round without a call, which a machine, like
// its interpreter, would do for ever.
func spins(program []stateLine) bool {
	var visit func(pc int, path []int) bool
	visit = func(pc int, path []int) bool {
		if pc >= len(program) || program[pc].kind == "call" || program[pc].kind == "end" {
			return false
		}
		if slices.Contains(path, pc) {
			return true
		}
		path = append(path, pc)
		return visit(program[pc].to, path) || program[pc].kind == "when" && visit(pc+1, path)
	}
	for pc := range program {
		if visit(pc, nil) {
			return true
		}
	}
	return false
}

func TestGotoPrograms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		program := drawStates(t)
		if spins(program) {
			t.Skip("goes round without a call")
		}
		answers := rapid.SliceOfN(rapid.IntRange(0, 2), 0, 30).Draw(t, "answers")
		p, err := plan.Compile(compileStates(program), flow.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		m := machine.New(p, machine.Input{ID: "r"})
		var calls []string
		keys := map[string]bool{}
		for commands := m.Start(); len(commands) > 0; {
			c := commands[0]
			if keys[c.Key] {
				t.Fatalf("the key %s is used twice", c.Key)
			}
			keys[c.Key] = true
			if len(calls) == len(answers) {
				break
			}
			calls = append(calls, p.Ops[c.Call.Op])
			commands = m.Advance(machine.Event{Kind: machine.Done, Seq: c.Seq, Out: value.FromInt(int64(answers[len(calls)-1]))})
		}
		if want := runStates(program, answers); !slices.Equal(calls, want) {
			t.Fatalf("program %+v with answers %v\ngot  %s\nwant %s\n%v", program, answers, strings.Join(calls, " "), strings.Join(want, " "), p)
		}
	})
}

// A goto leaves blocks that are no scope, but no loop, branch or try.
func TestGotoOutOfBlocks(t *testing.T) {
	at := func(n int, text string) flow.Name {
		return flow.Name{Pos: diag.Pos{File: "p", Line: n, Col: 1}, Text: text}
	}
	first := &flow.Step{Name: at(1, "first"), Do: &flow.Set{Fields: []flow.Field{{Name: at(2, "x"), Value: &flow.Literal{JSON: value.FromInt(1)}}}}}
	jump := &flow.Step{Name: at(3, "jump"), Do: &flow.Goto{Step: at(4, "first")}}
	for name, c := range map[string]struct {
		around *flow.Step
		ok     bool
	}{
		"if":       {&flow.Step{Name: at(5, "b"), If: &flow.Expr{Source: "false"}, Do: &flow.If{Then: []*flow.Step{jump}}}, true},
		"parallel": {&flow.Step{Name: at(5, "b"), Do: &flow.Parallel{Branches: []flow.Branch{{Name: at(6, "c"), Steps: []*flow.Step{jump}}}}}, false},
		"for":      {&flow.Step{Name: at(5, "b"), Do: &flow.For{Name: at(6, "e"), In: &flow.Expr{Source: "[]"}, Steps: []*flow.Step{jump}}}, false},
		"try":      {&flow.Step{Name: at(5, "b"), Do: &flow.Try{Steps: []*flow.Step{jump}}}, false},
	} {
		d := &flow.Definition{Name: at(9, "p"), Steps: []*flow.Step{first, c.around}}
		_, err := plan.Compile(d, flow.DefaultLimits())
		if (err == nil) != c.ok {
			t.Errorf("goto out of %s: %v, want it to compile: %v", name, err, c.ok)
		}
	}
}
