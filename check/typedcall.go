package check

import (
	"strings"

	"tutti/diag"
	"tutti/flow"
	"tutti/schema"
	"tutti/shape"
)

// typed holds the values in `with` and `body` against the types of the contract.
func (c *checker) typed(call *flow.Call, op Operation) {
	switch with := call.With.(type) {
	case *flow.Object:
		for _, f := range with.Fields {
			if in, ok := op.input(f.Name.Text); ok && in.Unsupported == "" {
				c.typedInput(call, in, f.Value)
			}
		}
	case *flow.Expr:
		c.typedInputs(call, op, with)
	}
	if call.Body != nil && op.HasBody && op.Body != nil {
		f := c.fitter("the body of " + call.Target())
		f.whole(call.Body, shape.FromSchema(op.Body, f.of, schema.Request), "")
		c.take(f)
	}
}

// fitter holds values against what of takes.
func (c *checker) fitter(of string) *fitter {
	return newFitter(c.types, of, schema.Request)
}

// take reports what a fitter has found.
func (c *checker) take(f *fitter) { c.diags = append(c.diags, f.found...) }

// typedInput checks one input. Where the contract does not allow null it is left out,
// which is only wrong if the input is required.
func (c *checker) typedInput(call *flow.Call, in Input, v flow.Value) {
	f := c.fitter(call.Target())
	f.plain = !in.Body
	want := in.shape(call.Target())
	if !in.Required && !want.Kinds().Has(shape.Null|shape.Absent) {
		want = want.OrAbsent()
	}
	f.whole(v, want, in.Name)
	c.take(f)
}

// typedInputs checks a `with` that is one expression: its members are inputs by name.
func (c *checker) typedInputs(call *flow.Call, op Operation, e *flow.Expr) {
	got := c.types.expr(e)
	switch {
	case c.types.wrong[e] || !got.Possible():
		return
	case !got.Kinds().Has(shape.Object) && got.Kinds().Solid() != 0:
		c.errorf(e.Pos, CodeInputs, "write with: { name: value }", "with holds the inputs of %s by name, and this is %s", call.Target(), aKind(got.Kinds()))
		return
	case got.Kinds().Solid() != shape.Object:
		return
	}
	f := c.fitter(call.Target())
	misspelt := map[string]bool{}
	for _, name := range got.Names() {
		if _, known := op.input(name); known || op.OpenBody {
			continue
		}
		if _, is := got.Field(name); is == shape.Surely {
			misspelt[diag.Nearest(name, names(op.Inputs))] = true
			f.add(e.Pos, CodeUnknownInput, oneOf(name, names(op.Inputs), "", ""), "%s has no input %q", call.Target(), name)
		}
	}
	for _, in := range op.Inputs {
		member, is := got.Field(in.Name)
		switch {
		case is == shape.Never && in.Required && !misspelt[in.Name] && !(in.Body && call.Body != nil):
			f.add(e.Pos, CodeMissingInput, "add "+in.Name, "%s needs the input %q", call.Target(), in.Name)
		case is == shape.Surely || is == shape.Perhaps:
			f.plain = !in.Body
			f.fit(e, member, in.shape(call.Target()), in.Name)
		}
	}
	c.take(f)
}

// accepted warns about statuses to accept that the contract does not list.
func (c *checker) accepted(call *flow.Call, op Operation) {
	if len(op.Answers) == 0 {
		return
	}
	for _, status := range call.Accept {
		if _, ok := op.answer(status.Code); !ok {
			c.warnf(status.Pos, CodeAccept, "the contract lists "+strings.Join(op.statuses(), ", "),
				"%s never answers with %d, its contract says", call.Target(), status.Code)
		}
	}
}
