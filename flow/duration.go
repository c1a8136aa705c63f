package flow

import (
	"errors"
	"math/big"
	"regexp"
	"strings"
	"time"
)

var (
	shortDuration = regexp.MustCompile(`^([0-9]{1,18})(ms|s|m|h|d)$`)
	isoDuration   = regexp.MustCompile(`^P(?:([0-9]{1,18})W|(?:([0-9]{1,18})D)?(?:T(?:([0-9]{1,18})H)?(?:([0-9]{1,18})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?)?)$`)
	isoCalendar   = regexp.MustCompile(`^P[0-9]*Y?[0-9]*[YM]`)
)

var units = map[string]time.Duration{
	"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour,
}

var (
	errDuration = errors.New(`a duration is written 200ms, 30s, 5m, 2h or 7d, or as ISO 8601: PT30S, P1D`)
	errCalendar = errors.New("a month or year has no fixed length; write days")
	errTooLong  = errors.New("a duration is positive and at most 106751 days")
)

// ParseDuration reads 200ms, 30s, 5m, 2h, 7d or an ISO 8601 duration of fixed
// length (weeks, days, hours, minutes, seconds). It is positive.
func ParseDuration(text string) (time.Duration, error) {
	if m := shortDuration.FindStringSubmatch(text); m != nil {
		return total(part{m[1], units[m[2]]})
	}
	if isoCalendar.MatchString(text) {
		return 0, errCalendar
	}
	m := isoDuration.FindStringSubmatch(text)
	if m == nil || strings.HasSuffix(text, "T") || text == "P" {
		return 0, errDuration
	}
	whole, fraction, _ := strings.Cut(m[5], ".")
	fraction = (fraction + "000000000")[:9]
	return total(part{m[1], 7 * units["d"]}, part{m[2], units["d"]}, part{m[3], units["h"]}, part{m[4], units["m"]},
		part{whole, units["s"]}, part{fraction, time.Nanosecond})
}

// part is a count of a unit; an empty count is none.
type part struct {
	count string
	unit  time.Duration
}

// total adds the parts, and refuses zero and what a time.Duration cannot hold.
func total(parts ...part) (time.Duration, error) {
	sum := new(big.Int)
	for _, p := range parts {
		n, ok := new(big.Int).SetString(p.count, 10)
		if ok {
			sum.Add(sum, n.Mul(n, big.NewInt(int64(p.unit))))
		}
	}
	if sum.Sign() == 0 || !sum.IsInt64() {
		return 0, errTooLong
	}
	return time.Duration(sum.Int64()), nil
}
