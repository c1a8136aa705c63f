package check

import (
	"tutti/diag"
	"tutti/expr"
	"tutti/expr/infer"
	"tutti/flow"
	"tutti/schema"
	"tutti/shape"
)

// Info answers an editor's questions about one workflow. It is for one goroutine at a
// time. Of a definition that is nested too deeply it knows nothing.
type Info struct {
	types *types
	wants map[flow.Value]shape.Shape
}

// Inspect looks at a definition without checking it: what it is asked is inferred then.
func Inspect(d *flow.Definition, cfg Config) *Info {
	i := &Info{types: newChecker(d, cfg).types, wants: map[flow.Value]shape.Shape{}}
	if i.types != nil {
		i.learn(d.Steps)
	}
	return i
}

// Visible is a name that an expression sees.
type Visible struct {
	Name  string
	Kind  flow.Kind
	Shape shape.Shape
	At    diag.Pos // where it is defined; the zero Pos for the language's own
	What  string   // for people: "the answer of inventory.getStock"
}

// Scope is what the expression sees, the nearest first and the language's own last.
func (i *Info) Scope(e *flow.Expr) []Visible {
	if i.types == nil {
		return nil
	}
	scope := i.types.names.At(e)
	var out []Visible
	for _, b := range scope.Bindings() {
		if b.Name.Text == "secrets" {
			continue // CodeLater
		}
		s, _ := i.Var(e, b.Name.Text)
		out = append(out, Visible{Name: b.Name.Text, Kind: b.Kind, Shape: s, At: b.Name.Pos, What: what(b)})
	}
	return out
}

// Shape is what is known of what the expression yields.
func (i *Info) Shape(e *flow.Expr) shape.Shape {
	if i.types == nil {
		return shape.Any()
	}
	return i.types.expr(e)
}

// Dot is what `.` stands for at an offset of the expression; false if it cannot be told.
func (i *Info) Dot(e *flow.Expr, offset int) (shape.Shape, bool) {
	if i.types == nil {
		return shape.Any(), false
	}
	p, err := i.types.parse(e)
	if err != nil {
		return shape.Any(), false
	}
	return infer.Dot(p, i.types.env(e), offset)
}

// Before is what stands at the end of the beginning of an expression, complete or not: in front of a dot
// or an operator. False if it cannot be told.
func (i *Info) Before(e *flow.Expr, beginning string) (shape.Shape, bool) {
	if i.types == nil {
		return shape.Any(), false
	}
	return infer.Before(beginning+".", i.types.env(e), len(beginning)+1)
}

// Var is $name, or what a path of fields leads to from there; false if the expression
// sees no such name, or there is no such field.
func (i *Info) Var(e *flow.Expr, name string, path ...string) (shape.Shape, bool) {
	if i.types == nil || i.types.names.At(e).Lookup(name) == nil {
		return shape.Any(), false
	}
	s := i.types.variable(e, expr.Ref{Name: name, Path: path})
	for _, field := range path {
		member, is := s.Field(field)
		if is == shape.Never {
			return shape.Any(), false
		}
		s = member
	}
	return s, true
}

// Value is what is known of the value of a step.
func (i *Info) Value(s *flow.Step) shape.Shape {
	if i.types == nil {
		return shape.Any()
	}
	return i.types.step(s)
}

// At is what is wanted where a value of the definition stands: an input of a call or
// a part of one, the input of a run, the body of an answer; false if anything may stand there.
func (i *Info) At(v flow.Value) (shape.Shape, bool) {
	s, ok := i.wants[v]
	return s, ok
}

// learn notes what is wanted where.
func (i *Info) learn(steps []*flow.Step) {
	eachStep(steps, func(s *flow.Step) {
		i.step(s)
		if s.Compensate != nil {
			i.learn([]*flow.Step{s.Compensate})
		}
	})
}

func (i *Info) step(s *flow.Step) {
	switch a := s.Do.(type) {
	case *flow.Call:
		if op, ok := i.types.operation(a); ok {
			i.want(a.With, op.with(a.Target()))
			i.want(a.Body, shape.FromSchema(op.Body, "the body of "+a.Target(), schema.Request))
		}
	case *flow.Run:
		if other := i.types.other(a); other != nil {
			i.want(a.With, other.input())
		}
	case *flow.Return:
		if op := i.types.member.Public; op != nil {
			i.want(a.Body, i.types.promise(a, op))
		}
	case *flow.Await:
		data := i.types.awaited(a)
		for _, f := range a.Match {
			if member, is := data.Field(f.Name.Text); is != shape.Never {
				i.want(f.Value, member)
			}
		}
	}
}

func (i *Info) want(v flow.Value, s shape.Shape) {
	if v == nil || !s.Known() {
		return
	}
	i.wants[v] = s
	switch v := v.(type) {
	case *flow.Object:
		for _, f := range v.Fields {
			if member, is := s.Field(f.Name.Text); is != shape.Never {
				i.want(f.Value, member)
			}
		}
	case *flow.Array:
		for _, item := range v.Items {
			i.want(item, s.Elem())
		}
	}
}

// with is what a `with` for the operation must be.
func (o *Operation) with(of string) shape.Shape {
	fields := make([]shape.Field, len(o.Inputs))
	for n, in := range o.Inputs {
		fields[n] = shape.Field{Name: in.Name, Shape: in.shape(in.Name + " of " + of), Required: in.Required}
	}
	if o.OpenBody {
		return shape.OpenObject(shape.Any(), fields...)
	}
	return shape.ObjectOf(fields...)
}

// promise is what the body of a return must be, if its status is known to be one that the
// contract lists.
func (t *types) promise(r *flow.Return, op *Operation) shape.Shape {
	codes := t.statuses(r)
	if len(codes) != 1 {
		return shape.Any()
	}
	a, ok := op.answer(codes[0])
	if !ok || a.Empty {
		return shape.Any()
	}
	return a.shape("the " + a.Status + " of " + op.Name)
}

// what says what a name stands for.
func what(b *flow.Binding) string {
	switch b.Kind {
	case flow.OfSet:
		return "a name of a set"
	case flow.OfLoop:
		return "the element of a loop"
	case flow.OfStep:
		if b.Step == nil {
			return "the value of a branch"
		}
		if c, ok := b.Step.Do.(*flow.Call); ok {
			return "the answer of " + c.Target()
		}
		return "the value of " + aVerb(b.Step.Do)
	}
	return languageOwn[b.Name.Text]
}

// languageOwn says what the language's variables are.
var languageOwn = map[string]string{
	"input":   "what the workflow was started with",
	"meta":    "what is known of the steps: $meta.<name>.state, status, headers, attempts, error",
	"run":     "this run: id, time, workflow, version",
	"request": "the request that started the run: method, path, headers, query, client, claims, event",
	"env":     "the environment, as far as the project sees it",
	"error":   "the failure that this is about",
	"index":   "the number of the turn, from 0",
	"last":    "the value of the turn before, null in the first",
}
