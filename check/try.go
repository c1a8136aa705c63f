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
	taken := map[string]int{}
	for _, k := range t.Catch {
		c.matches(k.On)
		c.caught(k, taken)
		if k.Retry != nil {
			c.policy(k.Retry)
		}
		c.list(k.Then, in)
	}
	in.finally = s
	c.list(t.Finally, in)
}

// caught reports what of a catch comes too late: the first catch that matches
// takes an error, and no other one then does. What this one takes is noted, by
// word, with its line.
func (c *checker) caught(k flow.Catch, taken map[string]int) {
	if line, ok := taken["any"]; ok {
		c.errorf(k.Pos, CodeCaught, "put it before that one", "this catch never runs: the catch at line %d takes every error", line)
		return
	}
	for _, m := range k.On {
		for _, w := range covering(m.Text) {
			if line, ok := taken[w]; ok {
				c.errorf(m.Pos, CodeCaught, "remove it there or here", "%q never gets here: the catch at line %d takes it", m.Text, line)
				break
			}
		}
	}
	for _, m := range k.On {
		taken[m.Text] = k.Line
	}
	if len(k.On) == 0 {
		taken["any"] = k.Line
	}
}
