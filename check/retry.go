package check

import (
	"slices"
	"strings"

	"tutti/flow"
)

// retry checks the policy of a step, and whether trying again can help it.
func (c *checker) retry(s *flow.Step) {
	if s.Retry == nil {
		return
	}
	c.policy(s.Retry)
	c.matches(s.Retry.On)
	switch s.Do.(type) {
	case *flow.Set, *flow.Wait, *flow.Fail, *flow.Return, *flow.Goto:
		c.warnf(s.Pos, CodeUseless, "remove the retry", "%s comes to the same each time, so trying again cannot help", aVerb(s.Do))
	}
}

// policy checks what a retry says by itself. Several steps may share it.
func (c *checker) policy(r *flow.Retry) {
	if r.Attempts == 1 && r.Max > 0 {
		c.warnf(r.Pos, CodeUseless, "write attempts: 2 for one more", "attempts counts the first, so with attempts: 1 there is no other and nothing for backoff to do")
	}
}

// tries tells whether the policy may try again at all; nil never does.
func tries(r *flow.Retry) bool { return r != nil && r.Attempts > 1 }

// once checks a call that may be sent only once.
func (c *checker) once(s *flow.Step, call *flow.Call, in around) {
	if call.Idempotent == nil || *call.Idempotent {
		return
	}
	const mend = "remove the retry, or the idempotent: false if the service knows the Idempotency-Key"
	switch {
	case tries(s.Retry) && !onlyUnsent(s.Retry.On):
		c.errorf(s.Pos, CodeTwice, mend+"; on: [connect, breaker] is possible, since then nothing was sent",
			"%s may not be sent twice (idempotent: false), and this retry would do so", call.Target())
	case in.again != nil:
		c.errorf(s.Pos, CodeTwice, mend, "%s may not be sent twice (idempotent: false), and the %s at line %d, which is tried again, would do so",
			call.Target(), verb(in.again.Do), in.again.Line)
	}
}

// onlyUnsent tells whether the errors are those after which the service cannot
// have seen the call.
func onlyUnsent(on []flow.Match) bool {
	return len(on) > 0 && !slices.ContainsFunc(on, func(m flow.Match) bool { return m.Text != "connect" && m.Text != "breaker" })
}

// words are what an `on` may hold beside statuses and type URIs.
func words() []string {
	return []string{"4xx", "5xx", "timeout", "connect", "breaker", "limit", "contract", "expression", "cancelled", "any"}
}

// matches checks the words of one `on`.
func (c *checker) matches(on []flow.Match) {
	all := map[string]bool{}
	for _, m := range on {
		all[m.Text] = true
	}
	seen := map[string]bool{}
	for _, m := range on {
		if !matchesSomething(m.Text) {
			c.errorf(m.Pos, CodeMatch, oneOf(m.Text, words(), "", ""), "no error is %q", m.Text)
			continue
		}
		for _, w := range covering(m.Text) {
			if all[w] && (w != m.Text || seen[w]) {
				c.warnf(m.Pos, CodeUseless, "remove it", "%q is in this list already, as %q", m.Text, w)
				break
			}
		}
		seen[m.Text] = true
	}
}

// matchesSomething tells whether a word of an `on` is one that errors can have: a
// kind, a status from 300 on, or a type, which is the reference of a URI.
func matchesSomething(word string) bool {
	return slices.Contains(words(), word) || isStatus(word) || strings.ContainsAny(word, ":/")
}

func isStatus(word string) bool {
	if len(word) != 3 || word[0] < '3' || word[0] > '5' {
		return false
	}
	return strings.Trim(word[1:], "0123456789") == ""
}

// covering are the words that match all that the word matches.
func covering(word string) []string {
	out := []string{word}
	if isStatus(word) {
		out = append(out, word[:1]+"xx")
	}
	if word != "any" {
		out = append(out, "any")
	}
	return out
}
