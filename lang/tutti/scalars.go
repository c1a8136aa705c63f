package tutti

import (
	"errors"
	"math/big"
	"regexp"
	"strings"
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
