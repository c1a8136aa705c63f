package check

import (
	"tutti/flow"
	"tutti/shape"
)

// inText reports values that cannot be put into a text.
func (c *checker) inText(v flow.Value) {
	switch v := v.(type) {
	case *flow.Text:
		for _, e := range v.Exprs {
			c.putIn(e, "a text")
		}
	case *flow.Object:
		for _, f := range v.Fields {
			c.inText(f.Value)
		}
	case *flow.Array:
		for _, item := range v.Items {
			c.inText(item)
		}
	}
}

// putIn reports an expression that never yields what becomes text.
func (c *checker) putIn(e *flow.Expr, what string) {
	got := c.types.expr(e)
	if c.types.wrong[e] || !got.Possible() {
		return
	}
	k := got.Kinds()
	switch {
	case k.Solid() == 0:
		c.errorf(e.Pos, CodeInText, `write … // ""`, "null cannot be put into %s, and this always is null", what)
	case !k.Has(shape.Scalar):
		c.errorf(e.Pos, CodeInText, textMend(e, got), "%s cannot be put into %s", aKind(k), what)
	case k.Has(shape.Null) && got.Known() && !c.types.guarded(e):
		c.warnf(e.Pos, CodeMayBeNull, `write … // ""`, "null cannot be put into %s, and this may be null", what)
	}
}

func textMend(e *flow.Expr, got shape.Shape) string {
	if got.Kinds().Has(shape.Array) {
		return `write … | join(", ")`
	}
	if mend := fieldMend(e, got, anyText); mend != "" {
		return mend
	}
	return "write … | tojson"
}

// headerValues reports what no header can hold. Null is no header.
func (c *checker) headerValues(hs []flow.Field) {
	for _, h := range hs {
		if e, ok := h.Value.(*flow.Expr); ok && c.types.expr(e).Kinds().Solid() != 0 {
			c.putIn(e, "a header")
		}
	}
}
