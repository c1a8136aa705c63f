package tutti

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"tutti/flow"
	"tutti/value"
)

// maxConcurrency is how many turns or branches may be asked for at once.
const maxConcurrency = 10_000

// isExpression tells whether a scalar, as a whole, is an expression.
func isExpression(n *node) bool {
	return n.shape == scalar && (startsWithVariable(n.text) || strings.HasPrefix(n.text, "${"))
}

// count reads a constant whole number, or an expression that yields one.
func (p *parser) count(n *node, key string, least, most int) flow.Value {
	if isExpression(n) {
		return p.always(n, key)
	}
	i := p.integer(n, key, least, most)
	if i == 0 {
		return nil
	}
	return &flow.Literal{Pos: n.Pos, JSON: value.FromInt(int64(i))}
}

// lasting reads a constant duration, which stays as written, or an expression that yields one.
func (p *parser) lasting(n *node, key string) flow.Value {
	if isExpression(n) {
		return p.always(n, key)
	}
	if p.duration(n, key) == 0 {
		return nil
	}
	return &flow.Literal{Pos: n.Pos, JSON: value.FromString(n.text)}
}

// integer reads a constant from least to most; 0 after a finding.
func (p *parser) integer(n *node, key string, least, most int) int {
	if isExpression(n) {
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
	if isExpression(n) {
		p.later(n.Pos, key+" as an expression", later)
		return 0
	}
	d, err := duration(n.text)
	if err != nil {
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q cannot be %q", key, n.text), err.Error())
	}
	return d
}
