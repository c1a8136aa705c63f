package check

import (
	"slices"

	"tutti/flow"
)

func (c *checker) try(s *flow.Step, t *flow.Try, in around) {
	body := in
	if slices.ContainsFunc(t.Catch, func(k flow.Catch) bool { return tries(k.Retry) }) {
		body.again = s
	}
	c.list(t.Steps, body)
	for i, k := range t.Catch {
		c.matches(k.On)
		c.caught(k, t.Catch[:i])
		if k.Retry != nil {
			c.policy(k.Retry)
		}
		c.list(k.Then, in)
	}
	in.finally = s
	c.list(t.Finally, in)
}

// caught reports what of a catch comes too late. The first catch that matches
// takes an error, and no other one then does.
func (c *checker) caught(k flow.Catch, before []flow.Catch) {
	for _, b := range before {
		if takesAll(b) {
			c.errorf(k.Pos, CodeCaught, "put it before that one", "this catch never runs: the catch at line %d takes every error", b.Line)
			return
		}
	}
	for _, m := range k.On {
		for _, b := range before {
			if slices.ContainsFunc(b.On, func(earlier flow.Match) bool { return covers(earlier.Text, m.Text) }) {
				c.errorf(m.Pos, CodeCaught, "remove it there or here", "%q never gets here: the catch at line %d takes it", m.Text, b.Line)
				break
			}
		}
	}
}

func takesAll(k flow.Catch) bool {
	return len(k.On) == 0 || slices.ContainsFunc(k.On, func(m flow.Match) bool { return m.Text == "any" })
}
