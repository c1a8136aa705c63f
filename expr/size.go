package expr

import (
	"encoding/json"
	"math"
	"math/big"
	"math/bits"
	"reflect"
	"unicode/utf8"
)

// Values share their parts: `reduce range(60) as $i (0; [., .])` makes 60 arrays whose text would
// have 2^60 bytes. So whatever goes through a whole value is charged for its size as text, and that
// size is computed once for each array and object that there is.

// identity names an array or object: its memory, and how much of it.
type identity struct {
	at  uintptr
	len int
}

// measured keeps the value alive, so that nothing else gets its address.
type measured struct {
	size, depth int
	value       any
}

const hugeSize = math.MaxInt64 / 4

// size is the length of v as JSON text or a little more, at most hugeSize.
func (m *meter) size(v any) int { return m.measure(v).size }

func (m *meter) measure(v any) measured {
	switch v := v.(type) {
	case []any:
		id := identity{reflect.ValueOf(v).Pointer(), len(v)}
		if known, ok := m.sizes[id]; ok {
			return known
		}
		sum := measured{2, 0, v}
		for _, e := range v {
			sum.add(m.measure(e), 1)
		}
		return m.remember(id, sum)
	case map[string]any:
		id := identity{reflect.ValueOf(v).Pointer(), -1}
		if known, ok := m.sizes[id]; ok {
			return known
		}
		sum := measured{2, 0, v}
		for k, e := range v {
			sum.add(m.measure(e), textSize(k)+2)
		}
		return m.remember(id, sum)
	default:
		return measured{size: scalarSize(v)}
	}
}

func (m *measured) add(part measured, extra int) {
	m.size = min(m.size+part.size+extra, hugeSize)
	m.depth = max(m.depth, part.depth)
}

// remember does without the memo for the small and flat, which are cheap to measure again.
func (m *meter) remember(id identity, sum measured) measured {
	sum.depth++
	if sum.depth == 1 && sum.size <= bytesPerTick {
		return sum
	}
	if m.sizes == nil {
		m.sizes = map[identity]measured{}
	}
	m.sizes[id] = sum
	return sum
}

func scalarSize(v any) int {
	switch v := v.(type) {
	case string:
		return textSize(v)
	case float64:
		return 24
	case *big.Int:
		return v.BitLen()/3 + 2
	case json.Number:
		return len(v)
	default:
		return 20
	}
}

// textSize is the length of s as a JSON string, or more if it is not UTF-8.
func textSize(s string) int {
	n := len(s) + 2
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ' || c == 0x7f:
			n += 5
		case c == '"' || c == '\\':
			n++
		}
	}
	if !utf8.ValidString(s) {
		n += 5 * len(s)
	}
	return n
}

// seen notes a string or object that an error message may have to go through.
func (m *meter) seen(n int) { m.widest = max(m.widest, n) }

// product and log2 keep prices within int.
func product(a, b int) int {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi != 0 || lo > hugeSize {
		return hugeSize
	}
	return int(lo)
}

func log2(n int) int { return bits.Len(uint(n)) }
