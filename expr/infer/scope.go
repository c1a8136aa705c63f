package infer

import (
	"slices"
	"strings"

	"github.com/itchyny/gojq"

	"tutti/shape"
)

// scope is what is bound around a place, the innermost first. It is one of a variable, a definition and a
// parameter of one.
type scope struct {
	up   *scope
	name string // with the $ of a variable

	shape shape.Shape   // of a variable
	def   *gojq.FuncDef // a definition
	arg   *gojq.Query   // a parameter: what was passed for it,
	at    *scope        // and what was bound there
	arity int
}

func (sc *scope) bind(name string, s shape.Shape) *scope {
	return &scope{up: sc, name: name, shape: s}
}

func (sc *scope) define(fd *gojq.FuncDef) *scope {
	return &scope{up: sc, name: fd.Name, def: fd, arity: len(fd.Args)}
}

func (sc *scope) find(name string, arity int) *scope {
	for ; sc != nil; sc = sc.up {
		if sc.name == name && sc.arity == arity {
			return sc
		}
	}
	return nil
}

// variable is the shape of $name; node is where it stands.
func (i *inference) variable(node any, name string, sc *scope) shape.Shape {
	if b := sc.find(name, 0); b != nil {
		return b.shape
	}
	if ref, ok := i.expr.Ref(node); ok {
		return i.env(ref)
	}
	return shape.Any()
}

// call is a call of a function: what it is applied to, and where.
type call struct {
	*inference
	term *gojq.Term
	in   shape.Shape
	sc   *scope
}

func (c *call) args() []*gojq.Query { return c.term.Func.Args }

// arg is what the n-th argument yields on an input.
func (c *call) arg(n int, in shape.Shape) shape.Shape { return c.query(c.args()[n], in, c.sc) }

// function is what a function yields, a builtin or one that the expression defines.
func (i *inference) function(t *gojq.Term, in shape.Shape, sc *scope) shape.Shape {
	name := t.Func.Name
	if strings.HasPrefix(name, "$") {
		return i.variable(t, name, sc)
	}
	c := &call{i, t, in, sc}
	switch b := sc.find(name, len(t.Func.Args)); {
	case b == nil:
		return c.builtin()
	case b.def != nil:
		return c.defined(b)
	default:
		return i.query(b.arg, in, b.at)
	}
}

// defined goes into the body of a definition. One that calls itself may yield anything.
func (c *call) defined(b *scope) shape.Shape {
	if slices.Contains(c.calls, b.def) || len(c.calls) == maxCalls {
		return shape.Any()
	}
	c.calls = append(c.calls, b.def)
	defer func() { c.calls = c.calls[:len(c.calls)-1] }()
	inner := b
	for n, name := range b.def.Args {
		if strings.HasPrefix(name, "$") {
			inner = inner.bind(name, c.arg(n, c.in))
		}
		inner = &scope{up: inner, name: strings.TrimPrefix(name, "$"), arg: c.args()[n], at: c.sc}
	}
	return c.query(b.def.Body, c.in, inner)
}
