package openapi

import (
	"slices"
	"strings"

	"tutti/document"
)

// maxParameters bounds those of one operation, which are compared with each other.
const maxParameters = 1000

// parameters reads a list of parameters. Of two with the same place and name the later one counts.
func (l *loader) parameters(list document.Node) []*Parameter {
	if list.OK() && !list.IsList() && !list.IsNull() {
		l.wrong(list, "parameters is a list")
		return nil
	}
	var all []*Parameter
	for e := range list.Elems() {
		if len(all) == maxParameters {
			l.set.Found.Errorf(e.Pos(), document.CodeSize, "an operation has more than %d parameters", maxParameters)
			return all
		}
		if p := once(l, e, l.parameter); p != nil {
			all = put(all, p)
		}
	}
	return all
}

// once is what read makes of the node that n stands for. What several references lead to is read for the first of them only;
// nil for nothing, after a finding.
func once[T any](l *loader, n document.Node, read func(document.Node) *T) *T {
	n = l.set.Follow(n)
	if !n.OK() {
		return nil
	}
	if known, ok := l.known[n].(*T); ok {
		return known
	}
	t := read(n)
	l.known[n] = t
	return t
}

// override is base with the parameters of over in place of those with the same place and name.
func override(base, over []*Parameter) []*Parameter {
	all := slices.Clone(base)
	for _, p := range over {
		all = put(all, p)
	}
	return all
}

// put enters a parameter, in place of one with the same place and name.
func put(all []*Parameter, p *Parameter) []*Parameter {
	at := slices.IndexFunc(all, func(q *Parameter) bool { return q.In == p.In && q.Name == p.Name })
	if at < 0 {
		return append(all, p)
	}
	all[at] = p
	return all
}

// placed are the parameters of an operation with that path: a place that no parameter is declared for takes one of its name.
func (l *loader) placed(path string, at document.Node, params []*Parameter) []*Parameter {
	places := Places(path)
	if len(places) > maxParameters {
		l.set.Found.Errorf(at.Pos(), document.CodeSize, "a path has more than %d places", maxParameters)
		return params
	}
	for i, p := range params {
		if p.In == InPath && !slices.Contains(places, p.Name) {
			lost := *p
			lost.Unsupported = "has no place in the path " + path
			params[i] = &lost
		}
	}
	for _, name := range places {
		if !slices.ContainsFunc(params, func(p *Parameter) bool { return p.In == InPath && p.Name == name }) {
			params = append(params, &Parameter{Name: name, In: InPath, Required: true, Style: "simple", At: at.Pos()})
		}
	}
	return slices.Clip(params)
}

// Places are the names in braces of a path, up to the query or fragment that some contracts write behind it to tell operations apart.
func Places(path string) []string {
	if end := strings.IndexAny(path, "?#"); end >= 0 {
		path = path[:end]
	}
	var names []string
	for {
		_, rest, ok := strings.Cut(path, "{")
		if !ok {
			return names
		}
		name, rest, ok := strings.Cut(rest, "}")
		if !ok {
			return names
		}
		names, path = append(names, name), rest
	}
}

// parameter reads one parameter; nil for one without effect, or after a finding.
func (l *loader) parameter(n document.Node) *Parameter {
	if !n.IsMapping() {
		l.wrong(n, "a parameter is a mapping")
		return nil
	}
	in, ok := placeOf(n.Get("in").Text())
	if !ok {
		l.wrong(n, "a parameter needs `in`: path, query, header or cookie")
		return nil
	}
	p := l.value(n, in)
	p.Name = l.word(n.Get("name").Text())
	p.Required = p.Required || in == InPath
	if p.Name == "" {
		l.wrong(n, "a parameter needs a name")
		return nil
	}
	if in == InHeader && ignored(p.Name) {
		return nil
	}
	return p
}

func placeOf(in string) (Place, bool) {
	for _, p := range []Place{InPath, InQuery, InHeader, InCookie} {
		if p.String() == in {
			return p, true
		}
	}
	return 0, false
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

// value reads what parameters and headers have in common: all but the name.
func (l *loader) value(n document.Node, in Place) *Parameter {
	p := &Parameter{In: in, Required: n.Get("required").IsTrue(), At: n.Pos(), AllowReserved: n.Get("allowReserved").IsTrue()}
	if l.options.Docs {
		p.Doc = short(n.Get("description").Text())
	}
	of := n.Get("schema")
	for media, content := range n.Get("content").Members() { // there is one at most
		of, p.JSON = content.Get("schema"), IsJSON(typeOf(media.Text()))
	}
	p.Schema = l.compile(of)
	p.Style, p.Explode = styleOf(n, in == InQuery || in == InCookie)
	p.Style = l.word(p.Style)
	if !slices.Contains(stylesOf(in), p.Style) {
		p.Unsupported = "has the style " + p.Style + ", which does not exist in a " + in.String()
	}
	return p
}

// styleOf is how the values of a parameter are written, with the defaults (OpenAPI 3.1, section 4.8.12).
func styleOf(n document.Node, form bool) (style string, explode bool) {
	style = n.Get("style").Text()
	if style == "" {
		style = "simple"
		if form {
			style = "form"
		}
	}
	if e := n.Get("explode"); e.OK() {
		return style, e.IsTrue()
	}
	return style, style == "form" || style == "deepObject"
}

// stylesOf are the styles that a place has.
func stylesOf(in Place) []string {
	switch in {
	case InPath:
		return []string{"simple", "label", "matrix"}
	case InQuery:
		return []string{"form", "spaceDelimited", "pipeDelimited", "deepObject"}
	case InHeader:
		return []string{"simple"}
	case InCookie:
		return []string{"form"}
	default:
		panic("openapi: no such place")
	}
}

// short is a text for people, cut where it gets long, without the memory of what is cut off.
func short(text string) string {
	const most = 300
	text = strings.TrimSpace(text)
	if len(text) <= most {
		return text
	}
	text = strings.ToValidUTF8(text[:most], "")
	if at := strings.LastIndexByte(text, ' '); at > most/2 {
		text = text[:at]
	}
	return text + " …"
}
