package check

import (
	"time"

	"tutti/flow"
	"tutti/shape"
	"tutti/value"
)

// lasting reports an expression that yields no duration.
func (c *checker) lasting(v flow.Value, what string) {
	c.timely(v, what, "a duration such as 30s or PT1H", isDuration)
}

// moment reports an expression that yields neither a duration nor a time.
func (c *checker) moment(v flow.Value, what string) {
	c.timely(v, what, "a duration such as 30s or a time such as 2026-12-24T18:00:00Z", isMoment)
}

func (c *checker) timely(v flow.Value, what, form string, is func(value.Value) bool) {
	e, ok := v.(*flow.Expr)
	if !ok {
		return
	}
	got := c.types.expr(e)
	if c.types.wrong[e] || !got.Possible() {
		return
	}
	k := got.Kinds()
	if k.Solid() == 0 {
		c.errorf(e.Pos, CodeDuration, "write "+form, "%s is always null", what)
		return
	}
	if !k.Has(shape.String | shape.Number) {
		c.errorf(e.Pos, CodeDuration, "write "+form, "%s is %s, which is no duration", what, aKind(k))
		return
	}
	for _, word := range constants(got) {
		if is(word) {
			return
		}
	}
	if words := constants(got); len(words) > 0 {
		c.errorf(e.Pos, CodeDuration, "write "+form, "%s is %s, which is no duration", what, listedValues(words))
	}
}

// constants are all values there may be beside null, if they are known.
func constants(s shape.Shape) []value.Value {
	all, _ := s.Restrict(shape.Something).Consts()
	return all
}

// isDuration tells a duration as a text, or a number of seconds.
func isDuration(v value.Value) bool {
	if n, ok := v.Float(); ok {
		return n > 0
	}
	_, err := flow.ParseDuration(v.Text())
	return v.Kind() == value.String && err == nil
}

func isMoment(v value.Value) bool {
	if isDuration(v) || v.Kind() == value.Number {
		return true
	}
	_, err := time.Parse(time.RFC3339, v.Text())
	return v.Kind() == value.String && err == nil
}
