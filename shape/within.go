package shape

import (
	"slices"

	"tutti/value"
)

// Within tells whether each value of inner is surely one of outer too. It may say no where that is hard to see.
func Within(inner, outer Shape) bool {
	var h holder
	return h.within(inner, outer, maxDepth)
}

// holder counts how much has been compared.
type holder struct{ steps int }

func (h *holder) within(inner, outer Shape, depth int) bool {
	if inner.same(outer) || outer.n == nil {
		return true
	}
	if h.steps++; inner.n == nil || depth == 0 || h.steps > maxFitted {
		return false
	}
	f, g := inner.facts(), outer.facts()
	switch {
	case f.kinds.Solid()&^g.kinds != 0, f.kinds.Has(Null|Absent) && !g.kinds.Has(Null|Absent):
		return false
	case f.kinds&g.pinned&^f.pinned != 0, slices.ContainsFunc(f.consts, func(v value.Value) bool { return !g.allows(v) }):
		return false
	case f.kinds.Has(Array) && g.elems != nil && (f.elems == nil || !h.within(inner.Elem(), outer.Elem(), depth-1)):
		return false
	case !f.kinds.Has(Object) || g.objects == nil:
		return true
	case f.objects == nil:
		return false
	}
	for i := range f.objects {
		if !slices.ContainsFunc(g.objects, func(o object) bool { return h.object(&f.objects[i], &o, depth) }) {
			return false
		}
	}
	return true
}

func (h *holder) object(o, p *object, depth int) bool {
	for _, name := range names(o, p) {
		a, aIs := o.field(name)
		b, bIs := p.field(name)
		switch {
		case bIs == Surely && aIs != Surely:
			return false
		case aIs == Never:
		case bIs == Never || !h.within(a, b, depth-1):
			return false
		}
	}
	return !o.closed.open() || p.closed.open() && h.within(o.rest, p.rest, depth-1)
}
