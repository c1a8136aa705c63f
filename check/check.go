// Package check says whether a definition is right: its expressions, names,
// calls and flow of control, and the routes of a project taken together. It
// reads no files, and what a text must look like is left to its parser.
package check

import (
	"tutti/diag"
	"tutti/expr"
	"tutti/flow"
)

// Contracts is what the services of a project offer.
type Contracts interface {
	// Services lists the names of all services.
	Services() []string
	// Operations lists what a service offers. None means that its contract could
	// not be read: that has its own finding, and the service's calls have none.
	Operations(service string) []string
	Operation(service, name string) (Operation, bool)
}

// Operation is what the checker needs to know of an operation.
type Operation struct {
	Inputs      []Input
	OpenBody    bool   // the body takes fields beyond Inputs
	HasBody     bool   // a request may carry a body
	Unsupported string // why it cannot be called; "" if it can
}

// Input is one name that `with` may hold.
type Input struct {
	Name        string
	Body        bool // a field of the body, not a parameter
	Required    bool
	Clash       bool   // a parameter and a field of the body have this name
	Unsupported string // why it cannot be sent; "" if it can
}

// Config is what the project around a workflow says.
type Config struct {
	Contracts     Contracts   // nil: there are no services
	Workflows     []string    // what a run may name, beside the workflow itself
	Env           []string    // what of the environment expressions may see
	Limits        flow.Limits // zero: the language's defaults
	GatewayPublic bool        // every route declares that everybody may call it
}

// Workflow checks one definition. The findings are sorted; with an error among
// them the workflow must not run.
func Workflow(d *flow.Definition, cfg Config) diag.List {
	if cfg.Limits == (flow.Limits{}) {
		cfg.Limits = flow.DefaultLimits()
	}
	c := &checker{cfg: cfg, def: d, parsed: map[*flow.Expr]*expr.Expr{}}
	if c.tooDeep(d) {
		return c.diags
	}
	c.jumps, c.waits = flow.HasGoto(d), waits(d.Steps)
	c.names, c.diags = flow.Resolve(d)
	c.survey = newSurvey(d, c.names)
	c.values(nil, d.Key)
	c.list(d.Steps, around{})
	c.diags.Sort()
	return c.diags
}

// checker walks a definition once. What an expression sees is names.At of it;
// where it stands is the place of its step, or nil for the key of the runs.
type checker struct {
	cfg    Config
	def    *flow.Definition
	names  *flow.Names
	survey *survey
	parsed map[*flow.Expr]*expr.Expr
	jumps  bool // there are gotos
	waits  bool // some step waits for a time, an event or a person
	diags  diag.List
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
	}
}

func (c *checker) fields(at *place, fs []flow.Field) {
	for _, f := range fs {
		c.values(at, f.Value)
	}
}
