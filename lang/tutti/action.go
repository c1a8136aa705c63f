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
		return p.call(n, got, s.Place)
	case "parallel":
		return p.parallel(n, got, s.Place)
	case "for":
		return p.loop(n, got, s.Place)
	case "repeat":
		return p.repeat(n, got, s.Place)
	case "if":
		return p.branch(got, s.Place)
	case "switch":
		return p.choice(n, got, s.Place)
	case "try":
		return p.try(n, got, s.Place)
	case "wait":
		return &flow.Wait{For: p.moment(n, "wait")}
	case "await":
		return p.await(n, got)
	case "human":
		return p.human(n, got)
	case "emit":
		return p.emit(n, got)
	case "run":
		return p.run(n, got)
	case "set":
		return p.set(n)
	case "fail":
		return p.fail(n)
	case "return":
		return p.answer(n)
	}
	panic("tutti: verb without an action: " + verb.name)
}
