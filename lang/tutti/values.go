package tutti

import (
	"fmt"
	"strings"

	"tutti/diag"
	"tutti/flow"
	"tutti/value"
)

// value reads data that may contain expressions.
func (p *parser) value(n *node) flow.Value { return p.tree(n, p.text) }

// constant reads data without expressions, in which a dollar sign is one.
func (p *parser) constant(n *node) flow.Value {
	return p.tree(n, func(n *node) flow.Value { return &flow.Literal{Pos: n.Pos, JSON: value.FromString(n.text)} })
}

// tree reads data whose texts are for text to read.
func (p *parser) tree(n *node, text func(*node) flow.Value) flow.Value {
	switch n.shape {
	case mapping:
		fields := make([]flow.Field, 0, len(n.pairs))
		for _, e := range n.pairs {
			fields = append(fields, flow.Field{Name: e.key.name(), Value: p.tree(e.value, text)})
		}
		return &flow.Object{Pos: n.Pos, Fields: fields}
	case list:
		items := make([]flow.Value, 0, len(n.items))
		for _, i := range n.items {
			items = append(items, p.tree(i, text))
		}
		return &flow.Array{Pos: n.Pos, Items: items}
	}
	return p.scalar(n, text)
}

func (p *parser) scalar(n *node, text func(*node) flow.Value) flow.Value {
	if n.style != plain {
		return text(n)
	}
	switch n.text {
	case "", "~", "null":
		return &flow.Literal{Pos: n.Pos}
	case "true", "false":
		return &flow.Literal{Pos: n.Pos, JSON: value.FromBool(n.text == "true")}
	}
	switch json, err := number(n.text); err {
	case nil:
		return &flow.Literal{Pos: n.Pos, JSON: value.Trusted([]byte(json))}
	case errNotJSON:
		p.add(n.Pos, codeNumber, fmt.Sprintf("JSON has no number %s", n.text), "write it in quotes if it is text")
		return &flow.Literal{Pos: n.Pos}
	}
	return text(n)
}

// text reads a string: data, one expression, or text with values put in.
func (p *parser) text(n *node) flow.Value {
	if startsWithVariable(n.text) {
		return p.expression(n, 0, len(n.text))
	}
	t, ok := p.split(n)
	switch {
	case !ok || len(t.Exprs) == 0:
		return &flow.Literal{Pos: n.Pos, JSON: value.FromString(strings.Join(t.Lit, ""))}
	case len(t.Exprs) == 1 && t.Lit[0] == "" && isEnd(t.Lit[1], n.style):
		return t.Exprs[0]
	}
	return t
}

// isEnd tells whether nothing follows; the line breaks that end a block are nothing.
func isEnd(rest string, s style) bool {
	if s == literal || s == folded {
		rest = strings.TrimRight(rest, "\n")
	}
	return rest == ""
}

// split cuts a string into text and ${ }; false after a finding that makes the parts meaningless.
func (p *parser) split(n *node) (*flow.Text, bool) {
	t := &flow.Text{Pos: n.Pos}
	var lit strings.Builder
	end := func() {
		t.Lit = append(t.Lit, lit.String())
		lit.Reset()
	}
	for rest := 0; rest < len(n.text); {
		i := strings.IndexByte(n.text[rest:], '$')
		if i < 0 {
			lit.WriteString(n.text[rest:])
			break
		}
		i += rest
		lit.WriteString(n.text[rest:i])
		switch after := n.text[i+1:]; {
		case strings.HasPrefix(after, "$"):
			lit.WriteByte('$')
			rest = i + 2
		case strings.HasPrefix(after, "{"):
			closing := closingBrace(n.text, i+2)
			if closing < 0 {
				p.unclosed(n, i)
				end()
				return t, false
			}
			end()
			t.Exprs = append(t.Exprs, p.expression(n, i+2, closing))
			rest = closing + 1
		default:
			p.checkText(n, i)
			lit.WriteByte('$')
			rest = i + 1
		}
	}
	end()
	return t, true
}

func (p *parser) unclosed(n *node, at int) {
	switch hides := comment(n.text[at+2:]); {
	case n.isCut():
		p.cut(n)
	case n.style == folded && hides >= 0:
		p.hidden(n.at(at + 2 + hides))
	default:
		p.add(n.at(at), codeUnclosed, "${ is not closed with }", "write $$ for a dollar sign")
	}
}

// checkText reports a variable in text, where nothing would replace it.
func (p *parser) checkText(n *node, at int) {
	name := identifier(n.text[at+1:])
	if !p.variables[name] {
		return
	}
	p.add(n.at(at), codeText, fmt.Sprintf("this is text, so $%s is not replaced", name), "put it in ${ }, or write $$")
}

// expression is the part of a scalar's text from one offset to another, without the space around it.
func (p *parser) expression(n *node, from, to int) *flow.Expr {
	src := strings.TrimSpace(n.text[from:to])
	from += strings.Index(n.text[from:to], src)
	e := &flow.Expr{Pos: n.at(from), Source: src}
	for _, m := range n.marks[n.marksUpTo(from):] {
		if m.Offset >= from+len(src) {
			break
		}
		e.Map = append(e.Map, flow.Mark{Offset: m.Offset - from, Line: m.Line, Col: m.Col})
	}
	p.checkExpression(n, e, to == len(n.text))
	p.exprs = append(p.exprs, e)
	return e
}

// checkExpression reports what YAML has done to an expression unseen.
func (p *parser) checkExpression(n *node, e *flow.Expr, last bool) {
	switch {
	case e.Source == "":
		p.add(e.Pos, codeEmpty, "the expression is empty", "")
	case last && n.isCut() && unfinished(e.Source):
		p.cut(n)
	case n.style == folded && comment(e.Source) >= 0:
		p.hidden(e.Place(comment(e.Source)))
	}
}

func (p *parser) hidden(at diag.Pos) {
	p.add(at, codeFolded, "a folded block (>) makes one line, so this comment hides all that follows", "use a literal block (|)")
}

// isCut tells whether a plain scalar ended at a sign that may have been meant to belong to it.
func (n *node) isCut() bool { return n.end == '#' || n.end == ',' }

func (p *parser) cut(n *node) {
	at := n.at(len(n.text))
	if n.end == '#' {
		p.add(at, codeCut, "` #` begins a comment here, in the middle of the expression", "quote an expression that contains ` #`")
		return
	}
	p.add(at, codeCut, "this comma ends the value, in the middle of the expression", "inside { } and [ ], quote an expression that contains a comma")
}

// always reads a scalar that is an expression even if it does not start with $.
func (p *parser) always(n *node, key string) flow.Value {
	if n.shape != scalar {
		p.add(n.Pos, codeNoExpression, fmt.Sprintf("%q needs an expression, not %s", key, n.shape), "quote an expression that starts with { or [")
		return nil
	}
	src := strings.TrimSpace(n.text)
	if strings.HasPrefix(src, "${") {
		from := strings.Index(n.text, "${") + 2
		switch closing := closingBrace(n.text, from); {
		case closing < 0:
			p.unclosed(n, from-2)
			return nil
		case strings.TrimSpace(n.text[closing+1:]) == "":
			return p.expression(n, from, closing)
		}
	}
	if n.null() {
		p.add(n.Pos, codeEmpty, fmt.Sprintf("%q has no expression", key), "")
		return nil
	}
	return p.expression(n, 0, len(n.text))
}

// condition is an expression, or true or false.
func (p *parser) condition(n *node, key string) flow.Value {
	if n.shape == scalar && n.style == plain && (n.text == "true" || n.text == "false") {
		return &flow.Literal{Pos: n.Pos, JSON: value.FromBool(n.text == "true")}
	}
	return p.always(n, key)
}

// startsWithVariable tells whether a string is one expression: $ and a letter
// (or the underscore, with which a name may begin as well).
func startsWithVariable(s string) bool {
	return strings.HasPrefix(s, "$") && identifier(s[1:]) != ""
}

// identifier is the name at the start of s, or "".
func identifier(s string) string {
	for i := range len(s) {
		c := s[i]
		letter := c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return s[:i]
		}
	}
	return s
}
