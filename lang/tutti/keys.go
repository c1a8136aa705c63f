package tutti

import (
	"fmt"
	"slices"
	"strings"

	"tutti/diag"
)

// fields are the entries of a mapping that the language knows, that this version
// has, and whose values have a fitting shape.
type fields map[string]*node

// keys holds a mapping against its table. Whatever does not fit is reported and left out.
func (p *parser) keys(n *node, t table) fields {
	got := fields{}
	for _, e := range n.pairs {
		k := p.known(e.key, t)
		if k == nil {
			continue
		}
		if k.later != "" {
			p.later(e.key.Pos, k.name, k.later)
			continue
		}
		p.take(got, k, e)
	}
	p.required(n, t)
	return got
}

// known finds a key, or reports it with the nearest one.
func (p *parser) known(name *node, t table) *key {
	k := t.find(name.text)
	if k == nil && !extension(name.text) {
		p.add(name.Pos, codeUnknownKey, fmt.Sprintf("unknown key %q", name.text), diag.DidYouMean(name.text, t.names()))
	}
	return k
}

// take keeps the value of a key if it has a shape that fits.
func (p *parser) take(got fields, k *key, e pair) {
	switch {
	case e.value.refused:
	case k.kind.takes(e.value.shape) && (!e.value.null() || mayBeNull(k.kind)):
		got[k.name] = e.value
	case e.value.null():
		p.add(e.key.Pos, codeShape, fmt.Sprintf("%q has no value", k.name), fmt.Sprintf("it is %s", k.kind))
	default:
		p.add(e.value.Pos, codeShape, fmt.Sprintf("%q is %s, not %s", k.name, k.kind, e.value.shape), shapeMend(k, e.value))
	}
}

func mayBeNull(k kind) bool { return k == aValue || k == anExpr || k == aCondition }

// shapeMend shows how to write a value where the mistake is a usual one.
func shapeMend(k *key, n *node) string {
	switch {
	case k.kind.takes(list) && !k.kind.takes(mapping) && n.shape == mapping:
		return "begin each step with a dash"
	case (k.kind == statuses || k.kind == envNames || k.kind == someErrors || k.kind == someOrigins || k.kind == headerNames || k.kind == someMethods) && n.shape == scalar:
		return fmt.Sprintf("write [%s]", n.text)
	case k.name == "on" && n.shape == scalar:
		return fmt.Sprintf("write on: { http: %s }", quote(n.text))
	case k.kind == aSchema && strings.Contains(n.text, "/"):
		return fmt.Sprintf("write { $ref: %s }", quoted(n.text, true))
	case k.name == "return" && n.shape == scalar:
		return fmt.Sprintf("write return: { body: %s }", n.text)
	}
	return ""
}

func (p *parser) required(n *node, t table) {
	for _, k := range t {
		if k.required && n.get(k.name) == nil {
			p.add(n.Pos, codeMissingKey, fmt.Sprintf("%q is missing", k.name), fmt.Sprintf("it is %s", k.kind))
		}
	}
}

func (p *parser) later(at diag.Pos, what, why string) {
	p.add(at, codeLater, fmt.Sprintf("%q %s and is not in this version", what, why), "")
}

// choose gives one of the words that a key takes, or "" after a finding.
func (p *parser) choose(n *node, k *key) string {
	if slices.Contains(k.choices, n.text) {
		return n.text
	}
	p.add(n.Pos, codeConstant, fmt.Sprintf("%q is %s, not %q", k.name, strings.Join(k.choices, " or "), n.text), diag.DidYouMean(n.text, k.choices))
	return ""
}

// flag reads true or false.
func (p *parser) flag(n *node, k string) bool {
	if n.style != plain || n.text != "true" && n.text != "false" {
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q is true or false, not %q", k, n.text), "")
	}
	return n.style == plain && n.text == "true"
}
