package fault

import (
	"errors"

	"tutti/value"
)

// Value is the variable $error. `type`, `title`, `status` and `detail` are always there and say what the client
// would be told, so that a text can be made of them; what is not known is null. `upstream` is the
// service's answer, `also` the later failures of the scope, `cause` the fault that a catch was handling.
func (f *Fault) Value() value.Value {
	b := value.NewBuilder(512)
	f.build(b)
	return b.Done()
}

func (f *Fault) build(b *value.Builder) {
	b.BeginObject()
	text(b, "kind", string(f.Kind))
	text(b, "type", f.typeURI())
	text(b, "title", f.title())
	number(b, "status", f.HTTPStatus())
	textOr(b, "detail", f.Detail, value.FromString(f.title()))
	textOr(b, "instance", f.Instance, value.Value{})
	member(b, "extensions", f.Extensions)
	textOr(b, "step", f.Step, value.Value{})
	textOr(b, "service", f.Service, value.Value{})
	textOr(b, "operation", f.Operation, value.Value{})
	member(b, "attempts", value.FromInt(int64(f.Attempts)))
	text(b, "processed", f.Processed.String())
	f.buildUpstream(b)
	f.buildOthers(b)
	b.EndObject()
}

func (f *Fault) buildUpstream(b *value.Builder) {
	b.Name("upstream")
	if f.Upstream == nil {
		b.Value(value.Value{})
		return
	}
	b.BeginObject()
	member(b, "status", value.FromInt(int64(f.Upstream.Status)))
	member(b, "headers", f.Upstream.Headers)
	member(b, "body", f.Upstream.Body)
	b.EndObject()
}

func (f *Fault) buildOthers(b *value.Builder) {
	b.Name("also")
	b.BeginArray()
	for _, also := range f.Also {
		also.build(b)
	}
	b.EndArray()
	b.Name("cause")
	if cause := (*Fault)(nil); errors.As(f.Cause, &cause) {
		cause.build(b)
		return
	}
	b.Value(value.Value{})
}

func member(b *value.Builder, name string, v value.Value) {
	b.Name(name)
	b.Value(v)
}

func textOr(b *value.Builder, name, s string, otherwise value.Value) {
	if s != "" {
		otherwise = value.FromString(s)
	}
	member(b, name, otherwise)
}

// FromValue is the fault that a `fail` step raises: v has any of status, type, title, detail and
// extensions, or is a whole $error that is passed on, which keeps everything but Pos and causes that are no faults.
// Members of other types than Value gives them count as not given.
func FromValue(v value.Value) *Fault {
	f := &Fault{
		Kind:       kindOf(v.Get("kind").Text()),
		Status:     integer(v.Get("status")),
		Type:       v.Get("type").Text(),
		Title:      v.Get("title").Text(),
		Detail:     v.Get("detail").Text(),
		Instance:   v.Get("instance").Text(),
		Extensions: object(v.Get("extensions")),
		Step:       v.Get("step").Text(),
		Service:    v.Get("service").Text(),
		Operation:  v.Get("operation").Text(),
		Attempts:   integer(v.Get("attempts")),
		Processed:  processedOf(v.Get("processed").Text()),
	}
	if up := v.Get("upstream"); up.Kind() == value.Object {
		f.Upstream = &Upstream{Status: integer(up.Get("status")), Headers: up.Get("headers"), Body: up.Get("body")}
	}
	for also := range v.Get("also").Elems() {
		f.Also = append(f.Also, FromValue(also))
	}
	if cause := v.Get("cause"); cause.Kind() == value.Object {
		f.Cause = FromValue(cause)
	}
	return f
}

func kindOf(name string) Kind {
	switch k := Kind(name); k {
	case Status, Timeout, Connect, Breaker, Limit, Contract, Expression, Cancelled, Request, Internal:
		return k
	default:
		return Fail
	}
}

func processedOf(word string) Processed {
	switch word {
	case "no":
		return No
	case "yes":
		return Yes
	default:
		return Unknown
	}
}

// integer is v as an int, 0 if it is none.
func integer(v value.Value) int {
	n, _ := v.Int()
	return int(n)
}

func object(v value.Value) value.Value {
	if v.Kind() != value.Object {
		return value.Value{}
	}
	return v
}
