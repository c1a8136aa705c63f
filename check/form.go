package check

import (
	"tutti/diag"
	"tutti/flow"
	"tutti/schema"
	"tutti/value"
)

// form checks that a form is a schema of an object, as far as it is written out.
func (c *checker) form(v flow.Value) {
	switch v := v.(type) {
	case nil, *flow.Expr:
		return
	case *flow.Object:
		for _, f := range v.Fields {
			if f.Name.Text == "type" && isNot(f.Value, "object") {
				c.errorf(f.Value.At(), CodeForm, "write type: object", "a form is filled in as an object, and this schema wants something else")
				return
			}
		}
		c.flaws(v)
		return
	case *flow.Literal:
		if v.JSON.Kind() == value.Object {
			c.flaws(v)
			return
		}
	}
	c.errorf(v.At(), CodeForm, "write form: { type: object, properties: … }", "a form is a schema of an object, and this is none")
}

// flaws reports what is wrong with a form as a schema, each in its place.
func (c *checker) flaws(form flow.Value) {
	text, ok := constant(form)
	if !ok {
		return
	}
	for _, f := range schema.Flaws(text) {
		at, _ := part(form, f.Instance)
		if f.Severity == diag.Warning {
			c.warnf(at.At(), CodeForm, f.Suggestion, "%s", f.Message)
			continue
		}
		c.errorf(at.At(), CodeForm, f.Suggestion, "%s", f.Message)
	}
}
