package infer

import (
	"strings"

	"github.com/itchyny/gojq"

	"tutti/shape"
)

// maxRounds is how often the body of a loop is looked at before what it builds counts as unknown.
const maxRounds = 3

// bind is `… as $x | …`.
func (i *inference) bind(q *gojq.Query, in shape.Shape, sc *scope) shape.Shape {
	source := i.query(q.Left, in, sc)
	if !source.Possible() {
		return source
	}
	return i.query(q.Right, in, i.patterns(q.Patterns, source, in, sc))
}

// patterns binds what s is taken apart into. With alternatives (?//) nothing is known.
func (i *inference) patterns(ps []*gojq.Pattern, s, in shape.Shape, sc *scope) *scope {
	if len(ps) == 1 {
		return i.pattern(ps[0], s, in, sc)
	}
	for _, p := range ps {
		sc = i.pattern(p, shape.Any(), in, sc)
	}
	return sc
}

func (i *inference) pattern(p *gojq.Pattern, s, in shape.Shape, sc *scope) *scope {
	switch {
	case p.Name != "":
		return sc.bind(p.Name, s)
	case len(p.Array) > 0:
		for _, elem := range p.Array {
			sc = i.pattern(elem, access{i, nil, p}.element(s), in, sc)
		}
	default:
		for _, member := range p.Object {
			sc = i.memberPattern(member, s, in, sc)
		}
	}
	return sc
}

func (i *inference) memberPattern(o *gojq.PatternObject, s, in shape.Shape, sc *scope) *scope {
	at := access{i, nil, o}
	var part shape.Shape
	switch {
	case strings.HasPrefix(o.Key, "$"):
		part = at.field(s, o.Key[1:])
		sc = sc.bind(o.Key, part)
	case o.Key != "":
		part = at.field(s, o.Key)
	case o.KeyString != nil:
		part = at.at(s, i.text(o.KeyString, in, sc))
	default:
		part = at.at(s, i.query(o.KeyQuery, in, sc))
	}
	if o.Val != nil {
		sc = i.pattern(o.Val, part, in, sc)
	}
	return sc
}

func (i *inference) reduce(r *gojq.Reduce, in shape.Shape, sc *scope) shape.Shape {
	source := i.query(r.Query, in, sc)
	start := i.query(r.Start, in, sc)
	if !source.Possible() {
		return start
	}
	inner := i.patterns(r.Patterns, source, in, sc)
	return i.loop(start, func(state shape.Shape) shape.Shape {
		if next := i.query(r.Update, state, inner); next.Possible() {
			return next
		}
		return shape.Of(shape.Absent) // an update without a value leaves null
	})
}

// loop is what a state may be that begins as start and is put through update, any number of times. What is
// reported is what is wrong with each state.
func (i *inference) loop(start shape.Shape, update func(shape.Shape) shape.Shape) shape.Shape {
	state := start
	for range maxRounds {
		next := i.mute(func() shape.Shape { return update(state) })
		if shape.Within(next, state) {
			update(state)
			return state
		}
		state = shape.Union(state, next)
	}
	update(shape.Any())
	return shape.Any()
}

func (i *inference) foreach(f *gojq.Foreach, in shape.Shape, sc *scope) shape.Shape {
	source := i.query(f.Query, in, sc)
	start := i.query(f.Start, in, sc)
	if !source.Possible() {
		return shape.Nothing()
	}
	inner := i.patterns(f.Patterns, source, in, sc)
	state := i.loop(start, func(state shape.Shape) shape.Shape { return i.query(f.Update, state, inner) })
	results := i.mute(func() shape.Shape { return i.query(f.Update, state, inner) })
	if f.Extract == nil {
		return results
	}
	return i.query(f.Extract, results, inner)
}
