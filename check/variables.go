package check

import (
	"slices"

	"tutti/flow"
)

// The members of the language's variables.
var (
	runFields     = []string{"id", "time", "workflow", "version", "callback"}
	requestFields = []string{"method", "path", "headers", "query", "client", "claims", "event"}
)

// known checks the n-th name of a variable's path against the fields there are.
func (c *checker) known(u use, n int, fields []string) {
	if len(u.ref.Path) < n {
		return // all of it, or a name that is computed
	}
	if name := u.ref.Path[n-1]; !slices.Contains(fields, name) {
		c.errorf(u.field(n), CodeUnknownField, oneOf(name, fields, "", ""), "%s has no field %q", u.path(n-1), name)
	}
}

// ofRun checks $run.<field>.
func (c *checker) ofRun(u use) {
	c.known(u, 1, runFields)
	if len(u.ref.Path) > 0 && u.ref.Path[0] == "callback" && c.def.Mode != flow.Durable {
		c.errorf(u.field(1), CodeExpress, durable, "nobody can call back a run in express mode, so there is no $run.callback")
	}
}

// path shows the variable with n names of its path.
func (u use) path(n int) string {
	s := "$" + u.ref.Name
	for _, p := range u.ref.Path[:n] {
		s += "." + p
	}
	return s
}

// meta checks $meta.<step>.<field>. Without a step it does not compile.
func (c *checker) meta(u use) {
	if len(u.ref.Path) == 0 {
		return
	}
	b := c.visible(u, u.ref.Path[0], "$meta.", u.field(1))
	switch {
	case b == nil:
	case b.Kind != flow.OfStep:
		c.errorf(u.field(1), CodeNoStep, "", "$meta knows steps, and %q is %s", b.Name.Text, kinds[b.Kind])
	case b.Step == nil:
		c.errorf(u.field(1), CodeNoStep, "name a step in it", "$meta knows steps, and %q is a branch of several", b.Name.Text)
	case len(u.ref.Path) > 1:
		c.metaField(u, b)
	}
}

// metaField checks a field of a step against what the step does.
func (c *checker) metaField(u use, b *flow.Binding) {
	name := u.ref.Path[1]
	has := []string{"state", "error"}
	for _, k := range metaOf {
		switch {
		case k.has(b.Step):
			has = append(has, k.fields...)
		case slices.Contains(k.fields, name):
			c.errorf(u.field(2), CodeUnknownField, k.mend, "only %s has %q, and step %q is none", k.what, name, b.Name.Text)
			return
		}
	}
	if name == "error" && u.scope.Lookup("error") == nil {
		c.metaError(u, b)
		return
	}
	c.known(u, 2, has)
}

// metaError checks that the error of a step can be seen at all where nothing has
// been caught.
func (c *checker) metaError(u use, b *flow.Binding) {
	switch {
	case goesOn(b.Step):
		c.errorf(u.field(2), CodeUnknownField, "use errors, which has one for each turn that failed", "the loop %q goes on after errors, so it has none itself", b.Name.Text)
	case !c.survey.places[b.Step].survives():
		c.errorf(u.field(2), CodeUnknownField, "add onError: continue to it",
			"there is no error to be seen here: if step %q fails, this does not run", b.Name.Text)
	}
}

// metaOf says which steps have the fields of $meta that not all have.
var metaOf = []struct {
	fields []string
	has    func(*flow.Step) bool
	what   string
	mend   string
}{
	{[]string{"status", "headers", "attempts", "service"}, isCall, "a call", ""},
	{[]string{"type", "id", "source", "time"}, isAwait, "an await", ""},
	{[]string{"by"}, isHuman, "a human", ""},
	{[]string{"errors"}, goesOn, "a for with onError: continue", "the error of one step is in error"},
}

func isAwait(s *flow.Step) bool {
	_, ok := s.Do.(*flow.Await)
	return ok
}

func isHuman(s *flow.Step) bool {
	_, ok := s.Do.(*flow.Human)
	return ok
}

// goesOn tells a loop whose turns may fail each for itself.
func goesOn(s *flow.Step) bool {
	_, ok := s.Do.(*flow.For)
	return ok && s.Continue
}

// kinds says what a name is that is no step.
var kinds = map[flow.Kind]string{
	flow.OfLanguage: "a variable of the language",
	flow.OfSet:      "a name of a set",
	flow.OfLoop:     "the element of a loop",
}

func isCall(s *flow.Step) bool {
	_, ok := s.Do.(*flow.Call)
	return ok
}

// env checks $env.<NAME>. Without a name it does not compile.
func (c *checker) env(u use) {
	if len(u.ref.Path) == 0 || slices.Contains(c.cfg.Env, u.ref.Path[0]) {
		return
	}
	name := u.ref.Path[0]
	mend := "if it shall, add it to env in tutti.yaml"
	if nearest := oneOf(name, c.cfg.Env, "$env.", ""); nearest != "" {
		mend = nearest + " or " + mend
	}
	c.errorf(u.field(1), CodeEnv, mend, "the project does not see %q of the environment", name)
}
