package catalog

import (
	"slices"

	"tutti/check"
	"tutti/openapi"
	"tutti/schema"
)

// served shows an operation that a workflow serves to the checker; nil for none.
func served(op *openapi.Operation) *check.Operation {
	if op == nil {
		return nil
	}
	out := &check.Operation{Name: op.Name, Doc: op.Doc, Method: op.Method, Path: op.Path, At: op.At, HasBody: op.TakesBody()}
	for _, p := range op.Parameters {
		_, filled := p.Schema.Default()
		out.Inputs = add(out.Inputs, check.Input{
			Name: p.Name, Doc: p.Doc, At: p.At, Schema: p.Schema, Required: p.Required || filled,
		})
	}
	if op.TakesBody() {
		body(out, op.Body)
	}
	for _, a := range op.Answers {
		out.Answers = append(out.Answers, check.Answer{Status: a.Status, Schema: schemaOf(a), Empty: len(a.Content) == 0})
	}
	return out
}

// body adds the fields of all forms that the body may have; one that not all have is not required.
func body(out *check.Operation, b *openapi.Body) {
	for _, m := range b.Content {
		if !openapi.IsJSON(m.Type) && m.Type != openapi.Form && m.Type != openapi.Multipart {
			out.Body, out.OpenBody = nil, true
			continue
		}
		fields := openapi.FieldsOf(m.Schema)
		out.OpenBody = out.OpenBody || fields.Open
		out.Body = m.Schema
		for _, f := range fields.List {
			_, filled := f.Schema.Default()
			in := check.Input{Name: f.Name, At: f.Schema.At(), Schema: f.Schema, Body: true, Nullable: f.Nullable}
			in.Required = (f.Required || filled) && b.Required && len(b.Content) == 1
			out.Inputs = add(out.Inputs, in)
		}
	}
	if len(b.Content) > 1 {
		out.Body = nil
	}
}

// add adds an input; of two with one name either schema may hold.
func add(all []check.Input, in check.Input) []check.Input {
	i := slices.IndexFunc(all, func(other check.Input) bool { return other.Name == in.Name })
	if i < 0 {
		return append(all, in)
	}
	all[i].Required = all[i].Required || in.Required
	all[i].Schema = schema.Either(all[i].Schema, in.Schema)
	return all
}

// schemaOf is what the body of an answer must be, where only one form says so.
func schemaOf(a *openapi.Answer) *schema.Schema {
	var of *schema.Schema
	for i, m := range a.Content {
		switch {
		case !openapi.IsJSON(m.Type):
			return nil
		case i == 0:
			of = m.Schema
		default:
			of = schema.Either(of, m.Schema)
		}
	}
	return of
}
