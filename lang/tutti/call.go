package tutti

import (
	"fmt"
	"regexp"
	"strings"

	"tutti/flow"
	"tutti/value"
)

func (p *parser) call(n *node, got fields, place string) flow.Action {
	c := &flow.Call{}
	if !p.operation(n, c) {
		return nil
	}
	if with := got["with"]; with != nil {
		c.With = p.object(with, "with")
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
	if idempotent := got["idempotent"]; idempotent != nil {
		twice := p.flag(idempotent, "idempotent")
		c.Idempotent = &twice
	}
	if fallback := got["fallback"]; fallback != nil {
		c.Fallback = p.fallback(fallback, place)
	}
	if cache := got["cache"]; cache != nil {
		c.Cache = p.cache(cache)
	}
	p.address(c, got)
	return c
}

// address reads where a call without a contract goes.
func (p *parser) address(c *flow.Call, got fields) {
	if url := got["url"]; url != nil {
		c.URL = p.line(url, "url")
		if l, ok := c.URL.(*flow.Literal); ok && l.JSON.Kind() == value.String && !hasHost(l.JSON.Text()) {
			p.add(url.Pos, codeConstant, fmt.Sprintf("%q is not the URL of a call", url.text), "write it like http://127.0.0.1:8080/hooks")
		}
	}
	if method := got["method"]; method != nil && p.method(method, method.text) {
		c.Method = method.text
	}
	if path := got["path"]; path != nil {
		c.Path = p.line(path, "path")
		if l, ok := c.Path.(*flow.Literal); ok && l.JSON.Kind() == value.String && !strings.HasPrefix(l.JSON.Text(), "/") {
			p.add(path.Pos, codeConstant, fmt.Sprintf("the path %q does not begin with /", path.text), "write /"+path.text)
		}
	}
}

// cache reads how long an answer is good: a duration, or { ttl, stale }.
func (p *parser) cache(n *node) flow.Value {
	if n.shape == scalar {
		return p.lasting(n, "cache")
	}
	got := p.keys(n, cacheKeys)
	o := &flow.Object{Pos: n.Pos}
	for _, e := range n.pairs {
		if v := got[e.key.text]; v != nil {
			o.Fields = append(o.Fields, flow.Field{Name: e.key.name(), Value: p.lasting(v, e.key.text)})
		}
	}
	return o
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

// object reads what is an object: written out, or an expression.
func (p *parser) object(n *node, key string) flow.Value {
	v := p.value(n)
	switch v.(type) {
	case *flow.Text, *flow.Literal:
		p.add(n.Pos, codeShape, fmt.Sprintf("%q is text; %q is %s", n.text, key, anObject), "")
		return nil
	}
	return v
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
func (p *parser) statuses(n *node) []flow.Status {
	var out []flow.Status
	for _, i := range n.items {
		if status := p.integer(i, stepKeys.find("accept")); status != 0 {
			out = append(out, flow.Status{Pos: i.Pos, Code: status})
		}
	}
	return out
}
