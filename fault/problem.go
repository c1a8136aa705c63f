package fault

import (
	"slices"

	"tutti/value"
)

// own are the members of a problem document that extensions cannot replace: those of
// RFC 9457, and where in the workflow it happened.
func own(name string) bool {
	return slices.Contains([]string{
		"type", "title", "status", "detail", "instance", "step", "service", "operation", "attempts",
	}, name)
}

// Problem is the application/problem+json document of RFC 9457 for the client: its members, `step`, `service`,
// `operation` and `attempts` where known, and the extensions. It has nothing of the service's answer
// and nothing of Cause.
func (f *Fault) Problem() value.Value {
	b := value.NewBuilder(256)
	b.BeginObject()
	text(b, "type", f.typeURI())
	text(b, "title", f.title())
	number(b, "status", f.HTTPStatus())
	text(b, "detail", f.Detail)
	text(b, "instance", f.Instance)
	text(b, "step", f.Step)
	text(b, "service", f.Service)
	text(b, "operation", f.Operation)
	number(b, "attempts", f.Attempts)
	for name, v := range f.Extensions.Members() {
		if !own(name) {
			b.Name(name)
			b.Value(v)
		}
	}
	b.EndObject()
	return b.Done()
}

func (f *Fault) typeURI() string {
	if f.Type == "" {
		return "about:blank"
	}
	return f.Type
}

// text adds a member unless it is empty.
func text(b *value.Builder, name, s string) {
	if s != "" {
		b.Name(name)
		b.Text(s)
	}
}

// number adds a member unless it is 0.
func number(b *value.Builder, name string, n int) {
	if n != 0 {
		b.Name(name)
		b.Value(value.FromInt(int64(n)))
	}
}
