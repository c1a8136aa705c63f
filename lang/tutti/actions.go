package tutti

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"tutti/flow"
	"tutti/value"
)

// action reads what the step does, or nil if nothing can be made of it.
func (p *parser) action(s *flow.Step, verb *key, got fields) flow.Action {
	n := got[verb.name]
	if n == nil {
		return nil
	}
	switch verb.name {
	case "call":
		return p.call(n, got)
	case "parallel":
		p.join(got)
		return p.parallel(n, s.Place)
	case "for":
		p.join(got)
		return p.loop(n, got, s.Place)
	case "if":
		return p.branch(got, s.Place)
	case "set":
		return p.set(n)
	case "fail":
		return p.fail(n)
	case "return":
		return p.answer(n)
	}
	panic("tutti: verb without an action: " + verb.name)
}

func (p *parser) call(n *node, got fields) flow.Action {
	c := &flow.Call{}
	if !p.operation(n, c) {
		return nil
	}
	if with := got["with"]; with != nil {
		c.With = p.inputs(with)
	}
	if body := got["body"]; body != nil {
		c.Body = p.value(body)
	}
	if headers := got["headers"]; headers != nil {
		c.Headers = p.headers(headers)
	}
	if accept := got["accept"]; accept != nil {
		c.Accept = p.statuses(accept)
	}
	return c
}

var operationPattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*\.[^\s.${}]+$`)

// operation reads service.operation, which is a constant, so that it can be checked.
func (p *parser) operation(n *node, c *flow.Call) bool {
	if !operationPattern.MatchString(n.text) {
		mend := "write it as service.operation, with one dot"
		if strings.Contains(n.text, "$") {
			mend = "an operation is written out, so that it can be checked"
		}
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q is not an operation", n.text), mend)
		return false
	}
	dot := strings.IndexByte(n.text, '.')
	c.Service = flow.Name{Pos: n.Pos, Text: n.text[:dot]}
	c.Operation = flow.Name{Pos: n.at(dot + 1), Text: n.text[dot+1:]}
	return true
}

// inputs reads what is an object: written out, or an expression.
func (p *parser) inputs(n *node) flow.Value {
	v := p.value(n)
	switch v := v.(type) {
	case *flow.Text:
	case *flow.Literal:
		if v.JSON.Kind() == value.Object {
			return v
		}
	default:
		return v
	}
	p.add(n.Pos, codeShape, fmt.Sprintf("%q is text; inputs are a mapping or an expression", n.text), "")
	return nil
}

var token = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

// headers reads headers by name; RFC 9110, section 5.6.2 says what a name may be.
func (p *parser) headers(n *node) []flow.Field {
	seen := map[string]bool{}
	var out []flow.Field
	for _, e := range n.pairs {
		name := strings.ToLower(e.key.text)
		switch {
		case !token.MatchString(name):
			p.add(e.key.Pos, codeName, fmt.Sprintf("%q cannot be the name of a header", e.key.text), "")
		case seen[name]:
			p.add(e.key.Pos, codeRepeated, fmt.Sprintf("the header %q is already there; case does not count", e.key.text), "")
		case e.value.shape != scalar:
			p.add(e.value.Pos, codeShape, fmt.Sprintf("a header is a text, not %s", e.value.shape), "")
		default:
			out = append(out, flow.Field{Name: e.key.name(), Value: p.value(e.value)})
		}
		seen[name] = true
	}
	return out
}

// statuses reads a list of HTTP statuses from 300 on.
func (p *parser) statuses(n *node) []int {
	var out []int
	for _, i := range n.items {
		if status := p.integer(i, "accept", 300, 599); status != 0 {
			out = append(out, status)
		}
	}
	return out
}

// integer reads a constant from least to most; 0 after a finding.
func (p *parser) integer(n *node, key string, least, most int) int {
	if n.shape == scalar && (startsWithVariable(n.text) || strings.HasPrefix(n.text, "${")) {
		p.later(n.Pos, key+" as an expression", later)
		return 0
	}
	i, err := strconv.Atoi(n.text)
	if err != nil || n.shape != scalar || n.style != plain {
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q needs a whole number", key), "")
		return 0
	}
	if i < least || i > most {
		p.add(n.Pos, codeRange, fmt.Sprintf("%q is from %d to %d, not %d", key, least, most, i), "")
		return 0
	}
	return i
}

func (p *parser) duration(n *node, key string) time.Duration {
	if startsWithVariable(n.text) || strings.HasPrefix(n.text, "${") {
		p.later(n.Pos, key+" as an expression", later)
		return 0
	}
	d, err := duration(n.text)
	if err != nil {
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q cannot be %q", key, n.text), err.Error())
	}
	return d
}

func (p *parser) join(got fields) {
	n := got["join"]
	if n == nil {
		return
	}
	if _, err := strconv.Atoi(n.text); err == nil {
		p.later(n.Pos, "join: "+n.text, withJoins)
		return
	}
	p.choose(n, stepKeys.find("join"))
}

func (p *parser) parallel(n *node, place string) flow.Action {
	a := &flow.Parallel{}
	for _, e := range n.pairs {
		b := flow.Branch{Name: p.variable(e.key)}
		where := place + "." + e.key.text
		switch e.value.shape {
		case list:
			b.Steps = p.steps(e.value, where)
		default:
			b.Steps = []*flow.Step{p.onlyStep(e, where)}
		}
		a.Branches = append(a.Branches, b)
	}
	if len(a.Branches) == 0 {
		p.add(n.Pos, codeShape, `"parallel" has no branches`, "")
	}
	return a
}

// onlyStep reads a branch that is one step; the branch is its name.
func (p *parser) onlyStep(branch pair, place string) *flow.Step {
	if name := branch.value.get("name"); name != nil {
		p.add(name.Pos, codeName, fmt.Sprintf("the branch %q is the name of this step already", branch.key.text), "remove the name, or write the branch as a list")
	}
	s := p.step(branch.value, place)
	s.Name = branch.key.name()
	return s
}

func (p *parser) loop(n *node, got fields, place string) flow.Action {
	a := &flow.For{Name: p.variable(n), Concurrency: 1}
	if in := got["in"]; in != nil {
		a.In = p.sequence(in)
	}
	if steps := got["steps"]; steps != nil {
		a.Steps = p.steps(steps, place+".steps")
	}
	if c := got["concurrency"]; c != nil {
		a.Concurrency = max(1, p.integer(c, "concurrency", 1, 10_000))
	}
	return a
}

// sequence reads what a loop goes through: an expression or a list.
func (p *parser) sequence(n *node) flow.Value {
	if n.shape == scalar {
		return p.always(n, "in")
	}
	for _, i := range n.items {
		if i.shape == scalar && i.style == plain && looksLikeCode(i.text) {
			p.add(i.Pos, codeList, fmt.Sprintf("this is a list with the text %q in it, not an expression", i.text), `put quotes around the whole of it, as in "[range(0; 12)]"`)
		}
	}
	return p.value(n)
}

var code = regexp.MustCompile(`^[a-z_][a-z0-9_]*\(|\s\|\s|^\.`)

// looksLikeCode tells whether text that YAML took out of [ ] was meant as jq.
func looksLikeCode(text string) bool {
	return !strings.HasPrefix(text, "$") && (code.MatchString(text) || unfinished(text))
}

func (p *parser) branch(got fields, place string) flow.Action {
	a := &flow.If{}
	if then := got["then"]; then != nil {
		a.Then = p.steps(then, place+".then")
	}
	if otherwise := got["else"]; otherwise != nil {
		a.Else = p.steps(otherwise, place+".else")
	}
	return a
}

func (p *parser) set(n *node) flow.Action {
	a := &flow.Set{}
	for _, e := range n.pairs {
		if extension(e.key.text) {
			continue
		}
		a.Fields = append(a.Fields, flow.Field{Name: p.variable(e.key), Value: p.value(e.value)})
	}
	if len(a.Fields) == 0 {
		p.add(n.Pos, codeShape, `"set" names no value`, "write set: { name: value }")
	}
	return a
}

func (p *parser) fail(n *node) flow.Action {
	if n.shape == scalar {
		return &flow.Fail{Error: p.inputs(n)}
	}
	got := p.keys(n, failKeys)
	var fields []flow.Field
	for _, e := range n.pairs {
		v := got[e.key.text]
		if v == nil {
			continue
		}
		f := flow.Field{Name: e.key.name(), Value: p.value(v)}
		p.failField(f)
		fields = append(fields, f)
	}
	return &flow.Fail{Error: object(n.Pos, fields)}
}

// failField checks what of an error is a constant.
func (p *parser) failField(f flow.Field) {
	l, ok := f.Value.(*flow.Literal)
	if !ok {
		return
	}
	switch {
	case f.Name.Text == "status":
		p.status(l, 400)
	case f.Name.Text == "extensions" && l.JSON.Kind() != value.Object:
		p.add(l.Pos, codeShape, `"extensions" is a mapping or an expression`, "")
	case f.Name.Text != "extensions" && l.JSON.Kind() != value.String:
		p.add(l.Pos, codeShape, fmt.Sprintf("%q is a text", f.Name.Text), "put it in quotes")
	}
}

// status checks a constant status.
func (p *parser) status(l *flow.Literal, least int64) {
	if s, ok := l.JSON.Int(); !ok || s < least || s > 599 {
		p.add(l.Pos, codeRange, fmt.Sprintf("a status is a number from %d to 599 here, not %s", least, l.JSON.Raw()), "")
	}
}

func (p *parser) answer(n *node) flow.Action {
	got := p.keys(n, returnKeys)
	a := &flow.Return{}
	if s := got["status"]; s != nil {
		a.Status = p.value(s)
		if l, ok := a.Status.(*flow.Literal); ok {
			p.status(l, 200)
		}
	}
	if h := got["headers"]; h != nil {
		a.Headers = p.headers(h)
	}
	if b := got["body"]; b != nil {
		a.Body = p.value(b)
	}
	return a
}
