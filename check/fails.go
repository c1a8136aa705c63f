package check

import (
	"strings"

	"tutti/flow"
	"tutti/shape"
)

func (c *checker) fail(s *flow.Step, f *flow.Fail, at *place) {
	c.values(at, f.Error)
	if s.Continue {
		c.warnf(s.Pos, CodeUseless, "remove the step, or its onError", "a fail that goes on does nothing")
	}
	c.takes(f.Error, problem, "fail")
	c.status(member(f.Error, "status"))
	if op := c.types.member.Public; op != nil && !at.caught() {
		c.refused(f, op)
	}
}

// problem is what a fail takes; members of other types would be lost.
var problem = shape.OpenObject(shape.Any(),
	shape.Field{Name: "type", Shape: anyText.OrAbsent()}, shape.Field{Name: "title", Shape: anyText.OrAbsent()},
	shape.Field{Name: "detail", Shape: anyText.OrAbsent()},
	shape.Field{Name: "extensions", Shape: shape.Of(shape.Object | shape.Absent)})

// takes reports a value that is not what its place takes; of says whose place it is.
func (c *checker) takes(v flow.Value, want shape.Shape, of string) {
	f := c.fitter(of)
	f.value(v, want, "")
	c.take(f)
}

// caught tells whether an error at p gets to a catch of the workflow.
func (p *place) caught() bool {
	for ; p != nil; p = p.block {
		if p.step.Continue {
			return true
		}
		if p.block == nil {
			return false
		}
		if t, ok := p.block.step.Do.(*flow.Try); ok && p.list == 0 && len(t.Catch) > 0 {
			return true
		}
	}
	return false
}

// refused warns about the status of a fail that the public contract does not list.
func (c *checker) refused(f *flow.Fail, op *Operation) {
	l, ok := member(f.Error, "status").(*flow.Literal)
	if !ok || len(op.Answers) == 0 {
		return
	}
	code, ok := l.JSON.Int()
	if !ok || code < 400 || code > 599 {
		return
	}
	if _, listed := op.answer(int(code)); !listed {
		c.warnf(l.Pos, CodeReturnStatus, "the contract lists "+strings.Join(op.statuses(), ", "),
			"%s does not answer with %d, the public contract says", op.Name, code)
	}
}
