package lsp

import (
	"cmp"
	"regexp"
	"strings"

	"tutti/diag"
	"tutti/flow"
	"tutti/lang/tutti"
)

// symbols are the steps of a workflow as an outline, and the services of a project.
func symbols(v *view, _ documentParams) (any, error) {
	out := []documentSymbol{}
	switch v.language {
	case workflowFile:
		if r := v.read(v.text.src); r != nil {
			o := outliner{v.text}
			out, _ = o.steps(r.def.Steps, len(v.text.src))
		}
	case projectFile:
		p, _ := tutti.Project(v.path, []byte(v.text.src))
		if p == nil {
			break
		}
		for _, s := range p.Services {
			at := spanAt(v.text, s.Name.Pos, len(s.Name.Text))
			out = append(out, documentSymbol{Name: s.Name.Text, Detail: s.Contract.Text, Kind: symbolModule, Range: at, SelectionRange: at})
		}
	}
	return out, nil
}

type outliner struct{ text *text }

// steps are the symbols of a list of steps that ends before an offset, and where it begins.
func (o outliner) steps(list []*flow.Step, end int) ([]documentSymbol, int) {
	out := make([]documentSymbol, len(list))
	begin := end
	for i := len(list) - 1; i >= 0; i-- {
		s := list[i]
		out[i] = o.symbol(s.Label(), s, cmp.Or(s.Name.Pos, s.Pos), begin)
		begin = o.text.offset(out[i].Range.Start)
	}
	return out, begin
}

// symbol is a step named at a place; it ends before an offset at the latest.
func (o outliner) symbol(name string, s *flow.Step, at diag.Pos, end int) documentSymbol {
	from := o.text.place(at.Line, at.Col)
	start := min(from, o.text.place(s.Pos.Line, s.Pos.Col))
	end = start + len(withoutKeys(o.text.src[start:max(end, start)]))
	kind, detail := kindOf(s.Do)
	return documentSymbol{
		Name: name, Detail: detail, Kind: kind, Children: o.inside(s, end),
		Range: o.text.span(start, end), SelectionRange: o.text.span(from, min(max(wordEnd(o.text, from), from), max(end, from))),
	}
}

// withoutKeys is the text of a step without what leads to the next one: a dash, a branch's name, `else:`.
func withoutKeys(src string) string {
	src = strings.TrimRight(src, " \t\r\n-")
	if last := strings.LastIndexByte(src, '\n'); last >= 0 && onlyKey.MatchString(src[last:]) {
		src = strings.TrimRight(src[:last], " \t\r\n-")
	}
	return src
}

var onlyKey = regexp.MustCompile(`^\n[ -]*[\w-]+:$`)

// inside are the steps in a step, list by list, and its compensation.
func (o outliner) inside(s *flow.Step, end int) []documentSymbol {
	var out []documentSymbol
	lists := flow.Lists(s.Do)
	if s.Compensate != nil {
		lists = append(lists, []*flow.Step{s.Compensate})
	}
	for i := len(lists) - 1; i >= 0; i-- {
		inner, begin := o.steps(lists[i], end)
		out = append(inner, out...)
		end = begin
	}
	return out
}

// kindOf is the kind of symbol that a step is, and what it does in a word or two.
func kindOf(do flow.Action) (kind int, detail string) {
	switch a := do.(type) {
	case *flow.Call:
		return symbolMethod, "call " + a.Target()
	case *flow.Run:
		return symbolFunction, "run " + a.Workflow.Text
	case *flow.Set:
		return symbolVariable, "set"
	case *flow.Await:
		return symbolEvent, "await"
	case *flow.Emit:
		return symbolEvent, "emit " + a.Type.Text
	case *flow.Parallel:
		return symbolObject, "parallel"
	case *flow.For:
		return symbolObject, "for " + a.Name.Text
	case *flow.Repeat:
		return symbolObject, "repeat"
	case *flow.If:
		return symbolObject, "if"
	case *flow.Switch:
		return symbolObject, "switch"
	case *flow.Try:
		return symbolObject, "try"
	case *flow.Wait:
		return symbolEvent, "wait"
	case *flow.Human:
		return symbolEvent, "human"
	case *flow.Fail:
		return symbolEvent, "fail"
	case *flow.Return:
		return symbolEvent, "return"
	}
	return symbolObject, ""
}
