package plan

import (
	"errors"
	"fmt"
	"strings"

	"tutti/diag"
	"tutti/expr"
	"tutti/fault"
	"tutti/flow"
	"tutti/value"
)

// Template is a flow.Value compiled: constant parts are bytes, the rest programs.
type Template struct {
	src  string // for people
	kind templateKind
	pos  diag.Pos
	lit  value.Value   // literal
	prog *expr.Program // expression
	text []string      // text: the constant parts; object: the names, as `"name":`
	subs []*Template   // text: the expressions between; object, array: the members
	max  int           // bytes
}

type templateKind uint8

const (
	literal templateKind = iota
	expression
	text
	object
	array
)

// Eval gives the template's value. The fault carries the place of the expression.
func (t *Template) Eval(env expr.Env) (value.Value, *fault.Fault) {
	switch t.kind {
	case literal:
		return t.lit, nil
	case expression:
		v, f := t.prog.Eval(env)
		return v, t.placed(f)
	default:
		dst, f := t.append(make([]byte, 0, 64), env)
		if f != nil {
			return value.Value{}, f
		}
		return value.Trusted(dst), nil
	}
}

func (t *Template) placed(f *fault.Fault) *fault.Fault {
	if f != nil && f.Pos.Line == 0 {
		f.Pos = t.pos
	}
	return f
}

// append writes the value as JSON behind dst; what expressions yield is spliced unchanged.
func (t *Template) append(dst []byte, env expr.Env) ([]byte, *fault.Fault) {
	var f *fault.Fault
	switch t.kind {
	case literal:
		dst = t.lit.Append(dst)
	case expression:
		var v value.Value
		if v, f = t.prog.Eval(env); f != nil {
			return dst, t.placed(f)
		}
		dst = v.Append(dst)
	case text:
		var s string
		if s, f = t.join(env); f != nil {
			return dst, f
		}
		dst = value.AppendString(dst, s)
	case object:
		dst, f = t.members(dst, '{', '}', env)
	case array:
		dst, f = t.members(dst, '[', ']', env)
	}
	if f == nil && len(dst) > t.max {
		f = &fault.Fault{Kind: fault.Limit, Detail: "the value is too large", Pos: t.pos}
	}
	return dst, f
}

func (t *Template) members(dst []byte, open, end byte, env expr.Env) ([]byte, *fault.Fault) {
	dst = append(dst, open)
	var f *fault.Fault
	for i, sub := range t.subs {
		if i > 0 {
			dst = append(dst, ',')
		}
		if t.kind == object {
			dst = append(dst, t.text[i]...)
		}
		if dst, f = sub.append(dst, env); f != nil {
			return dst, f
		}
	}
	return append(dst, end), nil
}

// join is the value of a text; null, arrays and objects have no place in one.
func (t *Template) join(env expr.Env) (string, *fault.Fault) {
	out := []byte(t.text[0])
	for i, sub := range t.subs {
		v, f := sub.Eval(env)
		if f != nil {
			return "", f
		}
		s, ok := v.Scalar()
		if !ok {
			return "", &fault.Fault{
				Kind: fault.Expression, Pos: sub.pos,
				Detail: v.Kind().String() + " cannot be put into text: write `// \"\"` or `| tojson`",
			}
		}
		out = append(append(out, s...), t.text[i+1]...)
		if len(out) > t.max {
			return "", &fault.Fault{Kind: fault.Limit, Detail: "the text is too large", Pos: t.pos}
		}
	}
	return string(out), nil
}

// Constant evaluates a value in which only the given names can stand, such as
// "env.HOST" in a project file.
func Constant(v flow.Value, names map[string]value.Value, lim flow.Limits) (value.Value, error) {
	var slots constants
	var failed error
	t := templater{max: lim.ExprBytes, program: func(e *flow.Expr) *expr.Program {
		p, err := expr.Parse(e.Source)
		if err == nil {
			var prog *expr.Program
			if prog, err = p.Compile(slots.resolver(names), exprLimits(lim)); err == nil {
				return prog
			}
		}
		failed = errors.Join(failed, fmt.Errorf("%v: %w", e.Pos, err))
		return nil
	}}.compile(v)
	if failed != nil {
		return value.Value{}, failed
	}
	out, f := t.Eval(&slots)
	if f != nil {
		return out, f
	}
	return out, nil
}

// constants are values that expressions reach by their number.
type constants struct{ values []value.Value }

// Var implements expr.Env.
func (c *constants) Var(slot int) value.Value { return c.values[slot] }

func (c *constants) resolver(names map[string]value.Value) func(string) (int, bool) {
	return func(name string) (int, bool) {
		v, ok := names[name]
		if ok {
			c.values = append(c.values, v)
		}
		return len(c.values) - 1, ok
	}
}

// templater compiles values; program compiles the expressions in them.
type templater struct {
	max     int
	program func(*flow.Expr) *expr.Program
}

// compile makes the template of v; nil stays nil.
func (c templater) compile(v flow.Value) *Template {
	switch v := v.(type) {
	case nil:
		return nil
	case *flow.Literal:
		return &Template{kind: literal, lit: v.JSON, pos: v.Pos, max: c.max, src: string(v.JSON.Raw())}
	case *flow.Expr:
		return &Template{kind: expression, prog: c.program(v), pos: v.Pos, max: c.max, src: v.Source}
	case *flow.Text:
		return c.text(v)
	case *flow.Object:
		return c.object(v)
	case *flow.Array:
		t := &Template{kind: array, pos: v.Pos, max: c.max}
		for _, item := range v.Items {
			t.subs = append(t.subs, c.compile(item))
		}
		t.src = "[" + t.sources(func(int) string { return "" }) + "]"
		return t.folded()
	default:
		panic("plan: unknown kind of value")
	}
}

func (c templater) text(v *flow.Text) *Template {
	t := &Template{kind: text, text: v.Lit, pos: v.Pos, max: c.max}
	for i, e := range v.Exprs {
		t.subs = append(t.subs, c.compile(e))
		t.src += v.Lit[i] + "${ " + e.Source + " }"
	}
	t.src = string(value.AppendString(nil, t.src+v.Lit[len(v.Exprs)]))
	return t
}

func (c templater) object(v *flow.Object) *Template {
	t := &Template{kind: object, pos: v.Pos, max: c.max}
	for _, f := range v.Fields {
		t.text = append(t.text, string(value.AppendString(nil, f.Name.Text))+":")
		t.subs = append(t.subs, c.compile(f.Value))
	}
	t.src = "{" + t.sources(func(i int) string { return t.text[i] }) + "}"
	return t.folded()
}

// folded is the template, or the literal it comes to if nothing in it is computed.
func (t *Template) folded() *Template {
	for _, sub := range t.subs {
		if sub.kind != literal {
			return t
		}
	}
	return &Template{kind: literal, lit: value.Trusted([]byte(t.src)), pos: t.pos, max: t.max, src: t.src}
}

// sources joins what people read of the members.
func (t *Template) sources(name func(int) string) string {
	parts := make([]string, len(t.subs))
	for i, sub := range t.subs {
		parts[i] = name(i) + sub.src
	}
	return strings.Join(parts, ",")
}

// String is the template as people read it.
func (t *Template) String() string { return t.src }
