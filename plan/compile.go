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
		plan:   &Plan{Workflow: d.Name.Text, Version: d.Version, Limits: lim},
		names:  names,
		diags:  diags,
		parsed: map[*flow.Expr]*expr.Expr{},
		byName: map[flow.Name]*flow.Binding{},
		value:  map[place]int{},
		meta:   map[place]int{},
		frames: map[*flow.For]int{nil: 0},
	}
	c.plan.Frames = []Frame{{Parent: -1, Slots: []string{"$input", "$run", "$request", "$error"}}}
	c.survey()
	c.reserveEnv()
	c.list(d.Steps, None)
	c.emit(Ins{Op: End})
	c.compensations()
	if err := c.diags.Err(); err != nil {
		return nil, err
	}
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
	frames map[*flow.For]int
	frame  int // the kind of frame the code being emitted runs in
	undos  []pendingUndo
}

type pendingUndo struct {
	spec  *CallSpec
	step  *flow.Step
	frame int
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

// here makes the jumps at the given places go to the next instruction.
func (c *compiler) here(jumps ...int) {
	for _, j := range jumps {
		c.plan.Code[j].To = len(c.plan.Code)
	}
}

// list compiles steps; the value of the last one goes to dst too.
func (c *compiler) list(steps []*flow.Step, dst int) {
	for i, s := range steps {
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
	id := c.describe(s, s.Label())
	own, meta := c.slot(s.Name), c.metaSlot(s.Name)
	out := own
	if out == None {
		out = dst
	}
	_, block := s.Do.(*flow.If)
	guarded := s.If != nil && !block
	guard := 0
	if guarded {
		guard = c.emit(Ins{Op: Unless, Step: id, Cond: c.template(s.If)})
	}
	c.action(s, id, out, meta)
	if _, isCall := s.Do.(*flow.Call); meta != None && !isCall {
		c.emit(Ins{Op: Mark, Step: id, Dst: meta, State: "done"})
	}
	if own != None && dst != None {
		c.emit(Ins{Op: Copy, Step: id, Src: own, Dst: dst})
	}
	if !guarded {
		return
	}
	if meta == None {
		c.here(guard)
		return
	}
	over := c.emit(Ins{Op: Jump, Step: id})
	c.here(guard)
	c.emit(Ins{Op: Mark, Step: id, Dst: meta, State: "skipped"})
	c.here(over)
}

func (c *compiler) describe(s *flow.Step, label string) int {
	d := Step{Pos: s.Pos, Label: label, Frame: c.frame}
	if call, ok := s.Do.(*flow.Call); ok {
		d.Operation = call.Target()
	}
	c.plan.Steps = append(c.plan.Steps, d)
	return len(c.plan.Steps) - 1
}

func (c *compiler) action(s *flow.Step, id, out, meta int) {
	switch a := s.Do.(type) {
	case *flow.Call:
		c.call(s, a, id, out, meta)
	case *flow.Parallel:
		c.parallel(a, id, out)
	case *flow.For:
		c.forEach(a, id, out)
	case *flow.If:
		c.choose(s.If, a, id, out)
	case *flow.Set:
		c.set(a, id, out)
	case *flow.Fail:
		c.emit(Ins{Op: Fail, Step: id, Value: c.template(a.Error)})
	case *flow.Return:
		c.emit(Ins{Op: Return, Step: id, Return: &ReturnSpec{
			Status: c.template(a.Status), Headers: c.headers(a.Headers), Body: c.template(a.Body),
		}})
	default:
		panic("plan: unknown action")
	}
}

func (c *compiler) call(s *flow.Step, a *flow.Call, id, out, meta int) {
	spec := &CallSpec{
		Op: c.op(a.Target()), With: c.template(a.With), Body: c.template(a.Body),
		Headers: c.headers(a.Headers), Accept: a.Accept, Timeout: s.Timeout, Meta: meta,
	}
	c.emit(Ins{Op: Call, Step: id, Dst: out, Call: spec})
	if s.Compensate != nil {
		c.undos = append(c.undos, pendingUndo{spec: spec, step: s, frame: c.frame})
	}
}

func (c *compiler) op(target string) int {
	if i := slices.Index(c.plan.Ops, target); i >= 0 {
		return i
	}
	c.plan.Ops = append(c.plan.Ops, target)
	return len(c.plan.Ops) - 1
}

func (c *compiler) headers(fs []flow.Field) []Header {
	var out []Header
	for _, f := range fs {
		out = append(out, Header{Name: f.Name.Text, Value: c.template(f.Value)})
	}
	return out
}

func (c *compiler) parallel(p *flow.Parallel, id, out int) {
	at := c.emit(Ins{Op: Fork, Step: id, Dst: out})
	var branches []Branch
	for _, br := range p.Branches {
		slot := c.slot(br.Name)
		if slot == None && out != None {
			slot = c.newSlot(c.frame, br.Name.Text)
		}
		branches = append(branches, Branch{Name: br.Name.Text, Entry: len(c.plan.Code), Slot: slot})
		if br.IsStep() && c.slot(br.Name) != None {
			c.list(br.Steps, None) // the step itself fills the branch's slot
		} else {
			c.list(br.Steps, slot)
		}
		c.emit(Ins{Op: End, Step: id})
	}
	c.plan.Code[at].Fork = branches
	c.here(at)
}

func (c *compiler) forEach(f *flow.For, id, out int) {
	spec := &EachSpec{In: c.template(f.In), Concurrency: f.Concurrency, Frame: len(c.plan.Frames), Value: None}
	at := c.emit(Ins{Op: Each, Step: id, Dst: out, Each: spec})
	c.plan.Frames = append(c.plan.Frames, Frame{Parent: c.frame, Slots: []string{"$" + f.Name.Text, "$index"}})
	c.frames[f] = spec.Frame
	if b := c.byName[f.Name]; b != nil {
		c.value[placeOf(b)] = SlotElement
	}
	around := c.frame
	c.frame = spec.Frame
	if out != None {
		spec.Value = c.newSlot(c.frame, "turn")
	}
	spec.Body = len(c.plan.Code)
	c.list(f.Steps, spec.Value)
	c.emit(Ins{Op: End, Step: id})
	c.frame = around
	c.here(at)
}

func (c *compiler) choose(cond flow.Value, a *flow.If, id, out int) {
	otherwise := c.emit(Ins{Op: Unless, Step: id, Cond: c.template(cond)})
	c.list(a.Then, out)
	if len(a.Else) == 0 {
		c.here(otherwise)
		return
	}
	over := c.emit(Ins{Op: Jump, Step: id})
	c.here(otherwise)
	c.list(a.Else, out)
	c.here(over)
}

func (c *compiler) set(a *flow.Set, id, out int) {
	spec := &SetSpec{}
	for _, f := range a.Fields {
		spec.Names = append(spec.Names, f.Name.Text)
		spec.Values = append(spec.Values, c.template(f.Value))
		spec.Slots = append(spec.Slots, c.slot(f.Name))
	}
	c.emit(Ins{Op: Set, Step: id, Dst: out, Set: spec})
}

// compensations compiles what undoes the calls, each as a fiber of its own.
func (c *compiler) compensations() {
	for _, u := range c.undos {
		c.frame = u.frame
		step := u.step.Compensate
		id := c.describe(step, u.step.Label()+".compensate")
		u.spec.Undo = &Undo{Entry: len(c.plan.Code), UsesOwn: c.usesOwn(u.step)}
		var skip []int
		if step.If != nil {
			skip = append(skip, c.emit(Ins{Op: Unless, Step: id, Cond: c.template(step.If)}))
		}
		c.action(step, id, None, None)
		c.here(skip...)
		c.emit(Ins{Op: End, Step: id})
	}
}

// usesOwn tells whether the compensation of s reads the value of s.
func (c *compiler) usesOwn(s *flow.Step) bool {
	own := c.byName[s.Name]
	uses := false
	flow.StepExprs(s.Compensate, func(e *flow.Expr) {
		p := c.parsed[e]
		if p == nil || own == nil {
			return
		}
		for _, ref := range p.Refs() {
			uses = uses || c.names.At(e).Lookup(ref.Name) == own
		}
	})
	return uses
}
