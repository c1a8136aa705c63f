package expr

import (
	"math"

	"github.com/itchyny/gojq"
)

// operator joins two nodes. Operands of what calculates must be single, since several results
// would be combined in gojq's order.
func operator(op gojq.Operator, l, r *node) *node {
	switch op {
	case gojq.OpPipe:
		return pipeNodes(l, r)
	case gojq.OpComma:
		return commaNodes(l, r)
	case gojq.OpAlt:
		return alternative(l, r)
	}
	if l.one == nil || r.one == nil {
		return nil
	}
	switch op {
	case gojq.OpAnd:
		return logic(l, r, false)
	case gojq.OpOr:
		return logic(l, r, true)
	case gojq.OpEq:
		return comparison(l, r, func(c int) bool { return c == 0 })
	case gojq.OpNe:
		return comparison(l, r, func(c int) bool { return c != 0 })
	case gojq.OpLt:
		return comparison(l, r, func(c int) bool { return c < 0 })
	case gojq.OpLe:
		return comparison(l, r, func(c int) bool { return c <= 0 })
	case gojq.OpGt:
		return comparison(l, r, func(c int) bool { return c > 0 })
	case gojq.OpGe:
		return comparison(l, r, func(c int) bool { return c >= 0 })
	case gojq.OpAdd:
		return binary(l, r, (*fastEval).add)
	case gojq.OpSub:
		return binary(l, r, arithmetic(subtractInts, func(a, b float64) (float64, bool) { return a - b, true }))
	case gojq.OpMul:
		return binary(l, r, arithmetic(multiplyInts, func(a, b float64) (float64, bool) { return a * b, true }))
	case gojq.OpDiv:
		return binary(l, r, arithmetic(divideInts, func(a, b float64) (float64, bool) { return a / b, b != 0 }))
	case gojq.OpMod:
		return binary(l, r, arithmetic(moduloInts, nil))
	default:
		return nil
	}
}

func pipeNodes(l, r *node) *node {
	if l.one == nil {
		return pipeMany(l, r)
	}
	if r.one != nil {
		return single(func(e *fastEval, in datum) (datum, bool) {
			d, ok := l.one(e, in)
			if !ok || !e.tick() {
				return d, false
			}
			return r.one(e, d)
		})
	}
	return multi(func(e *fastEval, in datum, yield func(datum) bool) bool {
		d, ok := l.one(e, in)
		return ok && e.tick() && r.each(e, d, yield)
	})
}

func pipeMany(l, r *node) *node {
	if r.one != nil {
		return multi(func(e *fastEval, in datum, yield func(datum) bool) bool {
			return l.each(e, in, func(d datum) bool {
				x, ok := r.one(e, d)
				return ok && e.tick() && yield(x)
			}) && !e.over()
		})
	}
	return multi(func(e *fastEval, in datum, yield func(datum) bool) bool {
		stopped := false
		return l.each(e, in, func(d datum) bool {
			return e.tick() && r.each(e, d, func(x datum) bool {
				stopped = !yield(x)
				return !stopped
			}) && !stopped
		}) && !e.over()
	})
}

func commaNodes(l, r *node) *node {
	return multi(func(e *fastEval, in datum, yield func(datum) bool) bool {
		stopped := false
		ok := l.each(e, in, func(d datum) bool {
			stopped = !yield(d)
			return !stopped
		})
		return ok && (stopped || r.each(e, in, yield))
	})
}

// alternative is l // r: what of l is true, and r if there is nothing of the kind.
func alternative(l, r *node) *node {
	if l.one != nil && r.one != nil {
		return single(func(e *fastEval, in datum) (datum, bool) {
			d, ok := l.one(e, in)
			if !ok || d.truthy() {
				return d, ok && e.tick()
			}
			return r.one(e, in)
		})
	}
	return multi(func(e *fastEval, in datum, yield func(datum) bool) bool {
		found := false
		ok := l.each(e, in, func(d datum) bool {
			if !d.truthy() {
				return e.tick()
			}
			found = true
			return yield(d)
		})
		if !ok || found {
			return ok
		}
		return r.each(e, in, yield)
	})
}

// logic is `and` and `or`: decided by the left side if that is what decides.
func logic(l, r *node, decides bool) *node {
	return single(func(e *fastEval, in datum) (datum, bool) {
		d, ok := l.one(e, in)
		if !ok || !e.tick() {
			return d, false
		}
		if d.truthy() == decides {
			return boolDatum(decides), true
		}
		d, ok = r.one(e, in)
		return boolDatum(d.truthy()), ok
	})
}

func comparison(l, r *node, is func(c int) bool) *node {
	return binary(l, r, func(e *fastEval, a, b datum) (datum, bool) {
		c, ok := e.compare(a, b)
		return boolDatum(is(c)), ok
	})
}

// binary evaluates the right side first, as gojq does.
func binary(l, r *node, f func(e *fastEval, a, b datum) (datum, bool)) *node {
	return single(func(e *fastEval, in datum) (datum, bool) {
		b, ok := r.one(e, in)
		if !ok {
			return b, false
		}
		a, ok := l.one(e, in)
		if !ok || !e.tick() {
			return a, false
		}
		return f(e, a, b)
	})
}

// arithmetic is an operator that works on numbers only. Ints and floats are false where gojq raises
// an error or goes on with big integers; without floats, they are cut to ints.
func arithmetic(
	ints func(a, b int64) (datum, bool), floats func(a, b float64) (float64, bool),
) func(e *fastEval, a, b datum) (datum, bool) {
	return func(e *fastEval, a, b datum) (datum, bool) {
		x, ok1 := a.number()
		y, ok2 := b.number()
		if !ok1 || !ok2 {
			return datum{}, e.leave()
		}
		if x.kind == dInt && y.kind == dInt {
			d, ok := ints(x.int(), y.int())
			return d, ok || e.leave()
		}
		if floats == nil {
			d, ok := moduloFloats(x.float(), y.float())
			return d, ok || e.leave()
		}
		f, ok := floats(x.float(), y.float())
		return floatDatum(f), ok || e.leave()
	}
}

func addInts(a, b int64) (datum, bool) {
	sum := a + b
	return intDatum(sum), (sum >= a) == (b >= 0)
}

func subtractInts(a, b int64) (datum, bool) {
	d := a - b
	return intDatum(d), (d <= a) == (b >= 0)
}

func multiplyInts(a, b int64) (datum, bool) {
	if b == 0 || a == 0 {
		return intDatum(0), true
	}
	p := a * b
	return intDatum(p), p/b == a && a != math.MinInt64 && b != math.MinInt64
}

func divideInts(a, b int64) (datum, bool) {
	switch {
	case b == 0 || a == math.MinInt64:
		return datum{}, false
	case a%b == 0:
		return intDatum(a / b), true
	default:
		return floatDatum(float64(a) / float64(b)), true
	}
}

func moduloInts(a, b int64) (datum, bool) {
	switch b {
	case 0:
		return datum{}, false
	case -1:
		return intDatum(0), true
	default:
		return intDatum(a % b), true
	}
}

// moduloFloats is jq's: of the numbers cut to ints.
func moduloFloats(a, b float64) (datum, bool) {
	if math.IsNaN(a) || math.IsNaN(b) {
		return floatDatum(math.NaN()), true
	}
	x, _ := gojq.ToInt(a)
	y, _ := gojq.ToInt(b)
	return moduloInts(int64(x), int64(y))
}

// negation is -n, or +n.
func negation(op gojq.Operator, n *node) *node {
	if n == nil || n.one == nil {
		return nil
	}
	return single(func(e *fastEval, in datum) (datum, bool) {
		d, ok := n.one(e, in)
		if !ok || !e.tick() {
			return d, false
		}
		x, ok := d.number()
		switch {
		case !ok || x.kind == dInt && x.int() == math.MinInt64:
			return d, e.leave()
		case op == gojq.OpAdd:
			return d, true
		case x.kind == dInt && x.int() == 0:
			return d, e.leave() // the text of -0 stays a text in gojq
		case x.kind == dInt:
			return intDatum(-x.int()), true
		default:
			return floatDatum(-x.float()), true
		}
	})
}

// add is l + r for all types but what gojq refuses.
func (e *fastEval) add(l, r datum) (datum, bool) {
	switch {
	case l.kind == dNull:
		return r, true
	case r.kind == dNull:
		return l, true
	case l.rank() != r.rank():
		return datum{}, e.leave()
	}
	switch l.rank() {
	case rankNumber:
		return arithmetic(addInts, func(a, b float64) (float64, bool) { return a + b, true })(e, l, r)
	case rankString:
		a, _ := l.string()
		b, _ := r.string()
		return textDatum(a + b), e.spend(0, len(a)+len(b))
	case rankArray:
		list, ok := e.appendElements(nil, &l)
		if ok {
			list, ok = e.appendElements(list, &r)
		}
		return listDatum(dArray, list), ok
	case rankObject:
		return e.merge(l, r)
	default:
		return datum{}, e.leave()
	}
}

func (e *fastEval) appendElements(list []datum, d *datum) ([]datum, bool) {
	ok := e.elements(d, func(x datum) bool {
		list = append(list, x)
		return e.spend(0, datumBytes)
	})
	return list, ok
}

// fewMembers is up to where members are found one by one.
const fewMembers = 16

// merge is the members of both; those of r win. The order is that of l, then of r.
func (e *fastEval) merge(l, r datum) (datum, bool) {
	n := e.memberList(&l)
	more := e.memberList(&r)
	if !e.spend(l.size()+r.size(), (len(n)+len(more))*datumBytes) {
		return datum{}, false
	}
	if len(n)+len(more) <= 2*fewMembers {
		for i := 0; i < len(more); i += 2 {
			n = setPair(n, more[i].text, more[i+1])
		}
		return listDatum(dObject, n), true
	}
	at := make(map[string]int, len(n)/2)
	for i := 0; i < len(n); i += 2 {
		at[n[i].text] = i
	}
	for i := 0; i < len(more); i += 2 {
		if j, ok := at[more[i].text]; ok {
			n[j+1] = more[i+1]
			continue
		}
		at[more[i].text] = len(n)
		n = append(n, more[i], more[i+1])
	}
	return listDatum(dObject, n), true
}

// memberList is a copy of the members in their own order.
func (e *fastEval) memberList(d *datum) []datum {
	if d.kind == dObject {
		return append([]datum(nil), *d.list...)
	}
	var list []datum
	for name, v := range d.raw.Members() {
		list = append(list, textDatum(name), rawDatum(v))
	}
	return list
}
