package openapi

import (
	"strings"

	"tutti/diag"
	"tutti/value"
)

// parameters reads all parameters; false after a refusal.
func (x *bound) parameters() bool {
	params := x.binder.params
	if len(params) == 0 && x.request.Query == "" {
		return true
	}
	values, has := make([]value.Value, len(params)), make([]bool, len(params))
	x.takePath(values, has)
	if !x.takeQuery(values, has) {
		return false
	}
	x.takeHeaders(values, has)
	x.takeCookies(values, has)
	for i, p := range params {
		x.keep(p, values[i], has[i])
	}
	return true
}

// keep holds a parameter against its schema, or gives it its default.
func (x *bound) keep(p *binding, v value.Value, has bool) {
	switch {
	case has:
		x.validate(v, p.Schema, p.In.String(), p.Name)
	case p.filled:
		v = p.absent
	case p.Required && !x.complained(p):
		x.wrong(Mismatch{In: p.In.String(), Name: p.Name, Message: "is required"})
		return
	default:
		return
	}
	x.given = append(x.given, given{p, v})
}

// complained tells whether something is known to be wrong with a parameter.
func (x *bound) complained(p *binding) bool {
	for _, m := range x.Wrong {
		if m.In == p.In.String() && m.Name == p.Name {
			return true
		}
	}
	return false
}

// unknown is a name in the query that the contract does not have. A contract lists all.
func (x *bound) unknown(name string) {
	if !x.check || len(x.Wrong) == maxFindings {
		return
	}
	message := "is not in the contract"
	if x.binder.query.deep[name] != nil {
		message = "is written " + name + "[member]=value"
	} else if mend := diag.DidYouMean(name, x.binder.query.names()); mend != "" {
		message += " (" + mend + ")"
	}
	x.wrong(Mismatch{In: InQuery.String(), Name: name, Message: message, Foreign: true})
}

func (x *bound) takePath(values []value.Value, has []bool) {
	for i, p := range x.binder.path {
		if i >= len(x.request.Path) {
			continue
		}
		v, why := x.fromSegment(p, x.request.Path[i])
		if why != "" {
			x.wrong(Mismatch{In: InPath.String(), Name: p.Name, Message: why})
			continue
		}
		values[p.at], has[p.at] = v, true
	}
}

// fromSegment is the value of a parameter in the path, or why it has none.
func (x *bound) fromSegment(p *binding, text string) (v value.Value, why string) {
	s := style{separators: []string{","}, explode: p.Explode, decode: percent}
	if p.Style == "label" {
		var ok bool
		if text, ok = strings.CutPrefix(text, "."); !ok {
			return v, "does not begin with a point"
		}
		if p.Explode {
			s.separators = []string{"."}
		}
	}
	if p.JSON {
		return x.fromJSON([]pair{{p.Name, text}}, percent)
	}
	v, ok := p.reader.read(text, s)
	if !ok {
		return v, "is not written as the contract says"
	}
	return v, ""
}

func (x *bound) takeHeaders(values []value.Value, has []bool) {
	for i, p := range x.binder.params {
		if p.In != InHeader {
			continue
		}
		lines := x.request.Headers[p.header]
		if len(lines) == 0 {
			continue
		}
		v, why := x.fromHeader(p, lines)
		if why != "" {
			x.wrong(Mismatch{In: InHeader.String(), Name: p.Name, Message: why})
			continue
		}
		values[i], has[i] = v, true
	}
}

// fromHeader is the value of a header, or why it has none. Several lines of one header are one list (RFC 9110, 5.3).
func (x *bound) fromHeader(p *binding, lines []string) (v value.Value, why string) {
	text := strings.Join(lines, ",")
	if p.JSON {
		return x.fromJSON([]pair{{p.Name, text}}, asWritten)
	}
	v, ok := p.reader.read(text, style{separators: []string{","}, explode: p.Explode, decode: headerWord})
	if !ok {
		return v, "is not written as the contract says"
	}
	return v, ""
}

// headerWord is one element of a header, around which there may be space.
func headerWord(text string) (string, bool) { return asWritten(strings.Trim(text, " \t")) }

func (x *bound) takeCookies(values []value.Value, has []bool) {
	var sent []pair
	for i, p := range x.binder.params {
		if p.In != InCookie {
			continue
		}
		if sent == nil {
			sent = cookiesOf(x.request.Headers["Cookie"])
		}
		got := named(sent, p)
		if len(got) == 0 {
			continue
		}
		v, why := x.fromCookie(p, got)
		if why != "" {
			x.wrong(Mismatch{In: InCookie.String(), Name: p.Name, Message: why})
			continue
		}
		values[i], has[i] = v, true
	}
}

// cookiesOf are the cookies of a request (RFC 6265, 4.2.1).
func cookiesOf(lines []string) []pair {
	sent := []pair{}
	for _, line := range lines {
		for one := range strings.SplitSeq(line, ";") {
			name, text, ok := strings.Cut(strings.Trim(one, " \t"), "=")
			if !ok || len(sent) == maxPairs {
				continue
			}
			sent = append(sent, pair{name, strings.Trim(text, `"`)})
		}
	}
	return sent
}

// named are the cookies that belong to a parameter: those of its name or, of an exploded object, of its members.
func named(sent []pair, p *binding) []pair {
	var got []pair
	for _, one := range sent {
		name, ok := percent(one.name)
		if ok && (p.spread() && p.reader.names(name) || name == p.Name && !p.spread()) {
			got = append(got, pair{name, one.text})
		}
	}
	return got
}

// fromCookie is the value of a cookie, or why it has none.
func (x *bound) fromCookie(p *binding, got []pair) (v value.Value, why string) {
	if p.JSON {
		return x.fromJSON(got, percent)
	}
	decoded := make([]string, len(got))
	for i, one := range got {
		text, ok := percent(one.text)
		if !ok {
			return v, "is not written as the contract says"
		}
		decoded[i] = text
	}
	switch r := p.reader; {
	case p.spread():
		var top branch
		for i, one := range got {
			if !top.add([]string{one.name}, decoded[i]) {
				return v, "is given more than once"
			}
		}
		return top.value(r), ""
	case p.Explode && r.isList() && (len(got) > 1 || !r.isScalar()):
		return r.array(decoded), ""
	case len(got) > 1:
		return v, "is given more than once"
	}
	v, ok := p.reader.read(got[0].text, style{separators: []string{","}, decode: percent})
	if !ok {
		return v, "is not written as the contract says"
	}
	return v, ""
}
