package schema

import (
	"math/big"
	"strconv"
	"strings"

	"tutti/value"
)

// span is where a number must lie; nil: no bound.
type span struct {
	low, high         *big.Rat
	lowOpen, highOpen bool     // the bound itself is excluded
	step              *big.Rat // the number is a multiple of it
}

// number makes the smallest number that is allowed, or 1 where nothing says where numbers begin.
func (m *maker) number(w *wants, whole bool) (value.Value, bool) {
	var n span
	if whole {
		n.step = big.NewRat(1, 1)
	}
	for _, s := range w.all {
		if r := s.rare().number; r != nil && !n.meet(r) {
			return value.Value{}, false
		}
	}
	at := n.start()
	n.turn(at, m.turn)
	if n.low != nil && at.Cmp(n.low) < 0 || n.high != nil && at.Cmp(n.high) > 0 {
		return value.Value{}, false
	}
	return numberOf(at)
}

// meet narrows the span. It is false for numbers that take too long to reckon with.
func (n *span) meet(r *numberRules) bool {
	low, ok1 := ratOf(r.min)
	high, ok2 := ratOf(r.max)
	step, ok3 := ratOf(r.multipleOf)
	if !ok1 || !ok2 || !ok3 {
		return false
	}
	if low != nil && (n.low == nil || low.Cmp(n.low) > 0) {
		n.low, n.lowOpen = low, r.exclusiveMin
	}
	if high != nil && (n.high == nil || high.Cmp(n.high) < 0) {
		n.high, n.highOpen = high, r.exclusiveMax
	}
	if step != nil {
		n.step = common(n.step, step)
	}
	return true
}

// start is the first number of the span.
func (n *span) start() *big.Rat {
	at := big.NewRat(1, 1)
	switch {
	case n.low != nil:
		at.Set(n.low)
	case n.high != nil && at.Cmp(n.high) >= 0:
		at.Set(n.high)
	}
	if n.step != nil {
		at = roundUp(at, n.step)
	}
	switch {
	case n.low != nil && n.lowOpen && at.Cmp(n.low) == 0:
		at.Add(at, n.unit())
	case n.high != nil && (at.Cmp(n.high) > 0 || n.highOpen && at.Cmp(n.high) == 0):
		at.Sub(at, n.unit())
	}
	return at
}

// unit is the way to the next number.
func (n *span) unit() *big.Rat {
	if n.step != nil {
		return n.step
	}
	one := big.NewRat(1, 1)
	if n.low != nil && n.high != nil {
		if half := new(big.Rat).Quo(new(big.Rat).Sub(n.high, n.low), big.NewRat(2, 1)); half.Sign() > 0 && half.Cmp(one) < 0 {
			return half
		}
	}
	return one
}

// turn goes so many numbers on, and begins again at the end of the span.
func (n *span) turn(at *big.Rat, turns int) {
	first := new(big.Rat).Set(at)
	for range turns {
		at.Add(at, n.unit())
		if n.high != nil && (at.Cmp(n.high) > 0 || n.highOpen && at.Cmp(n.high) == 0) {
			at.Set(first)
		}
	}
}

// roundUp is the first multiple of step from at on.
func roundUp(at, step *big.Rat) *big.Rat {
	q := new(big.Rat).Quo(at, step)
	whole := new(big.Int).Div(q.Num(), q.Denom()) // rounds down: a denominator is above 0
	if !q.IsInt() {
		whole.Add(whole, big.NewInt(1))
	}
	return new(big.Rat).Mul(new(big.Rat).SetInt(whole), step)
}

// common is a number whose multiples are multiples of both.
func common(a, b *big.Rat) *big.Rat {
	if a == nil {
		return b
	}
	for _, pair := range [][2]*big.Rat{{a, b}, {b, a}} {
		if new(big.Rat).Quo(pair[0], pair[1]).IsInt() {
			return pair[0]
		}
	}
	// For a/b and c/d in lowest terms that is lcm(a,c)/gcd(b,d).
	divisor := new(big.Int).GCD(nil, nil, a.Num(), b.Num())
	lcm := new(big.Int).Div(new(big.Int).Mul(a.Num(), b.Num()), divisor)
	return new(big.Rat).SetFrac(lcm, new(big.Int).GCD(nil, nil, a.Denom(), b.Denom()))
}

// ratOf is a number exactly, nil for none. It is false if it is longer than contracts have them.
func ratOf(v *value.Value) (*big.Rat, bool) {
	if v == nil {
		return nil, true
	}
	text := v.String()
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		if exp, err := strconv.Atoi(text[i+1:]); err != nil || exp < -400 || exp > 400 {
			return nil, false
		}
	}
	if len(text) > 400 {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// numberOf writes a number out; a third has no JSON form.
func numberOf(r *big.Rat) (value.Value, bool) {
	if r.IsInt() {
		return value.Trusted([]byte(r.Num().String())), true
	}
	digits, exact := r.FloatPrec()
	return value.Trusted([]byte(r.FloatString(digits))), exact
}
