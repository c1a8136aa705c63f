// Package check says whether a definition is right: its expressions, names,
// calls and flow of control, the types of its values as far as contracts tell them,
// and the routes of a project taken together. It reads no files, and what a text must
// look like is left to its parser.
package check

import (
	"tutti/diag"
	"tutti/flow"
	"tutti/schema"
)

// Config is what the project around a workflow says.
type Config struct {
	Contracts     Contracts   // nil: there are no services
	Workflows     []Member    // all workflows of the project; the one that is checked may be missing
	Env           []string    // what of the environment expressions may see
	Limits        flow.Limits // zero: the language's defaults
	GatewayPublic bool        // every route declares that everybody may call it
	Facts         *Facts      // what is known of the workflows already; nil: nothing
}

// Member is a workflow of the project with what the project says about it.
type Member struct {
	Name       string
	Definition *flow.Definition // nil: only the name is known
	Input      *schema.Schema   // what $input must be, as the workflow says; nil: it does not say
	Public     *Operation       // the operation of the public contract that it serves; nil: none
	Unchecked  bool             // requests that break Public come through, so anything may be missing
}

// Workflow checks one definition. The findings are sorted; with an error among
// them the workflow must not run.
func Workflow(d *flow.Definition, cfg Config) diag.List {
	return newChecker(d, cfg).all()
}

// checker walks a definition once. What an expression sees is names.At of it;
// where it stands is the place of its step, or nil for the key of the runs.
type checker struct {
	cfg    Config
	def    *flow.Definition
	types  *types // nil: the definition is nested too deeply to look at
	names  *flow.Names
	survey *survey
	jumps  bool // there are gotos
	waits  bool // some step waits for a time, an event or a person
	diags  diag.List
}

func newChecker(d *flow.Definition, cfg Config) *checker {
	if cfg.Limits == (flow.Limits{}) {
		cfg.Limits = flow.DefaultLimits()
	}
	if cfg.Facts == nil {
		cfg.Facts = NewFacts()
	}
	c := &checker{cfg: cfg, def: d}
	if at, deep := tooDeep(d, cfg.Limits.JSONDepth); deep {
		c.errorf(at, CodeDepth, "make a part of it simpler", "nested too deeply: steps go %d deep at most, values %d", maxDepth, cfg.Limits.JSONDepth)
		return c
	}
	c.types = cfg.Facts.of(d, &c.cfg)
	c.names, c.survey, c.jumps, c.waits = c.types.names, c.types.survey, c.types.jumps, waits(d.Steps)
	c.diags = append(c.diags, c.types.unresolved...)
	return c
}

func (c *checker) all() diag.List {
	if c.types == nil {
		return c.diags
	}
	c.values(nil, c.def.Key)
	c.triggers()
	c.list(c.def.Steps, around{})
	c.implied()
	c.unused()
	c.diags = append(c.diags, c.types.found...)
	c.diags.Sort()
	return c.diags
}

// triggers checks the events that start runs.
func (c *checker) triggers() {
	for _, t := range c.def.Triggers {
		if on, ok := t.(*flow.OnEvent); ok {
			c.heard(on.Type, on.Pos)
		}
	}
}

func (c *checker) errorf(p diag.Pos, code, mend, format string, args ...any) {
	c.diags.Add(finding(diag.Error, p, code, mend, format, args...))
}

func (c *checker) warnf(p diag.Pos, code, mend, format string, args ...any) {
	c.diags.Add(finding(diag.Warning, p, code, mend, format, args...))
}

// values checks all expressions inside the values.
func (c *checker) values(at *place, vs ...flow.Value) {
	for _, v := range vs {
		flow.Exprs(v, func(e *flow.Expr) { c.expr(e, at) })
		c.inText(v)
	}
}

func (c *checker) fields(at *place, fs []flow.Field) {
	for _, f := range fs {
		c.values(at, f.Value)
	}
}
