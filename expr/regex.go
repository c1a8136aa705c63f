package expr

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// Regular expressions are ours: gojq keeps each one it has ever compiled, and a small one like
// `(…){1000}` can take seconds to compile and to match.

const (
	maxPattern      = 1 << 10 // bytes
	maxInstructions = 10_000  // of the compiled expression
)

// matcher finds what jq finds: unlike Go, jq also reports an empty match that touches the match before it.
type matcher struct {
	*regexp.Regexp
	behind *regexp.Regexp // one character, then the expression; nil if it never matches the empty text
	size   int            // in instructions
}

// regex compiles a pattern once for each evaluation.
func (m *meter) regex(pattern, flags string) (*matcher, error) {
	key := flags + "/" + pattern
	if r, ok := m.regexes[key]; ok {
		return r, nil
	}
	if strings.Trim(flags, "gim") != "" {
		return nil, &failure{fmt.Sprintf("unsupported regular expression flag: %q", flags), "unsupported regular expression flag"}
	}
	if len(pattern) > maxPattern {
		m.exceed(fmt.Sprintf("a regular expression of more than %d bytes", maxPattern))
		return nil, stop()
	}
	if strings.ContainsRune(flags, 'i') {
		pattern = "(?i)" + pattern
	}
	if strings.ContainsRune(flags, 'm') {
		pattern = "(?s)" + pattern
	}
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, &failure{fmt.Sprintf("invalid regular expression %q: %s", pattern, err), "invalid regular expression"}
	}
	size := instructions(tree)
	if size > maxInstructions {
		m.exceed(fmt.Sprintf("a regular expression of more than %d instructions", maxInstructions))
		return nil, stop()
	}
	if !m.look(size * 2 * bytesPerTick) {
		return nil, stop()
	}
	r := &matcher{Regexp: regexp.MustCompile(pattern), size: size}
	if canBeEmpty(tree) {
		r.behind, _ = regexp.Compile(`\A(?s:.)(?:` + pattern + `)`)
	}
	if m.regexes == nil {
		m.regexes = map[string]*matcher{}
	}
	m.regexes[key] = r
	return r, nil
}

// instructions is about how many the compiled tree has: repetitions are written out.
func instructions(re *syntax.Regexp) int {
	n := 1
	switch re.Op {
	case syntax.OpLiteral:
		n = len(re.Rune)
	case syntax.OpCharClass:
		n += len(re.Rune) / 8
	}
	for _, sub := range re.Sub {
		n = min(n+instructions(sub), hugeSize)
	}
	if re.Op == syntax.OpRepeat {
		n = product(n, max(re.Max, re.Min, 1))
	}
	return n
}

// canBeEmpty is false if every match has a character.
func canBeEmpty(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpLiteral, syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return false
	case syntax.OpCapture, syntax.OpPlus:
		return canBeEmpty(re.Sub[0])
	case syntax.OpRepeat:
		return re.Min == 0 || canBeEmpty(re.Sub[0])
	case syntax.OpConcat:
		return !slices.ContainsFunc(re.Sub, func(sub *syntax.Regexp) bool { return !canBeEmpty(sub) })
	case syntax.OpAlternate:
		return slices.ContainsFunc(re.Sub, canBeEmpty)
	default:
		return true
	}
}

// find is the places of the matches in s, as regexp's FindAllSubmatchIndex gives them. Each is charged with the bytes
// that the caller will make of it; it is false if that is more than the budget.
func (m *meter) find(r *matcher, s string, all bool, bytesEach int) ([][]int, bool) {
	if !all {
		if one := r.FindStringSubmatchIndex(s); one != nil {
			return [][]int{one}, true
		}
		return nil, true
	}
	found := r.FindAllStringSubmatchIndex(s, m.bytes/bytesEach+1)
	if !m.make(len(found) * bytesEach) {
		return nil, false
	}
	if r.behind == nil {
		return found, true
	}
	var with [][]int
	for i, f := range found {
		with = append(with, f)
		touches := i+1 < len(found) && found[i+1][0] == f[1]
		if f[0] < f[1] && !touches {
			if !m.look(product(len(s)-f[1]+1, r.size)) || !m.make(bytesEach) {
				return nil, false
			}
			if e := r.emptyAt(s, f[1]); e != nil {
				with = append(with, e)
			}
		}
	}
	return with, true
}

// emptyAt is the empty match at a place behind a match, if there is one.
func (r *matcher) emptyAt(s string, at int) []int {
	_, width := utf8.DecodeLastRuneInString(s[:at])
	found := r.behind.FindStringSubmatchIndex(s[at-width:])
	if found == nil || found[1] != width {
		return nil
	}
	place := make([]int, len(found))
	place[0], place[1] = at, at
	for i, n := range found[2:] {
		place[i+2] = -1
		if n >= 0 {
			place[i+2] = n + at - width
		}
	}
	return place
}

// matches is __match($re; $flags; $testing): whether there is a match, or the matches as jq describes them.
func matches(v any, args []any) any {
	m, testing := args[0].(*meter), args[3] == true
	r, s, all, err := m.prepareMatch(v, args[1], args[2], testing)
	if err != nil {
		return err
	}
	if testing {
		return r.MatchString(s)
	}
	places, ok := m.find(r, s, all, (1+r.NumSubexp())*(objectBytes+stringBytes))
	if !ok {
		return stop()
	}
	list, count := make([]any, len(places)), codePoints{s: s}
	for i, p := range places {
		list[i] = describe(r, s, p, &count)
	}
	return list
}

// prepareMatch checks the arguments in gojq's words and charges for the search.
func (m *meter) prepareMatch(v, pattern, flags any, testing bool) (r *matcher, s string, all bool, err error) {
	s, ok1 := v.(string)
	re, ok2 := pattern.(string)
	fl, ok3 := flags.(string)
	if !ok1 || !ok2 || !ok3 && flags != nil {
		name := "match"
		if testing {
			name = "test"
		}
		return nil, "", false, &failure{message: name + "(" + brief(pattern) + "; " + brief(flags) + ") cannot be applied to: " + preview(v)}
	}
	if r, err = m.regex(re, fl); err != nil {
		return nil, "", false, err
	}
	// Go's matcher takes a few nanoseconds for each instruction and byte, at worst.
	if !m.look(product(len(s)+1, r.size+8)) {
		return nil, "", false, stop()
	}
	return r, s, strings.ContainsRune(fl, 'g'), nil
}

// describe is one match as an object; offsets and lengths are in code points.
func describe(r *matcher, s string, place []int, count *codePoints) any {
	part := func(from, to int) map[string]any {
		return map[string]any{"offset": count.at(from), "length": utf8.RuneCountInString(s[from:to]), "string": s[from:to]}
	}
	captures := make([]any, r.NumSubexp())
	for i, name := range r.SubexpNames()[1:] {
		c := map[string]any{"offset": -1, "length": 0, "string": nil}
		if from, to := place[2*i+2], place[2*i+3]; from >= 0 {
			c = part(from, to)
		}
		if c["name"] = nil; name != "" {
			c["name"] = name
		}
		captures[i] = c
	}
	match := part(place[0], place[1])
	match["captures"] = captures
	return match
}

// codePoints counts them up to places that mostly grow.
type codePoints struct {
	s         string
	at0, upTo int
}

func (c *codePoints) at(place int) int {
	if place < c.at0 {
		c.at0, c.upTo = 0, 0
	}
	c.upTo += utf8.RuneCountInString(c.s[c.at0:place])
	c.at0 = place
	return c.upTo
}

// splits is __splits($re; $flags): the texts between the matches.
func splits(v any, args []any) any {
	m := args[0].(*meter)
	r, s, _, err := m.prepareMatch(v, args[1], args[2], false)
	if err != nil {
		return err
	}
	places, ok := m.find(r, s, true, 2*(slotBytes+stringBytes)+slotBytes*r.NumSubexp())
	if !ok {
		return stop()
	}
	parts, from := make([]any, 0, len(places)+1), 0
	for _, p := range places {
		parts, from = append(parts, s[from:max(from, p[0])]), p[1]
	}
	return append(parts, s[from:])
}

// splice is __splice($replacements), for sub: each replacement is [offset, length, texts] of a match in the
// input. The i-th result is the input with the i-th text of each match in its place. What stands before
// a match that has no i-th text is left out, as in gojq.
func splice(v any, args []any) any {
	m, s := args[0].(*meter), v.(string)
	replacements := args[1].([]any)
	if len(replacements) == 0 {
		return []any{s}
	}
	var results []*strings.Builder
	place := bytePlaces{s: s}
	next := 0
	for _, r := range replacements {
		r := r.([]any)
		offset, length, texts := r[0].(int), r[1].(int), r[2].([]any)
		from := place.of(offset)
		for i, t := range texts {
			text, ok := t.(string)
			if !ok && t != nil {
				return &failure{message: "cannot add: " + preview(s[next:from]) + " and " + preview(t)}
			}
			if !m.make(from - next + len(text)) {
				return stop()
			}
			if i == len(results) {
				results = append(results, &strings.Builder{})
			}
			results[i].WriteString(s[next:from])
			results[i].WriteString(text)
		}
		next = place.of(offset + length)
	}
	if len(results) == 0 {
		return []any{s}
	}
	if !m.make(len(results) * (len(s) - next + slotBytes + stringBytes)) {
		return stop()
	}
	list := make([]any, len(results))
	for i, b := range results {
		b.WriteString(s[next:])
		list[i] = b.String()
		m.seen(b.Len())
	}
	return list
}

// bytePlaces turns code points into bytes, for offsets that mostly grow.
type bytePlaces struct {
	s            string
	point, place int
}

func (b *bytePlaces) of(point int) int {
	if point < b.point {
		b.point, b.place = 0, 0
	}
	for ; b.point < point && b.place < len(b.s); b.point++ {
		_, n := utf8.DecodeRuneInString(b.s[b.place:])
		b.place += n
	}
	return b.place
}
