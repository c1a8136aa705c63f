package tutti

import (
	"fmt"

	"tutti/flow"
	"tutti/value"
)

func (p *parser) fail(n *node) flow.Action {
	if n.shape == scalar {
		return &flow.Fail{Error: p.object(n, "fail")}
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
	return &flow.Fail{Error: &flow.Object{Pos: n.Pos, Fields: fields}}
}

// failField checks what of an error is a constant.
func (p *parser) failField(f flow.Field) {
	l, scalar := f.Value.(*flow.Literal)
	_, object := f.Value.(*flow.Object)
	_, array := f.Value.(*flow.Array)
	switch name := f.Name.Text; {
	case name == "status" && scalar:
		p.status(l, failKeys.find("status"))
	case name == "extensions" && (scalar || array):
		p.add(f.Value.At(), codeShape, `"extensions" is a mapping or an expression`, "")
	case name != "extensions" && (object || array || scalar && name != "status" && l.JSON.Kind() != value.String):
		p.add(f.Value.At(), codeShape, fmt.Sprintf("%q is a text", name), "put it in quotes")
	}
}

// status checks a constant status.
func (p *parser) status(l *flow.Literal, k *key) {
	if s, ok := l.JSON.Int(); !ok || s < int64(k.from) || s > int64(k.to) {
		p.add(l.Pos, codeRange, fmt.Sprintf("a status is a number from %d to %d here, not %s", k.from, k.to, l.JSON.Raw()), "")
	}
}

func (p *parser) answer(n *node) flow.Action {
	got := p.keys(n, returnKeys)
	a := &flow.Return{}
	if s := got["status"]; s != nil {
		a.Status = p.value(s)
		if l, ok := a.Status.(*flow.Literal); ok {
			p.status(l, returnKeys.find("status"))
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
