package expr

import (
	"encoding/json"
	"math"
	"math/big"
	"math/bits"
	"slices"
	"strings"

	"github.com/itchyny/gojq"
)

// A function of gojq that goes through data, or makes data, in one instruction stands in the
// rewritten tree behind a guard: an instruction of ours that gets the same arguments, charges
// for what the function is about to do, and ends the evaluation if that is too much. The table
// below is the whole knowledge about their prices. A function in neither this table nor
// instant nor the prelude nor replaced does not exist for us (a test goes through all of gojq's).

// price is what a function costs: bytes it looks at, bytes it makes. It must be an upper
// bound, except for errors (see caught).
type price func(m *meter, v any, args []any) (look, made int)

type guard struct {
	name  string // of the function, with its arity
	price price
}

// guards is sorted by name; the rewritten tree names a guard by its index.
var guards = sortedGuards(map[string]price{
	"length/0":         func(_ *meter, v any, _ []any) (int, int) { return textLen(v), 0 },
	"utf8bytelength/0": free,
	"ltrim/0":          lookText, "rtrim/0": lookText, "trim/0": lookText,
	"startswith/1": lookArg, "endswith/1": lookArg, "ltrimstr/1": lookArg, "rtrimstr/1": lookArg, "trimstr/1": lookArg,
	"ascii_downcase/0": copyText, "ascii_upcase/0": copyText,
	"explode/0": func(_ *meter, v any, _ []any) (int, int) { return textLen(v), textLen(v) * (slotBytes + 8) },
	"implode/0": func(_ *meter, v any, _ []any) (int, int) { return arrayLen(v) * 4, arrayLen(v) * 4 },
	"split/1":   splitPrice,
	"join/1":    joinPrice,

	"tojson/0":   written(1),
	"tostring/0": toStringPrice, "_tohtml/0": written(6), "_touri/0": written(3), "_tourid/0": written(1),
	"_tocsv/0": written(2), "_totsv/0": written(2), "_tosh/0": written(4), "_tobase64/0": written(2), "_tobase64d/0": written(1),
	"format/1":   written(6),
	"fromjson/0": fromJSONPrice,
	"tonumber/0": func(m *meter, v any, _ []any) (int, int) {
		if textLen(v) > maxDigits {
			m.exceed("a number of too many digits")
		}
		return 0, 0
	},
	"toboolean/0": lookText,

	"keys/0":      keysPrice,
	"has/1":       lookArg,
	"add/0":       addPrice,
	"reverse/0":   func(_ *meter, v any, _ []any) (int, int) { return 0, arrayLen(v) * slotBytes },
	"flatten/0":   flattenPrice,
	"flatten/1":   flattenPrice,
	"transpose/0": transposePrice,
	"min/0":       lookAll, "max/0": lookAll, "_min_by/1": lookAll, "_max_by/1": lookAll,
	"sort/0": sortPrice, "unique/0": sortPrice, "_sort_by/1": sortPrice, "_group_by/1": sortPrice, "_unique_by/1": sortPrice,
	"contains/1":  func(m *meter, v any, args []any) (int, int) { return containsPrice(m, v, args[0]), 0 },
	"inside/1":    func(m *meter, v any, args []any) (int, int) { return containsPrice(m, args[0], v), 0 },
	"bsearch/1":   bsearchPrice,
	"getpath/1":   getpathPrice,
	"strftime/1":  func(_ *meter, _ any, args []any) (int, int) { return textLen(args[0]) * 8, textLen(args[0])*512 + 64 },
	"_captures/0": func(_ *meter, v any, _ []any) (int, int) { return arrayLen(v) * memberBytes, arrayLen(v) * memberBytes },
	"jn/2":        besselPrice, "yn/2": besselPrice,

	"_add/2": plusPrice, "_subtract/2": minusPrice, "_multiply/2": timesPrice, "_divide/2": dividePrice, "_modulo/2": free,
	"_equal/2": comparePrice, "_notequal/2": comparePrice, "_less/2": comparePrice, "_lesseq/2": comparePrice,
	"_greater/2": comparePrice, "_greatereq/2": comparePrice,

	// Instructions rather than functions: .[i], .[i:j], .[], and the keys of patterns.
	"[]": iteratePrice, "[i]": indexPrice, "[:]": lookTextPrice, "{()}": patternPrice,
})

func sortedGuards(prices map[string]price) []guard {
	table := make([]guard, 0, len(prices))
	for name, p := range prices {
		table = append(table, guard{name, p})
	}
	slices.SortFunc(table, func(a, b guard) int { return strings.Compare(a.name, b.name) })
	return table
}

// guardIndex finds a guard by the name of its function.
func guardIndex(name string) (int, bool) {
	return slices.BinarySearchFunc(guards, name, func(g guard, name string) int { return strings.Compare(g.name, name) })
}

// charge is the native behind all guards: args are the meter, the index of the guard and the
// function's arguments; it passes its input on.
func charge(v any, args []any) any {
	m := args[0].(*meter)
	look, made := guards[args[1].(int)].price(m, v, args[2:])
	if !m.make(made) || !m.look(look) {
		return stop()
	}
	return v
}

// instant functions need no guard: what they do in one instruction does not depend on the
// size of the data. Functions that gojq defines in jq are here if their bodies are like that.
func instant(sig string) bool {
	switch sig {
	case "empty/0", "error/0", "error/1", "not/0", "type/0", "abs/0", "select/1", "recurse/1", "recurse/2",
		"while/2", "until/2", "repeat/1", "range/1", "range/2", "range/3", "isempty/1", "first/1", "last/1",
		"limit/2", "skip/2", "nth/2", "all/2", "any/2", "values/0", "nulls/0", "arrays/0", "objects/0", "iterables/0",
		"booleans/0", "numbers/0", "strings/0", "scalars/0", "finites/0", "normals/0", "in/1",
		"infinite/0", "nan/0", "isfinite/0", "isinfinite/0", "isnan/0", "isnormal/0", "gmtime/0", "mktime/0",
		"sin/0", "cos/0", "tan/0", "asin/0", "acos/0", "atan/0", "sinh/0", "cosh/0", "tanh/0", "asinh/0", "acosh/0",
		"atanh/0", "floor/0", "round/0", "nearbyint/0", "rint/0", "ceil/0", "trunc/0", "significand/0", "fabs/0",
		"sqrt/0", "cbrt/0", "exp/0", "exp10/0", "exp2/0", "expm1/0", "frexp/0", "modf/0", "log/0", "log10/0",
		"log1p/0", "log2/0", "logb/0", "gamma/0", "tgamma/0", "lgamma/0", "erf/0", "erfc/0", "j0/0", "j1/0", "y0/0", "y1/0",
		"atan2/2", "copysign/2", "drem/2", "fdim/2", "fmax/2", "fmin/2", "fmod/2", "hypot/2", "nextafter/2",
		"nexttoward/2", "remainder/2", "ldexp/2", "scalb/2", "scalbln/2", "pow/2", "fma/3":
		return true
	default:
		return false
	}
}

// caught charges for the message of an error that jq code catches: gojq writes it out before
// we know of it, and goes for that through at most the longest string or largest object there is.
func caught(v any, args []any) any {
	m := args[0].(*meter)
	if !m.look(4*m.widest) || !m.make(textLen(v)) {
		return stop()
	}
	return v
}

func free(*meter, any, []any) (int, int)                { return 0, 0 }
func lookText(_ *meter, v any, _ []any) (int, int)      { return textLen(v), 0 }
func lookTextPrice(_ *meter, v any, _ []any) (int, int) { return textLen(v), 0 }
func lookArg(_ *meter, _ any, args []any) (int, int)    { return textLen(args[0]), 0 }
func copyText(_ *meter, v any, _ []any) (int, int)      { return textLen(v), textLen(v) }
func patternPrice(m *meter, v any, _ []any) (int, int) {
	return arrayLen(v)*m.longest()*slotBytes + textLen(v), 0
}

func lookAll(m *meter, v any, args []any) (look, made int) {
	look = m.size(v)
	for _, a := range args {
		look += m.size(a)
	}
	return look, 0
}

// longest is a bound on the length of any array that steps have built, or variables brought.
func (m *meter) longest() int {
	ticks, _ := m.used()
	return ticks + (m.limits.Bytes*decodedShare-m.decoded)/slotBytes
}

func textLen(v any) int {
	s, _ := v.(string)
	return len(s)
}

func arrayLen(v any) int {
	a, _ := v.([]any)
	return len(a)
}

// written is the price of text that is at most factor times as long as the JSON text.
func written(factor int) price {
	return func(m *meter, v any, _ []any) (int, int) {
		n := m.size(v)
		made := product(n, factor)
		m.seen(made)
		return n, made
	}
}

func toStringPrice(m *meter, v any, _ []any) (int, int) {
	if _, ok := v.(string); ok {
		return 0, 0
	}
	return written(1)(m, v, nil)
}

func splitPrice(_ *meter, v any, args []any) (int, int) {
	s, _ := v.(string)
	sep, _ := args[0].(string)
	return len(s), (strings.Count(s, sep) + 1) * (slotBytes + stringBytes)
}

func joinPrice(m *meter, v any, args []any) (int, int) {
	n := 0
	for e := range members(v) {
		n = min(n+shallowText(e)+textLen(args[0]), hugeSize)
	}
	m.seen(n)
	return n + containerLen(v)*memberBytes, n
}

// shallowText is how long a scalar is as text; containers cannot be joined.
func shallowText(v any) int {
	if s, ok := v.(string); ok {
		return len(s)
	}
	return scalarSize(v)
}

func fromJSONPrice(m *meter, v any, _ []any) (int, int) {
	s, ok := v.(string)
	if !ok {
		return 0, 0
	}
	f := footprintOf([]byte(s))
	if f.digits > maxDigits {
		m.exceed("a number of too many digits")
	}
	m.seen(f.widest)
	return 4 * len(s), f.bytes
}

// containerLen is the length of an array or object, 0 for others.
func containerLen(v any) int {
	if o, ok := v.(map[string]any); ok {
		return len(o)
	}
	return arrayLen(v)
}

// members yields what is in an array or object, in any order.
func members(v any) func(func(any) bool) {
	return func(yield func(any) bool) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				if !yield(e) {
					return
				}
			}
		case map[string]any:
			for _, e := range v {
				if !yield(e) {
					return
				}
			}
		}
	}
}

func keysPrice(_ *meter, v any, _ []any) (int, int) {
	n := containerLen(v)
	if _, ok := v.(map[string]any); ok {
		return product(n*stringBytes, log2(n)), n * (slotBytes + stringBytes)
	}
	return 0, n * (slotBytes + 8)
}

func addPrice(m *meter, v any, _ []any) (look, made int) {
	for e := range members(v) {
		made = min(made+shallow(e), hugeSize)
	}
	m.seen(made)
	return made + containerLen(v)*slotBytes, made
}

// shallow is the memory that a copy of v takes, without what it refers to.
func shallow(v any) int {
	switch v := v.(type) {
	case string:
		return len(v)
	case []any:
		return len(v) * slotBytes
	case map[string]any:
		return len(v) * memberBytes
	case *big.Int:
		return v.BitLen()/8 + stringBytes
	default:
		return 8
	}
}

func flattenPrice(m *meter, v any, _ []any) (int, int) {
	n := m.size(v)
	return n, product(n, slotBytes/2)
}

func transposePrice(_ *meter, v any, _ []any) (int, int) {
	longest := 0
	for e := range members(v) {
		longest = max(longest, arrayLen(e))
	}
	n := product(longest, (arrayLen(v)+2)*slotBytes)
	return n, n
}

func sortPrice(m *meter, v any, args []any) (int, int) {
	keys := v
	if len(args) > 0 {
		keys = args[0]
	}
	n := arrayLen(v)
	return product(m.size(keys), log2(n)), n * (3 * slotBytes)
}

// containsPrice: each part of r is looked for among the parts of l.
func containsPrice(m *meter, l, r any) int {
	switch l.(type) {
	case string:
		return textLen(l) + textLen(r)
	case []any, map[string]any:
		return product(m.size(l), containerLen(r)+1) + product(m.size(r), containerLen(l)+1) + nested(m, l, r)
	default:
		return 0
	}
}

// nested is a bound for arrays in arrays, whose parts are compared all with all again.
func nested(m *meter, l, r any) int {
	if m.measure(r).depth <= 1 {
		return 0
	}
	return product(m.size(l), m.size(r)) / 8
}

func bsearchPrice(m *meter, v any, args []any) (int, int) {
	if containerLen(args[0]) > 0 {
		return m.size(v) + product(m.size(args[0]), log2(arrayLen(v))), 0
	}
	return textLen(args[0])*log2(arrayLen(v)) + bytesPerTick, 0
}

// getpathPrice goes the path as far as it is plain, and charges for the first step that is not.
func getpathPrice(m *meter, v any, args []any) (int, int) {
	path, _ := args[0].([]any)
	for _, p := range path {
		switch c := v.(type) {
		case map[string]any:
			name, ok := p.(string)
			if !ok {
				return len(path) * slotBytes, 0
			}
			v = c[name]
		case []any:
			n, ok := gojq.ToInt(p)
			if !ok {
				look, made := indexPrice(m, v, []any{p})
				return look + len(path)*slotBytes, made
			}
			if n < 0 {
				n += len(c)
			}
			if v = nil; 0 <= n && n < len(c) {
				v = c[n]
			}
		default:
			return textLen(v) + len(path)*slotBytes, 0
		}
	}
	return len(path) * slotBytes, 0
}

func besselPrice(_ *meter, _ any, args []any) (int, int) {
	n, _ := gojq.ToFloat64(args[0])
	return int(min(math.Abs(n)*bytesPerTick, hugeSize)), 0
}

func plusPrice(m *meter, _ any, args []any) (int, int) {
	l, r := args[0], args[1]
	switch a := l.(type) {
	case string:
		return joined(m, len(a)+textLen(r))
	case []any:
		if len(a) == 0 || arrayLen(r) == 0 {
			return 0, 0
		}
		return 0, (len(a) + arrayLen(r)) * slotBytes
	case map[string]any:
		if len(a) == 0 || containerLen(r) == 0 {
			return 0, 0
		}
		return joined(m, (len(a)+containerLen(r))*memberBytes)
	default:
		return 0, 0
	}
}

func joined(m *meter, n int) (int, int) {
	m.seen(n)
	return n, n
}

// minusPrice: each element of l is compared with each of r.
func minusPrice(m *meter, _ any, args []any) (int, int) {
	l, r := args[0], args[1]
	if arrayLen(l) == 0 || arrayLen(r) == 0 {
		return 0, arrayLen(l) * slotBytes
	}
	return product(m.size(l), arrayLen(r)) + product(m.size(r), arrayLen(l)), arrayLen(l) * slotBytes
}

func timesPrice(m *meter, _ any, args []any) (int, int) {
	l, r := args[0], args[1]
	if _, ok := r.(string); ok {
		l, r = r, l
	}
	switch a := l.(type) {
	case string:
		times, ok := gojq.ToFloat64(r)
		if !ok || !(times > 0) {
			return 0, 0
		}
		return joined(m, product(len(a), int(min(times, hugeSize))))
	case map[string]any:
		if b, ok := r.(map[string]any); ok {
			n := product(m.size(a)+m.size(b), memberBytes/4)
			return joined(m, n)
		}
	default:
		if bitLen(l)+bitLen(r) > maxDigits*3 {
			m.exceed("a number of too many digits")
		}
	}
	return 0, 0
}

// bitLen is the length of a whole number, 0 for what is calculated as a float.
func bitLen(v any) int {
	switch v := v.(type) {
	case int:
		return bits.Len64(uint64(max(v, -v)))
	case *big.Int:
		return v.BitLen()
	case json.Number:
		if !strings.ContainsAny(string(v), ".eE") {
			return len(v) * 10 / 3
		}
	}
	return 0
}

func dividePrice(_ *meter, _ any, args []any) (int, int) {
	if _, ok := args[0].(string); ok {
		return splitPrice(nil, args[0], args[1:])
	}
	return 0, 0
}

func comparePrice(m *meter, _ any, args []any) (int, int) {
	switch l := args[0].(type) {
	case string:
		return min(len(l), textLen(args[1])), 0
	case []any:
		if len(l) == 0 || arrayLen(args[1]) == 0 {
			return 0, 0
		}
		return m.size(l) + m.size(args[1]), 0
	case map[string]any:
		r, ok := args[1].(map[string]any)
		if !ok {
			return 0, 0
		}
		n := (len(l) + len(r)) * (slotBytes + stringBytes)
		if len(l) == 0 || len(r) == 0 {
			return product(n, log2(n)), n
		}
		return product(n, log2(n)) + m.size(l) + m.size(r), n
	default:
		return 0, 0
	}
}

// iteratePrice: gojq copies an array, and sorts the members of an object, before the first is taken.
func iteratePrice(_ *meter, v any, _ []any) (int, int) {
	n := containerLen(v)
	if _, ok := v.(map[string]any); ok {
		return product(n*stringBytes, log2(n)), 2 * n * slotBytes
	}
	return 0, 2 * n * slotBytes
}

// indexPrice: a string is searched for its i-th code point, an array for another array.
func indexPrice(m *meter, v any, args []any) (int, int) {
	switch v := v.(type) {
	case string:
		return len(v), 0
	case []any:
		if x, ok := args[0].([]any); ok {
			return indicesPrice(m, v, x), len(v) * (slotBytes + 8)
		}
	}
	return 0, 0
}

func indicesPrice(m *meter, v, x []any) int {
	return product(m.size(v), len(x)) + product(m.size(x), len(v))
}
