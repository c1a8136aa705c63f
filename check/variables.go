package check

import (
	"slices"

	"tutti/flow"
)

// fields are the members of one of the language's variables.
type fields struct {
	now   []string
	later map[string]string // not in this version: by name, what they come with
}

var (
	runFields = fields{
		now:   []string{"id", "time", "workflow", "version"},
		later: map[string]string{"callback": "durable mode"},
	}
	requestFields = fields{
		now:   []string{"method", "path", "headers", "query", "client"},
		later: map[string]string{"claims": "authentication", "event": "events"},
	}
	metaFields = fields{
		now: []string{"state", "error", "status", "headers", "attempts", "service"},
		later: map[string]string{
			"errors": "error handling in workflows", "by": "durable mode",
			"type": "events", "id": "events", "source": "events", "time": "events",
		},
	}
	callsOnly = []string{"status", "headers", "attempts", "service"}
)

// known checks the n-th name of a variable's path against the fields there are.
func (c *checker) known(u use, n int, f fields) {
	if len(u.ref.Path) < n {
		return // all of it, or a name that is computed
	}
	name := u.ref.Path[n-1]
	if slices.Contains(f.now, name) {
		return
	}
	if with := f.later[name]; with != "" {
		c.errorf(u.field(n), CodeLater, "", "%s comes with %s and is not in this version", u.path(n), with)
		return
	}
	c.errorf(u.field(n), CodeUnknownField, oneOf(name, f.now, "", ""), "%s has no field %q", u.path(n-1), name)
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
	case len(u.ref.Path) > 1 && !isCall(b.Step) && slices.Contains(callsOnly, u.ref.Path[1]):
		c.errorf(u.field(2), CodeUnknownField, "", "only a call has %q, and step %q is none", u.ref.Path[1], b.Name.Text)
	default:
		c.known(u, 2, metaFields)
	}
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
