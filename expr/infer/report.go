package infer

import (
	"fmt"
	"strings"

	"tutti/diag"
	"tutti/shape"
)

// variableOf is the variable at the head of a path, standing for a suffix of it.
type variableOf struct{ term, suffix any }

// once reports one finding of a code at a place.
func (i *inference) once(report func(Finding)) func(any, Finding) {
	type place struct {
		offset int
		code   string
	}
	seen := map[place]bool{}
	return func(node any, f Finding) {
		if v, ok := node.(variableOf); ok {
			node = v.term
		}
		if i.places == nil {
			i.places = i.expr.Places()
		}
		span, _ := i.places.Of(node)
		f.Offset = span.Start
		if at := (place{f.Offset, f.Code}); !seen[at] {
			seen[at] = true
			report(f)
		}
	}
}

// find reports a finding at a part of the tree.
func (i *inference) find(node any, f Finding) {
	if i.muted == 0 && i.report != nil && i.steps <= maxSteps {
		i.report(node, f)
	}
}

// takes tells whether what takes values of the kinds may take s, and reports if it never can. Null alone is
// held against what does not take it; null beside something else is not.
func (i *inference) takes(node any, s shape.Shape, kinds shape.Kinds, code, what string) bool {
	k := s.Kinds()
	switch solid := k.Solid(); {
	case k == shape.Null && !kinds.Has(shape.Null), solid != 0 && !solid.Has(kinds):
		if i.caught == 0 {
			i.find(node, Finding{
				Code:    code,
				Message: fmt.Sprintf("%s takes %s, and %s is %s", what, article(kinds&^shape.Null), subject(s), article(k)),
			})
		}
		return false
	default:
		return true
	}
}

// subject is what a message calls the value: whose it is, if anybody knows.
func subject(s shape.Shape) string {
	if owner := s.Owner(); owner != "" {
		return owner
	}
	return "this"
}

// article is the kinds in words: "an array", "a string or null".
func article(k shape.Kinds) string {
	if k.Solid() != 0 {
		k = k.Solid()
	}
	words := k.String()
	switch {
	case k == 0 || k&^(shape.Null|shape.Absent) == 0 || k.Solid() == shape.Something:
		return words
	case strings.ContainsRune("aio", rune(words[0])):
		return "an " + words
	default:
		return "a " + words
	}
}

// mendName is the name that was meant, or all there are if they are few.
func mendName(name string, among []string) string {
	if mend := diag.DidYouMean(name, among); mend != "" {
		return mend
	}
	return listed(among)
}

// listed tells a few names or constants, "" for many.
func listed(names []string) string {
	const most = 8
	switch n := len(names); {
	case n == 0 || n > most:
		return ""
	case n == 1:
		return "there is " + names[0]
	default:
		return "there are " + strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// dotted is how a path goes to a member.
func dotted(name string) string {
	for n, c := range name {
		if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (n == 0 || c < '0' || c > '9') {
			return fmt.Sprintf(".[%q]", name)
		}
	}
	return "." + name
}
