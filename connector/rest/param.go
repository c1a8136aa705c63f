package rest

import (
	"slices"
	"strings"

	"tutti/connector"
	"tutti/document"
)

// param is one parameter and how its value is written (OpenAPI 3.1, section 4.8.12, "Style Values").
type param struct {
	name        string
	in          connector.Place
	required    bool
	explode     bool   // each element of an array is a parameter of its own (query, cookie)
	separator   string // else between the elements
	json        bool   // the value is written as JSON text
	unsupported string // why it cannot be sent; "" if it can
}

// parameters lowers a list of parameters. Of two with the same place and name the later one counts.
func (l *loader) parameters(list document.Node) []param {
	if list.OK() && !list.IsList() && !list.IsNull() {
		l.set.Found.Errorf(list.Pos(), codeShape, "parameters is a list")
		return nil
	}
	var all []param
	for e := range list.Elems() {
		p := l.set.Follow(e)
		if !p.OK() {
			continue
		}
		if !p.IsMapping() {
			l.set.Found.Errorf(p.Pos(), codeShape, "a parameter is a mapping")
			continue
		}
		if q, ok := l.param(p); ok {
			all = override(all, []param{q})
		}
	}
	return all
}

// override is base with the parameters of over in place of those with the same place and name.
func override(base, over []param) []param {
	all := slices.Clone(base)
	for _, p := range over {
		at := slices.IndexFunc(all, func(q param) bool { return q.in == p.in && q.name == p.name })
		if at < 0 {
			all = append(all, p)
			continue
		}
		all[at] = p
	}
	return all
}

func (l *loader) param(s document.Node) (param, bool) {
	p := param{name: s.Get("name").Text(), required: s.Get("required").IsTrue()}
	switch in := s.Get("in"); in.Text() {
	case "path":
		p.in, p.required, p.separator = connector.InPath, true, ","
	case "query":
		p.in = connector.InQuery
	case "header":
		p.in, p.separator = connector.InHeader, ","
	case "cookie":
		p.in = connector.InCookie
	default:
		l.set.Found.Errorf(s.Pos(), codeShape, "a parameter needs `in`: path, query, header or cookie")
		return p, false
	}
	if p.name == "" {
		l.set.Found.Errorf(s.Pos(), codeShape, "a parameter needs a name")
		return p, false
	}
	if p.in == connector.InHeader && ignored(p.name) {
		return p, false
	}
	if p.in == connector.InHeader && strings.EqualFold(p.name, "Idempotency-Key") {
		p.required = false // every call has one
	}
	if media, _ := pickMedia(s.Get("content")); isJSON(media) {
		p.json = true
	}
	p.style(s.Get("style").Text(), s.Get("explode"))
	return p, true
}

// ignored are the header parameters that OpenAPI says have no effect.
func ignored(header string) bool {
	switch strings.ToLower(header) {
	case "accept", "content-type", "authorization":
		return true
	default:
		return false
	}
}

// style fills in how arrays are written. The separators stand in the URL as they are here.
func (p *param) style(style string, explode document.Node) {
	form := p.in == connector.InQuery || p.in == connector.InCookie
	p.explode = form && (style == "" || style == "form")
	if explode.OK() {
		p.explode = form && explode.IsTrue()
	}
	switch {
	case form && (style == "" || style == "form"), !form && (style == "" || style == "simple"):
		p.separator = ","
	case p.in == connector.InQuery && style == "spaceDelimited":
		p.separator = "%20"
	case p.in == connector.InQuery && style == "pipeDelimited":
		p.separator = "%7C"
	default:
		p.unsupported = "has the style " + style + ", which is not supported"
	}
}
