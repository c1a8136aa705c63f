package machine_test

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"tutti/diag"
	"tutti/flow"
	"tutti/value"
)

// generator draws random definitions that the checker would accept. Every name is
// unique, and expressions only read what is visible.
type generator struct {
	t     *rapid.T
	names int
	line  int
	undos map[string]bool // labels of the calls that have a compensation
}

func (g *generator) definition() *flow.Definition {
	steps, seen := g.list(3, []string{"input"}, true)
	steps = append(steps, &flow.Step{Pos: g.pos(), Place: "end", Do: &flow.Return{Body: g.all(seen)}})
	return &flow.Definition{Name: g.name("w"), Steps: steps}
}

func (g *generator) pos() diag.Pos {
	g.line++
	return diag.Pos{File: "w", Line: g.line, Col: 1}
}

func (g *generator) name(text string) flow.Name { return flow.Name{Pos: g.pos(), Text: text} }

func (g *generator) fresh(prefix string) flow.Name {
	g.names++
	return g.name(fmt.Sprint(prefix, g.names))
}

func (g *generator) one(n int, label string) int { return rapid.IntRange(0, n-1).Draw(g.t, label) }

// list draws steps and gives the names visible after them.
func (g *generator) list(depth int, seen []string, mayReturn bool) ([]*flow.Step, []string) {
	var out []*flow.Step
	for range 1 + g.one(3, "steps") {
		var s *flow.Step
		s, seen = g.step(depth, seen)
		out = append(out, s)
	}
	if mayReturn && g.one(3, "return") == 0 {
		out = append(out, &flow.Step{Pos: g.pos(), Place: "return", If: g.guard(seen), Do: &flow.Return{Body: g.expr(seen)}})
	}
	return out, seen
}

func (g *generator) step(depth int, seen []string) (*flow.Step, []string) {
	kinds := 8
	if depth == 0 {
		kinds = 3
	}
	s := &flow.Step{Pos: g.pos(), Name: g.fresh("s")}
	s.Place = s.Name.Text
	after := seen
	switch g.one(kinds, "kind") {
	case 0, 1:
		s.Do = g.call(s, seen)
	case 2:
		f := g.fresh("v")
		s.Do = &flow.Set{Fields: []flow.Field{{Name: f, Value: g.expr(seen)}}}
		after = append(after[:len(after):len(after)], f.Text)
	case 3, 4:
		s.Do, after = g.parallel(depth, seen)
	case 5:
		f := &flow.For{Name: g.fresh("e"), In: g.array(seen), Concurrency: 1 + g.one(3, "at once")}
		steps, inside := g.list(depth-1, append(seen[:len(seen):len(seen)], f.Name.Text, "index"), false)
		f.Steps = append(steps, &flow.Step{Pos: g.pos(), Place: "turn", Do: &flow.Set{Fields: []flow.Field{{Name: g.fresh("v"), Value: g.all(inside)}}}})
		s.Do = f
	case 6:
		then, after1 := g.list(depth-1, seen, false)
		other, after2 := g.list(depth-1, seen, false)
		s.If, s.Do = g.expr(seen), &flow.If{Then: then, Else: other}
		after = append(after1[:len(after1):len(after1)], after2[len(seen):]...)
	default:
		if g.one(6, "fail") > 0 {
			s.Do = g.call(s, seen)
			break
		}
		s.Do = &flow.Fail{Error: &flow.Literal{Pos: g.pos(), JSON: value.Trusted([]byte(`{"status":409,"title":"no"}`))}}
	}
	if _, block := s.Do.(*flow.If); !block {
		s.If = g.guard(seen)
	}
	return s, append(after[:len(after):len(after)], s.Name.Text)
}

func (g *generator) call(s *flow.Step, seen []string) *flow.Call {
	c := &flow.Call{
		Service: g.name("svc"), Operation: g.name("op"),
		With: &flow.Object{Pos: g.pos(), Fields: []flow.Field{{Name: g.name("v"), Value: g.expr(seen)}}},
	}
	switch g.one(3, "undo") {
	case 0:
		g.undos[s.Name.Text] = true
		s.Compensate = &flow.Step{Pos: g.pos(), Do: &flow.Call{Service: g.name("svc"), Operation: g.name("undo")}}
	case 1:
		g.undos[s.Name.Text] = true
		s.Compensate = &flow.Step{Pos: g.pos(), Do: &flow.Call{
			Service: g.name("svc"), Operation: g.name("undo"),
			With: &flow.Object{Pos: g.pos(), Fields: []flow.Field{{Name: g.name("own"), Value: g.source("$" + s.Name.Text)}}},
		}}
	}
	return c
}

func (g *generator) parallel(depth int, seen []string) (*flow.Parallel, []string) {
	p, after := &flow.Parallel{}, seen
	for range 1 + g.one(3, "branches") {
		name := g.fresh("b")
		steps, end := g.list(depth-1, seen, false)
		p.Branches = append(p.Branches, flow.Branch{Name: name, Steps: steps})
		after = append(append(after[:len(after):len(after)], end[len(seen):]...), name.Text)
	}
	return p, after
}

func (g *generator) source(s string) *flow.Expr { return &flow.Expr{Pos: g.pos(), Source: s} }

func (g *generator) variable(seen []string) string {
	return "$" + seen[g.one(len(seen), "variable")]
}

func (g *generator) expr(seen []string) flow.Value {
	a, b := g.variable(seen), g.variable(seen)
	return g.source([]string{a, a + " // " + b, "{a: " + a + ", b: 1}", "[" + a + ", " + b + "]", a + " == " + b}[g.one(5, "expr")])
}

// all reads everything that is visible.
func (g *generator) all(seen []string) flow.Value {
	return g.source("[$" + strings.Join(seen, ", $") + "]")
}

func (g *generator) array(seen []string) flow.Value {
	a := g.variable(seen)
	return g.source([]string{"[]", "[1, 2]", "[" + a + ", 1, null]", "[1, 2, 3, 4, 5]"}[g.one(4, "array")])
}

// guard is nil, mostly.
func (g *generator) guard(seen []string) flow.Value {
	if g.one(4, "guard") > 0 {
		return nil
	}
	return g.expr(seen)
}
