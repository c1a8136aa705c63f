package schema

import (
	"unicode/utf8"

	"tutti/value"
)

// text holds the string behind the cursor against what s says of strings.
func (v *validator) text(s *Schema) bool {
	from := v.c.At()
	inside, escaped := v.c.Text()
	m := s.more
	formats := v.o.Formats && s.format > formatOther
	if !formats && (m == nil || m.text == nil) {
		return true
	}
	if escaped {
		inside = value.Plain(nil, inside)
	}
	ok := true
	if m != nil && m.text != nil {
		ok = v.length(s, from, inside)
		if p := m.text.pattern; p != nil && (ok || !v.quiet) && !p.matches(inside) {
			ok = v.broken(from, s, "pattern")
		}
	}
	if formats && (ok || !v.quiet) && !s.format.ofText(inside) {
		ok = v.broken(from, s, "format")
	}
	return ok
}

func (v *validator) length(s *Schema, from int, text []byte) bool {
	t, n := s.more.text, len(text)
	if t.min == 0 && t.max < 0 {
		return true
	}
	if n >= t.min {
		n = utf8.RuneCount(text)
	}
	switch {
	case n < t.min:
		return v.broken(from, s, "minLength")
	case t.max >= 0 && n > t.max:
		return v.broken(from, s, "maxLength")
	}
	return true
}

// number holds the number behind the cursor against what s says of numbers.
func (v *validator) number(s *Schema) bool {
	from := v.c.At()
	if (s.more == nil || s.more.number == nil) && (!v.o.Formats || s.format <= formatOther) {
		v.c.Skip()
		return true
	}
	n := v.c.Value()
	ok := true
	if s.more != nil && s.more.number != nil {
		ok = v.bounds(s, from, n)
	}
	if v.o.Formats && !s.format.ofNumber(n) {
		ok = v.broken(from, s, "format")
	}
	return ok
}

func (v *validator) bounds(s *Schema, from int, n value.Value) bool {
	r, ok := s.more.number, true
	if r.min != nil {
		switch c := value.Compare(n, *r.min); {
		case c < 0 && !r.exclusiveMin:
			ok = v.broken(from, s, "minimum")
		case c <= 0 && r.exclusiveMin:
			ok = v.broken(from, s, "exclusiveMinimum")
		}
	}
	if r.max != nil {
		switch c := value.Compare(n, *r.max); {
		case c > 0 && !r.exclusiveMax:
			ok = v.broken(from, s, "maximum")
		case c >= 0 && r.exclusiveMax:
			ok = v.broken(from, s, "exclusiveMaximum")
		}
	}
	if r.multipleOf != nil && !n.MultipleOf(*r.multipleOf) {
		ok = v.broken(from, s, "multipleOf")
	}
	return ok
}
