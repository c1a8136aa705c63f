package public_test

import (
	"slices"

	"tutti/connector"
	"tutti/schema"
	"tutti/value"
)

// request is a call with all inputs of an operation.
type request struct {
	connector.Request
	op     *connector.Operation
	with   []value.Member
	sent   []value.Member // what the service should find in $input
	params int            // how many of them are parameters
	why    string         // there is no such call
}

func requestOf(op *connector.Operation) *request {
	r := &request{op: op}
	r.Operation, r.Headers = op.Name, []connector.Header{{Name: operationHeader, Value: op.Name}}
	r.parameters()
	r.params = len(r.sent)
	if op.HasBody && r.why == "" {
		r.body()
	}
	r.With = value.ObjectOf(r.with...)
	return r
}

// parameters makes the parameters. Those of one name have one value, or else only those that must be there have any: a
// service of ours cannot tell them apart.
func (r *request) parameters() {
	for _, in := range r.op.Inputs {
		if in.In == connector.InBody || in.Unsupported != "" || in.Clash && !in.Required {
			continue
		}
		v, ok := schema.Sample(in.Schema, schema.Request)
		if in.In == connector.InPath || in.In == connector.InQuery {
			v = odd(in.Schema, v)
		}
		if at := find(r.sent, in.Bare()); at >= 0 && accepts(in.Schema, r.sent[at].Value) {
			v = r.sent[at].Value
		}
		switch {
		case !ok && in.Required:
			r.why = "no value fits the input " + in.Name
		case ok && !v.IsNull():
			r.with = append(r.with, value.Member{Name: in.Name, Value: v})
			r.sent = append(r.sent, value.Member{Name: in.Bare(), Value: v})
		}
	}
}

// body makes the body: an object as members of `with`, anything else whole.
func (r *request) body() {
	v, ok := schema.Sample(r.op.Body, schema.Request)
	if !ok {
		r.why = "no value fits the body"
		return
	}
	if v.Kind() != value.String { // which may be bytes
		v = odd(r.op.Body, v)
	}
	if v.Kind() != value.Object {
		r.Body, r.HasBody = v, true
		r.sent = append(r.sent, value.Member{Name: "body", Value: v})
		return
	}
	fields := r.fields(v)
	if len(fields) == 0 {
		r.Body, r.HasBody = value.ObjectOf(), true
	}
	for _, f := range fields {
		r.with = append(r.with, value.Member{Name: r.inBody(f.Name), Value: f.Value})
	}
	r.sent = append(r.sent, fields...)
}

// inBody is how `with` writes a field of the body.
func (r *request) inBody(name string) string {
	at := slices.IndexFunc(r.op.Inputs, func(in connector.Input) bool { return in.In == connector.InBody && in.Bare() == name })
	if at < 0 {
		return name
	}
	return r.op.Inputs[at].Name
}

// fields are the members of the body. One that has the name of a parameter is left out, or has its value.
func (r *request) fields(whole value.Value) []value.Member {
	var rest, all []value.Member
	for name, v := range whole.Members() {
		m := value.Member{Name: name, Value: v}
		if at := find(r.sent, name); at >= 0 {
			m.Value = r.sent[at].Value
		} else {
			rest = append(rest, m)
		}
		all = append(all, m)
	}
	if accepts(r.op.Body, value.ObjectOf(rest...)) {
		return rest
	}
	return all
}

func find(members []value.Member, name string) int {
	return slices.IndexFunc(members, func(m value.Member) bool { return m.Name == name })
}

func accepts(s *schema.Schema, v value.Value) bool {
	return s.Accepts(v, schema.Options{Direction: schema.Request, Formats: true})
}

// oddText has what the forms of HTTP give a meaning to.
const oddText = "é \U0001F600 /?#[]@!$&'()*+,;=%7C|\\\"<>\r\n--\t."

// odd is v with odd text in place of plain text, where the schema takes any.
func odd(s *schema.Schema, v value.Value) value.Value {
	if replaced := odder(v); accepts(s, replaced) {
		return replaced
	}
	return v
}

func odder(v value.Value) value.Value {
	switch v.Kind() {
	case value.String:
		if v.Text() == "text" {
			return value.FromString(oddText)
		}
	case value.Array:
		var elems []value.Value
		for e := range v.Elems() {
			elems = append(elems, odder(e))
		}
		return value.ArrayOf(elems...)
	case value.Object:
		var members []value.Member
		for name, m := range v.Members() {
			members = append(members, value.Member{Name: name, Value: odder(m)})
		}
		return value.ObjectOf(members...)
	default:
	}
	return v
}
