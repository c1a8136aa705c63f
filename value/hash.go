package value

import (
	"encoding/binary"
	"hash/maphash"
)

// Hash is the same for equal values, in the sense of Equal, and differs for most others. It looks at the text once.
func (v Value) Hash(seed maphash.Seed) uint64 {
	h := hasher{b: v.Raw(), seed: seed}
	return h.value()
}

// hasher goes through b; i is the place reached.
type hasher struct {
	b    []byte
	i    int
	seed maphash.Seed
}

func (h *hasher) value() uint64 {
	kind := kindOf(h.b[h.i])
	switch kind {
	case Array:
		return h.array()
	case Object:
		return h.object()
	}
	from := h.i
	h.i = valueEnd(h.b, from)
	switch text := h.b[from:h.i]; kind {
	case String:
		return h.text(text)
	case Number:
		return h.number(text)
	default:
		return uint64(text[0])
	}
}

func (h *hasher) text(quoted []byte) uint64 {
	return maphash.String(h.seed, decodeString(quoted[1:len(quoted)-1]))
}

// number depends on what the text means: sign, digits, exponent.
func (h *hasher) number(text []byte) uint64 {
	d := parseDecimal(text)
	if n, ok := d.int(); ok {
		return h.mix(uint64(Number), uint64(n))
	}
	return h.mix(uint64(d.exp)<<1|uint64(d.sign()+1)>>1, maphash.String(h.seed, d.plain())+maphash.Bytes(h.seed, d.huge))
}

func (h *hasher) array() uint64 {
	sum := uint64(Array)
	for h.i = next(h.b, h.i+1); h.b[h.i] != ']'; h.i = after(h.b, h.i) {
		sum = h.mix(sum, h.value())
	}
	h.i++
	return sum
}

// object adds up its members, since their order says nothing.
func (h *hasher) object() uint64 {
	sum := uint64(Object)
	for h.i = next(h.b, h.i+1); h.b[h.i] != '}'; h.i = after(h.b, h.i) {
		end, _ := stringEnd(h.b, h.i)
		name := h.text(h.b[h.i:end])
		h.i = next(h.b, next(h.b, end)+1)
		sum += h.mix(name, h.value())
	}
	h.i++
	return sum
}

func (h *hasher) mix(a, b uint64) uint64 {
	var both [16]byte
	binary.LittleEndian.PutUint64(both[:], a)
	binary.LittleEndian.PutUint64(both[8:], b)
	return maphash.Bytes(h.seed, both[:])
}
