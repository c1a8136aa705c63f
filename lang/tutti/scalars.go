package tutti

import (
	"errors"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	errNotNumber = errors.New("not a number")
	errNotJSON   = errors.New("JSON has no such number")
)

var (
	decimal  = regexp.MustCompile(`^([-+]?)(\.[0-9]+|[0-9]+(?:\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)
	based    = regexp.MustCompile(`^(?:0o[0-7]+|0x[0-9a-fA-F]+)$`)
	noNumber = regexp.MustCompile(`^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)
	isJSON   = regexp.MustCompile(`^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$`)
)

// number is the JSON text of a plain scalar that is a number of YAML's core
// schema (1.2, section 10.3.2). Text that is valid JSON stays as written: 1.10
// stays 1.10; the rest keeps its value: 0123 is 123, .5 is 0.5, 0x1F is 31.
func number(text string) (string, error) {
	if isJSON.MatchString(text) {
		return text, nil
	}
	if noNumber.MatchString(text) {
		return "", errNotJSON
	}
	if based.MatchString(text) {
		n, _ := new(big.Int).SetString(text, 0)
		return n.String(), nil
	}
	m := decimal.FindStringSubmatch(text)
	if m == nil {
		return "", errNotNumber
	}
	whole, fraction, _ := strings.Cut(m[2], ".")
	n := strings.TrimPrefix(m[1], "+") + orZero(strings.TrimLeft(whole, "0"))
	if fraction != "" {
		n += "." + fraction
	}
	return n + m[3], nil
}

func orZero(digits string) string {
	if digits == "" {
		return "0"
	}
	return digits
}

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

// duration reads 200ms, 30s, 5m, 2h, 7d or an ISO 8601 duration of fixed length.
func duration(text string) (time.Duration, error) {
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
	seconds, err := time.ParseDuration("0" + m[5] + "s")
	if err != nil {
		return 0, errDuration
	}
	return total(part{m[1], 7 * units["d"]}, part{m[2], units["d"]}, part{m[3], units["h"]}, part{m[4], units["m"]},
		part{strconv.FormatInt(int64(seconds), 10), time.Nanosecond})
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
		n, _ := new(big.Int).SetString(orZero(p.count), 10)
		sum.Add(sum, n.Mul(n, big.NewInt(int64(p.unit))))
	}
	if sum.Sign() == 0 || !sum.IsInt64() {
		return 0, errTooLong
	}
	return time.Duration(sum.Int64()), nil
}
