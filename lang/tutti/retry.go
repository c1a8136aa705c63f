package tutti

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"tutti/diag"
	"tutti/flow"
)

// readPolicies reads the retry policies of the workflow, for its steps to name.
func (p *parser) readPolicies(n *node) {
	for _, e := range n.pairs {
		switch {
		case extension(e.key.text):
		case e.value.shape != mapping:
			if !e.value.refused {
				p.add(e.value.Pos, codeShape, fmt.Sprintf("a retry policy is %s, not %s", aPolicy, e.value.shape), "write { attempts: 3 }")
			}
			p.policies[e.key.text] = nil
		default:
			name := p.label(e.key, "retry policy")
			r := p.policy(e.value)
			r.Name = name
			p.policies[name.Text] = r
		}
	}
}

// retry reads what a step says: the name of a policy, or one in place.
func (p *parser) retry(n *node) *flow.Retry {
	if n.shape == mapping {
		return p.policy(n)
	}
	r, ok := p.policies[n.text]
	switch {
	case ok:
	case strings.Contains(n.text, "$"):
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q is not the name of a retry policy", n.text), "it is written out, so that it can be checked")
	default:
		p.unknownPolicy(n)
	}
	return r
}

func (p *parser) unknownPolicy(n *node) {
	var names []string
	for name := range p.policies {
		names = append(names, name)
	}
	slices.Sort(names)
	mend := diag.DidYouMean(n.text, names)
	if mend == "" {
		mend = fmt.Sprintf("write retry: { %s: { attempts: 3 } } above the steps, or a policy in place of the name", n.text)
	}
	p.add(n.Pos, codePolicy, fmt.Sprintf("the workflow has no retry policy %q", n.text), mend)
}

// policy reads a policy written out. Without a number of attempts there is one.
func (p *parser) policy(n *node) *flow.Retry {
	got := p.keys(n, policyKeys)
	r := &flow.Retry{Pos: n.Pos, Attempts: 1}
	if on := got["on"]; on != nil {
		r.On = p.matches(on)
	}
	if attempts := got["attempts"]; attempts != nil {
		r.Attempts = max(1, p.integer(attempts, policyKeys.find("attempts")))
	}
	if backoff := got["backoff"]; backoff != nil {
		r.Min, r.Max = p.backoff(backoff)
	}
	if timeout := got["timeout"]; timeout != nil {
		r.Timeout = p.duration(timeout, "timeout")
	}
	return r
}

// backoff reads one duration, or the first and the longest: 200ms..5s.
func (p *parser) backoff(n *node) (least, most time.Duration) {
	first, last, two := strings.Cut(n.text, "..")
	if !two || isExpression(n) {
		d := p.duration(n, "backoff")
		return d, d
	}
	least, err := flow.ParseDuration(first)
	if err == nil {
		most, err = flow.ParseDuration(last)
	}
	switch {
	case err != nil:
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q cannot be %q", "backoff", n.text), "write it like 200ms..5s; "+err.Error())
	case least > most:
		p.add(n.Pos, codeRange, fmt.Sprintf("the waits begin at %s and cannot end at %s", first, last), fmt.Sprintf("write %s..%s", last, first))
	default:
		return least, most
	}
	return 0, 0
}

// matched are the errors that have a name.
var matched = []string{"4xx", "5xx", "timeout", "connect", "breaker", "limit", "contract", "expression", "cancelled", "any"}

var (
	status  = regexp.MustCompile(`^[1-5][0-9][0-9]$`)
	typeURI = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:[^\s${}]+$`)
)

// matches reads what `on` lists, all of it constant.
func (p *parser) matches(n *node) []flow.Match {
	p.notEmpty(n, "on")
	seen := map[string]bool{}
	var out []flow.Match
	for _, i := range n.items {
		switch {
		case i.refused:
		case i.shape != scalar || !slices.Contains(matched, i.text) && !status.MatchString(i.text) && !typeURI.MatchString(i.text):
			p.unmatchable(i)
		case seen[i.text]:
			p.add(i.Pos, codeRepeated, fmt.Sprintf("%q is already in the list", i.text), "remove it")
		default:
			out = append(out, flow.Match{Pos: i.Pos, Text: i.text})
		}
		seen[i.text] = true
	}
	return out
}

func (p *parser) unmatchable(n *node) {
	mend := diag.DidYouMean(n.text, matched)
	if n.shape != scalar || mend == "" {
		mend = fmt.Sprintf("it is one of %s, a status from 100 to 599, or a type URI", strings.Join(matched, ", "))
	}
	what := fmt.Sprintf("%q", n.text)
	if n.shape != scalar {
		what = n.shape.String()
	}
	p.add(n.Pos, codeConstant, fmt.Sprintf("%s is not an error that `on` can match", what), mend)
}
