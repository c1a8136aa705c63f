package check

import (
	"slices"
	"strings"

	"tutti/diag"
	"tutti/flow"
	"tutti/value"
)

// call checks the expressions of a call, and the call against its contract.
func (c *checker) call(s *flow.Step, call *flow.Call, at *place, in around) {
	c.values(at, call.With, call.Body, call.Cache, call.URL, call.Path)
	c.fields(at, call.Headers)
	c.headers(call.Headers, callHeaders)
	c.headerValues(call.Headers)
	c.takes(call.URL, anyText, "url")
	c.once(s, call, in)
	c.fallbacks(call, in)
	if v := call.With; v != nil && !mayBeObject(v) {
		c.errorf(v.At(), CodeInputs, "write with: { name: value }", "with holds the inputs of %s by name, and this has no names", call.Target())
		return
	}
	if op, ok := c.operation(call); ok {
		c.accepted(call, op)
		c.inputs(s, call, op)
		c.typed(call, op)
	}
}

// fallbacks checks what is asked when a call has failed. The answer is the value of
// that call, so it is the call that has a name and all that goes with it.
func (c *checker) fallbacks(call *flow.Call, in around) {
	for _, f := range call.Fallback {
		inner, ok := f.Do.(*flow.Call)
		switch {
		case !ok:
			c.errorf(f.Pos, CodeFallback, "use try and catch for other steps", "a fallback is a call, and this is %s", aVerb(f.Do))
		case f.Name.Text != "" || f.Compensate != nil || f.Continue || len(inner.Fallback) > 0:
			c.errorf(f.Pos, CodeFallback, "put it on the call itself", "a fallback has no name, onError, compensate or fallback of its own")
		default:
			c.step(f, in)
		}
	}
}

// service finds the service that a name means.
func (c *checker) service(name flow.Name) bool {
	var services []string
	if c.cfg.Contracts != nil {
		services = c.cfg.Contracts.Services()
	}
	if slices.Contains(services, name.Text) {
		return true
	}
	c.errorf(name.Pos, CodeUnknownService, oneOf(name.Text, services, "", "add it to services in tutti.yaml"), "unknown service %q", name.Text)
	return false
}

// operation finds the contract of a call.
func (c *checker) operation(call *flow.Call) (Operation, bool) {
	service, name := call.Service, call.Operation
	if !c.service(service) {
		return Operation{}, false
	}
	operations := c.cfg.Contracts.Operations(service.Text)
	if len(operations) == 0 {
		return Operation{}, false
	}
	if call.Method != "" || call.Path != nil {
		c.errorf(name.Pos, CodeContract, "remove method and path", "the contract of service %q says the method and path of %s", service.Text, call.Target())
	}
	op, ok := c.cfg.Contracts.Operation(service.Text, name.Text)
	switch {
	case !ok:
		c.errorf(name.Pos, CodeUnknownOperation, oneOf(name.Text, operations, service.Text+".", "look into the contract of the service"),
			"service %q has no operation %q", service.Text, name.Text)
	case op.Unsupported != "":
		c.errorf(name.Pos, CodeUnsupported, "", "%s cannot be called: %s", call.Target(), op.Unsupported)
	}
	return op, ok && op.Unsupported == ""
}

func mayBeObject(v flow.Value) bool {
	switch v := v.(type) {
	case *flow.Object, *flow.Expr:
		return true
	case *flow.Literal:
		return v.JSON.Kind() == value.Object || v.JSON.IsNull()
	}
	return false
}

// inputs holds the names in `with`, and whether there is a `body`, against the operation.
func (c *checker) inputs(s *flow.Step, call *flow.Call, op Operation) {
	if call.Body != nil && !op.HasBody {
		c.errorf(call.Body.At(), CodeBody, "remove body", "%s takes no body", call.Target())
	}
	if _, ok := call.With.(*flow.Expr); ok {
		return
	}
	given := map[string]bool{}
	for _, name := range inputNames(call.With) {
		given[name.Text] = true
		for _, meant := range c.input(name, call, op) {
			given[meant] = true // that it is missing is the same mistake
		}
	}
	for _, in := range op.Inputs {
		if wanted := in.Required && !(in.Body && call.Body != nil); wanted && !given[in.Name] {
			c.errorf(missingAt(s, call), CodeMissingInput, "add "+in.Name+" to with", "%s needs the input %q", call.Target(), in.Name)
		}
	}
}

// input checks one name in `with`. If the operation does not know it, it gives the names
// that were probably meant.
func (c *checker) input(name flow.Name, call *flow.Call, op Operation) []string {
	in, known := op.input(name.Text)
	switch {
	case !known && len(op.writtenOut(name.Text)) > 0:
		meant := op.writtenOut(name.Text)
		c.errorf(name.Pos, CodeClash, "write "+strings.Join(meant, " or "), "%s has several inputs %q", call.Target(), name.Text)
		return meant
	case !known && !op.OpenBody:
		c.errorf(name.Pos, CodeUnknownInput, oneOf(name.Text, names(op.Inputs), "", "it takes none"), "%s has no input %q", call.Target(), name.Text)
		return []string{diag.Nearest(name.Text, names(op.Inputs))}
	case known && in.Unsupported != "":
		c.errorf(name.Pos, CodeUnsupported, "leave it out", "the input %q of %s cannot be sent: %s", name.Text, call.Target(), in.Unsupported)
	case (!known || in.Body) && call.Body != nil && op.HasBody:
		c.errorf(call.Body.At(), CodeBody, "give one of the two", "%s has its body already: %q in with is a field of it", call.Target(), name.Text)
	}
	return nil
}

// missingAt is where something could be added: with, or else the call.
func missingAt(s *flow.Step, call *flow.Call) diag.Pos {
	if call.With != nil && call.With.At().Line > 0 {
		return call.With.At()
	}
	if call.Service.Line > 0 {
		return call.Service.Pos
	}
	return s.Pos
}

// inputNames are the names in `with`.
func inputNames(v flow.Value) []flow.Name {
	o, ok := v.(*flow.Object)
	if !ok {
		return nil
	}
	out := make([]flow.Name, len(o.Fields))
	for i, f := range o.Fields {
		out[i] = f.Name
	}
	return out
}

func names(inputs []Input) []string {
	var out []string
	for _, in := range inputs {
		out = append(out, in.Name)
	}
	return out
}
