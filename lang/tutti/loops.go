package tutti

import (
	"fmt"
	"regexp"
	"strings"

	"tutti/flow"
)

func (p *parser) loop(n *node, got fields, place string) flow.Action {
	a := &flow.For{Name: p.variable(n), Join: p.join(got, maxConcurrency)}
	if in := got["in"]; in != nil {
		a.In = p.sequence(in)
	}
	if steps := got["steps"]; steps != nil {
		a.Steps = p.steps(steps, place+".steps")
	}
	if c := got["concurrency"]; c != nil {
		a.Concurrency = p.count(c, stepKeys.find("concurrency"))
	}
	return a
}

// sequence reads what a loop goes through: an expression or a list.
func (p *parser) sequence(n *node) flow.Value {
	if n.shape == scalar {
		return p.always(n, "in")
	}
	p.checkItems(n)
	return p.value(n)
}

// checkItems reports what YAML has made a list of texts of.
func (p *parser) checkItems(n *node) {
	for _, i := range n.items {
		if i.shape == scalar && i.style == plain && looksLikeCode(i.text) {
			p.add(i.Pos, codeList, fmt.Sprintf("this is a list with the text %q in it, not an expression", i.text), `put quotes around the whole of it, as in "[range(0; 12)]"`)
		}
	}
}

var code = regexp.MustCompile(`^[a-z_][a-z0-9_]*\(|\s\|\s|^\.`)

// looksLikeCode tells whether text that YAML took out of [ ] was meant as jq.
func looksLikeCode(text string) bool {
	return !strings.HasPrefix(text, "$") && (code.MatchString(text) || unfinished(text))
}

func (p *parser) repeat(n *node, got fields, place string) flow.Action {
	a := &flow.Repeat{Steps: p.steps(n, place+".repeat")}
	if until := got["until"]; until != nil {
		a.Until = p.always(until, "until")
	}
	if most := got["max"]; most != nil {
		a.Max = p.integer(most, stepKeys.find("max"))
	}
	if every := got["every"]; every != nil {
		a.Every = p.lasting(every, "every")
	}
	return a
}
