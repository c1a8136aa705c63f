package check

import (
	"slices"

	"tutti/flow"
	"tutti/shape"
	"tutti/value"
)

// await checks what a step waits for.
func (c *checker) await(s *flow.Step, a *flow.Await, at *place) {
	c.fields(at, a.Match)
	if len(a.Types) == 0 {
		c.errorf(s.Pos, CodeEventType, "write await: order.paid", "this waits for no type of event")
	}
	seen := map[string]bool{}
	for _, t := range a.Types {
		c.eventType(s, t)
		if seen[t.Text] {
			c.warnf(t.Pos, CodeUseless, "remove it", "%q is in this list already", t.Text)
		}
		seen[t.Text] = true
		c.heard(t.Text, t.Pos)
	}
	c.matched(a)
}

func (c *checker) eventType(s *flow.Step, t flow.Name) {
	if t.Text != "" {
		return
	}
	p := t.Pos
	if p.Line == 0 {
		p = s.Pos
	}
	c.errorf(p, CodeEventType, "write a name such as order.paid", "the type of an event is empty")
}

func (c *checker) emit(s *flow.Step, e *flow.Emit, at *place) {
	c.values(at, e.Data)
	c.eventType(s, e.Type)
	if e.To.Text != "" {
		c.service(e.To)
	}
}

// human checks a task: who may do it, and what they fill in.
func (c *checker) human(s *flow.Step, h *flow.Human, at *place) {
	c.values(at, h.Title, h.Form)
	c.form(h.Form)
	c.people(at, h.Users, h.Roles)
	most, limited := duration(s.Timeout)
	for _, e := range h.Escalate {
		c.people(at, e.Users, e.Roles)
		if limited && e.After >= most {
			c.warnf(s.Pos, CodeUseless, "escalate earlier", "the task is over after %s, so it is never handed on after %s", most, e.After)
		}
	}
}

// isNot tells whether v is written out and is not the text.
func isNot(v flow.Value, text string) bool {
	switch v := v.(type) {
	case *flow.Literal:
		return v.JSON.Kind() != value.String || v.JSON.Text() != text
	case *flow.Object, *flow.Array:
		return true
	}
	return false
}

// people checks lists of users and roles.
func (c *checker) people(at *place, lists ...flow.Value) {
	c.values(at, lists...)
	for _, v := range lists {
		if e, ok := v.(*flow.Expr); ok {
			c.takes(e, shape.ArrayOf(anyText), "a list of users or roles")
		}
		list, ok := v.(*flow.Array)
		if v != nil && !ok && !mayBeArray(v) {
			c.errorf(v.At(), CodeForm, "write [name]", "users and roles are lists of names")
		}
		if !ok {
			continue
		}
		for _, i := range list.Items {
			if !mayBeName(i) {
				c.errorf(i.At(), CodeForm, "write a name", "this cannot be the name of a user or role")
			}
		}
	}
}

func mayBeName(v flow.Value) bool {
	switch v := v.(type) {
	case *flow.Expr, *flow.Text:
		return true
	case *flow.Literal:
		return v.JSON.Kind() == value.String && v.JSON.Text() != ""
	}
	return false
}

// run checks which workflow is run.
func (c *checker) run(r *flow.Run, at *place) {
	c.values(at, r.With)
	self := c.def.Name.Text
	if r.Workflow.Text == self && !c.waits {
		c.warnf(r.Workflow.Pos, CodeRecursion, "use repeat, or wait between the runs",
			"the workflow runs itself and never waits, and runs are nested %d deep at most", c.cfg.Limits.NestedRuns)
	}
	known := []string{self}
	for _, m := range c.cfg.Workflows {
		known = append(known, m.Name)
	}
	if !slices.Contains(known, r.Workflow.Text) {
		c.errorf(r.Workflow.Pos, CodeUnknownWorkflow, oneOf(r.Workflow.Text, known[1:], "", "add it to the folder workflows"), "unknown workflow %q", r.Workflow.Text)
	}
	c.runInput(r)
}

// waits tells whether any of the steps waits for a time, an event or a person.
func waits(steps []*flow.Step) bool {
	return slices.ContainsFunc(steps, func(s *flow.Step) bool {
		switch a := s.Do.(type) {
		case *flow.Wait, *flow.Await, *flow.Human:
			return true
		case *flow.Repeat:
			if a.Every != nil {
				return true
			}
		}
		return slices.ContainsFunc(flow.Lists(s.Do), waits)
	})
}
