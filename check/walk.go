package check

import (
	"strings"

	"tutti/flow"
)

// around is what the blocks around a step mean for it.
type around struct {
	crowd   *flow.Step // the innermost block that runs several things at once
	finally *flow.Step // the innermost try in whose finally it stands
	again   *flow.Step // the innermost block that may run it once more after a failure
	timed   bool       // a timeout ends all waiting in it
}

// list checks steps that run one after the other.
func (c *checker) list(steps []*flow.Step, in around) {
	c.unreachable(steps)
	for _, s := range steps {
		c.step(s, in)
	}
}

func (c *checker) step(s *flow.Step, in around) {
	at := c.survey.places[s]
	c.values(at, s.If, s.Timeout)
	c.condition(s.If)
	c.lasting(s.Timeout, "timeout")
	c.retry(s)
	in.timed = in.timed || s.Timeout != nil
	if tries(s.Retry) && !isCall(s) {
		in.again = s
	}
	if c.def.Mode != flow.Durable {
		c.express(s, in)
	}
	c.action(s, at, in)
	c.compensation(s, at)
}

func (c *checker) action(s *flow.Step, at *place, in around) {
	switch a := s.Do.(type) {
	case *flow.Call:
		c.call(s, a, at, in)
	case *flow.Parallel:
		c.parallel(s, a, in)
	case *flow.For:
		c.loop(s, a, at, in)
	case *flow.Repeat:
		c.repeat(s, a, at, in)
	case *flow.If:
		c.list(a.Then, in)
		c.list(a.Else, in)
	case *flow.Switch:
		c.choice(a, at, in)
	case *flow.Try:
		c.try(s, a, in)
	case *flow.Set:
		c.fields(at, a.Fields)
	case *flow.Wait:
		c.values(at, a.For)
		c.moment(a.For, "wait")
	case *flow.Await:
		c.await(s, a, at)
	case *flow.Human:
		c.human(s, a, at)
	case *flow.Emit:
		c.emit(s, a, at)
	case *flow.Run:
		c.run(a, at)
	case *flow.Fail:
		c.fail(s, a, at)
	case *flow.Return:
		c.returns(s, a, at, in)
	case *flow.Goto:
	default:
		panic("check: unknown action")
	}
}

// verb is the key that says what a step does.
func verb(do flow.Action) string {
	switch do.(type) {
	case *flow.Call:
		return "call"
	case *flow.Parallel:
		return "parallel"
	case *flow.For:
		return "for"
	case *flow.Repeat:
		return "repeat"
	case *flow.If:
		return "if"
	case *flow.Switch:
		return "switch"
	case *flow.Try:
		return "try"
	case *flow.Set:
		return "set"
	case *flow.Wait:
		return "wait"
	case *flow.Await:
		return "await"
	case *flow.Human:
		return "human"
	case *flow.Emit:
		return "emit"
	case *flow.Run:
		return "run"
	case *flow.Fail:
		return "fail"
	case *flow.Return:
		return "return"
	case *flow.Goto:
		return "goto"
	}
	panic("check: unknown action")
}

// aVerb is the verb as messages say it: a call, an emit.
func aVerb(do flow.Action) string {
	v := verb(do)
	if strings.ContainsRune("aeiou", rune(v[0])) {
		return "an " + v
	}
	return "a " + v
}
