package tutti

import (
	"fmt"
	"strings"

	"tutti/flow"
	"tutti/value"
)

// data is a value where a text is data; nil for none.
func data(v flow.Value) *node {
	switch v := v.(type) {
	case nil:
		return nil
	case *flow.Literal:
		return fixed(v.JSON)
	case *flow.Expr:
		if startsWithVariable(v.Source) {
			return text(v.Source)
		}
		return text(inBraces(v.Source))
	case *flow.Text:
		return mixed(v)
	case *flow.Object:
		return object(v.Fields)
	case *flow.Array:
		n := inlineList()
		for _, i := range v.Items {
			n.items = append(n.items, data(i))
		}
		return n
	}
	panic(fmt.Sprintf("tutti: unknown value %T", v))
}

// constant is a value in which texts are what they are; nil for none.
func constant(v flow.Value) *node {
	switch v := v.(type) {
	case nil:
		return nil
	case *flow.Literal:
		if v.JSON.Kind() == value.String {
			return text(v.JSON.Text())
		}
		return fixed(v.JSON)
	case *flow.Object:
		n := inline()
		for _, f := range v.Fields {
			n.put(f.Name.Text, constant(f.Value))
		}
		return n
	case *flow.Array:
		n := inlineList()
		for _, i := range v.Items {
			n.items = append(n.items, constant(i))
		}
		return n
	}
	panic(fmt.Sprintf("tutti: a constant %T", v))
}

func object(fields []flow.Field) *node {
	n := inline()
	for _, f := range fields {
		n.put(f.Name.Text, data(f.Value))
	}
	return n
}

// fixed is a value without expressions.
func fixed(v value.Value) *node {
	switch v.Kind() {
	case value.String:
		return text(escape(v.Text(), false))
	case value.Array:
		n := inlineList()
		for i := range v.Elems() {
			n.items = append(n.items, fixed(i))
		}
		return n
	case value.Object:
		n := inline()
		for name, member := range v.Members() {
			n.put(name, fixed(member))
		}
		return n
	}
	return asIs(string(v.Raw()))
}

// always is a value where a text is an expression; nil for none.
func always(v flow.Value) *node {
	e, ok := v.(*flow.Expr)
	if !ok {
		return data(v)
	}
	if strings.HasPrefix(e.Source, "${") && closingBrace(e.Source, 2) == len(e.Source)-1 {
		return text(inBraces(e.Source))
	}
	n := text(e.Source)
	if !startsWithVariable(e.Source) {
		n.style = single
	}
	return n
}

// text is a string as it is, which may be empty.
func text(s string) *node { return &node{style: literal, text: s} }

// mixed is text with values put in.
func mixed(t *flow.Text) *node {
	var b strings.Builder
	for i, lit := range t.Lit {
		b.WriteString(escape(lit, i < len(t.Exprs)))
		if i < len(t.Exprs) {
			b.WriteString(inBraces(t.Exprs[i].Source))
		}
	}
	n := text(b.String())
	if len(t.Exprs) == 1 && t.Lit[0] == "" && isEnd(t.Lit[1], literal) {
		n.style = double // in a block, the line break behind the value would be nothing
	}
	return n
}

// inBraces puts an expression in ${ }. A comment at its end is kept from the brace.
func inBraces(src string) string {
	if comment(src) >= 0 {
		return "${ " + src + "\n}"
	}
	return "${ " + src + " }"
}

// escape doubles the dollar signs that would begin something; before tells
// that ${ } follows the text.
func escape(s string, before bool) string {
	if !strings.Contains(s, "$") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		rest := s[i+1:]
		if s[i] == '$' && (rest == "" && before || strings.HasPrefix(rest, "$") || strings.HasPrefix(rest, "{") || identifier(rest) != "") {
			b.WriteByte('$')
		}
	}
	return b.String()
}
