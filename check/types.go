package check

import (
	"tutti/diag"
	"tutti/expr"
	"tutti/expr/infer"
	"tutti/flow"
	"tutti/shape"
)

// Facts is what has been inferred of the workflows of a project so far: what one
// returns or sends is the input of another. It is for one load of a project, with the
// same Config throughout, and for one goroutine at a time.
type Facts struct {
	language language
	types    map[*flow.Definition]*types
	sent     map[string][]sending // what is sent, by type of event; nil: not gathered yet
}

// NewFacts knows nothing yet.
func NewFacts() *Facts { return &Facts{language: newLanguage(), types: map[*flow.Definition]*types{}} }

// of gives what is inferred of a workflow; nil if it is nested too deeply to look at.
func (f *Facts) of(d *flow.Definition, cfg *Config) *types {
	if t, ok := f.types[d]; ok {
		return t
	}
	f.types[d] = nil
	if _, deep := tooDeep(d, cfg.Limits.JSONDepth); !deep {
		f.types[d] = newTypes(f, d, cfg)
	}
	return f.types[d]
}

// types infers what is known of the values of one workflow: its names, its steps and
// its expressions. Each is inferred when it is first asked for, since a compensation or
// another workflow may ask before the walk comes there. Where something depends on
// itself, as $last does in a repeat, nothing is known.
type types struct {
	facts  *Facts
	cfg    *Config
	def    *flow.Definition
	member Member
	jumps  bool // there are gotos
	names  *flow.Names
	survey *survey
	guards map[string][]expr.Ref // what conditions look at, by name

	parsed map[*flow.Expr]parsed
	exprs  map[*flow.Expr]shape.Shape
	steps  map[*flow.Step]shape.Shape
	busy   map[any]bool // what is being inferred

	unresolved diag.List           // what is wrong with the names
	found      diag.List           // what is wrong in expressions
	wrong      map[*flow.Expr]bool // the expressions with such findings
}

// parsed is an expression, or why it is none.
type parsed struct {
	expr *expr.Expr
	err  error
}

func newTypes(f *Facts, d *flow.Definition, cfg *Config) *types {
	t := &types{
		facts: f, cfg: cfg, def: d, member: cfg.member(d), jumps: flow.HasGoto(d),
		parsed: map[*flow.Expr]parsed{}, exprs: map[*flow.Expr]shape.Shape{}, steps: map[*flow.Step]shape.Shape{},
		busy: map[any]bool{}, wrong: map[*flow.Expr]bool{},
	}
	t.names, t.unresolved = flow.Resolve(d)
	t.survey = newSurvey(d, t.names)
	return t
}

// member is what the project says about a workflow.
func (c *Config) member(d *flow.Definition) Member {
	for _, m := range c.Workflows {
		if m.Definition == d {
			return m
		}
	}
	return Member{Name: d.Name.Text, Definition: d}
}

// parse reads an expression once. One without a text has its finding from the parser.
func (t *types) parse(e *flow.Expr) (*expr.Expr, error) {
	p, ok := t.parsed[e]
	if !ok {
		p.expr, p.err = expr.Parse(e.Source)
		t.parsed[e] = p
	}
	return p.expr, p.err
}

// expr is what an expression yields.
func (t *types) expr(e *flow.Expr) shape.Shape {
	if s, ok := t.exprs[e]; ok {
		return s
	}
	p, err := t.parse(e)
	if err != nil || !t.enter(e) {
		return shape.Any()
	}
	defer t.leave(e)
	s := infer.Expr(p, t.env(e), func(f infer.Finding) { t.report(e, f) })
	t.exprs[e] = s
	return s
}

func (t *types) env(e *flow.Expr) infer.Env {
	return func(ref expr.Ref) shape.Shape { return t.variable(e, ref) }
}

func (t *types) report(e *flow.Expr, f infer.Finding) {
	if f.Code == CodeComparison && len(t.parsed[e].expr.Refs()) == 0 {
		return // CodeConstant says it
	}
	severity := diag.Error
	if f.Warning {
		severity = diag.Warning
	}
	t.wrong[e] = true
	t.found.Add(finding(severity, e.Place(f.Offset), f.Code, f.Suggestion, "%s", f.Message))
}

// enter notes that something is being inferred; false if it is already, so that it
// depends on itself.
func (t *types) enter(what any) bool {
	if t.busy[what] {
		return false
	}
	t.busy[what] = true
	return true
}

func (t *types) leave(what any) { delete(t.busy, what) }
