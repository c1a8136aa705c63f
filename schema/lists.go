package schema

import (
	"hash/maphash"

	"tutti/value"
)

// array holds the array behind the cursor against what s says of arrays.
func (v *validator) array(s *Schema) bool {
	if s.more != nil && s.more.list != nil {
		return v.fullArray(s, s.more.list)
	}
	if s.items == nil {
		v.c.Skip()
		return true
	}
	ok := true
	for more := v.c.Enter(); more; more = v.c.Next() {
		if !v.value(s.items) {
			if ok = false; v.enough() {
				return false
			}
		}
	}
	return ok
}

// enough tells whether nothing more needs to be known about a value that is wrong.
func (v *validator) enough() bool { return v.quiet || v.overrun || len(v.found) >= v.o.Max }

func (v *validator) fullArray(s *Schema, l *listRules) bool {
	from, n, contained, ok := v.c.At(), 0, 0, true
	for more := v.c.Enter(); more; more = v.c.Next() {
		if l.contains != nil && v.tries(l.contains) {
			contained++
		}
		if !v.value(s.elem(l, n)) {
			if ok = false; v.enough() {
				return false
			}
		}
		n++
	}
	if n < l.min {
		ok = v.broken(from, s, "minItems")
	}
	if l.max >= 0 && n > l.max {
		ok = v.broken(from, s, "maxItems")
	}
	if l.contains != nil {
		ok = v.contained(s, l, from, contained) && ok
	}
	if l.unique && (ok || !v.quiet) {
		to := v.c.At()
		v.c.Seek(from)
		ok = v.unique(s, n) && ok
		v.c.Seek(to)
	}
	return ok
}

// elem is what the n-th element must be.
func (s *Schema) elem(l *listRules, n int) *Schema {
	if n < len(l.prefix) {
		return l.prefix[n]
	}
	return s.items
}

func (v *validator) contained(s *Schema, l *listRules, from, n int) bool {
	switch {
	case n < l.minContains && l.minContains == 1:
		return v.broken(from, s, "contains")
	case n < l.minContains:
		return v.broken(from, s, "minContains")
	case l.maxContains >= 0 && n > l.maxContains:
		return v.broken(from, s, "maxContains")
	}
	return true
}

// few is how many elements are compared one by one.
const few = 8

// unique tells whether the n elements of the array behind the cursor differ.
func (v *validator) unique(s *Schema, n int) bool {
	if n < 2 {
		return true
	}
	if n > few {
		return v.uniqueByHash(s)
	}
	var near [few]value.Value
	elems := near[:0]
	for more := v.c.Enter(); more; more = v.c.Next() {
		at := v.c.At()
		e := v.c.Value()
		for _, other := range elems {
			if other.Kind() == e.Kind() && value.Equal(other, e) {
				return v.broken(at, s, "uniqueItems")
			}
		}
		elems = append(elems, e)
	}
	return true
}

// uniqueByHash is linear: only elements of equal hashes are compared, and nobody can choose elements whose hashes are.
func (v *validator) uniqueByHash(s *Schema) bool {
	seed, met := maphash.MakeSeed(), map[uint64][]value.Value{}
	for more := v.c.Enter(); more; more = v.c.Next() {
		at := v.c.At()
		e := v.c.Value()
		h := e.Hash(seed)
		for _, other := range met[h] {
			if value.Equal(other, e) {
				return v.broken(at, s, "uniqueItems")
			}
		}
		met[h] = append(met[h], e)
	}
	return true
}
