package check

import (
	"slices"

	"tutti/expr"
	"tutti/fault"
	"tutti/flow"
	"tutti/shape"
	"tutti/value"
)

// language is what is known of the language's own variables. Those with members that
// package check knows by name are open: a wrong name has its finding already.
type language struct {
	run, request, failure shape.Shape
	meta                  []shape.Field // of any step
	call, await, person   []shape.Field // of such a step, beside
	turns                 []shape.Field // of a for that goes on after errors
}

var (
	anyText    = shape.Of(shape.String)
	anyInteger = shape.Of(shape.Integer)
	anyHeaders = shape.OpenObject(anyText.OrAbsent())
)

func newLanguage() language {
	failure := newFailure()
	return language{
		failure: failure,
		run: shape.OpenObject(shape.Any(), must("id", anyText), must("time", anyText), must("workflow", anyText),
			must("version", anyText), must("callback", anyText)),
		request: shape.OpenObject(shape.Any(), must("method", anyText), must("path", anyText), must("headers", anyHeaders)),
		meta: []shape.Field{
			{Name: "state", Shape: oneWord("done", "skipped", "failed", "cancelled")},
			{Name: "error", Shape: failure},
		},
		call: []shape.Field{
			{Name: "status", Shape: anyInteger},
			{Name: "headers", Shape: anyHeaders},
			{Name: "attempts", Shape: anyInteger},
			{Name: "service", Shape: anyText},
		},
		await:  []shape.Field{{Name: "type", Shape: anyText}, {Name: "id", Shape: anyText}, {Name: "source", Shape: anyText}, {Name: "time", Shape: anyText}},
		person: []shape.Field{{Name: "by", Shape: shape.Any()}},
		turns: []shape.Field{{Name: "errors", Shape: shape.ArrayOf(
			shape.ObjectOf(must("index", anyInteger), must("item", shape.Any()), must("error", failure)))}},
	}
}

// newFailure is $error (fault.Fault.Value). The errors in it are looked at one level deep.
func newFailure() shape.Shape {
	fields := []shape.Field{
		must("kind", oneWord(
			fault.Status, fault.Timeout, fault.Connect, fault.Breaker, fault.Limit, fault.Contract, fault.Expression,
			fault.Cancelled, fault.Fail, fault.Request, fault.Internal)),
		must("type", anyText), must("title", anyText), must("status", anyInteger), must("detail", anyText),
		{Name: "instance", Shape: anyText},
		{Name: "extensions", Shape: shape.Any()},
		{Name: "step", Shape: anyText},
		{Name: "service", Shape: anyText},
		{Name: "operation", Shape: anyText},
		must("attempts", anyInteger), must("processed", oneWord("no", "unknown", "yes")),
		{Name: "upstream", Shape: shape.ObjectOf(must("status", anyInteger), must("headers", anyHeaders), must("body", shape.Any()))},
	}
	inner := shape.OpenObject(shape.Any(), fields...)
	return shape.ObjectOf(append(fields, must("also", shape.ArrayOf(inner)), shape.Field{Name: "cause", Shape: inner})...)
}

// must is a member that is always there.
func must(name string, s shape.Shape) shape.Field {
	return shape.Field{Name: name, Shape: s, Required: true}
}

// oneWord is one of the words.
func oneWord[Word ~string](all ...Word) shape.Shape {
	ways := make([]shape.Shape, len(all))
	for i, w := range all {
		ways[i] = shape.Const(value.FromString(string(w)))
	}
	return shape.Union(ways...)
}

// meta is $meta with the step that is asked about.
func (t *types) meta(e *flow.Expr, ref expr.Ref) shape.Shape {
	if len(ref.Path) == 0 {
		return shape.Any()
	}
	b := t.names.At(e).Lookup(ref.Path[0])
	if b == nil || b.Kind != flow.OfStep || b.Step == nil {
		return shape.Any()
	}
	return shape.OpenObject(shape.Any(), must(ref.Path[0], t.metaOf(b.Step)))
}

// metaOf is what $meta knows of a step. None of it need be there: the step may not have run.
func (t *types) metaOf(s *flow.Step) shape.Shape {
	l := &t.facts.language
	fields := slices.Clone(l.meta)
	switch a := s.Do.(type) {
	case *flow.Call:
		fields = append(fields, l.call...)
	case *flow.Await:
		fields = append(fields, l.await...)
		fields = append(fields, shape.Field{Name: "type", Shape: oneWord(texts(a.Types)...)})
	case *flow.Human:
		fields = append(fields, l.person...)
	}
	if goesOn(s) {
		fields = append(fields, l.turns...)
	}
	return shape.OpenObject(shape.Any(), fields...)
}

func texts(names []flow.Name) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = n.Text
	}
	return out
}
