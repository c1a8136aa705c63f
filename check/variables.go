package check

import (
	"slices"

	"tutti/flow"
)

// field is a member of one of the language's variables. later says with what it
// comes, if this version does not have it.
type field struct{ name, later string }

var (
	runFields = []field{{name: "id"}, {name: "time"}, {name: "workflow"}, {name: "version"}, {"callback", "durable mode"}}

	requestFields = []field{
		{name: "headers"},
		{name: "query"},
		{name: "client"},
		{"claims", "authentication"},
		{"event", "events"},
	}

	metaFields = []field{
		{name: "state"},
		{name: "error"},
		{name: "status"},
		{name: "headers"},
		{name: "attempts"},
		{name: "service"},
		{"errors", "error handling in workflows"},
		{"by", "durable mode"},
		{"type", "events"},
		{"id", "events"},
		{"source", "events"},
		{"time", "events"},
	}
	callsOnly = []string{"status", "headers", "attempts", "service"}
)

// known checks the n-th name of a variable's path against the fields there are.
func (c *checker) known(u use, n int, fields []field) {
	if len(u.ref.Path) < n {
		return // all of it, or a name that is computed
	}
	name := u.ref.Path[n-1]
	i := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
	switch {
	case i < 0:
		c.errorf(u.field(n), CodeUnknownField, oneOf(name, present(fields), "", ""), "%s has no field %q", u.path(n-1), name)
	case fields[i].later != "":
		c.errorf(u.field(n), CodeLater, "", "%s comes with %s and is not in this version", u.path(n), fields[i].later)
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

func present(fields []field) []string {
	var names []string
	for _, f := range fields {
		if f.later == "" {
			names = append(names, f.name)
		}
	}
	return names
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
