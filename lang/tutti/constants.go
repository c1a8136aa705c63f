package tutti

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

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
