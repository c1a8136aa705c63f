package shape

import "tutti/value"

// Contains tells whether v is one of the values that the shape allows. It looks maxDepth levels deep.
func (s Shape) Contains(v value.Value) bool { return s.contains(v, maxDepth) }

func (s Shape) contains(v value.Value, depth int) bool {
	if s.n == nil || depth == 0 {
		return true
	}
	f := s.facts()
	if !f.allows(v) {
		return false
	}
	switch v.Kind() {
	case value.Array:
		elem := s.Elem()
		for e := range v.Elems() {
			if !elem.contains(e, depth-1) {
				return false
			}
		}
		return true
	case value.Object:
		for i := range f.objects {
			if f.objects[i].contains(v, depth) {
				return true
			}
		}
		return f.objects == nil
	default:
		return true
	}
}

func (o *object) contains(v value.Value, depth int) bool {
	for i := range o.fields {
		if _, there := v.Lookup(o.fields[i].name); !there && o.fields[i].required {
			return false
		}
	}
	for name, member := range v.Members() {
		known, is := o.field(name)
		if is == Never || !known.contains(member, depth-1) {
			return false
		}
	}
	return true
}
