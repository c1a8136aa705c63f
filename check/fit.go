package check

import (
	"strconv"

	"tutti/diag"
	"tutti/flow"
	"tutti/schema"
	"tutti/shape"
	"tutti/value"
)

// fitter holds what is written against what is wanted there. Each part that is wrong is
// reported where it stands; what may be right is left in peace.
type fitter struct {
	types *types
	of    string // whose input or answer it is: "payments.authorize"
	way   schema.Direction
	plain bool // it travels as text, so that a number is as good as its digits
	steps *int // that may still be made: alternatives inside of alternatives are many
	found diag.List
}

// newFitter holds values against what of takes.
func newFitter(t *types, of string, way schema.Direction) *fitter {
	steps := 20_000
	return &fitter{types: t, of: of, way: way, steps: &steps}
}

// whole holds a value against its schema, with the rules that only constants can be
// held against.
func (f *fitter) whole(v flow.Value, want shape.Shape, path string) {
	f.value(v, want, path)
	if len(f.found) > 0 {
		return
	}
	if _, scalar := v.(*flow.Literal); scalar {
		return // its rules have been looked at
	}
	if text, ok := constant(v); ok {
		f.rules(v, text, want, path)
	}
}

func (f *fitter) value(v flow.Value, want shape.Shape, path string) {
	*f.steps--
	switch {
	case *f.steps < 0:
		return
	case f.way == schema.Request && want.Schema().ReadOnly():
		return // nobody reads it
	case want.Kinds().Solid() == 0:
		return // nothing fits a contract that contradicts itself
	}
	switch v := v.(type) {
	case *flow.Literal:
		f.literal(v, want, path)
	case *flow.Expr:
		f.computed(v, want, path)
	case *flow.Text:
		if !f.plain {
			f.kind(v, shape.Of(shape.String), want, path)
		}
	case *flow.Object:
		f.object(v, want, path)
	case *flow.Array:
		if f.kind(v, shape.Of(shape.Array), want, path) {
			for i, item := range v.Items {
				f.value(item, want.Elem(), path+"["+strconv.Itoa(i)+"]")
			}
		}
	}
}

// kind reports a value of kinds of which none is wanted; false if it has.
func (f *fitter) kind(v flow.Value, got, want shape.Shape, path string) bool {
	if f.takes(got, want) {
		return true
	}
	f.wrongKind(v, kindMend(v, got, want), got, want, path)
	return false
}

// takes tells whether a value may be of a kind that is wanted.
func (f *fitter) takes(got, want shape.Shape) bool {
	return got.Kinds().Solid()&want.Kinds() != 0 || f.plain && asText(got.Kinds(), want)
}

func (f *fitter) wrongKind(v flow.Value, mend string, got, want shape.Shape, path string) {
	f.add(v.At(), CodeType, mend, "%s is of type %s, and this is %s", f.place(path), want.Kinds(), aKind(got.Kinds()))
}

// asText tells whether values of the kinds are as good as what is wanted where they
// travel as text, as parameters do.
func asText(got shape.Kinds, want shape.Shape) bool {
	if got.Solid()&^shape.Scalar != 0 {
		return false
	}
	k := want.Kinds()
	if k.Has(shape.String) {
		return true
	}
	return k.Has(shape.Array) && (want.Elem().Kinds().Has(got) || want.Elem().Kinds().Has(shape.String))
}

func (f *fitter) literal(v *flow.Literal, want shape.Shape, path string) {
	got := shape.KindOf(v.JSON)
	switch {
	case got == shape.Null && !want.Kinds().Has(shape.Null|shape.Absent):
		f.add(v.Pos, CodeNull, "give it a value", "%s cannot be null", f.place(path))
	case got == shape.Null, f.plain && readsAs(v.JSON, want):
	case f.kind(v, shape.Of(got), want, path):
		if words, ok := want.Restrict(got).Consts(); ok && !want.Contains(v.JSON) {
			f.add(v.Pos, CodeEnum, enumMend(v.JSON, words), "%s cannot be %s", f.place(path), v.JSON)
			return
		}
		f.rules(v, v.JSON, want, path)
	}
}

// readsAs tells whether a text is one of a number or a word that is wanted.
func readsAs(v value.Value, want shape.Shape) bool {
	if v.Kind() != value.String || want.Kinds().Has(shape.String) {
		return false
	}
	read, err := value.Scan([]byte(v.Text()), 1)
	return err == nil && want.Contains(read)
}

// rules holds a constant against the rest of its schema: bounds, patterns, formats.
func (f *fitter) rules(v flow.Value, text value.Value, want shape.Shape, path string) {
	s := want.Schema()
	if s == nil || f.plain && !want.Kinds().Has(shape.KindOf(text)) {
		return
	}
	for _, found := range s.Validate(text, schema.Options{Direction: f.way, Formats: true, Max: 1}) {
		at, inside := part(v, found.Instance)
		f.add(at.At(), CodeRule, "", "%s: %s", f.place(path+inside), found.Message)
	}
}

func (f *fitter) object(v *flow.Object, want shape.Shape, path string) {
	if !f.kind(v, shape.Of(shape.Object), want, path) {
		return
	}
	before := len(f.found)
	f.members(v, want, path)
	if len(f.found) == before {
		f.choice(v, want, path)
	}
}

func (f *fitter) members(v *flow.Object, want shape.Shape, path string) {
	misspelt := map[string]bool{}
	given := map[string]bool{}
	for _, field := range v.Fields {
		name := field.Name
		given[name.Text] = true
		member, is := want.Field(name.Text)
		if is != shape.Never {
			f.value(field.Value, member, join(path, name.Text))
			continue
		}
		meant := diag.Nearest(name.Text, want.Names())
		misspelt[meant] = true
		f.add(name.Pos, CodeNoMember, didYouMean(name.Text, want.Names()), "%s has no %q", f.place(path), name.Text)
	}
	for _, name := range want.Names() {
		if _, is := want.Field(name); is == shape.Surely && !given[name] && !misspelt[name] {
			f.add(v.Pos, CodeMissing, "add "+name, "%s needs %q", f.place(path), name)
		}
	}
}

// choice holds an object against the alternatives of its schema, of which one must fit.
// What is wrong is said about the one that fits best.
func (f *fitter) choice(v *flow.Object, want shape.Shape, path string) {
	s := want.Schema()
	ways := append(append([]*schema.Schema(nil), s.OneOf()...), s.AnyOf()...)
	var best diag.List
	for i, way := range ways {
		try := *f
		try.found = nil
		try.value(v, shape.FromSchema(way, f.of, f.way), path)
		if len(try.found) == 0 || *f.steps < 0 {
			return
		}
		if i == 0 || distance(try.found) < distance(best) {
			best = try.found
		}
	}
	f.found = append(f.found, best...)
}

// distance is how far a value is from an alternative: a word that belongs to another one
// is farther than anything else.
func distance(found diag.List) int {
	n := len(found)
	for _, d := range found {
		if d.Code == CodeEnum {
			n += 100
		}
	}
	return n
}

// computed holds what an expression yields against what is wanted. One that has been
// complained about already is not looked at.
func (f *fitter) computed(e *flow.Expr, want shape.Shape, path string) {
	got := f.types.expr(e)
	if f.types.wrong[e] || !got.Possible() {
		return
	}
	f.fit(e, got, want, path)
}

// fit holds what e, or a part of it, yields against what is wanted.
func (f *fitter) fit(e *flow.Expr, got, want shape.Shape, path string) {
	if got.Kinds().Solid() == 0 && !want.Kinds().Has(shape.Null|shape.Absent) {
		f.add(e.Pos, CodeNull, "give it a value", "%s cannot be null, and this always is", f.place(path))
		return
	}
	for _, m := range shape.Fit(got, want) {
		f.misfit(e, m, join(path, m.Path))
	}
}

func (f *fitter) misfit(e *flow.Expr, m shape.Misfit, path string) {
	switch m.Wrong {
	case shape.WrongKind:
		if m.Path == "" {
			f.kind(e, m.Got, m.Want, path)
		} else if !f.takes(m.Got, m.Want) {
			f.wrongKind(e, partMend(e, m), m.Got, m.Want, path)
		}
	case shape.NotAllowed:
		got, _ := m.Got.Consts()
		words, _ := m.Want.Consts()
		f.add(e.Pos, CodeEnum, enumMend(only(got), words), "%s cannot be %s", f.place(path), listedValues(got))
	case shape.IsNull:
		f.add(e.Pos, CodeNull, "give it a value", "%s cannot be null, and this always is", f.place(path))
	case shape.MayBeNull:
		if !f.types.guarded(e) {
			f.warn(e.Pos, CodeMayBeNull, "say what to take then: … // …", "%s cannot be null, and this may be", f.place(path))
		}
	case shape.Missing:
		f.add(e.Pos, CodeMissing, "add "+m.Name, "%s needs %q", f.place(path), m.Name)
	case shape.Unknown:
		f.add(e.Pos, CodeNoMember, didYouMean(m.Name, m.Want.Names()), "%s has no %q", f.place(path), m.Name)
	}
}

func (f *fitter) add(at diag.Pos, code, mend, format string, args ...any) {
	f.found.Add(finding(diag.Error, at, code, mend, format, args...))
}

func (f *fitter) warn(at diag.Pos, code, mend, format string, args ...any) {
	f.found.Add(finding(diag.Warning, at, code, mend, format, args...))
}

// place is how messages call the place of a path.
func (f *fitter) place(path string) string {
	if path == "" {
		return f.of
	}
	return shape.PartOf(path, f.of)
}

func join(path, step string) string {
	if path == "" || step == "" || step[0] == '[' {
		return path + step
	}
	return path + "." + step
}
