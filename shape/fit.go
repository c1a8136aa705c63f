package shape

import "slices"

// Wrong is a way in which a value does not fit.
type Wrong uint8

// The ways. MayBeNull is the only one that is not sure.
const (
	WrongKind  Wrong = iota // no kind that it may be is wanted
	NotAllowed              // every value that it may be is none of the wanted ones
	IsNull                  // it is null where null is not allowed
	MayBeNull               // it may be null, and its contract says so, where null is not allowed
	Missing                 // a member that has to be there is not
	Unknown                 // a member that the wanted object does not have
)

// Misfit is one place where a value does not fit. Path goes there from the whole: items[].price. Name is
// the member of a Missing or Unknown.
type Misfit struct {
	Wrong Wrong
	Path  string
	Name  string
	Got   Shape
	Want  Shape
}

// Fit is where a value got can never be what is wanted, and where it may be null. A value that may fit is
// left in peace, and so is what lies behind maxFitted comparisons.
func Fit(got, want Shape) []Misfit {
	f := fitter{seen: map[[2]*node]bool{}}
	f.fit(got, want, "", maxDepth)
	return f.misfits
}

const maxFitted = 1000

type fitter struct {
	misfits []Misfit
	seen    map[[2]*node]bool
}

func (f *fitter) add(w Wrong, path, name string, got, want Shape) {
	f.misfits = append(f.misfits, Misfit{w, path, name, got, want})
}

// again tells whether two were compared before, or enough were.
func (f *fitter) again(got, want Shape) bool {
	pair := [2]*node{got.n, want.n}
	if got.n == want.n || f.seen[pair] || len(f.seen) == maxFitted {
		return true
	}
	f.seen[pair] = true
	return false
}

func (f *fitter) fit(got, want Shape, path string, depth int) {
	if depth == 0 || f.again(got, want) || !want.Known() || !got.Possible() || !want.Possible() {
		return
	}
	g, w := got.facts(), want.facts()
	nullable := w.kinds.Has(Null | Absent)
	switch {
	case g.kinds == Null && !nullable:
		f.add(IsNull, path, "", got, want)
		return
	case g.kinds.Solid() == 0:
		return
	case g.kinds&w.kinds.Solid() == 0:
		f.add(WrongKind, path, "", got, want)
		return
	case outside(g, w):
		f.add(NotAllowed, path, "", got, want)
		return
	case g.kinds.Has(Null) && !nullable && got.Known():
		f.add(MayBeNull, path, "", got, want)
	}
	switch {
	case g.kinds.Solid() == Array && w.kinds.Solid() == Array:
		f.fit(got.Elem(), want.Elem(), path+"[]", depth-1)
	case g.kinds.Solid() == Object && w.kinds.Solid() == Object && g.objects != nil && w.objects != nil:
		f.members(got, want, path, depth)
	}
}

// outside tells whether each value that is possible is a constant that is not wanted.
func outside(g, w *facts) bool {
	common := g.kinds & w.kinds & Something
	if w.pinned == 0 || common&^g.pinned != 0 || common&^w.pinned != 0 {
		return false
	}
	return !slices.ContainsFunc(g.consts, w.allows)
}

func (f *fitter) members(got, want Shape, path string, depth int) {
	for _, name := range want.Names() {
		wanted, must := want.Field(name)
		member, is := got.Field(name)
		switch {
		case is == Never && must == Surely:
			f.add(Missing, path, name, got, want)
		case is == Surely || is == Perhaps:
			f.fit(member, wanted, join(path, name), depth-1)
		}
	}
	if !got.all(byLiteral) && !want.all(byRule) {
		return
	}
	for _, name := range got.Names() {
		_, wanted := want.Field(name)
		if _, is := got.Field(name); is == Surely && wanted == Never {
			f.add(Unknown, path, name, got, want)
		}
	}
}

// all tells whether each alternative of the object is closed for that reason.
func (s Shape) all(why closure) bool {
	return !slices.ContainsFunc(s.facts().objects, func(o object) bool { return o.closed != why })
}
