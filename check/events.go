package check

import (
	"slices"

	"tutti/diag"
	"tutti/flow"
	"tutti/shape"
)

// sending is an emit with the workflow it stands in.
type sending struct {
	emit *flow.Emit
	in   *types
}

// sendings are all events that the workflows of the project send, by type.
func (f *Facts) sendings(cfg *Config) map[string][]sending {
	if f.sent != nil {
		return f.sent
	}
	f.sent = map[string][]sending{}
	for _, m := range cfg.Workflows {
		if m.Definition == nil {
			continue
		}
		if t := f.of(m.Definition, cfg); t != nil {
			f.gather(m.Definition.Steps, t)
		}
	}
	return f.sent
}

func (f *Facts) gather(steps []*flow.Step, t *types) {
	for _, s := range steps {
		if e, ok := s.Do.(*flow.Emit); ok {
			f.sent[e.Type.Text] = append(f.sent[e.Type.Text], sending{e, t})
		}
		for _, list := range flow.Lists(s.Do) {
			f.gather(list, t)
		}
		if s.Compensate != nil {
			f.gather([]*flow.Step{s.Compensate}, t)
		}
	}
}

// data is what events of a type carry, if the project sends such events itself.
func (f *Facts) data(cfg *Config, eventType string) shape.Shape {
	all := f.sendings(cfg)[eventType]
	if len(all) == 0 {
		return shape.Any()
	}
	ways := make([]shape.Shape, len(all))
	for i, s := range all {
		ways[i] = s.in.value(s.emit.Data)
	}
	return shape.Union(ways...)
}

// awaited is the data of any of the events that a step waits for.
func (t *types) awaited(a *flow.Await) shape.Shape {
	var ways []shape.Shape
	for _, name := range a.Types {
		ways = append(ways, t.facts.data(t.cfg, name.Text))
	}
	return shape.Union(ways...)
}

// heard warns about a type of event that nobody sends, if it is one letter away from
// one that the project does send. Others may come from outside.
func (c *checker) heard(eventType string, at diag.Pos) {
	sent := c.types.facts.sendings(&c.cfg)
	if len(sent[eventType]) > 0 {
		return
	}
	var near []string
	for other := range sent {
		if oneTypo(eventType, other) {
			near = append(near, other)
		}
	}
	if len(near) > 0 {
		c.warnf(at, CodeNeverSent, diag.DidYouMean(eventType, slices.Sorted(slices.Values(near))), "nothing in the project sends %q", eventType)
	}
}

// oneTypo tells whether a and b differ by one letter more, less or other, or by two
// that are swapped.
func oneTypo(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	restA, restB := a[i:], b[i:]
	switch {
	case len(restB) == 0:
		return false
	case len(a)+1 == len(b):
		return restA == restB[1:]
	case len(a) != len(b):
		return false
	case restA[1:] == restB[1:]:
		return true
	}
	return len(restA) > 1 && restA[0] == restB[1] && restA[1] == restB[0] && restA[2:] == restB[2:]
}

// matched warns about fields to match that no event of these types has, as far as the
// project sends them itself.
func (c *checker) matched(a *flow.Await) {
	for _, name := range a.Types {
		if len(c.types.facts.sendings(&c.cfg)[name.Text]) == 0 {
			return
		}
	}
	data := c.types.awaited(a)
	if data.Kinds().Solid() != shape.Object {
		return
	}
	for _, f := range a.Match {
		if member, is := data.Field(f.Name.Text); is != shape.Never {
			c.mayMatch(f, member)
			continue
		}
		c.warnf(f.Name.Pos, CodeMatchField, diag.DidYouMean(f.Name.Text, data.Names()),
			"no event of this type has %q: the project sends %s", f.Name.Text, listed(data.Names()))
	}
}

// mayMatch warns about a value that the field of an event never has.
func (c *checker) mayMatch(f flow.Field, member shape.Shape) {
	got := c.types.value(f.Value)
	for _, m := range shape.Fit(got, member) {
		if m.Path == "" && (m.Wrong == shape.WrongKind || m.Wrong == shape.NotAllowed) {
			c.warnf(f.Value.At(), CodeMatchField, "", "this never matches: %s of the events that the project sends is %s", f.Name.Text, member)
		}
	}
}
