package value

import (
	"bytes"
	"cmp"
	"math"
	"strconv"
)

// Int is the number as an int64, if v is a whole number that fits (1e3 and 1.0 do).
func (v Value) Int() (int64, bool) {
	if v.Kind() != Number {
		return 0, false
	}
	if n, ok := smallInt(v.raw); ok {
		return n, true
	}
	return parseDecimal(v.raw).int()
}

// Float is the float64 nearest to the number, an infinity beyond the range of floats, and whether v is a number.
func (v Value) Float() (float64, bool) {
	if v.Kind() != Number {
		return 0, false
	}
	if n, ok := smallInt(v.raw); ok && n != 0 {
		return float64(n), true
	}
	f, _ := strconv.ParseFloat(string(v.raw), 64) // its only error on valid text is the range, where f is an infinity
	return f, true
}

// smallInt reads up to 18 digits with or without a sign.
func smallInt(b []byte) (n int64, ok bool) {
	digits := b
	if digits[0] == '-' {
		digits = digits[1:]
	}
	if len(digits) > 18 {
		return 0, false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	if b[0] == '-' {
		n = -n
	}
	return n, true
}

// appendFloat appends the shortest text that reads back as f, which is not NaN, in jq's form.
func appendFloat(dst []byte, f float64) []byte {
	f = min(max(f, -math.MaxFloat64), math.MaxFloat64)
	if x := math.Abs(f); x == 0 || 1e-6 <= x && x < 1e21 {
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	}
	dst = strconv.AppendFloat(dst, f, 'e', -1, 64)
	if n := len(dst); dst[n-2] == '0' && dst[n-3] == '-' { // 1e-07 is 1e-7
		dst = append(dst[:n-2], dst[n-1])
	}
	return dst
}

// decimal is the number ±0.digits × 10^exp, where digits neither begin nor end with 0;
// zero has no digits. It refers to the text, so numbers of any size cost what their text costs.
// From 18 digits on, an exponent is kept as text (huge) and not joined with the place of the point,
// so that 10e<huge> and 1e<huge+1> count as different.
type decimal struct {
	negative bool
	digits   []byte // may have the point inside
	exp      int64
	huge     []byte
}

// parseDecimal takes the text of a number apart.
func parseDecimal(b []byte) decimal {
	first, last, point, end := -1, -1, -1, len(b)
	for i, c := range b {
		if c|0x20 == 'e' {
			end = i
			break
		}
		switch {
		case c == '.':
			point = i
		case '1' <= c && c <= '9':
			last = i
			if first < 0 {
				first = i
			}
		}
	}
	if first < 0 {
		return decimal{}
	}
	d := decimal{negative: b[0] == '-', digits: b[first : last+1]}
	if end < len(b) {
		if d.exp, d.huge = parseExponent(b[end+1:]); d.huge != nil {
			return d
		}
	}
	switch {
	case point < 0:
		d.exp += int64(end - first)
	case first < point:
		d.exp += int64(point - first)
	default:
		d.exp += int64(point + 1 - first)
	}
	return d
}

// parseExponent is the exponent, or only its sign and its text when that is too long for an int64.
func parseExponent(b []byte) (exp int64, huge []byte) {
	sign := int64(1)
	if b[0] == '-' {
		sign = -1
	}
	b = bytes.TrimLeft(b, "+-0")
	if len(b) > 17 {
		return sign, b
	}
	for _, c := range b {
		exp = exp*10 + int64(c-'0')
	}
	return sign * exp, nil
}

// int is d as an int64, if it is whole and fits.
func (d decimal) int() (int64, bool) {
	if len(d.digits) == 0 {
		return 0, true
	}
	var text [21]byte
	digits := bytes.ReplaceAll(d.digits, []byte{'.'}, nil)
	if d.huge != nil || d.exp < int64(len(digits)) || d.exp > 19 {
		return 0, false
	}
	out := text[:0]
	if d.negative {
		out = append(out, '-')
	}
	out = append(out, digits...)
	for n := int64(len(digits)); n < d.exp; n++ {
		out = append(out, '0')
	}
	n, err := strconv.ParseInt(string(out), 10, 64)
	return n, err == nil
}

// compareNumbers orders by exact value. The work is linear in the length of the texts.
func compareNumbers(a, b []byte) int {
	x, okX := smallInt(a)
	y, okY := smallInt(b)
	if okX && okY {
		return cmp.Compare(x, y)
	}
	return compareDecimals(parseDecimal(a), parseDecimal(b))
}

func compareDecimals(a, b decimal) int {
	if c := cmp.Compare(a.sign(), b.sign()); c != 0 || a.sign() == 0 {
		return c
	}
	if c := compareExponents(a, b); c != 0 {
		return c * a.sign()
	}
	return compareDigits(a.digits, b.digits) * a.sign()
}

func (d decimal) sign() int {
	switch {
	case len(d.digits) == 0:
		return 0
	case d.negative:
		return -1
	default:
		return 1
	}
}

// compareExponents: a huge exponent is further from zero than any other; two of them
// compare by length, then text.
func compareExponents(a, b decimal) int {
	if a.huge == nil && b.huge == nil {
		return cmp.Compare(a.exp, b.exp)
	}
	aSign, bSign := hugeSign(a), hugeSign(b)
	if aSign != bSign {
		return cmp.Compare(aSign, bSign)
	}
	return int(aSign) * cmp.Or(cmp.Compare(len(a.huge), len(b.huge)), bytes.Compare(a.huge, b.huge))
}

// hugeSign is the sign of a huge exponent, 0 for an ordinary one.
func hugeSign(d decimal) int64 {
	if d.huge == nil {
		return 0
	}
	return d.exp
}

// compareDigits compares two fractions digit by digit, whatever the place of the points.
func compareDigits(a, b []byte) int {
	for i, j := 0, 0; ; i, j = i+1, j+1 {
		if i < len(a) && a[i] == '.' {
			i++
		}
		if j < len(b) && b[j] == '.' {
			j++
		}
		if i >= len(a) || j >= len(b) {
			return cmp.Compare(len(a)-i, len(b)-j)
		}
		if a[i] != b[j] {
			return cmp.Compare(a[i], b[j])
		}
	}
}
