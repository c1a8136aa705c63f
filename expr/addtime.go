package expr

import (
	"math"
	"regexp"
	"strconv"
	"time"

	"github.com/itchyny/gojq"
)

// period is an ISO 8601 duration: months and days of the calendar, and time.
type period struct {
	months, days int
	time         time.Duration
}

var periodForm = regexp.MustCompile(`^(-)?P(?:(\d{1,6})Y)?(?:(\d{1,7})M)?(?:(\d{1,7})W)?(?:(\d{1,8})D)?` +
	`(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d{1,9}))?S)?)?$`)

// parsePeriod reads [-]PnYnMnWnDTnHnMn.nS; at least one number must be there, and one behind T.
func parsePeriod(s string) (period, bool) {
	f := periodForm.FindStringSubmatch(s)
	if f == nil || s[len(s)-1] == 'P' || s[len(s)-1] == 'T' {
		return period{}, false
	}
	n := func(i int) int {
		v, _ := strconv.Atoi(f[i]) // empty is 0, and the form bounds the digits
		return v
	}
	p := period{months: 12*n(2) + n(3), days: 7*n(4) + n(5)}
	hours, minutes, seconds := n(6), n(7), n(8)
	if hours > 2_000_000 || minutes > 100_000_000 {
		return period{}, false
	}
	p.time = time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second
	nanos, _ := strconv.Atoi((f[9] + "000000000")[:9])
	p.time += time.Duration(nanos)
	if f[1] == "-" {
		p = period{-p.months, -p.days, -p.time}
	}
	return p, true
}

// after is t plus p. Months go first, and a day that the month lacks becomes its last one.
func (p period) after(t time.Time) time.Time {
	year, month, day := t.Date()
	first := time.Date(year, month+time.Month(p.months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	hour, minute, second := t.Clock()
	moved := time.Date(first.Year(), first.Month(), min(day, last), hour, minute, second, t.Nanosecond(), t.Location())
	return moved.AddDate(0, 0, p.days).Add(p.time)
}

const timeWanted = "addtime takes an RFC 3339 time or seconds"

// wanted is a failure that says what is taken, and only in logs what was given.
func wanted(what string, got any) *failure {
	return &failure{message: what + ", not " + brief(got), public: what}
}

// addtime is addtime($duration): an RFC 3339 text keeps its offset, a number stays seconds since 1970.
func addtime(v any, args []any) any {
	text, ok := args[1].(string)
	p, valid := period{}, false
	if ok {
		p, valid = parsePeriod(text)
	}
	if !valid {
		return wanted(`addtime takes an ISO 8601 duration like "P1M" or "PT30S"`, args[1])
	}
	if s, ok := v.(string); ok {
		t, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			return wanted(timeWanted, v)
		}
		if t = p.after(t); t.Year() < 0 || t.Year() > 9999 {
			return &failure{message: "addtime leaves the years 0 to 9999"}
		}
		return t.Format(time.RFC3339Nano)
	}
	seconds, ok := gojq.ToFloat64(v)
	if !ok || math.Abs(seconds) > 1e11 {
		return wanted(timeWanted, v)
	}
	whole, part := math.Floor(seconds), seconds-math.Floor(seconds)
	t := p.after(time.Unix(int64(whole), 0).UTC())
	if part == 0 && t.Nanosecond() == 0 {
		return int(t.Unix())
	}
	return float64(t.Unix()) + float64(t.Nanosecond())/1e9 + part
}
