package value

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// inPlace is how many names of one object are compared one by one before a hash table is built.
const inPlace = 16

// key is a decoded name with its mark, which differs for most different names.
type key struct {
	name []byte
	mark uint64
}

// mark mixes the length with the first and last bytes.
func mark(name []byte) uint64 {
	n := len(name)
	switch {
	case n >= 8:
		return (binary.LittleEndian.Uint64(name)*31+binary.LittleEndian.Uint64(name[n-8:]))*31 + uint64(n)
	case n >= 4:
		return uint64(binary.LittleEndian.Uint32(name))<<32 + uint64(binary.LittleEndian.Uint32(name[n-4:])) + uint64(n)
	case n > 0:
		return uint64(n)<<24 | uint64(name[0])<<16 | uint64(name[n/2])<<8 | uint64(name[n-1])
	default:
		return 0
	}
}

// keys is a stack. The first ones lie in the scanner itself, which stays on the stack of Scan, so
// that an ordinary document costs no allocation.
type keys struct {
	n    int
	near [24]key
	far  []key
}

func (ks *keys) at(i int) *key {
	if i < len(ks.near) {
		return &ks.near[i]
	}
	return &ks.far[i-len(ks.near)]
}

func (ks *keys) push(k key) {
	if ks.n < len(ks.near) {
		ks.near[ks.n] = k
	} else {
		ks.far = append(ks.far, k)
	}
	ks.n++
}

// cut drops all but the first n.
func (ks *keys) cut(n int) {
	ks.n = n
	ks.far = ks.far[:max(0, n-len(ks.near))]
}

// nameSet is the names of one object: the keys from base on. Beyond inPlace names, table
// finds them by hash (open addressing, the place behind base plus 1), with a seed of its
// own so that nobody can choose names that collide.
type nameSet struct {
	base  int
	seed  maphash.Seed
	table []int32
}

// add pushes name; it is false if the object has it already.
func (set *nameSet) add(ks *keys, name []byte) bool {
	k := key{name, mark(name)}
	if set.table == nil {
		for i := set.base; i < ks.n; i++ {
			if k.is(ks.at(i)) {
				return false
			}
		}
	}
	ks.push(k)
	count := ks.n - set.base
	if count <= inPlace {
		return true
	}
	if 2*count > len(set.table) {
		set.grow(ks, count)
	}
	return set.put(ks, count-1)
}

func (k *key) is(other *key) bool {
	return k.mark == other.mark && bytes.Equal(k.name, other.name)
}

// grow builds the table for twice as many names as count and enters all but the last.
func (set *nameSet) grow(ks *keys, count int) {
	if set.table == nil {
		set.seed = maphash.MakeSeed()
	}
	set.table = make([]int32, 4<<bits.Len(uint(count)))
	for i := range count - 1 {
		set.put(ks, i)
	}
}

// put enters the name at base+i; it is false if the table has that name.
func (set *nameSet) put(ks *keys, i int) bool {
	k, last := ks.at(set.base+i), len(set.table)-1
	for slot := int(maphash.Bytes(set.seed, k.name)) & last; ; slot = (slot + 1) & last {
		switch there := set.table[slot]; {
		case there == 0:
			set.table[slot] = int32(i + 1)
			return true
		case k.is(ks.at(set.base + int(there) - 1)):
			return false
		}
	}
}
