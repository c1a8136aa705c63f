package openapi

import (
	"slices"
	"strings"

	"tutti/schema"
	"tutti/value"
)

// bodyName is where a body that is no object goes.
const bodyName = "body"

// assemble makes $input of the parameters and the body. No name ever overrides another one: one that is given twice must have the same
// value, and a field of the body that the contract does not list cannot pass for a parameter.
func (x *bound) assemble() {
	fields := x.media != nil && x.whole.Kind() == value.Object
	if fields && len(x.binder.params) == 0 && len(x.media.absent) == 0 {
		x.Input = x.whole
		return
	}
	b := append(make([]byte, 0, len(x.whole.Raw())+64*len(x.given)+16), '{')
	for i, g := range x.given {
		if !x.again(i) {
			b = g.value.Append(value.AppendName(b, g.Name))
		}
	}
	switch {
	case fields:
		b = x.appendFields(b)
	case x.media != nil && x.param(bodyName) == nil:
		b = x.whole.Append(value.AppendName(b, bodyName))
	case x.media != nil:
		x.wrong(Mismatch{In: "body", Message: "there is a parameter called body, so the body must be an object"})
	}
	x.Input = value.Trusted(append(b, '}'))
}

// again tells whether a parameter of that name came before, and complains if it had another value.
func (x *bound) again(i int) bool {
	at := slices.IndexFunc(x.given[:i], func(g given) bool { return g.Name == x.given[i].Name })
	if at < 0 {
		return false
	}
	if !value.Equal(x.given[at].value, x.given[i].value) {
		x.twice(x.given[i].In.String(), x.given[i].Name, "", x.given[at].In.String())
	}
	return true
}

func (x *bound) twice(in, name, pointer, other string) {
	x.wrong(Mismatch{In: in, Name: name, Pointer: pointer, Message: "has another value than that in the " + other})
}

// param is the first parameter of that name, or nil.
func (x *bound) param(name string) *binding { return x.binder.byName[name] }

// appendFields adds the fields of the body, which stay the bytes they are unless a parameter has the name of one, and the defaults of
// those that are not there.
func (x *bound) appendFields(b []byte) []byte {
	var skip []string
	there := make(map[string]bool, len(x.media.absent))
	empty := true
	for name, v := range x.whole.Members() {
		empty = false
		if p := x.param(name); p != nil && x.clashes(p, v) {
			skip = append(skip, name)
		}
		if len(x.media.absent) > 0 {
			there[name] = true
		}
	}
	switch raw := x.whole.Raw(); {
	case len(skip) > 0:
		for name, v := range x.whole.Members() {
			if !slices.Contains(skip, name) {
				b = v.Append(value.AppendName(b, name))
			}
		}
	case !empty:
		b = append(value.AppendComma(b), raw[1:len(raw)-1]...)
	}
	for _, d := range x.media.absent {
		if !there[d.name] && x.param(d.name) == nil {
			b = d.value.Append(value.AppendName(b, d.name))
		}
	}
	return b
}

// clashes tells whether a field of the body must give way to the parameter of its name.
func (x *bound) clashes(p *binding, v value.Value) bool {
	if !x.media.reader.names(p.Name) {
		x.wrong(Mismatch{In: "body", Pointer: pointerTo(p.Name), Message: "is a parameter in the " + p.In.String() + ", and no field of the body"})
		return true
	}
	at := slices.IndexFunc(x.given, func(g given) bool { return g.Name == p.Name })
	if at < 0 {
		return false
	}
	if !value.Equal(x.given[at].value, v) {
		x.twice("body", "", pointerTo(p.Name), x.given[at].In.String())
	}
	return true
}

// pointerTo is the JSON pointer to a member.
func pointerTo(name string) string {
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// absentField is a field of a body with what it is when it is not there.
type absentField struct {
	name  string
	value value.Value
}

// absentOf are the defaults of the fields of a body.
func absentOf(s *schema.Schema) []absentField {
	var all []absentField
	for _, f := range FieldsOf(s).List {
		if v, ok := defaultOf(f.Schema); ok && !f.ReadOnly {
			all = append(all, absentField{f.Name, v})
		}
	}
	return all
}
