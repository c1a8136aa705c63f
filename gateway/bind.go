package gateway

import (
	"bytes"
	"net/http"

	"tutti/value"
)

// bodyName is where a body that is no object goes.
const bodyName = "body"

// bound makes $input of path, query and body. No name ever overrides another one.
func (g *Gateway) bound(next step) step {
	return func(x *exchange) reply {
		var why string
		if x.query, why = parseQuery(x.rawQuery); why != "" {
			return refuse(http.StatusBadRequest, why)
		}
		if x.route.contract != nil {
			if f := g.byContract(x); f != nil {
				return problem(f)
			}
			return next(x)
		}
		in := input{names: x.route.names, values: x.values, query: x.query, hasBody: x.hasBody}
		if x.hasBody {
			var err error
			if in.body, err = value.Scan(x.text, g.cfg.Limits.JSONDepth); err != nil {
				return refuse(http.StatusBadRequest, notJSON(err))
			}
		}
		if why = in.clash(); why != "" {
			return refuse(http.StatusBadRequest, why)
		}
		x.input = in.value()
		return next(x)
	}
}

// input is what $input is made of.
type input struct {
	names   []string // of the path parameters
	values  []string
	query   []parameter
	body    value.Value
	hasBody bool
}

// value is the object of the path parameters, the query and the body, whose fields stay the bytes
// they are. It needs that nothing clashes.
func (in *input) value() value.Value {
	fields := in.fields()
	if len(in.names)+len(in.query) == 0 && fields != nil {
		return in.body
	}
	b := append(make([]byte, 0, in.size()), '{')
	for i, name := range in.names {
		b = value.AppendString(value.AppendName(b, name), in.values[i])
	}
	b = appendQuery(b, in.query)
	switch {
	case fields != nil && !isEmptyObject(fields):
		b = append(value.AppendComma(b), fields[1:]...)
		return value.Trusted(b)
	case fields == nil && in.hasBody:
		b = in.body.Append(value.AppendName(b, bodyName))
	}
	return value.Trusted(append(b, '}'))
}

// fields is the text of the body if it is an object.
func (in *input) fields() []byte {
	if !in.hasBody || in.body.Kind() != value.Object {
		return nil
	}
	return in.body.Raw()
}

// size is about how long the value gets: enough, unless much must be escaped.
func (in *input) size() int {
	n := len(in.body.Raw()) + 16
	for i, name := range in.names {
		n += len(name) + len(in.values[i]) + 6
	}
	for _, p := range in.query {
		n += len(p.name) + len(p.value) + 8
	}
	return n
}

// clash says which name is given in two places, if one is.
func (in *input) clash() string {
	for _, name := range in.names {
		if named(in.query, name) {
			return twice(name, "path", "query")
		}
	}
	if !in.hasBody || len(in.names)+len(in.query) == 0 {
		return ""
	}
	set := in.bodySet()
	for _, name := range in.names {
		if in.bodyHas(set, name) {
			return twice(name, "path", "body")
		}
	}
	for _, p := range in.query {
		if in.bodyHas(set, p.name) {
			return twice(p.name, "query", "body")
		}
	}
	return ""
}

// bodySet is the names that the body gives, or nil if there are only a few names to look for: every
// look without the set takes a walk over the body.
func (in *input) bodySet() map[string]bool {
	if len(in.names)+len(in.query) <= 8 {
		return nil
	}
	set := map[string]bool{}
	for name := range in.body.Members() {
		set[name] = true
	}
	return set
}

// bodyHas tells whether the body gives the name.
func (in *input) bodyHas(set map[string]bool, name string) bool {
	switch {
	case in.body.Kind() != value.Object:
		return name == bodyName
	case set != nil:
		return set[name]
	default:
		_, ok := in.body.Lookup(name)
		return ok
	}
}

func twice(name, one, other string) string {
	return `"` + name + `" is given in the ` + one + ` and in the ` + other
}

func isEmptyObject(text []byte) bool {
	return bytes.TrimLeft(text[1:], " \t\r\n")[0] == '}'
}
