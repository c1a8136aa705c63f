package expr

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/itchyny/gojq"

	"tutti/value"
)

// function compiles a call of what the fast path knows. A name that the expression defines itself does not
// come here, since definitions are left to the virtual machine.
func (c *fastCompiler) function(f *gojq.Func) *node {
	if len(f.Args) == 0 {
		return functionOfInput(f.Name)
	}
	if len(f.Args) != 1 {
		return nil
	}
	switch f.Name {
	case "map", "select", "any", "all", "first", "add":
		c.loops++
		arg := c.query(f.Args[0])
		c.loops--
		return functionOfClosure(f.Name, arg)
	}
	arg := c.query(f.Args[0])
	if arg == nil || arg.one == nil {
		return nil
	}
	return functionOfValue(f.Name, arg)
}

// functionOfInput is a function without arguments.
func functionOfInput(name string) *node {
	var f func(e *fastEval, in datum) (datum, bool)
	switch name {
	case "empty":
		return multi(func(e *fastEval, _ datum, _ func(datum) bool) bool { return e.tick() })
	case "not":
		f = func(_ *fastEval, in datum) (datum, bool) { return boolDatum(!in.truthy()), true }
	case "length":
		f = (*fastEval).lengthOf
	case "keys":
		f = (*fastEval).keysOf
	case "add":
		f = (*fastEval).sum
	case "type":
		f = func(_ *fastEval, in datum) (datum, bool) {
			return textDatum([]string{"null", "boolean", "boolean", "number", "string", "array", "object"}[in.rank()]), true
		}
	case "tostring":
		f = (*fastEval).textOf
	case "tojson":
		f = (*fastEval).jsonOf
	case "first", "last":
		at := map[string]int{"first": 0, "last": -1}[name]
		f = func(e *fastEval, in datum) (datum, bool) {
			d, ok := in.element(at)
			return d, (ok || e.leave()) && e.spend(in.size(), 0)
		}
	case "any", "all":
		return quantifier(name == "any", identityNode())
	case "floor":
		f = rounding(math.Floor)
	case "ceil":
		f = rounding(math.Ceil)
	case "round":
		f = rounding(math.Round)
	case "ascii_downcase":
		f = caseMapping('A', 'Z', 'a'-'A')
	case "ascii_upcase":
		f = caseMapping('a', 'z', 'A'-'a')
	default:
		return nil
	}
	return single(func(e *fastEval, in datum) (datum, bool) {
		if !e.tick() {
			return datum{}, false
		}
		return f(e, in)
	})
}

// functionOfClosure is a function that evaluates its argument itself, on several inputs.
func functionOfClosure(name string, arg *node) *node {
	if arg == nil {
		return nil
	}
	switch name {
	case "map":
		return collect(pipeNodes(iteration(false), arg))
	case "add":
		return pipeNodes(collect(arg), functionOfInput("add"))
	case "first":
		return multi(func(e *fastEval, in datum, yield func(datum) bool) bool {
			stopped := false
			return arg.each(e, in, func(d datum) bool {
				stopped = !yield(d)
				return false
			}) && (stopped || e.tick())
		})
	}
	if arg.one == nil {
		return nil
	}
	if name == "select" {
		return choose(arg, identityNode(), functionOfInput("empty"))
	}
	return quantifier(name == "any", arg)
}

// quantifier is any(f) or all(f) of an array, decided by the first element that does.
func quantifier(any bool, f *node) *node {
	return single(func(e *fastEval, in datum) (datum, bool) {
		if in.rank() != rankArray {
			return datum{}, e.leave()
		}
		decided := false
		ok := e.elements(&in, func(d datum) bool {
			x, ok := f.one(e, d)
			if !ok {
				return false
			}
			decided = x.truthy() == any
			return !decided
		})
		return boolDatum(decided == any), ok && !e.over()
	})
}

// functionOfValue is a function of its input and the value of its argument.
func functionOfValue(name string, arg *node) *node {
	var f func(e *fastEval, in, arg datum) (datum, bool)
	switch name {
	case "has":
		f = (*fastEval).has
	case "join":
		f = (*fastEval).join
	case "startswith":
		f = textTest(strings.HasPrefix)
	case "endswith":
		f = textTest(strings.HasSuffix)
	default:
		return nil
	}
	return binary(identityNode(), arg, f)
}

func textTest(is func(s, part string) bool) func(e *fastEval, in, arg datum) (datum, bool) {
	return func(e *fastEval, in, arg datum) (datum, bool) {
		s, ok1 := in.string()
		part, ok2 := arg.string()
		if !ok1 || !ok2 {
			return datum{}, e.leave()
		}
		return boolDatum(is(s, part)), e.spend(in.size()+arg.size(), 0)
	}
}

func (e *fastEval) lengthOf(in datum) (datum, bool) {
	if !e.spend(in.size(), 0) {
		return datum{}, false
	}
	switch in.rank() {
	case 0:
		return intDatum(0), true
	case rankString:
		return intDatum(int64(codePointsOf(&in))), true
	case rankNumber:
		n, ok := in.number()
		switch {
		case !ok || n.kind == dInt && n.int() == math.MinInt64:
			return datum{}, e.leave()
		case n.float() > 0 || n.kind == dFloat && n.float() == 0 && !math.Signbit(n.float()):
			return in, true
		case n.kind == dInt:
			return intDatum(-n.int()), true
		default:
			return floatDatum(math.Abs(n.float())), true
		}
	}
	n, ok := in.length()
	return intDatum(int64(n)), ok || e.leave()
}

func (e *fastEval) keysOf(in datum) (datum, bool) {
	if !e.spend(in.size(), 0) {
		return datum{}, false
	}
	n, _ := in.length()
	if !e.spend(n*log2(n)*stringBytes, n*(datumBytes+stringBytes)) {
		return datum{}, false
	}
	list := make([]datum, 0, n)
	switch in.kind {
	case dArray, dRawArray:
		for i := range n {
			list = append(list, intDatum(int64(i)))
		}
		return listDatum(dArray, list), true
	case dObject:
		for i := 0; i < len(*in.list); i += 2 {
			list = append(list, (*in.list)[i])
		}
	case dRawObject:
		for name := range in.raw.Members() {
			list = append(list, textDatum(name))
		}
	default:
		return datum{}, e.leave()
	}
	slices.SortFunc(list, func(a, b datum) int { return strings.Compare(a.text, b.text) })
	return listDatum(dArray, list), true
}

func (e *fastEval) has(in, key datum) (datum, bool) {
	if !e.spend(in.size(), 0) {
		return datum{}, false
	}
	switch in.rank() {
	case 0:
		return boolDatum(false), true
	case rankObject:
		if name, ok := key.string(); ok {
			return boolDatum(in.hasField(name)), true
		}
	case rankArray:
		if i, ok := key.number(); ok && i.kind == dInt {
			n, _ := in.length()
			return boolDatum(0 <= i.int() && i.int() < int64(n)), true
		}
	}
	return datum{}, e.leave()
}

func (d *datum) hasField(name string) bool {
	if d.kind == dRawObject {
		_, ok := d.raw.Lookup(name)
		return ok
	}
	for i := 0; i < len(*d.list); i += 2 {
		if (*d.list)[i].text == name {
			return true
		}
	}
	return false
}

// sum is add: texts and arrays grow in one piece.
func (e *fastEval) sum(in datum) (datum, bool) {
	if in.rank() < rankArray {
		return datum{}, e.leave()
	}
	var total datum
	var text strings.Builder
	var list []datum
	begun := false // text or list stands for the total
	ok := e.elements(&in, func(d datum) bool {
		if d.kind == dNull {
			return true
		}
		if total.kind == dNull {
			begun = d.rank() == rankString || d.rank() == rankArray
			total = d
			if !begun {
				return true
			}
		}
		ok := e.leaveUnless(!begun || d.rank() == total.rank())
		switch {
		case !ok:
		case d.rank() == rankString && begun:
			s, _ := d.string()
			text.WriteString(s)
			ok = e.spend(0, len(s))
		case d.rank() == rankArray && begun:
			list, ok = e.appendElements(list, &d)
		default:
			total, ok = e.add(total, d)
		}
		return ok
	})
	if begun && total.rank() == rankString {
		total = textDatum(text.String())
	} else if begun {
		total = listDatum(dArray, list)
	}
	return total, ok && !e.over()
}

func (e *fastEval) leaveUnless(ok bool) bool { return ok || e.leave() }

// join puts a text between the elements of an array; null counts as empty.
func (e *fastEval) join(in, separator datum) (datum, bool) {
	sep, ok := separator.string()
	if !ok || in.rank() != rankArray {
		return datum{}, e.leave()
	}
	var b strings.Builder
	n := 0
	ok = e.elements(&in, func(d datum) bool {
		if n > 0 {
			b.WriteString(sep)
		}
		n++
		if d.rank() >= rankArray {
			return e.leave()
		}
		before := b.Len()
		if d.kind != dNull {
			t, _ := e.textOf(d)
			b.WriteString(t.text)
		}
		return e.spend(0, b.Len()-before+len(sep))
	})
	return textDatum(b.String()), ok && !e.over()
}

// textOf is tostring.
func (e *fastEval) textOf(in datum) (datum, bool) {
	if s, ok := in.string(); ok {
		return textDatum(s), e.spend(len(s), 0)
	}
	return e.jsonOf(in)
}

// jsonOf is tojson: members of objects stand in order of their names.
func (e *fastEval) jsonOf(in datum) (datum, bool) {
	switch in.rank() {
	case 0, 1, 2:
		return textDatum([]string{"null", "false", "true"}[in.rank()]), true
	case rankNumber:
		switch in.kind {
		case dInt:
			return textDatum(strconv.FormatInt(in.int(), 10)), true
		case dFloat:
			return textDatum(value.FromFloat(in.float()).String()), true
		default:
			return textDatum(in.raw.String()), e.spend(in.size(), in.size())
		}
	case rankString:
		s, _ := in.string()
		b := value.AppendString(nil, s)
		return textDatum(string(b)), e.spend(len(b), len(b))
	}
	v, ok := e.plain(&in)
	if !ok {
		return datum{}, false
	}
	b, err := gojq.Marshal(v)
	return textDatum(string(b)), (err == nil || e.leave()) && e.spend(len(b), len(b))
}

func rounding(round func(float64) float64) func(e *fastEval, in datum) (datum, bool) {
	return func(e *fastEval, in datum) (datum, bool) {
		n, ok := in.number()
		return floatDatum(round(n.float())), ok || e.leave()
	}
}

// caseMapping moves the letters from first to last.
func caseMapping(first, last byte, by int) func(e *fastEval, in datum) (datum, bool) {
	return func(e *fastEval, in datum) (datum, bool) {
		s, ok := in.string()
		if !ok {
			return datum{}, e.leave()
		}
		b := []byte(s)
		for i, c := range b {
			if first <= c && c <= last {
				b[i] = byte(int(c) + by)
			}
		}
		return textDatum(string(b)), e.spend(len(b), len(b))
	}
}
