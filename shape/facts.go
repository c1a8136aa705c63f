package shape

import (
	"slices"

	"tutti/value"
)

// Bounds, so that what contracts say stays cheap to carry around. Over them less is known.
const (
	maxDepth   = 8  // levels of a literal, of a comparison and of a text
	maxConsts  = 64 // constants of one shape
	maxObjects = 16 // alternatives that an object may be
	maxElems   = 16 // alternatives that an element may be
)

// facts is all that is known of a value but where it comes from.
type facts struct {
	kinds Kinds

	// Of the pinned kinds, consts are all values there may be.
	pinned Kinds
	consts []value.Value

	objects []object // what an object is, one of them; nil: any object
	elems   []Shape  // what an element of an array is, one of them; nil: anything
}

// constant is the shape of a literal; beyond depth only its kind is known.
func constant(v value.Value, depth int) Shape {
	switch k := KindOf(v); {
	case k == Null:
		return Of(Null)
	case k.Has(Scalar):
		return made(facts{kinds: k, pinned: k, consts: []value.Value{v}})
	case depth == 0:
		return Of(k)
	case k == Array:
		f := facts{kinds: Array}
		n := 0
		for e := range v.Elems() {
			if n++; n > maxConsts {
				return Of(Array)
			}
			f.addElem(constant(e, depth-1))
		}
		if n == 0 {
			f.elems = []Shape{Nothing()}
		}
		return made(f)
	default:
		var fields []Field
		for name, member := range v.Members() {
			fields = append(fields, Field{name, constant(member, depth-1), true})
		}
		return ObjectOf(fields...)
	}
}

// addElem adds an alternative for the elements.
func (f *facts) addElem(s Shape) {
	switch {
	case slices.ContainsFunc(f.elems, s.same):
	case len(f.elems) == maxElems:
		f.elems = []Shape{Any()}
	default:
		f.elems = append(slices.Clip(f.elems), s)
	}
}

// or is what is known of a value that is either.
func (f facts) or(g *facts) facts {
	u := facts{kinds: f.kinds | g.kinds}
	u.pinned, u.consts = eitherConst(&f, g)
	u.objects = eitherObject(&f, g)
	switch {
	case !f.kinds.Has(Array):
		u.elems = g.elems
	case !g.kinds.Has(Array):
		u.elems = f.elems
	case f.elems != nil && g.elems != nil:
		u.elems = f.elems
		for _, e := range g.elems {
			u.addElem(e)
		}
	}
	return u
}

// eitherConst keeps a kind pinned if neither has other values of it.
func eitherConst(f, g *facts) (pinned Kinds, consts []value.Value) {
	pinned = f.pinned | g.pinned
	pinned &^= f.kinds&^f.pinned | g.kinds&^g.pinned
	if pinned == 0 {
		return 0, nil
	}
	for _, v := range slices.Concat(f.consts, g.consts) {
		if KindOf(v).Has(pinned) && !slices.ContainsFunc(consts, func(w value.Value) bool { return value.Equal(v, w) }) {
			consts = append(consts, v)
		}
	}
	if len(consts) > maxConsts {
		return 0, nil
	}
	return pinned, consts
}

func eitherObject(f, g *facts) []object {
	switch {
	case !f.kinds.Has(Object):
		return g.objects
	case !g.kinds.Has(Object):
		return f.objects
	case f.objects == nil || g.objects == nil:
		return nil
	}
	all := slices.Concat(f.objects, g.objects)
	if len(all) > maxObjects {
		return []object{merged(all)}
	}
	return all
}

// and is what is known of a value that is both.
func (f facts) and(g *facts) facts {
	u := facts{kinds: f.kinds & g.kinds}
	if (f.kinds | g.kinds).Has(Absent) && (f.kinds | g.kinds).Has(Null) && f.kinds.Has(Null|Absent) && g.kinds.Has(Null|Absent) {
		u.kinds |= Null // one says so, the other does not mind
	}
	u.pinned, u.consts = bothConst(&f, g)
	u.objects = bothObject(f.objects, g.objects)
	u.elems = f.elems
	if f.elems == nil {
		u.elems = g.elems
	}
	for _, k := range []Kinds{Boolean, Integer, Fraction, String} {
		if u.pinned.Has(k) && !slices.ContainsFunc(u.consts, func(v value.Value) bool { return KindOf(v) == k }) {
			u.kinds &^= k
		}
	}
	return u
}

func bothConst(f, g *facts) (pinned Kinds, consts []value.Value) {
	for _, v := range slices.Concat(f.consts, g.consts) {
		if f.allows(v) && g.allows(v) && !slices.ContainsFunc(consts, func(w value.Value) bool { return value.Equal(v, w) }) {
			consts = append(consts, v)
		}
	}
	return f.pinned | g.pinned, consts
}

// allows tells whether a scalar is among the values.
func (f *facts) allows(v value.Value) bool {
	k := KindOf(v)
	if k == Null {
		return f.kinds.Has(Null | Absent)
	}
	return f.kinds.Has(k) && (!f.pinned.Has(k) || slices.ContainsFunc(f.consts, func(w value.Value) bool { return value.Equal(v, w) }))
}
