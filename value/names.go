package value

import (
	"bytes"
	"hash/maphash"
)

// inPlace is how many names of one object are compared one by one before a hash table is built.
const inPlace = 16

// key is a decoded name with its mark, which differs for most different names.
type key struct {
	name []byte
	mark uint64
}

// mark is the length and the first and last bytes.
func mark(name []byte) uint64 {
	n := len(name)
	switch {
	case n >= 4:
		return uint64(n)<<56 | uint64(name[0])<<48 | uint64(name[1])<<40 | uint64(name[2])<<32 | uint64(name[n/2])<<24 |
			uint64(name[n-3])<<16 | uint64(name[n-2])<<8 | uint64(name[n-1])
	case n > 0:
		return uint64(n)<<56 | uint64(name[0])<<16 | uint64(name[n/2])<<8 | uint64(name[n-1])
	default:
		return 0
	}
}

// nameSet is the names of one object: the scanner's keys from base on. Beyond inPlace
// names, table finds them by hash (open addressing, the place in keys plus 1), with a seed of its
// own so that nobody can choose names that collide.
type nameSet struct {
	base  int
	seed  maphash.Seed
	table []int32
}

// add appends name to the keys; it is false if the object has it already.
func (s *scanner) add(set *nameSet, name []byte) bool {
	k := key{name, mark(name)}
	if set.table == nil {
		for _, have := range s.keys[set.base:] {
			if have.mark == k.mark && bytes.Equal(have.name, name) {
				return false
			}
		}
	}
	s.keys = append(s.keys, k)
	n := len(s.keys) - set.base
	switch {
	case n <= inPlace:
		return true
	case set.table == nil || 2*n > len(set.table):
		return set.grow(s.keys[set.base:])
	default:
		return set.put(s.keys[set.base:], n-1)
	}
}

// grow builds the table anew with room for twice as many names; it is false if two are the same.
func (set *nameSet) grow(keys []key) bool {
	if set.table == nil {
		set.seed = maphash.MakeSeed()
	}
	set.table = make([]int32, 4*tableSize(len(keys)))
	for at := range keys {
		if !set.put(keys, at) {
			return false
		}
	}
	return true
}

// tableSize is the power of two that holds n.
func tableSize(n int) int {
	size := 1
	for size < n {
		size *= 2
	}
	return size
}

// put enters keys[at]; it is false if the table has that name.
func (set *nameSet) put(keys []key, at int) bool {
	last := len(set.table) - 1
	for slot := int(maphash.Bytes(set.seed, keys[at].name)) & last; ; slot = (slot + 1) & last {
		switch there := set.table[slot]; {
		case there == 0:
			set.table[slot] = int32(at + 1)
			return true
		case keys[there-1].mark == keys[at].mark && bytes.Equal(keys[there-1].name, keys[at].name):
			return false
		}
	}
}
