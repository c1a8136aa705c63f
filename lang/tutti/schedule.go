package tutti

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tutti/flow"
)

func (p *parser) schedule(n *node) *flow.Schedule {
	got := p.keys(n, scheduleKeys)
	s := &flow.Schedule{Pos: n.Pos}
	if cron := got["cron"]; cron != nil {
		s.Cron = p.cron(cron)
	}
	if zone := got["zone"]; zone != nil {
		s.Zone = p.zone(zone)
	}
	if every := got["every"]; every != nil {
		s.Every = p.duration(every, "every")
	}
	p.oneClock(n)
	return s
}

// oneClock sees to it that a schedule has cron, perhaps with a zone, or every.
func (p *parser) oneClock(n *node) {
	cron, zone, every := n.get("cron"), n.get("zone"), n.get("every")
	switch {
	case cron == nil && every == nil:
		p.add(n.Pos, codeMissingKey, `a schedule needs "cron" or "every"`, `write { cron: "0 6 * * 1-5" } or { every: 15m }`)
	case cron != nil && every != nil:
		p.add(every.Pos, codeMisplaced, `a schedule has "cron" or "every", not both`, "make them two workflows")
	case zone != nil && cron == nil:
		p.add(zone.Pos, codeMisplaced, `"zone" needs "cron" beside it`, "remove it")
	}
}

var zonePattern = regexp.MustCompile(`^(?:UTC|[A-Z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)+)$`)

// zone reads the name of a time zone. Whether there is one of that name depends
// on the machine, so it is not asked here.
func (p *parser) zone(n *node) string {
	if !zonePattern.MatchString(n.text) {
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q is not the name of a time zone", n.text), "write it like Europe/Warsaw, or UTC")
		return ""
	}
	return n.text
}

// cronField is one field of a cron expression: its numbers and the words for them.
type cronField struct {
	what        string
	least, most int
	words       []string // the first one stands for least
}

var cronFields = []cronField{
	{"second", 0, 59, nil},
	{"minute", 0, 59, nil},
	{"hour", 0, 23, nil},
	{"day of the month", 1, 31, nil},
	{"month", 1, 12, []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
	{"day of the week", 0, 7, []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
}

var notBlank = regexp.MustCompile(`\S+`)

// cron reads five fields, or six with the seconds first; one space between them.
func (p *parser) cron(n *node) string {
	found := notBlank.FindAllStringIndex(n.text, -1)
	if len(found) != 5 && len(found) != 6 {
		p.add(n.Pos, codeConstant, fmt.Sprintf("%q has %d fields, and cron has five or six", n.text, len(found)), `write "minute hour day month weekday", as in "*/15 * * * *"`)
		return ""
	}
	fields := make([]string, len(found))
	for i, at := range found {
		fields[i] = n.text[at[0]:at[1]]
		f := cronFields[len(cronFields)-len(found)+i]
		if err := f.check(fields[i]); err != nil {
			p.add(n.at(at[0]), codeConstant, fmt.Sprintf("the %s of cron: %v", f.what, err), "")
			return ""
		}
	}
	return strings.Join(fields, " ")
}

// check reads one field: parts with commas, each * or a number or a range, with a step perhaps.
func (f cronField) check(text string) error {
	for part := range strings.SplitSeq(text, ",") {
		numbers, step, stepped := strings.Cut(part, "/")
		if n, err := strconv.Atoi(step); stepped && (err != nil || n < 1 || n > f.most) {
			return fmt.Errorf("%q is not a step from 1 to %d", "/"+step, f.most)
		}
		if numbers == "*" {
			continue
		}
		first, last, isRange := strings.Cut(numbers, "-")
		from, err := f.number(first)
		if err != nil {
			return err
		}
		if !isRange {
			continue
		}
		to, err := f.number(last)
		if err != nil {
			return err
		}
		if from > to {
			return fmt.Errorf("the range %s goes backwards; write it as two", numbers)
		}
	}
	return nil
}

func (f cronField) number(text string) (int, error) {
	if i := slices.Index(f.words, strings.ToLower(text)); i >= 0 {
		return f.least + i, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || text[0] == '+' || text[0] == '-' {
		return 0, fmt.Errorf("%q is neither * nor a number from %d to %d", text, f.least, f.most)
	}
	if n < f.least || n > f.most {
		return 0, fmt.Errorf("it is from %d to %d, not %d", f.least, f.most, n)
	}
	return n, nil
}
