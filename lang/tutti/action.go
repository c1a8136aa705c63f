package tutti

import (
	"tutti/flow"
)

// action reads what the step does, or nil if nothing can be made of it.
func (p *parser) action(s *flow.Step, verb *key, got fields) flow.Action {
	n := got[verb.name]
	if n == nil {
		return nil
	}
	switch verb.name {
	case "call":
		return p.call(n, got)
	case "parallel":
		p.join(got)
		return p.parallel(n, s.Place)
	case "for":
		p.join(got)
		return p.loop(n, got, s.Place)
	case "if":
		return p.branch(got, s.Place)
	case "set":
		return p.set(n)
	case "fail":
		return p.fail(n)
	case "return":
		return p.answer(n)
	}
	panic("tutti: verb without an action: " + verb.name)
}
