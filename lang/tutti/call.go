package tutti

import (
	"fmt"
	"regexp"
	"strings"

	"tutti/flow"
	"tutti/value"
)

func (p *parser) call(n *node, got fields) flow.Action {
	c := &flow.Call{}
	if !p.operation(n, c) {
		return nil
	}
	if with := got["with"]; with != nil {
		c.With = p.inputs(with)
	}
	if body := got["body"]; body != nil {
		c.Body = p.value(body)
	}
	if headers := got["headers"]; headers != nil {
		c.Headers = p.headers(headers)
	}
	if accept := got["accept"]; accept != nil {
		c.Accept = p.statuses(accept)
	}
	return c
}

var operationPattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*\.[^\s.${}]+$`)

// operation reads service.operation, which is a constant, so that it can be checked.
func (p *parser) operation(n *node, c *flow.Call) bool {
	if !operationPattern.MatchString(n.text) {
		mend := "write it as service.operation, with one dot"
		if strings.Contains(n.text, "$") {
			mend = "an operation is written out, so that it can be checked"
		}
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q is not an operation", n.text), mend)
		return false
	}
	dot := strings.IndexByte(n.text, '.')
	c.Service = flow.Name{Pos: n.Pos, Text: n.text[:dot]}
	c.Operation = flow.Name{Pos: n.at(dot + 1), Text: n.text[dot+1:]}
	return true
}

// inputs reads what is an object: written out, or an expression.
func (p *parser) inputs(n *node) flow.Value {
	v := p.value(n)
	switch v := v.(type) {
	case *flow.Text:
	case *flow.Literal:
		if v.JSON.Kind() == value.Object {
			return v
		}
	default:
		return v
	}
	p.add(n.Pos, codeShape, fmt.Sprintf("%q is text; inputs are a mapping or an expression", n.text), "")
	return nil
}

var token = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

// headers reads headers by name; RFC 9110, section 5.6.2 says what a name may be.
func (p *parser) headers(n *node) []flow.Field {
	seen := map[string]bool{}
	var out []flow.Field
	for _, e := range n.pairs {
		name := strings.ToLower(e.key.text)
		switch {
		case !token.MatchString(name):
			p.add(e.key.Pos, codeName, fmt.Sprintf("%q cannot be the name of a header", e.key.text), "")
		case seen[name]:
			p.add(e.key.Pos, codeRepeated, fmt.Sprintf("the header %q is already there; case does not count", e.key.text), "")
		case e.value.shape != scalar:
			p.add(e.value.Pos, codeShape, fmt.Sprintf("a header is a text, not %s", e.value.shape), "")
		default:
			out = append(out, flow.Field{Name: e.key.name(), Value: p.value(e.value)})
		}
		seen[name] = true
	}
	return out
}

// statuses reads a list of HTTP statuses from 300 on.
func (p *parser) statuses(n *node) []int {
	var out []int
	for _, i := range n.items {
		if status := p.integer(i, "accept", 300, 599); status != 0 {
			out = append(out, status)
		}
	}
	return out
}
