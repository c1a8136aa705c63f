package openapi

import (
	"strings"

	"tutti/value"
)

// queryNames tells which parameter a name in a query belongs to.
type queryNames struct {
	exact map[string]*binding // by its name, or that of a member of an exploded object
	deep  map[string]*binding // by what stands before the first bracket
	rest  *binding            // an exploded object that takes names nobody knows; nil: none
}

func namesOfQuery(params []*binding) queryNames {
	q := queryNames{exact: map[string]*binding{}, deep: map[string]*binding{}}
	for _, p := range params {
		switch {
		case p.In != InQuery:
		case p.Style == "deepObject":
			q.deep[p.Name] = p
		case p.spread():
			named, open := p.reader.fields()
			for name := range named {
				q.exact[name] = p
			}
			if open {
				q.rest = p
			}
		}
	}
	for _, p := range params {
		if p.In == InQuery && p.Style != "deepObject" && !p.spread() {
			q.exact[p.Name] = p
		}
	}
	return q
}

// spread tells whether the members of the parameter are names of the query themselves.
func (p *binding) spread() bool {
	return p.Style != "deepObject" && p.Explode && !p.JSON && p.reader.isObject() && !p.reader.isScalar()
}

func (q *queryNames) find(name string) *binding {
	if p := q.exact[name]; p != nil {
		return p
	}
	base, _, member := strings.Cut(name, "[")
	if p := q.deep[base]; p != nil && (member || p.reader.isScalar()) {
		return p
	}
	return q.rest
}

// names are those that a client may use.
func (q *queryNames) names() []string {
	var all []string
	for name := range q.exact {
		all = append(all, name)
	}
	for name := range q.deep {
		all = append(all, name)
	}
	return all
}

// takeQuery reads the parameters of the query into values, by their place in Binder.params; false after a refusal.
func (x *bound) takeQuery(values []value.Value, has []bool) bool {
	pairs, ok := x.pairsOf(x.request.Query, "query")
	if !ok || len(pairs) == 0 {
		return ok
	}
	got := make([][]pair, len(x.binder.params))
	for _, one := range pairs {
		p := x.binder.query.find(one.name)
		if p == nil {
			x.unknown(one.name)
			continue
		}
		got[p.at] = append(got[p.at], one)
	}
	for i, p := range x.binder.params {
		if len(got[i]) == 0 {
			continue
		}
		var why string
		if values[i], why = x.fromQuery(p, got[i]); why != "" {
			x.wrong(Mismatch{In: InQuery.String(), Name: p.Name, Message: why})
			continue
		}
		has[i] = true
	}
	return true
}

// fromQuery is the value of a parameter, or why it has none.
func (x *bound) fromQuery(p *binding, got []pair) (v value.Value, why string) {
	r := p.reader
	switch {
	case p.Style == "deepObject" && (len(got) != 1 || got[0].name != p.Name || !r.isScalar()):
		return r.deep(p.Name, got)
	case p.spread():
		return r.members(got)
	case p.JSON:
		return x.fromJSON(got, form)
	case p.Explode && r.isList() && (len(got) > 1 || !r.isScalar()):
		return r.array(texts(got)), ""
	}
	if len(got) > 1 {
		return v, "is given more than once"
	}
	v, ok := r.read(got[0].text, queryStyle(p))
	if !ok {
		return v, "is not written as the contract says"
	}
	return v, ""
}

func queryStyle(p *binding) style {
	s := style{separators: []string{","}, decode: form}
	switch p.Style {
	case "spaceDelimited":
		s.separators = []string{"%20", "+"}
	case "pipeDelimited":
		s.separators = []string{"|", "%7C", "%7c"}
	}
	return s
}

// texts are the values, decoded; pairsOf has seen to it that they can be.
func texts(got []pair) []string {
	all := make([]string, len(got))
	for i, one := range got {
		all[i], _ = form(one.text)
	}
	return all
}

// members is the object whose members are names of the query themselves.
func (r *reader) members(got []pair) (value.Value, string) {
	var top branch
	for _, one := range got {
		text, _ := form(one.text)
		top.add([]string{one.name}, text)
	}
	return top.value(r), ""
}

// fromJSON is a parameter that is written as JSON.
func (x *bound) fromJSON(got []pair, decode decoder) (v value.Value, why string) {
	if len(got) > 1 {
		return v, "is given more than once"
	}
	text, ok := decode(got[0].text)
	if !ok {
		return v, "is not written as the contract says"
	}
	v, err := value.Scan([]byte(text), x.binder.depth)
	if err != nil {
		return v, "is not JSON: " + err.Error()
	}
	return v, ""
}
