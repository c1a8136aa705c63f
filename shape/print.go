package shape

import "strings"

// Bounds of a text: how many names or constants it lists, how many alternatives, and when it has had enough.
const (
	maxListed = 12
	maxShown  = 4
	maxText   = 1000
)

// String shows the shape for people: { available: boolean, missing?: [string] }.
func (s Shape) String() string {
	var p printer
	p.shape(s, 3)
	return p.String()
}

// printer writes down what is most worth knowing.
type printer struct{ strings.Builder }

// list writes the parts; each is one call.
func (p *printer) list(n, most int, separator string, part func(i int)) {
	for i := range n {
		if i > 0 {
			p.WriteString(separator)
		}
		if i == most || p.Len() > maxText {
			p.WriteString("…")
			return
		}
		part(i)
	}
}

func (p *printer) shape(s Shape, depth int) {
	f := s.facts()
	if !s.Known() {
		p.WriteString("any")
		return
	}
	var parts []func()
	word := func(text string) {
		parts = append(parts, func() { p.WriteString(text) })
	}
	if len(f.consts) > 0 {
		parts = append(parts, func() {
			p.list(len(f.consts), maxListed, " | ", func(i int) { p.WriteString(f.consts[i].String()) })
		})
	}
	if f.kinds.Has(Object) {
		parts = append(parts, func() { p.objects(f.objects, depth) })
	}
	if f.kinds.Has(Array) {
		parts = append(parts, func() { p.array(s.Elem(), depth) })
	}
	for _, name := range (f.kinds &^ f.pinned & (Scalar | Null)).names() {
		word(name)
	}
	if len(parts) == 0 {
		word(f.kinds.String()) // null that nobody promised, or nothing
	}
	p.list(len(parts), len(parts), " | ", func(i int) { parts[i]() })
}

func (p *printer) array(elem Shape, depth int) {
	if depth == 0 || !elem.Known() {
		p.WriteString("array")
		return
	}
	p.WriteByte('[')
	if elem.Possible() {
		p.shape(elem, depth-1)
	}
	p.WriteByte(']')
}

func (p *printer) objects(all []object, depth int) {
	if all == nil || depth == 0 {
		p.WriteString("object")
		return
	}
	p.list(len(all), maxShown, " | ", func(i int) { p.object(&all[i], depth) })
}

func (p *printer) object(o *object, depth int) {
	n := len(o.fields)
	if o.closed.open() {
		n++ // for those without a name
	}
	if n == 0 {
		p.WriteString("{}")
		return
	}
	p.WriteString("{ ")
	p.list(n, maxListed, ", ", func(i int) {
		if i == len(o.fields) {
			p.WriteString("…")
			return
		}
		p.field(&o.fields[i], depth-1)
	})
	p.WriteString(" }")
}

func (p *printer) field(f *field, depth int) {
	p.WriteString(f.name)
	if !f.required {
		p.WriteByte('?')
	}
	p.WriteString(": ")
	p.shape(f.value(), depth)
}
