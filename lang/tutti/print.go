package tutti

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"tutti/flow"
)

// Print writes a definition as a workflow file: one form for one meaning. Reading
// that gives the definition again, but for places in the file. What a Definition
// does not hold is not there: comments, keys that begin with x-, retry policies
// that no step uses.
func Print(d *flow.Definition) []byte {
	p := &printer{}
	steps := p.steps(d.Steps)
	root := block()
	root.add("workflow", word(d.Name.Text))
	root.add("version", word(d.Version))
	root.add("mode", word(string(d.Mode)))
	root.add("on", triggers(d.Triggers))
	root.add("key", always(d.Key))
	root.add("input", constant(d.Input))
	if len(p.policies) > 0 {
		root.add("retry", p.named())
	}
	root.add("steps", steps)
	return write(root)
}

// printer turns flow types into nodes.
type printer struct {
	policies []*flow.Retry // with a name, in order of their first use
}

func triggers(all []flow.Trigger) *node {
	n := inline()
	for _, t := range all {
		switch t := t.(type) {
		case *flow.HTTP:
			n.add("http", raw(t.Method+" "+t.Path))
			n.add("public", flag(t.Public))
		case *flow.Schedule:
			s := inline()
			s.add("cron", raw(t.Cron))
			s.add("zone", word(t.Zone))
			s.add("every", spelled(t.Every))
			n.add("schedule", s)
		case *flow.OnEvent:
			n.add("event", word(t.Type))
		case *flow.Webhook:
			n.add("webhook", word(t.Name))
		default:
			panic(fmt.Sprintf("tutti: unknown trigger %T", t))
		}
	}
	return n.orNil()
}

func (p *printer) named() *node {
	n := block()
	for _, r := range p.policies {
		n.put(r.Name.Text, policy(r))
	}
	return n
}

// retry is the name of a policy that is written above the steps, or the policy.
func (p *printer) retry(r *flow.Retry) *node {
	if r == nil {
		return nil
	}
	first := slices.IndexFunc(p.policies, func(other *flow.Retry) bool { return other.Name.Text == r.Name.Text })
	switch {
	case r.Name.Text == "" || first >= 0 && p.policies[first] != r:
		return policy(r)
	case first < 0:
		p.policies = append(p.policies, r)
	}
	return word(r.Name.Text)
}

func policy(r *flow.Retry) *node {
	n := inline()
	n.add("on", matches(r.On))
	n.add("attempts", count(r.Attempts))
	if r.Min == r.Max {
		n.add("backoff", spelled(r.Max))
	} else {
		n.add("backoff", word(spell(r.Min)+".."+spell(r.Max)))
	}
	n.add("timeout", spelled(r.Timeout))
	return n
}

func matches(on []flow.Match) *node {
	n := inlineList()
	for _, m := range on {
		n.items = append(n.items, word(m.Text))
	}
	return n.orNil()
}

func (p *printer) steps(steps []*flow.Step) *node {
	if len(steps) == 0 {
		return nil
	}
	n := &node{shape: list}
	for _, s := range steps {
		n.items = append(n.items, p.step(block(), s))
	}
	return n
}

// step adds to a mapping all of a step.
func (p *printer) step(n *node, s *flow.Step) *node {
	n.add("name", word(s.Name.Text))
	p.nameless(n, s)
	return n
}

func (p *printer) nameless(n *node, s *flow.Step) *node {
	if _, is := s.Do.(*flow.If); is && s.If == nil {
		n.add("if", asIs("true"))
	}
	n.add("if", always(s.If))
	p.action(n, s.Do)
	n.add("timeout", data(s.Timeout))
	n.add("retry", p.retry(s.Retry))
	if s.Continue {
		n.add("onError", word("continue"))
	}
	if s.Compensate != nil {
		n.add("compensate", p.nameless(inline(), s.Compensate))
	}
	return n
}

// asIs is a scalar that is written as it is: a number, true, false, null or a word.
func asIs(text string) *node { return &node{style: plain, text: text} }

// raw is a text without expressions, or nil for none.
func raw(s string) *node {
	if s == "" {
		return nil
	}
	return text(s)
}

// word is a text that is never taken for a number where it stands, or nil for none.
func word(s string) *node {
	if wordPattern.MatchString(s) && !ambiguous(s) {
		return asIs(s)
	}
	return raw(s)
}

func flag(set bool) *node {
	if !set {
		return nil
	}
	return asIs("true")
}

func count(n int) *node {
	if n == 0 {
		return nil
	}
	return asIs(strconv.Itoa(n))
}

func spelled(d time.Duration) *node { return word(spell(d)) }

// spell writes a duration as the language does; "" for none.
func spell(d time.Duration) string {
	if d == 0 {
		return ""
	}
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}, {time.Millisecond, "ms"}} {
		if d%u.unit == 0 {
			return strconv.FormatInt(int64(d/u.unit), 10) + u.name
		}
	}
	days, rest := d/(24*time.Hour), d%(24*time.Hour)
	return fmt.Sprintf("P%dDT%d.%09dS", days, rest/time.Second, rest%time.Second)
}

// block is a mapping with a line for each key; inline is one that goes on one line if it is short.
func block() *node { return &node{shape: mapping} }

func inline() *node { return &node{shape: mapping, flow: true} }

func inlineList() *node { return &node{shape: list, flow: true} }

// add gives a mapping one more entry under a word of the language; a nil value is none.
func (n *node) add(key string, v *node) {
	if v != nil {
		n.pairs = append(n.pairs, pair{asIs(key), v})
	}
}

// put gives a mapping one more entry under a name of the user.
func (n *node) put(name string, v *node) { n.pairs = append(n.pairs, pair{text(name), v}) }

// orNil is nil for a mapping or list with nothing in it.
func (n *node) orNil() *node {
	if len(n.pairs)+len(n.items) == 0 {
		return nil
	}
	return n
}
