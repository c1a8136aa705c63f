package shape

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
// left in peace.
func Fit(got, want Shape) []Misfit {
	var f fitter
	f.fit(got, want, "", maxDepth)
	return f.misfits
}

type fitter struct{ misfits []Misfit }

func (f *fitter) add(w Wrong, path, name string, got, want Shape) {
	f.misfits = append(f.misfits, Misfit{w, path, name, got, want})
}

func (f *fitter) fit(got, want Shape, path string, depth int) {
	if depth == 0 || !want.Known() || !got.Possible() || !want.Possible() {
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
	case f.outside(g, w):
		f.add(NotAllowed, path, "", got, want)
		return
	case g.kinds.Has(Null) && !nullable && got.Known():
		f.add(MayBeNull, path, "", got, want)
	}
	f.inside(got, want, path, depth)
}

// outside tells whether each value that is possible is a constant that is not wanted.
func (f *fitter) outside(g, w *facts) bool {
	common := g.kinds & w.kinds & Something
	if w.pinned == 0 || common&^g.pinned != 0 || common&^w.pinned != 0 {
		return false
	}
	for _, v := range g.consts {
		if w.allows(v) {
			return false
		}
	}
	return true
}

// inside compares elements and members, if the value surely has them.
func (f *fitter) inside(got, want Shape, path string, depth int) {
	g, w := got.facts(), want.facts()
	switch {
	case g.kinds.Solid() == Array && w.kinds.Solid() == Array:
		f.fit(got.Elem(), want.Elem(), path+"[]", depth-1)
	case g.kinds.Solid() == Object && w.kinds.Solid() == Object && g.objects != nil && len(w.objects) == 1:
		f.members(got, want, path, depth)
	}
}

func (f *fitter) members(got, want Shape, path string, depth int) {
	w := &want.facts().objects[0]
	for i := range w.fields {
		name := w.fields[i].name
		member, is := got.Field(name)
		switch {
		case is == Never && w.fields[i].required:
			f.add(Missing, path, name, got, want)
		case is == Surely || is == Perhaps:
			f.fit(member, w.fields[i].value(), join(path, name), depth-1)
		}
	}
	if w.closed.open() {
		return
	}
	for _, name := range got.Names() {
		if w.find(name) == nil && (w.closed == byRule || got.isLiteral()) {
			if _, is := got.Field(name); is == Surely {
				f.add(Unknown, path, name, got, want)
			}
		}
	}
}

// isLiteral tells whether somebody wrote the object down member by member.
func (s Shape) isLiteral() bool {
	for _, o := range s.facts().objects {
		if o.closed != byLiteral {
			return false
		}
	}
	return true
}
