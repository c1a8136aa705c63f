package check

import (
	"fmt"
	"slices"
	"strings"

	"tutti/diag"
	"tutti/flow"
	"tutti/shape"
	"tutti/value"
)

// didYouMean is the mend for a name that is not among those there are.
func didYouMean(name string, names []string) string {
	if mend := diag.DidYouMean(name, names); mend != "" {
		return mend
	}
	return oneOf(name, names, "", "")
}

// enumMend is the mend for a word that is not among those allowed.
func enumMend(v value.Value, words []value.Value) string {
	var names []string
	for _, w := range words {
		names = append(names, plainText(w))
	}
	return didYouMean(plainText(v), names)
}

func plainText(v value.Value) string {
	if s, ok := v.Scalar(); ok {
		return s
	}
	return v.String()
}

// kindMend says how a value of one kind becomes one of another.
func kindMend(v flow.Value, got, want shape.Shape) string {
	g, w := got.Kinds().Solid(), want.Kinds().Solid()
	if l, ok := v.(*flow.Literal); ok {
		return literalMend(l.JSON, want)
	}
	e, computed := v.(*flow.Expr)
	switch {
	case !computed:
		return ""
	case g == shape.String && w.Has(shape.Number):
		return "use … | tonumber"
	case g&^shape.Number == 0 && w.Has(shape.String):
		return "use … | tostring"
	case g == shape.Fraction && w.Has(shape.Integer):
		return "use … | floor"
	case w == shape.Array && want.Elem().Kinds().Has(g):
		return "make it a list: [ … ]"
	case g == shape.Object:
		return fieldMend(e, got, want)
	case g == shape.Array && got.Elem().Kinds().Solid()&w != 0:
		return "take one of its elements: .[0]"
	}
	return ""
}

// literalMend says how to write a scalar of another type.
func literalMend(v value.Value, want shape.Shape) string {
	w := want.Kinds()
	switch {
	case v.Kind() == value.String:
		if read, err := value.Scan([]byte(v.Text()), 1); err == nil && want.Contains(read) && !read.IsNull() {
			return fmt.Sprintf("write %s without quotes", v.Text())
		}
	case w.Has(shape.String):
		return fmt.Sprintf("write %q", v.String())
	}
	if w.Has(shape.Array) && want.Elem().Kinds().Has(shape.KindOf(v)) {
		return fmt.Sprintf("write [%s]", v)
	}
	return ""
}

// fieldMend says which member of an object was probably meant.
func fieldMend(e *flow.Expr, got, want shape.Shape) string {
	if name := meant(e, got, want); name != "" {
		return fmt.Sprintf("did you mean %q?", e.Source+"."+name)
	}
	return ""
}

// partMend is kindMend for a part of what e yields: of the objects of a list, one member
// was meant.
func partMend(e *flow.Expr, m shape.Misfit) string {
	if m.Got.Kinds().Solid() != shape.Object {
		return kindMend(e, m.Got, m.Want)
	}
	if m.Path != "[]" {
		return ""
	}
	if name := meant(e, m.Got, m.Want); name != "" {
		return fmt.Sprintf("did you mean %q?", e.Source+" | map(."+name+")")
	}
	return ""
}

// meant is the member of an object that was probably meant by the object: the id, or the
// only one that fits, or the only one of those that are always there; "" if nobody knows.
func meant(e *flow.Expr, got, want shape.Shape) string {
	if strings.ContainsAny(e.Source, " |(") {
		return ""
	}
	var fit, sure []string
	for _, name := range got.Names() {
		member, is := got.Field(name)
		if is == shape.Never || !member.Known() || len(shape.Fit(member, want)) > 0 {
			continue
		}
		fit = append(fit, name)
		if is == shape.Surely {
			sure = append(sure, name)
		}
	}
	switch {
	case slices.Contains(fit, "id"):
		return "id"
	case len(fit) == 1:
		return fit[0]
	case len(sure) == 1:
		return sure[0]
	}
	return ""
}

// only is the value of a list of one, or null.
func only(vs []value.Value) value.Value {
	if len(vs) == 1 {
		return vs[0]
	}
	return value.Value{}
}

func listedValues(vs []value.Value) string {
	words := make([]string, len(vs))
	for i, v := range vs {
		words[i] = v.String()
	}
	return strings.Join(words, " or ")
}

// listed is a few names as a sentence has them.
func listed(names []string) string {
	const few = 8
	if len(names) > few {
		return strings.Join(names[:few], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}
