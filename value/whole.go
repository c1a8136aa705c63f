package value

import (
	"bytes"
	"math/big"
	"strconv"
)

// Whole tells whether v is a number without a fraction, however it is written: 1, 1.0, 1e400.
func (v Value) Whole() bool {
	if v.Kind() != Number {
		return false
	}
	if _, ok := smallInt(v.raw); ok {
		return true
	}
	return parseDecimal(v.raw).whole()
}

func (d decimal) whole() bool {
	if len(d.digits) == 0 {
		return true
	}
	if d.huge != nil {
		return d.exp > 0
	}
	return d.exp >= int64(d.count())
}

// count is the number of digits without the point.
func (d decimal) count() int { return len(d.digits) - bytes.Count(d.digits, []byte{'.'}) }

// MultipleOf tells whether the number v is a whole multiple of the number of, exactly: 0.3 is one of 0.1, and an exponent
// of a million costs no more than one of ten. Nothing but 0 is a multiple of 0.
func (v Value) MultipleOf(of Value) bool {
	if v.Kind() != Number || of.Kind() != Number {
		return false
	}
	n, okN := smallInt(v.raw)
	m, okM := smallInt(of.raw)
	if okN && okM && m != 0 {
		return n%m == 0
	}
	return multiple(parseDecimal(v.raw), parseDecimal(of.raw))
}

// multiple: with v = D × 10^e and of = M × 10^f, where neither D nor M ends with 0, v is a multiple if and only if e is
// not below f and M divides D × 10^(e-f). So many tens as M has bits hold all of M's twos and fives; more change nothing.
func multiple(v, of decimal) bool {
	if len(v.digits) == 0 {
		return true
	}
	if len(of.digits) == 0 {
		return false
	}
	divisor, _ := new(big.Int).SetString(of.plain(), 10)
	tens := int64(divisor.BitLen())
	if v.huge == nil && of.huge == nil {
		tens = min(tens, (v.exp-int64(v.count()))-(of.exp-int64(of.count())))
	} else if compareExponents(v, of) < 0 {
		return false
	}
	if tens < 0 {
		return false
	}
	rest := v.modulo(divisor)
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(tens), divisor)
	return rest.Mul(rest, power).Mod(rest, divisor).Sign() == 0
}

// plain are the digits without the point.
func (d decimal) plain() string { return string(bytes.ReplaceAll(d.digits, []byte{'.'}, nil)) }

// modulo is the rest of the digits, read as a whole number, by m. It goes through the digits once.
func (d decimal) modulo(m *big.Int) *big.Int {
	const chunk = 18
	digits, rest, part := d.plain(), new(big.Int), new(big.Int)
	for len(digits) > 0 {
		n := min(chunk, len(digits))
		i, _ := strconv.ParseInt(digits[:n], 10, 64)
		scale := int64(1)
		for range n {
			scale *= 10
		}
		rest.Mul(rest, part.SetInt64(scale))
		rest.Add(rest, part.SetInt64(i)).Mod(rest, m)
		digits = digits[n:]
	}
	return rest
}
