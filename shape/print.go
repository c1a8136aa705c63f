package shape

import "strings"

// maxListed is how many names or constants a text shows.
const maxListed = 12

// String shows the shape for people: { available: boolean, missing?: [string] }.
func (s Shape) String() string {
	var b strings.Builder
	s.print(&b, 3)
	return b.String()
}

func (s Shape) print(b *strings.Builder, depth int) {
	f := s.facts()
	if !s.Known() {
		b.WriteString("any")
		return
	}
	var parts []string
	for i, v := range f.consts {
		if i == maxListed {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, v.String())
	}
	plain := f.kinds &^ f.pinned
	if plain.Has(Object) {
		parts = append(parts, f.printObjects(depth)...)
	}
	if plain.Has(Array) {
		parts = append(parts, s.printArray(depth))
	}
	parts = append(parts, (plain & (Scalar | Null)).names()...)
	if len(parts) == 0 {
		parts = f.kinds.names()
	}
	if len(parts) == 0 {
		parts = []string{"nothing"}
	}
	b.WriteString(strings.Join(parts, " | "))
}

func (s Shape) printArray(depth int) string {
	elem := s.Elem()
	if !elem.Known() || depth == 0 {
		return "array"
	}
	var b strings.Builder
	b.WriteByte('[')
	if elem.Possible() {
		elem.print(&b, depth-1)
	}
	b.WriteByte(']')
	return b.String()
}

func (f *facts) printObjects(depth int) []string {
	if f.objects == nil || depth == 0 {
		return []string{"object"}
	}
	var parts []string
	for i := range f.objects {
		if i == 4 {
			return append(parts, "…")
		}
		parts = append(parts, f.objects[i].print(depth))
	}
	return parts
}

func (o *object) print(depth int) string {
	var parts []string
	for i := range o.fields {
		if i == maxListed {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, o.fields[i].print(depth-1))
	}
	if o.closed.open() {
		parts = append(parts, "…")
	}
	if len(parts) == 0 {
		return "{}"
	}
	return "{ " + strings.Join(parts, ", ") + " }"
}

func (f *field) print(depth int) string {
	var b strings.Builder
	b.WriteString(f.name)
	if !f.required {
		b.WriteByte('?')
	}
	b.WriteString(": ")
	f.value().print(&b, depth)
	return b.String()
}
