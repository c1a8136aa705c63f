package flow

import (
	"tutti/diag"
	"tutti/value"
)

// Value is data that may contain expressions. The set is sealed:
// *Literal *Expr *Text *Object *Array.
type Value interface{ At() diag.Pos }

// Literal is a scalar without expressions. What is written as a mapping or a list is
// an Object or Array whatever is in it, so that every part keeps its place.
type Literal struct {
	diag.Pos
	JSON value.Value
}

// Expr is one jq expression; its value keeps its type.
type Expr struct {
	diag.Pos
	Source string
	Map    SourceMap
}

// Text is a string with values put in: Lit and Exprs alternate, Lit first,
// so len(Lit) == len(Exprs)+1.
type Text struct {
	diag.Pos
	Lit   []string
	Exprs []*Expr
}

// Object is an object; Fields keep their order.
type Object struct {
	diag.Pos
	Fields []Field
}

// Field is one member of an Object, one header, or one name of a Set.
type Field struct {
	Name  Name
	Value Value
}

// Array is an array.
type Array struct {
	diag.Pos
	Items []Value
}

// At is where the value stands.
func (v *Literal) At() diag.Pos { return v.Pos }

// At is where the value stands.
func (v *Expr) At() diag.Pos { return v.Pos }

// At is where the value stands.
func (v *Text) At() diag.Pos { return v.Pos }

// At is where the value stands.
func (v *Object) At() diag.Pos { return v.Pos }

// At is where the value stands.
func (v *Array) At() diag.Pos { return v.Pos }

// SourceMap finds the place in the file of a byte offset in an expression's
// Source. Between two marks the text runs on in one line, a column a character.
// Parsers make it where quoting, folding or indentation moved the text.
type SourceMap []Mark

// Mark says that the byte at Offset of the Source stands at Line, Col of the file.
type Mark struct {
	Offset, Line, Col int
}

// Place is where the byte at offset of the expression stands in the file.
func (v *Expr) Place(offset int) diag.Pos {
	at := Mark{Line: v.Line, Col: v.Col}
	for _, m := range v.Map {
		if m.Offset > offset {
			break
		}
		at = m
	}
	offset = min(offset, len(v.Source))
	if at.Offset > offset {
		return v.Pos
	}
	col := at.Col + len([]rune(v.Source[at.Offset:offset]))
	return diag.Pos{File: v.File, Line: at.Line, Col: col}
}

// Exprs calls yield for every expression inside v, in order of the source.
func Exprs(v Value, yield func(*Expr)) {
	switch v := v.(type) {
	case nil, *Literal:
	case *Expr:
		yield(v)
	case *Text:
		for _, e := range v.Exprs {
			yield(e)
		}
	case *Object:
		for _, f := range v.Fields {
			Exprs(f.Value, yield)
		}
	case *Array:
		for _, i := range v.Items {
			Exprs(i, yield)
		}
	default:
		panic("flow: unknown kind of value")
	}
}

// StepExprs calls yield for the expressions that a step without steps inside
// evaluates itself: its guard and timeout, what its action takes, and those of the
// fallbacks of a call.
func StepExprs(s *Step, yield func(*Expr)) {
	Exprs(s.If, yield)
	Exprs(s.Timeout, yield)
	for _, v := range operands(s.Do) {
		Exprs(v, yield)
	}
	c, ok := s.Do.(*Call)
	if !ok {
		return
	}
	for _, f := range c.Fallback {
		if _, call := f.Do.(*Call); call { // anything else is a mistake, which check reports
			StepExprs(f, yield)
		}
	}
}

// operands are the values of an action that is no block.
func operands(do Action) []Value {
	switch a := do.(type) {
	case *Call:
		return append([]Value{a.With, a.Body, a.Cache, a.URL, a.Path}, valuesOf(a.Headers)...)
	case *Wait:
		return []Value{a.For}
	case *Await:
		return valuesOf(a.Match)
	case *Human:
		out := []Value{a.Title, a.Form, a.Users, a.Roles}
		for _, e := range a.Escalate {
			out = append(out, e.Users, e.Roles)
		}
		return out
	case *Emit:
		return []Value{a.Data}
	case *Run:
		return []Value{a.With}
	case *Fail:
		return []Value{a.Error}
	case *Return:
		return append([]Value{a.Status, a.Body}, valuesOf(a.Headers)...)
	case *Set:
		return valuesOf(a.Fields)
	case *Goto:
		return nil
	default:
		panic("flow: this action has steps inside")
	}
}

func valuesOf(fields []Field) []Value {
	out := make([]Value, len(fields))
	for i, f := range fields {
		out[i] = f.Value
	}
	return out
}
