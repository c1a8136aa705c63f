package tutti

import (
	"fmt"
	"slices"
	"strings"

	"tutti/diag"
	"tutti/flow"
)

// cors reads which pages of other origins may call.
func (p *parser) cors(n *node) *flow.CORS {
	got := p.keys(n, corsKeys)
	c := &flow.CORS{Pos: n.Pos}
	if origins := got["origins"]; origins != nil {
		c.Origins = p.list(origins, p.origin)
	}
	if headers := got["headers"]; headers != nil {
		c.Headers = p.list(headers, p.headerName)
	}
	if methods := got["methods"]; methods != nil {
		c.Methods = p.list(methods, p.methodName)
	}
	if credentials := got["credentials"]; credentials != nil {
		c.Credentials = p.flag(credentials, "credentials")
	}
	if age := got["maxAge"]; age != nil {
		c.MaxAge = p.duration(age, "maxAge")
	}
	p.wildcard(c)
	return c
}

// list reads a list of names. Those that check has a finding about, and those that are there already, are left out.
func (p *parser) list(n *node, check func(*node) bool) []flow.Name {
	var out []flow.Name
	for _, i := range n.items {
		switch {
		case i.shape != scalar:
			p.add(i.Pos, codeShape, fmt.Sprintf("an entry of the list is a text, not %s", i.shape), "")
		case !check(i):
		case slices.ContainsFunc(out, func(o flow.Name) bool { return strings.EqualFold(o.Text, i.text) }):
			p.add(i.Pos, codeRepeated, fmt.Sprintf("%q is already in the list", i.text), "remove it")
		default:
			out = append(out, i.name())
		}
	}
	return out
}

func (p *parser) origin(n *node) bool {
	if n.text == flow.AnyOrigin {
		return true
	}
	err := flow.CheckOrigin(n.text)
	if err != nil {
		p.add(n.Pos, codeOrigin, fmt.Sprintf("%q is no origin that can be allowed", n.text), err.Error())
	}
	return err == nil
}

func (p *parser) headerName(n *node) bool {
	ok := token.MatchString(n.text) && n.text != "*"
	if !ok {
		p.add(n.Pos, codeName, fmt.Sprintf("%q cannot be the name of a header", n.text), "write each name out, as in Authorization")
	}
	return ok
}

func (p *parser) methodName(n *node) bool {
	ok := slices.Contains(methods, n.text)
	if !ok {
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q is no method that routes have", n.text), diag.DidYouMean(n.text, methods))
	}
	return ok
}

// wildcard sees to it that all origins means all of them, and nothing that belongs to somebody.
func (p *parser) wildcard(c *flow.CORS) {
	for _, o := range c.Origins {
		switch {
		case o.Text != flow.AnyOrigin:
		case c.Credentials:
			p.add(o.Pos, codeOrigin, "every page there is could use what its visitors may do here", "list the origins that may send credentials, or remove credentials")
		case len(c.Origins) > 1:
			p.add(o.Pos, codeOrigin, `"*" stands for the other origins too`, "remove it, or the others")
		}
	}
}
