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

// The most that may be written where a number says how much is done; beyond is a
// slip of the finger. What a run may take in all is for its limits.
const (
	maxConcurrency = 10_000
	maxAttempts    = 1_000
	maxTurns       = 1_000_000
)

// isExpression tells whether a scalar was meant as an expression, where only a
// constant can stand.
func isExpression(n *node) bool {
	return n.shape == scalar && (startsWithVariable(n.text) || strings.Contains(n.text, "${"))
}

// integer reads a constant that the key takes; 0 after a finding.
func (p *parser) integer(n *node, k *key) int { return p.upTo(n, k, k.to) }

// upTo is integer where the most is not always the same.
func (p *parser) upTo(n *node, k *key, most int) int {
	if isExpression(n) {
		p.later(n.Pos, k.name+" as an expression", later)
		return 0
	}
	i, err := strconv.Atoi(n.text)
	if err != nil || n.shape != scalar || n.style != plain {
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q needs a whole number", k.name), "")
		return 0
	}
	if i < k.from || i > most {
		p.add(n.Pos, codeRange, fmt.Sprintf("%q is from %d to %d, not %d", k.name, k.from, most, i), "")
		return 0
	}
	return i
}

func (p *parser) duration(n *node, key string) time.Duration {
	if isExpression(n) {
		p.later(n.Pos, key+" as an expression", later)
		return 0
	}
	d, err := flow.ParseDuration(n.text)
	if err != nil {
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q cannot be %q", key, n.text), err.Error())
	}
	return d
}

// computed reads a scalar with expressions in it; constant tells that it has
// none and is yet to be read.
func (p *parser) computed(n *node) (v flow.Value, constant bool) {
	if !strings.Contains(n.text, "$") {
		return nil, true
	}
	before := len(p.diags)
	v = p.text(n)
	_, is := v.(*flow.Literal)
	return v, is && len(p.diags) == before
}

// count reads a whole number or an expression that yields one.
func (p *parser) count(n *node, k *key) flow.Value {
	if v, constant := p.computed(n); !constant {
		if _, text := v.(*flow.Text); text {
			p.add(n.Pos, codeConstant, fmt.Sprintf("%q needs a whole number", k.name), "put all of it in one ${ }")
		}
		return v
	}
	i := p.integer(n, k)
	if i == 0 {
		return nil
	}
	return &flow.Literal{Pos: n.Pos, JSON: value.FromInt(int64(i))}
}

// lasting reads a duration, which stays as written, or what yields one.
func (p *parser) lasting(n *node, key string) flow.Value {
	if v, constant := p.computed(n); !constant {
		return v
	}
	if p.duration(n, key) == 0 {
		return nil
	}
	return &flow.Literal{Pos: n.Pos, JSON: value.FromString(n.text)}
}

// moment reads a duration or a time, which stay as written, or what yields one.
func (p *parser) moment(n *node, key string) flow.Value {
	if v, constant := p.computed(n); !constant {
		return v
	}
	_, err := flow.ParseDuration(n.text)
	if err != nil && strings.ContainsAny(n.text, ":-") {
		_, err = time.Parse(time.RFC3339, n.text)
	}
	if err != nil {
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q cannot be %q", key, n.text), "write a duration like 30s or P1D, or a time like 2026-12-24T18:00:00Z")
		return nil
	}
	return &flow.Literal{Pos: n.Pos, JSON: value.FromString(n.text)}
}

var eventPattern = regexp.MustCompile(`^[A-Za-z0-9_][^\s${},]*$`)

// event reads the type of an event, which is a constant, so that it can be indexed.
func (p *parser) event(n *node) flow.Name {
	switch {
	case n.shape != scalar || n.null():
		what := n.shape.String()
		if n.null() {
			what = "null"
		}
		p.add(n.Pos, codeShape, "an event type is a word, not "+what, "")
	case strings.Contains(n.text, "$"):
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q is not an event type", n.text), "it is written out, so that it can be checked")
	case !eventPattern.MatchString(n.text):
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q is not an event type", n.text), "write it like order.confirmed")
	default:
		return n.name()
	}
	return flow.Name{}
}

// written reads a text that has no place for an expression.
func (p *parser) written(n *node, key string) string {
	if isExpression(n) {
		p.later(n.Pos, key+" as an expression", later)
		return ""
	}
	return n.text
}

// notEmpty reports a list with nothing in it.
func (p *parser) notEmpty(n *node, key string) {
	if len(n.items) == 0 {
		p.add(n.Pos, codeShape, fmt.Sprintf("%q is an empty list", key), "leave it out, or fill it")
	}
}
