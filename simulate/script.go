package simulate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tutti/diag"
	"tutti/flow"
	"tutti/lang/tutti"
	"tutti/plan"
	"tutti/value"
)

// The codes of what is wrong with a script.
const (
	CodeKey       = "M701" // a key that a script does not have
	CodeOperation = "M702" // an answer for an operation that no contract has
	CodeValue     = "M703" // a value that does not belong there
	CodeUnlike    = "M704" // an answer that the service could not give; a warning
)

// Parse reads a script. Operations are those that answers may be given for. With
// errors among the findings the Script must not be used.
//
// An answer is an object with any of status (200), headers, body, delay and fail
// (a word or a status); a list of answers is given in order, the last one again and
// again. Its texts may be expressions over $with, $body and $attempt, which are
// evaluated for each call.
func Parse(file string, src []byte, operations []string) (Script, diag.List) {
	root, found := tutti.Data(file, src, "with", "body", "attempt")
	p := &parser{operations: operations, diags: found}
	var s Script
	if root != nil {
		s = p.script(root)
	}
	p.diags.Sort()
	return s, p.diags
}

type parser struct {
	operations []string
	diags      diag.List
}

// fields gives the members of an object by name; what its table does not have, and
// what is missing, is reported.
func (p *parser) fields(v flow.Value, what string, t table) map[string]flow.Value {
	o, ok := v.(*flow.Object)
	if !ok {
		p.diags.Errorf(v.At(), CodeValue, "%s is a mapping with any of %s", what, strings.Join(t.names(), ", "))
		return nil
	}
	out := map[string]flow.Value{}
	for _, f := range o.Fields {
		if d, unknown := t.unknown(f.Name.Text, what); unknown {
			d.Pos = f.Name.Pos
			p.diags.Add(d)
			continue
		}
		out[f.Name.Text] = f.Value
	}
	for _, k := range t {
		if k.required && out[k.name] == nil {
			p.diags.Errorf(v.At(), CodeValue, "%s needs a %s", what, k.name)
		}
	}
	return out
}

func (p *parser) script(root flow.Value) Script {
	var s Script
	got := p.fields(root, "a script", scriptKeys)
	if v := got["answers"]; v != nil {
		s.Answers = p.answers(v)
	}
	for _, v := range p.list(got["events"], "events") {
		e := p.fields(v, "an event", eventKeys)
		s.Events = append(s.Events, Event{After: p.duration(e["after"]), Type: p.text(e["type"]), Data: p.constant(e["data"])})
	}
	for _, v := range p.list(got["people"], "people") {
		e := p.fields(v, "a person", personKeys)
		s.People = append(s.People, Person{Pos: v.At(), Title: p.text(e["title"]), After: p.duration(e["after"]), By: p.text(e["by"]), Answer: p.constant(e["answer"])})
	}
	if v := got["cancel"]; v != nil {
		c := p.fields(v, "cancel", cancelKeys)
		s.Cancel = &Cancel{After: p.duration(c["after"]), Keep: c["undo"] != nil && !p.flag(c["undo"])}
	}
	s.Request = p.constant(got["request"])
	s.Start = p.time(got["time"])
	s.Seed = p.seed(got["seed"])
	return s
}

// answers reads the answers of each operation.
func (p *parser) answers(v flow.Value) map[string][]flow.Value {
	o, ok := v.(*flow.Object)
	if !ok {
		p.diags.Errorf(v.At(), CodeValue, "answers is a mapping of operations: { payments.authorize: { body: … } }")
		return nil
	}
	out := map[string][]flow.Value{}
	for _, f := range o.Fields {
		if !slices.Contains(p.operations, f.Name.Text) {
			p.diags.Add(diag.Diagnostic{
				Pos: f.Name.Pos, Code: CodeOperation, Message: fmt.Sprintf("there is no operation %q", f.Name.Text),
				Suggestion: diag.DidYouMean(f.Name.Text, p.operations),
			})
		}
		for _, a := range p.oneOrMore(f.Value) {
			p.answer(a, f.Name.Text)
			out[f.Name.Text] = append(out[f.Name.Text], a)
		}
	}
	return out
}

// answer checks an answer as far as it is known before a call; an answer may also be
// one expression.
func (p *parser) answer(v flow.Value, operation string) {
	if _, ok := v.(*flow.Expr); ok {
		return
	}
	got := p.fields(v, "the answer of "+operation, answerKeys)
	if l, ok := got["delay"].(*flow.Literal); ok {
		p.duration(l)
	}
	if l, ok := got["fail"].(*flow.Literal); ok {
		if err := new(reply).failing(l.JSON); err != nil {
			p.diags.Errorf(l.Pos, CodeValue, "%v", err)
		}
	}
}

func (p *parser) oneOrMore(v flow.Value) []flow.Value {
	if a, ok := v.(*flow.Array); ok {
		if len(a.Items) == 0 {
			p.diags.Errorf(a.Pos, CodeValue, "this list has no answers")
		}
		return a.Items
	}
	return []flow.Value{v}
}

func (p *parser) list(v flow.Value, what string) []flow.Value {
	if v == nil {
		return nil
	}
	a, ok := v.(*flow.Array)
	if !ok {
		p.diags.Errorf(v.At(), CodeValue, "%s is a list", what)
		return nil
	}
	return a.Items
}

// constant is a value without variables; null if it is not given.
func (p *parser) constant(v flow.Value) value.Value {
	if v == nil {
		return value.Value{}
	}
	out, err := plan.Constant(v, nil, flow.DefaultLimits())
	if err != nil {
		p.diags.Errorf(v.At(), CodeValue, "%v", err)
	}
	return out
}

func (p *parser) text(v flow.Value) string {
	c := p.constant(v)
	if c.Kind() != value.String && !c.IsNull() {
		p.diags.Errorf(v.At(), CodeValue, "this is text, not %s", c)
	}
	return c.Text()
}

func (p *parser) flag(v flow.Value) bool {
	c := p.constant(v)
	if c.Kind() != value.Bool {
		p.diags.Errorf(v.At(), CodeValue, "this is true or false, not %s", c)
	}
	return c.Bool()
}

func (p *parser) seed(v flow.Value) uint64 {
	c := p.constant(v)
	n, ok := c.Int()
	if !ok && !c.IsNull() {
		p.diags.Errorf(v.At(), CodeValue, "the seed is a whole number, not %s", c)
	}
	return uint64(n)
}

// duration reads a duration; not given, or 0, is at once.
func (p *parser) duration(v flow.Value) time.Duration {
	c := p.constant(v)
	if n, ok := c.Int(); c.IsNull() || ok && n == 0 {
		return 0
	}
	d, err := flow.ParseDuration(c.Text())
	if err != nil {
		p.diags.Errorf(v.At(), CodeValue, "%v", err)
	}
	return d
}

func (p *parser) time(v flow.Value) time.Time {
	text := p.text(v)
	if text == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		p.diags.Errorf(v.At(), CodeValue, "%q is no time; write it like 2026-01-31T09:00:00Z", text)
	}
	return t.UTC()
}
