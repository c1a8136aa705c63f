package machine_test

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"tutti/diag"
	"tutti/flow"
	"tutti/value"
)

// generator draws random definitions that the checker would accept, of all kinds of
// steps. Every name is unique, and expressions only read what is visible.
type generator struct {
	t       *rapid.T
	names   int
	line    int
	tame    bool                                  // nothing fails, so no step is there for failures
	reads   map[*flow.Expr]func(*env) value.Value // what an expression means, for the model
	usesOwn map[*flow.Step]bool                   // of a compensation: it reads the value of its step
	undos   []*flow.Step                          // steps of this turn with a compensation, which may read what comes later
	metas   []string                              // the steps whose $meta may be read
}

func newGenerator(t *rapid.T) *generator {
	return &generator{t: t, reads: map[*flow.Expr]func(*env) value.Value{}, usesOwn: map[*flow.Step]bool{}}
}

// place is where a list of steps stands.
type place struct {
	depth   int
	seen    []string // variables
	returns bool     // a return may stand there
	errors  bool     // there is an $error
	passes  bool     // it may be passed on
}

func (p place) in() place { p.depth--; return p }

func (p place) sees(names ...string) place {
	p.seen = append(p.seen[:len(p.seen):len(p.seen)], names...)
	return p
}

func (g *generator) definition() *flow.Definition {
	p := place{depth: 3, seen: []string{"input"}, returns: true}
	steps, after := g.list(p)
	g.later(after)
	steps = append(steps, &flow.Step{Pos: g.pos(), Place: "end", Do: &flow.Return{Body: g.all(after)}})
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

// rare is true once in n.
func (g *generator) rare(n int, label string) bool { return g.one(n, label) == n-1 }

// list draws steps and gives the place behind them.
func (g *generator) list(p place) ([]*flow.Step, place) {
	var out []*flow.Step
	for range 1 + g.one(3, "steps") {
		var s *flow.Step
		s, p = g.step(p)
		out = append(out, s)
	}
	if p.returns && g.rare(6, "return") {
		out = append(out, &flow.Step{Pos: g.pos(), Place: g.fresh("return").Text, If: g.condition(p), Do: &flow.Return{Body: g.expr(p)}})
	}
	return out, p
}

func (g *generator) step(p place) (*flow.Step, place) {
	s := &flow.Step{Pos: g.pos(), Name: g.fresh("s")}
	if g.rare(4, "anonymous") {
		s.Place, s.Name = s.Name.Text, flow.Name{}
	}
	after := g.action(s, p)
	if _, block := s.Do.(*flow.If); !block && g.rare(5, "guard") {
		s.If = g.condition(p)
	}
	g.beside(s)
	if s.Name.Text == "" {
		return s, after
	}
	g.metas = append(g.metas, s.Name.Text)
	return s, after.sees(s.Name.Text)
}

// beside draws what may stand on any step.
func (g *generator) beside(s *flow.Step) {
	if g.tame {
		return
	}
	_, fails := s.Do.(*flow.Fail)
	_, returns := s.Do.(*flow.Return)
	if fails || returns {
		return
	}
	if g.rare(8, "timeout") {
		s.Timeout = &flow.Literal{Pos: g.pos(), JSON: value.FromString(fmt.Sprint(1+g.one(9, "timeout"), "s"))}
	}
	if g.rare(6, "retry") {
		s.Retry = g.retry()
	}
	if f, each := s.Do.(*flow.For); !each || f.Join.Any == 0 {
		s.Continue = g.rare(6, "continue")
	}
}

func (g *generator) retry() *flow.Retry {
	r := &flow.Retry{Pos: g.pos(), Attempts: 1 + g.one(3, "attempts"), On: g.matches()}
	if g.one(2, "backoff") == 0 {
		r.Min, r.Max = time.Second, time.Duration(1+g.one(3, "longest"))*time.Second
	}
	return r
}

func (g *generator) matches() []flow.Match {
	on := [][]string{nil, {"any"}, {"timeout"}, {"5xx", "connect"}, {"404", "fail"}}[g.one(5, "on")]
	var out []flow.Match
	for _, word := range on {
		out = append(out, flow.Match{Pos: g.pos(), Text: word})
	}
	return out
}

func (g *generator) action(s *flow.Step, p place) place {
	kinds := 15
	if p.depth == 0 {
		kinds = 8
	}
	switch g.one(kinds, "kind") {
	case 0, 1, 2, 3:
		s.Do = g.call(p)
		g.compensate(s, p)
		return p
	case 4:
		return g.set(s, p)
	case 5:
		g.waits(s, p)
		return p
	case 6:
		if !g.tame && g.rare(3, "fail") {
			g.fail(s, p)
			return p
		}
		return g.set(s, p)
	case 7:
		s.Do = &flow.Run{Workflow: g.name("other"), With: g.with(p), Detach: g.rare(4, "detach")}
		g.compensate(s, p)
		return p
	case 8, 9:
		return g.parallel(s, p)
	case 10:
		return g.loop(s, p)
	case 11:
		return g.repeat(s, p)
	case 12:
		return g.choice(s, p)
	default:
		return g.try(s, p)
	}
}

func (g *generator) with(p place) flow.Value {
	return &flow.Object{Pos: g.pos(), Fields: []flow.Field{{Name: g.name("v"), Value: g.expr(p)}}}
}

func (g *generator) call(p place) *flow.Call {
	c := &flow.Call{Service: g.name("svc"), Operation: g.name("op"), With: g.with(p)}
	if g.rare(6, "idempotent") {
		c.Idempotent = new(bool)
	}
	if !g.tame && g.rare(6, "fallback") {
		for range 1 + g.one(2, "fallbacks") {
			c.Fallback = append(c.Fallback, &flow.Step{
				Pos: g.pos(), Place: g.fresh("fallback").Text,
				Do: &flow.Call{Service: g.name("svc"), Operation: g.name("other"), With: g.with(p)},
			})
		}
	}
	return c
}

func (g *generator) waits(s *flow.Step, p place) {
	switch g.one(4, "waits") {
	case 0:
		s.Do = &flow.Wait{For: &flow.Literal{Pos: g.pos(), JSON: value.FromString("1m")}}
		return
	case 1:
		s.Do = &flow.Await{Types: []flow.Name{g.name("a.b"), g.name("c.d")}, Match: []flow.Field{{Name: g.name("v"), Value: g.expr(p)}}}
	case 2:
		s.Do = &flow.Human{Title: &flow.Literal{Pos: g.pos(), JSON: value.FromString("do it")}, Users: &flow.Array{Pos: g.pos(), Items: []flow.Value{g.expr(p)}}}
	default:
		s.Do = &flow.Emit{Type: g.name("e.f"), Data: g.expr(p)}
	}
	g.compensate(s, p)
}

func (g *generator) compensate(s *flow.Step, p place) {
	kind := g.one(6, "undo")
	if kind < 3 {
		return
	}
	sees := place{seen: p.seen, errors: true}
	u := &flow.Step{Pos: g.pos(), Do: &flow.Call{Service: g.name("svc"), Operation: g.name("undo")}}
	if kind == 5 && s.Name.Text != "" {
		g.usesOwn[u] = true
		sees.seen = []string{s.Name.Text}
		sees.errors = false
	}
	c := u.Do.(*flow.Call)
	c.With = &flow.Object{Pos: g.pos(), Fields: []flow.Field{{Name: g.name("v"), Value: g.expr(sees)}}}
	if g.rare(4, "undo retry") && !g.tame {
		u.Retry = g.retry()
	}
	s.Compensate = u
	g.undos = append(g.undos, s)
}

// later lets compensations read what may have finished after their steps.
func (g *generator) later(end place) {
	for _, s := range g.undos {
		u, name := s.Compensate, end.seen[g.one(len(end.seen), "later name")]
		switch {
		case g.rare(3, "later"):
			w := u.Do.(*flow.Call).With.(*flow.Object)
			w.Fields = append(w.Fields, flow.Field{Name: g.name("later"), Value: g.read(name)})
		case g.rare(6, "take over"):
			u.If = g.test(name, true)
		default:
			continue
		}
		g.usesOwn[u] = g.usesOwn[u] || name == s.Name.Text
	}
	g.undos = nil
}

func (g *generator) set(s *flow.Step, p place) place {
	f := g.fresh("v")
	s.Do = &flow.Set{Fields: []flow.Field{{Name: f, Value: g.expr(p)}}}
	return p.sees(f.Text)
}

func (g *generator) fail(s *flow.Step, p place) {
	if p.passes && g.one(2, "pass on") == 0 {
		e := &flow.Expr{Pos: g.pos(), Source: "$error"}
		s.Do = &flow.Fail{Error: e}
		return
	}
	s.Do = &flow.Fail{Error: &flow.Literal{Pos: g.pos(), JSON: value.Trusted([]byte(`{"status":404,"title":"no"}`))}}
}

func (g *generator) parallel(s *flow.Step, p place) place {
	a, after := &flow.Parallel{Concurrency: g.one(3, "at once")}, p
	inside := p.in()
	inside.returns = false
	inside.passes = false
	for range 1 + g.one(3, "branches") {
		name := g.fresh("b")
		steps, end := g.list(inside)
		if len(steps) == 1 && steps[0].Name.Text != "" {
			name = steps[0].Name
		}
		a.Branches = append(a.Branches, flow.Branch{Name: name, Steps: steps})
		after = after.sees(append(end.seen[len(p.seen):], name.Text)...)
		g.metas = append(g.metas, name.Text)
	}
	if g.one(2, "join") == 0 {
		a.Join.Any = 1 + g.one(len(a.Branches), "need")
	}
	s.Do = a
	return after
}

func (g *generator) loop(s *flow.Step, p place) place {
	f := &flow.For{Name: g.fresh("e"), In: g.array(p)}
	if n := g.one(4, "at once"); n > 0 {
		f.Concurrency = &flow.Literal{Pos: g.pos(), JSON: value.FromInt(int64(n))}
	}
	if g.rare(4, "join") {
		f.Join.Any = 1 + g.one(2, "need")
	}
	inside := p.in().sees(f.Name.Text, "index")
	inside.returns = p.returns && f.Concurrency == nil
	f.Steps = g.turn(inside)
	s.Do = f
	return p
}

// turn draws the steps of a loop, whose names nobody outside sees.
func (g *generator) turn(p place) []*flow.Step {
	undos, metas := g.undos, g.metas
	p.passes = false
	g.undos = nil
	steps, end := g.list(p)
	g.later(end)
	g.undos, g.metas = undos, metas
	if g.one(2, "turn's value") == 0 {
		steps = append(steps, &flow.Step{Pos: g.pos(), Place: g.fresh("turn").Text, Do: &flow.Set{Fields: []flow.Field{{Name: g.fresh("v"), Value: g.all(end)}}}})
	}
	return steps
}

func (g *generator) repeat(s *flow.Step, p place) place {
	r := &flow.Repeat{Max: 1 + g.one(3, "max")}
	inside := p.in().sees("last", "index")
	undos, metas := g.undos, g.metas
	inside.passes = false
	g.undos = nil
	steps, end := g.list(inside)
	g.later(end)
	r.Steps, r.Until = steps, g.condition(end)
	if g.tame {
		r.Max = 3
		r.Until = g.enough()
	}
	g.undos, g.metas = undos, metas
	if g.rare(3, "every") {
		r.Every = &flow.Literal{Pos: g.pos(), JSON: value.FromString("3s")}
	}
	s.Do = r
	return p
}

func (g *generator) choice(s *flow.Step, p place) place {
	if g.one(2, "if") == 0 {
		s.If = g.condition(p)
		then, after1 := g.list(p.in())
		other, after2 := g.list(p.in())
		s.Do = &flow.If{Then: then, Else: other}
		return p.sees(after1.seen[len(p.seen):]...).sees(after2.seen[len(p.seen):]...)
	}
	a, after := &flow.Switch{}, p
	for range 1 + g.one(2, "cases") {
		then, end := g.list(p.in())
		a.Cases = append(a.Cases, flow.Case{When: g.condition(p), Then: then})
		after = after.sees(end.seen[len(p.seen):]...)
	}
	if g.one(2, "else") == 0 {
		other, end := g.list(p.in())
		a.Else, after = other, after.sees(end.seen[len(p.seen):]...)
	}
	s.Do = a
	return after
}

func (g *generator) try(s *flow.Step, p place) place {
	a := &flow.Try{}
	steps, after := g.list(p.in())
	a.Steps = steps
	caught := after
	caught.depth, caught.errors, caught.passes = p.depth-1, true, true
	for range g.one(3, "catches") {
		k := flow.Catch{Pos: g.pos(), On: g.matches()}
		if g.one(2, "again") == 0 {
			k.Retry = &flow.Retry{Pos: g.pos(), Attempts: 1 + g.one(3, "attempts"), Min: time.Second, Max: time.Second}
		}
		if k.Retry == nil || g.one(2, "then") == 0 {
			then, end := g.list(caught)
			k.Then = then
			after = after.sees(end.seen[len(caught.seen):]...)
		}
		a.Catch = append(a.Catch, k)
	}
	if g.rare(3, "finally") {
		end := after
		end.depth, end.errors, end.returns, end.passes = 0, true, false, false
		last, behind := g.list(end)
		a.Finally = last
		after = after.sees(behind.seen[len(after.seen):]...)
	}
	s.Do = a
	after.depth, after.errors, after.returns, after.passes = p.depth, p.errors, p.returns, p.passes
	return after
}

func (g *generator) source(src string, meaning func(*env) value.Value) *flow.Expr {
	e := &flow.Expr{Pos: g.pos(), Source: src}
	g.reads[e] = meaning
	return e
}

// text is how a variable is written.
func text(name string) string {
	if strings.HasSuffix(name, ".errors") {
		return "[$" + name + "[]? | [.index, .item, .error.step]]"
	}
	return "$" + name
}

// read is the variable of a name.
func (g *generator) read(name string) *flow.Expr {
	return g.source(text(name), func(e *env) value.Value { return e.get(name) })
}

// test is a condition on a variable.
func (g *generator) test(name string, null bool) *flow.Expr {
	op := map[bool]string{true: " == null", false: " != null"}[null]
	return g.source(text(name)+op, func(e *env) value.Value { return value.FromBool(e.get(name).IsNull() == null) })
}

// enough ends a loop at its third turn.
func (g *generator) enough() *flow.Expr {
	return g.source("$index == 2", func(e *env) value.Value {
		n, _ := e.get("index").Int()
		return value.FromBool(n == 2)
	})
}

func (g *generator) variable(p place) string {
	if p.errors && g.one(3, "of the error") == 0 {
		return "error" + []string{".step", ".kind", ".attempts", ".cause.step"}[g.one(4, "of the error")]
	}
	if len(g.metas) > 0 && g.rare(8, "of meta") {
		m := g.metas[g.one(len(g.metas), "meta")]
		if contains(p.seen, m) {
			return "meta." + m + []string{".state", ".attempts", ".error.step", ".errors"}[g.one(4, "of meta")]
		}
	}
	return p.seen[g.one(len(p.seen), "variable")]
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

func (g *generator) expr(p place) flow.Value {
	x := g.variable(p)
	switch g.one(4, "expr") {
	case 0:
		return &flow.Array{Pos: g.pos(), Items: []flow.Value{g.read(x), g.read(g.variable(p))}}
	case 1:
		y := g.variable(p)
		return g.source(text(x)+" // "+text(y), func(e *env) value.Value {
			if v := e.get(x); v.Truthy() {
				return v
			}
			return e.get(y)
		})
	default:
		return g.read(x)
	}
}

// all reads everything that is visible.
func (g *generator) all(p place) flow.Value {
	a := &flow.Array{Pos: g.pos()}
	for _, name := range p.seen {
		if !strings.HasPrefix(name, "input") {
			a.Items = append(a.Items, g.read(name))
		}
	}
	return a
}

func (g *generator) condition(p place) flow.Value {
	x := p.seen[g.one(len(p.seen), "variable")]
	switch g.one(3, "condition") {
	case 0:
		return g.test(x, true)
	case 1:
		return g.test(x, false)
	default:
		return g.read(x)
	}
}

func (g *generator) array(p place) flow.Value {
	a := &flow.Array{Pos: g.pos()}
	for range g.one(4, "elements") {
		a.Items = append(a.Items, g.read(g.variable(p)))
	}
	return a
}
