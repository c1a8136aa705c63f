package check

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"tutti/diag"
	"tutti/expr"
	"tutti/flow"
	"tutti/shape"
)

// expr checks one expression: that it compiles, and each variable in it.
func (c *checker) expr(e *flow.Expr, at *place) {
	if e.Source == "" {
		return // the parser has said so
	}
	p, err := c.types.parse(e)
	if err != nil {
		c.broken(e, err)
		return
	}
	lim := c.cfg.Limits
	if _, err := p.Compile(anything, expr.Limits{Steps: lim.ExprSteps, Bytes: lim.ExprBytes, Depth: lim.JSONDepth}); err != nil {
		c.broken(e, err)
	}
	for _, ref := range p.Refs() {
		c.ref(use{expr: e, ref: ref, at: at, scope: c.names.At(e)})
	}
	c.types.expr(e)
}

// anything resolves every name: whether it exists is said elsewhere, and better.
func anything(string) (int, bool) { return 0, true }

func (c *checker) broken(e *flow.Expr, err error) {
	var bad *expr.Error
	if !errors.As(err, &bad) {
		bad = &expr.Error{Message: err.Error()}
	}
	c.errorf(e.Place(bad.Offset), flow.CodeExpression, bad.Suggestion, "%s", bad.Message)
}

// use is one variable in an expression.
type use struct {
	expr  *flow.Expr
	ref   expr.Ref
	at    *place
	scope *flow.Scope
}

// field is where the n-th name of the variable's path stands, counted from 1; the
// place of the variable if it is not written with dots.
func (u use) field(n int) diag.Pos {
	lead := "$" + u.ref.Name + "."
	if n > 1 {
		lead += strings.Join(u.ref.Path[:n-1], ".") + "."
	}
	if !strings.HasPrefix(u.expr.Source[u.ref.Offset:], lead+u.ref.Path[n-1]) {
		return u.pos()
	}
	return u.expr.Place(u.ref.Offset + len(lead))
}

func (u use) pos() diag.Pos { return u.expr.Place(u.ref.Offset) }

func (c *checker) ref(u use) {
	if u.at == nil && c.notInKey(u) {
		return
	}
	switch u.ref.Name {
	case "meta":
		c.meta(u)
	case "env":
		c.env(u)
	case "secrets":
		c.errorf(u.pos(), CodeLater, "", "$secrets comes later and is not in this version")
	case "run":
		c.ofRun(u)
	case "request":
		c.known(u, 1, requestFields)
	default:
		if b := c.visible(u, u.ref.Name, "$", u.pos()); b != nil {
			c.hasValue(u, b)
		}
	}
}

// hasValue reports a field of what a step comes to that never has a value.
func (c *checker) hasValue(u use, b *flow.Binding) {
	if len(u.ref.Path) == 0 || b.Kind != flow.OfStep || b.Step == nil || b.Step.Compensate != nil && c.survey.sites[u.expr].undo {
		return
	}
	if !c.types.step(b.Step).Is(shape.Absent) {
		return
	}
	why := aVerb(b.Step.Do) + " has no value"
	if call, ok := b.Step.Do.(*flow.Call); ok {
		why = call.Target() + " answers without a body"
	}
	c.types.wrong[u.expr] = true
	c.errorf(u.pos(), CodeNoField, "", "%s, so $%s is always null and has no %q", why, u.ref.Name, u.ref.Path[0])
}

// notInKey reports a variable that exists and not in a key.
func (c *checker) notInKey(u use) bool {
	name := u.ref.Name
	exists := slices.Contains(flow.Reserved(), name) || len(c.survey.byText[name]) > 0
	if name == "input" || name == "request" || !exists {
		return false
	}
	c.errorf(u.pos(), CodeKey, "take something of $input or $request", "$%s is not there yet: a key is made before the run", name)
	return true
}

// visible finds what a name means at the place of the expression, or says why
// it means nothing there. Messages show the name behind the prefix.
func (c *checker) visible(u use, name, prefix string, pos diag.Pos) *flow.Binding {
	if b := u.scope.Lookup(name); b != nil {
		return b
	}
	if what, ok := homes[name]; ok && prefix == "$" {
		c.errorf(pos, CodeOutOfPlace, "", "$%s is %s, and there is none around this", name, what)
		return nil
	}
	if d := c.survey.byText[name]; len(d) > 0 {
		c.hidden(u, d[0], prefix+name, pos)
		return nil
	}
	what := "variable"
	if prefix == "$meta." {
		what = "step"
	}
	c.errorf(pos, CodeUnknownName, c.nearest(u.scope, name, prefix), "unknown %s %s%s", what, prefix, name)
	return nil
}

// nearest is the mend for an unknown name. After very many findings there is none:
// nobody reads that far, and the search takes its time when there are many names.
func (c *checker) nearest(s *flow.Scope, name, prefix string) string {
	const patience = 100
	if len(c.diags) > patience {
		return ""
	}
	var names []string
	for _, b := range s.Bindings() {
		if b.Kind == flow.OfStep || prefix == "$" && b.Name.Text != "secrets" {
			names = append(names, b.Name.Text)
		}
	}
	return oneOf(name, names, prefix, "")
}

// homes says where the language's variables live that are not everywhere.
var homes = map[string]string{
	"index": "the number of a loop's turn",
	"last":  "the value of the turn before in a repeat",
	"error": "the failure that a catch, finally or compensate is about",
}

// hidden says why a name that exists, shown as given, means nothing at the place
// of the expression.
func (c *checker) hidden(u use, d definition, shown string, pos diag.Pos) {
	if l := d.at.loop(u.at); l != nil {
		c.errorf(pos, CodeOtherTurn, outOfLoop(l.step),
			"%s (line %d) lives in the turns of the loop at line %d, and this is outside of them", shown, d.Name.Line, l.step.Line)
		return
	}
	here, there := fork(u.at, d.at)
	switch {
	case u.at == d.at && d.Kind == flow.OfSet:
		c.errorf(pos, CodeTooEarly, "put it into a set before this one", "%s is a name of this same set, and they do not see each other", shown)
	case u.at == d.at:
		c.errorf(pos, CodeTooEarly, "", "%s is what comes out of this step itself, which has not run yet", shown)
	case u.at.inside(d.at), there.index == behind && here.list == there.list:
		c.errorf(pos, CodeTooEarly, "", "%s is what comes out of the block around, at line %d, which is not over yet", shown, d.Name.Line)
	case here != there && here.list != there.list:
		c.apart(here, there, d, shown, pos)
	default:
		c.later(d, shown, pos)
	}
}

// apart reports a name from another list of the same block.
func (c *checker) apart(here, there *place, d definition, shown string, pos diag.Pos) {
	block := here.block.step
	switch a := block.Do.(type) {
	case *flow.Parallel:
		c.errorf(pos, CodeOtherBranch, "use it after the parallel, or put both into one branch",
			"%s (line %d) is in another branch of the parallel at line %d, which runs at the same time", shown, d.Name.Line, block.Line)
	case *flow.Try:
		if here.list == 0 || there.list > len(a.Catch) {
			c.later(d, shown, pos)
			return
		}
		c.errorf(pos, CodeTooEarly, "",
			"%s (line %d) is in another catch of the try at line %d, so it has not run when this runs", shown, d.Name.Line, block.Line)
	default:
		c.errorf(pos, CodeTooEarly, "",
			"%s (line %d) is in the other case of the %s at line %d, so it has not run when this runs", shown, d.Name.Line, verb(block.Do), block.Line)
	}
}

func (c *checker) later(d definition, shown string, pos diag.Pos) {
	c.errorf(pos, CodeTooEarly, "move that step before this one", "%s cannot be there yet: the step that gives it, at line %d, runs later", shown, d.Name.Line)
}

func outOfLoop(loop *flow.Step) string {
	if loop.Name.Text == "" {
		return "give the loop a name; its value is the array of the turns' values"
	}
	return fmt.Sprintf("outside, use $%s, the array of the turns' values", loop.Name.Text)
}
