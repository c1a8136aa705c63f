package plan

import (
	"errors"
	"slices"

	"tutti/diag"
	"tutti/expr"
	"tutti/flow"
)

// Compile lowers a definition. It expects one that check has passed; what it
// cannot compile all the same it reports as a diag.List.
func Compile(d *flow.Definition, lim flow.Limits) (*Plan, error) {
	names, diags := flow.Resolve(d)
	c := &compiler{
		plan:   &Plan{Workflow: d.Name.Text, Version: d.Version, Mode: d.Mode, Limits: lim},
		names:  names,
		diags:  diags,
		parsed: map[*flow.Expr]*expr.Expr{},
		byName: map[flow.Name]*flow.Binding{},
		value:  map[place]int{},
		meta:   map[place]int{},
		frames: map[*flow.Step]int{nil: 0},
	}
	c.plan.Frames = []Frame{{Parent: -1, Slots: []string{"$input", "$run", "$request"}}}
	c.survey()
	c.reserveEnv()
	if flow.HasGoto(d) {
		c.labels = labels{}
	}
	c.plan.Key = c.template(d.Key)
	c.list(d.Steps, None)
	c.emit(Ins{Op: End})
	c.compensations()
	if err := c.diags.Err(); err != nil {
		return nil, err
	}
	c.plan.Hash = c.plan.hash()
	return c.plan, nil
}

type compiler struct {
	plan   *Plan
	names  *flow.Names
	diags  diag.List
	parsed map[*flow.Expr]*expr.Expr
	byName map[flow.Name]*flow.Binding
	value  map[place]int // slots of the values somebody reads; None until allocated
	meta   map[place]int // slots of the $meta somebody reads
	frames map[*flow.Step]int
	undos  []pendingUndo
	sets   []address // where the values of the sets go, in order

	// Where the code being emitted stands.
	frame  int       // the kind of frame it runs in
	errors []address // the slots of $error, the innermost last
	tries  []address // the attempt counters of the tries around, the outermost first
	labels labels    // where a goto may go from here; nil in a definition without any
}

// address is a slot of a kind of frame.
type address struct{ frame, slot int }

// pendingUndo is a compensation to be compiled behind the rest, as seen from where
// its step stands.
type pendingUndo struct {
	undo  *Undo
	step  *flow.Step
	frame int
	tries []address
}

// survey parses all expressions and notes which names are read at all: a value
// that nobody reads takes no slot, so no object or array is built for it.
func (c *compiler) survey() {
	for _, b := range c.names.All {
		c.byName[b.Name] = b
	}
	for _, e := range c.names.Exprs() {
		p, err := expr.Parse(e.Source)
		if err != nil {
			c.report(e, err)
			continue
		}
		c.parsed[e] = p
		for _, ref := range p.Refs() {
			c.note(e, ref)
		}
	}
}

func (c *compiler) note(e *flow.Expr, ref expr.Ref) {
	switch scope := c.names.At(e); {
	case ref.Name == "meta" && len(ref.Path) > 0:
		if b := scope.Lookup(ref.Path[0]); b != nil {
			c.meta[placeOf(b)] = None
		}
	case ref.Name == "env" && len(ref.Path) > 0:
		if !slices.Contains(c.plan.Env, ref.Path[0]) {
			c.plan.Env = append(c.plan.Env, ref.Path[0])
		}
	case ref.Name == "run":
		c.plan.UsesRun = true
	case ref.Name == "request":
		c.plan.UsesRequest = true
	default:
		if b := scope.Lookup(ref.Name); b != nil {
			c.value[placeOf(b)] = None
		}
	}
}

func (c *compiler) report(e *flow.Expr, err error) {
	var bad *expr.Error
	if !errors.As(err, &bad) {
		bad = &expr.Error{Message: err.Error()}
	}
	c.diags.Add(diag.Diagnostic{Pos: e.Place(bad.Offset), Code: flow.CodeExpression, Message: bad.Message, Suggestion: bad.Suggestion})
}

// program compiles an expression for the frame that the code being emitted runs in.
func (c *compiler) program(e *flow.Expr) *expr.Program {
	p := c.parsed[e]
	if p == nil {
		return nil // reported by survey
	}
	prog, err := p.Compile(c.resolver(e), exprLimits(c.plan.Limits))
	if err != nil {
		c.report(e, err)
	}
	return prog
}

func exprLimits(l flow.Limits) expr.Limits {
	return expr.Limits{Steps: l.ExprSteps, Bytes: l.ExprBytes, Depth: l.JSONDepth}
}

// template compiles v; nil stays nil.
func (c *compiler) template(v flow.Value) *Template {
	return templater{max: c.plan.Limits.ExprBytes, program: c.program}.compile(v)
}

func (c *compiler) emit(i Ins) int {
	c.plan.Code = append(c.plan.Code, i)
	return len(c.plan.Code) - 1
}

func (c *compiler) pc() int { return len(c.plan.Code) }

// here makes the jumps at the given places go to the next instruction.
func (c *compiler) here(jumps ...int) {
	for _, j := range jumps {
		c.plan.Code[j].To = len(c.plan.Code)
	}
}

// list compiles steps; the value of the last one goes to dst too.
func (c *compiler) list(steps []*flow.Step, dst int) {
	defer c.labelled(steps)()
	for i, s := range steps {
		c.labels.at(s, c.pc())
		if i < len(steps)-1 {
			c.step(s, None)
			continue
		}
		c.step(s, dst)
	}
}

// step compiles one step: guard, action, records. Its value goes to its own slot
// if somebody reads it by name, and to dst if the block around wants it.
func (c *compiler) step(s *flow.Step, dst int) {
	if c.labels != nil {
		c.visited(s, dst)
		return
	}
	c.oneStep(s, dst)
}

func (c *compiler) oneStep(s *flow.Step, dst int) {
	c.into(s, c.slot(s.Name), dst, c.metaSlot(s.Name))
}

// into compiles a step whose value goes to its own slot and to dst, where they are
// given, and its $meta to meta.
func (c *compiler) into(s *flow.Step, own, dst, meta int) {
	id := c.describe(s, s.Label())
	out := own
	if out == None {
		out = dst
	}
	guard := None
	if _, block := s.Do.(*flow.If); s.If != nil && !block {
		guard = c.emit(Ins{Op: Unless, Step: id, Cond: c.template(s.If)})
	}
	c.tolerant(s, id, out, meta)
	if own != None && dst != None {
		c.emit(Ins{Op: Copy, Step: id, Src: own, Dst: dst})
	}
	if guard == None {
		return
	}
	if meta == None {
		c.here(guard)
		return
	}
	over := c.emit(Ins{Op: Jump, Step: id})
	c.here(guard)
	c.emit(Ins{Op: Mark, Step: id, Dst: meta, Src: None, State: "skipped"})
	c.here(over)
}

func (c *compiler) describe(s *flow.Step, label string) int {
	c.plan.Steps = append(c.plan.Steps, Step{Pos: s.Pos, Label: label, Operation: operation(s.Do), Tries: c.attempts()})
	return len(c.plan.Steps) - 1
}

// operation is what a step asks of the world, for people; "" if nothing.
func operation(do flow.Action) string {
	switch a := do.(type) {
	case *flow.Call:
		return a.Target()
	case *flow.Wait:
		return "wait"
	case *flow.Await:
		out := "await"
		for _, t := range a.Types {
			out += " " + t.Text
		}
		return out
	case *flow.Human:
		return "human"
	case *flow.Emit:
		return "emit " + a.Type.Text
	case *flow.Run:
		return "run " + a.Workflow.Text
	default:
		return ""
	}
}

// action compiles what a step does, without what stands beside it.
func (c *compiler) action(s *flow.Step, id, out, meta int) {
	switch a := s.Do.(type) {
	case *flow.Call:
		c.call(s, a, id, out, meta)
	case *flow.Wait, *flow.Await, *flow.Human, *flow.Emit, *flow.Run:
		c.leaf(s, id, out, meta)
	case *flow.Parallel:
		c.parallel(a, id, out)
	case *flow.For:
		c.forEach(s, a, id, out, meta)
	case *flow.Repeat:
		c.repeat(s, a, id, out)
	case *flow.If:
		c.choose([]flow.Case{{When: s.If, Then: a.Then}}, a.Else, id, out)
	case *flow.Switch:
		c.choose(a.Cases, a.Else, id, out)
	case *flow.Try:
		c.try(a, id, out)
	case *flow.Set:
		c.set(a, id, out)
	case *flow.Fail:
		c.fail(a, id)
	case *flow.Goto:
		c.goTo(a, id)
	case *flow.Return:
		c.emit(Ins{Op: Return, Step: id, Return: &ReturnSpec{
			Status: c.template(a.Status), Headers: c.headers(a.Headers), Body: c.template(a.Body),
		}})
	default:
		panic("plan: unknown action")
	}
}

// waits tells whether the action fills $meta itself, from what it waited for.
func waits(do flow.Action) bool {
	switch do.(type) {
	case *flow.Call, *flow.Wait, *flow.Await, *flow.Human, *flow.Emit, *flow.Run:
		return true
	default:
		return false
	}
}

func (c *compiler) headers(fs []flow.Field) []Header {
	var out []Header
	for _, f := range fs {
		out = append(out, Header{Name: f.Name.Text, Value: c.template(f.Value)})
	}
	return out
}

func (c *compiler) set(a *flow.Set, id, out int) {
	spec := &SetSpec{}
	for _, f := range a.Fields {
		spec.Names = append(spec.Names, f.Name.Text)
		spec.Values = append(spec.Values, c.template(f.Value))
		slot := c.slot(f.Name)
		spec.Slots = append(spec.Slots, slot)
		c.sets = append(c.sets, address{c.frame, slot})
	}
	c.emit(Ins{Op: Set, Step: id, Dst: out, Set: spec})
}

// fail compiles a fail; $error alone is passed on as it is.
func (c *compiler) fail(a *flow.Fail, id int) {
	if e, ok := a.Error.(*flow.Expr); ok && e.Source == "$error" && len(c.errors) > 0 {
		if at := c.errors[len(c.errors)-1]; at.frame == c.frame {
			c.emit(Ins{Op: Raise, Step: id, Src: at.slot})
			return
		}
	}
	c.emit(Ins{Op: Fail, Step: id, Value: c.template(a.Error)})
}
