package check

import (
	"strings"

	"tutti/flow"
	"tutti/schema"
	"tutti/shape"
)

// returns checks a return. It ends the whole run, so nothing may run beside it; and
// a finally is on the way out already.
func (c *checker) returns(s *flow.Step, r *flow.Return, at *place, in around) {
	if crowd := in.crowd; crowd != nil {
		what := "a for with concurrency over 1"
		if _, ok := crowd.Do.(*flow.Parallel); ok {
			what = "a parallel"
		}
		c.errorf(s.Pos, CodeReturn, "return after that block", "return may not stand inside of %s (line %d), where other steps run at the same time", what, crowd.Line)
	}
	if in.finally != nil {
		c.errorf(s.Pos, CodeReturn, "return after the try", "return may not stand in a finally (of the try at line %d): it also runs when something has failed", in.finally.Line)
	}
	c.values(at, r.Status, r.Body)
	c.fields(at, r.Headers)
	c.headers(r.Headers, answerHeaders)
	c.headerValues(r.Headers)
	c.status(r.Status)
	if op := c.types.member.Public; op != nil && len(op.Answers) > 0 {
		c.promised(s, r, op)
	}
}

// status reports what is no status at all. What is written out, the parser has looked at.
func (c *checker) status(v flow.Value) {
	if _, written := v.(*flow.Literal); v == nil || written {
		return
	}
	c.takes(v, anyInteger.OrAbsent(), "a status")
}

// promised holds a return against what the public contract says of the operation.
func (c *checker) promised(s *flow.Step, r *flow.Return, op *Operation) {
	var answers []Answer
	for _, code := range c.types.statuses(r) {
		if a, ok := op.answer(code); ok {
			answers = append(answers, a)
			continue
		}
		at := s.Pos
		if r.Status != nil {
			at = r.Status.At()
		}
		c.errorf(at, CodeReturnStatus, "the contract lists "+strings.Join(op.statuses(), ", "), "%s does not answer with %d, the public contract says", op.Name, code)
	}
	if len(answers) == 1 && json(r.Headers) {
		c.answer(s, r, answers[0], op)
	}
}

// statuses are those that a return may give, as far as they are known. Without one it is
// 200, or 204 if there is no body.
func (t *types) statuses(r *flow.Return) []int {
	if r.Status == nil {
		switch k := t.value(r.Body).Kinds(); {
		case k.Solid() == 0:
			return []int{204}
		case k.Has(shape.Null | shape.Absent):
			return nil
		}
		return []int{200}
	}
	var codes []int
	for _, v := range constants(t.value(r.Status)) {
		if code, ok := v.Int(); ok && code >= 100 && code <= 599 {
			codes = append(codes, int(code))
		}
	}
	return codes
}

// json tells whether a body goes out as JSON, which is what schemas speak of.
func json(headers []flow.Field) bool {
	for _, h := range headers {
		if !strings.EqualFold(h.Name.Text, "content-type") {
			continue
		}
		l, ok := h.Value.(*flow.Literal)
		if !ok || !strings.Contains(l.JSON.Text(), "json") {
			return false
		}
	}
	return true
}

// answer holds the body of a return against one answer of the contract.
func (c *checker) answer(s *flow.Step, r *flow.Return, a Answer, op *Operation) {
	body := c.types.value(r.Body)
	of := "the " + a.Status + " of " + op.Name
	switch {
	case a.Empty && body.Kinds().Solid() != 0 && !body.Kinds().Has(shape.Null|shape.Absent) && body.Possible():
		c.errorf(r.Body.At(), CodeReturnBody, "remove the body", "%s has no body, the public contract says", of)
	case a.Empty, a.Schema == nil:
	case r.Body == nil:
		c.errorf(s.Pos, CodeReturnBody, "add body", "%s has a body, the public contract says", of)
	default:
		f := newFitter(c.types, of, schema.Response)
		f.whole(r.Body, shape.FromSchema(a.Schema, of, schema.Response), "")
		for _, found := range f.found {
			found.Code = CodeReturnBody
			c.diags.Add(found)
		}
	}
}

// implied reports the answer that a run gives which comes to its end without a return,
// if the public contract does not list it. Where the last step may return, its conditions
// may leave nothing out.
func (c *checker) implied() {
	op := c.types.member.Public
	if op == nil || len(op.Answers) == 0 || len(c.def.Steps) == 0 || c.jumps || endsOne(c.def.Steps) {
		return
	}
	last := c.def.Steps[len(c.def.Steps)-1]
	mayEnd := false
	eachStep([]*flow.Step{last}, func(s *flow.Step) { mayEnd = mayEnd || endsAction(s.Do) })
	if _, ok := op.answer(204); ok || mayEnd {
		return
	}
	c.errorf(last.Pos, CodeReturnStatus, "end with a return; the contract lists "+strings.Join(op.statuses(), ", "),
		"after this the run is over without a return, which is a 204, and %s does not answer with that", op.Name)
}
