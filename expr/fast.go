package expr

import (
	"fmt"

	"tutti/value"
)

// The fast path runs what is common without decoding: closures over raw JSON. It knows only how things go well.
// Where gojq would raise an error, use big integers or do something unusual, a closure leaves: the whole
// expression is then evaluated again by the virtual machine, whose answer counts.

// node is a compiled part of an expression. One is nil if there may be more or less than one result;
// each is always there.
type node struct {
	one  func(e *fastEval, in datum) (datum, bool)
	each func(e *fastEval, in datum, yield func(datum) bool) bool
	// identity is true for `.`, so that a step behind it can save a call.
	identity bool
}

// single is a node with exactly one result.
func single(one func(e *fastEval, in datum) (datum, bool)) *node {
	return &node{one: one, each: func(e *fastEval, in datum, yield func(datum) bool) bool {
		d, ok := one(e, in)
		return ok && (yield(d) || !e.over())
	}}
}

// multi is a node with any number of results. Each is false if the evaluation is over, or was left; it
// is true also when yield stopped it.
func multi(each func(e *fastEval, in datum, yield func(datum) bool) bool) *node {
	return &node{each: each}
}

// fastEval is one evaluation: the budget in the prices of meter, the variables, and whether it was left.
type fastEval struct {
	ticks, bytes int
	limits       Limits
	exceeded     string
	left         bool
	env          Env
	locals       []datum
	cached       []datum // loads inside loops
	isCached     []bool
}

// tick charges for one closure.
func (e *fastEval) tick() bool {
	e.ticks--
	return e.ticks >= 0 || e.spend(0, 0)
}

// rawPerTick is how many bytes of raw JSON are skipped for a tick; skipping is cheaper than looking at decoded data.
const rawPerTick = 2 * bytesPerTick

// spend charges for bytes looked at and made; false when the budget is used up.
func (e *fastEval) spend(look, made int) bool {
	e.ticks -= 1 + look/rawPerTick
	e.bytes -= made
	switch {
	case e.bytes < 0:
		e.exceeded = fmt.Sprintf("more than %d bytes of data", e.limits.Bytes)
	case e.ticks < 0:
		e.exceeded = fmt.Sprintf("more than %d steps", e.limits.Steps)
	}
	return e.exceeded == ""
}

func (e *fastEval) tooDeep() bool {
	e.exceeded = fmt.Sprintf("a result with more than %d arrays and objects inside each other", e.limits.Depth)
	return false
}

// leave gives up for the virtual machine.
func (e *fastEval) leave() bool {
	e.left = true
	return false
}

func (e *fastEval) over() bool { return e.left || e.exceeded != "" }

// evalFast is the value, or false if the virtual machine has to find it.
func (p *Program) evalFast(e *fastEval, in datum) (v value.Value, done bool) {
	result, ok := p.resultOf(e, in)
	if !ok || e.over() {
		return value.Value{}, e.exceeded != ""
	}
	switch result.kind {
	case dRawArray, dRawObject, dRawString, dRawNumber:
		return result.raw, true
	case dNull:
		return value.Value{}, true
	case dFalse, dTrue:
		return value.FromBool(result.kind == dTrue), true
	}
	b, ok := e.appendTo(make([]byte, 0, 64), &result, 0)
	if !ok || !e.spend(0, len(b)) {
		return value.Value{}, e.exceeded != ""
	}
	return value.Trusted(b), true
}

// resultOf is the one result; with none or several the machine makes the fault.
func (p *Program) resultOf(e *fastEval, in datum) (datum, bool) {
	if p.fast.one != nil {
		return p.fast.one(e, in)
	}
	var result datum
	n := 0
	ok := p.fast.each(e, in, func(d datum) bool {
		result = d
		n++
		return n < 2
	})
	return result, ok && n == 1
}

func (p *Program) newFastEval(env Env) *fastEval {
	e := &fastEval{ticks: p.limits.Steps * ticksPerStep, bytes: p.limits.Bytes, limits: p.limits, env: env}
	if p.locals > 0 {
		e.locals = make([]datum, p.locals)
	}
	if len(p.cached) > 0 {
		e.cached, e.isCached = make([]datum, len(p.cached)), make([]bool, len(p.cached))
	}
	return e
}
