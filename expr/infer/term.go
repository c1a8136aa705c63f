package infer

import (
	"strconv"
	"strings"

	"github.com/itchyny/gojq"

	"tutti/shape"
	"tutti/value"
)

// term is what t yields.
func (i *inference) term(t *gojq.Term, in shape.Shape, sc *scope) shape.Shape {
	whole := caughtWhole(t.SuffixList)
	var s shape.Shape
	i.catchIf(whole >= 0, func() { s = i.head(t, in, sc) })
	for n, suffix := range t.SuffixList {
		if suffix.Optional {
			continue
		}
		optional := n+1 < len(t.SuffixList) && t.SuffixList[n+1].Optional
		i.catchIf(n < whole || optional, func() {
			at := access{i, t, suffix}
			switch {
			case suffix.Iter:
				s = at.iterate(s)
			case optional: // gojq reads `x[f]?` as `x | try .[f]`
				s = at.index(s, suffix.Index, s, sc)
			default:
				s = at.index(s, suffix.Index, in, sc)
			}
		})
	}
	return s
}

// caughtWhole is the place of the last `?` that catches all of the term before it, or -1. Behind a suffix it
// catches that suffix alone.
func caughtWhole(suffixes []*gojq.Suffix) int {
	for n := len(suffixes) - 1; n >= 0; n-- {
		if suffixes[n].Optional && (n == 0 || suffixes[n-1].Optional) {
			return n
		}
	}
	return -1
}

func (i *inference) head(t *gojq.Term, in shape.Shape, sc *scope) shape.Shape {
	switch t.Type {
	case gojq.TermTypeIdentity:
		return in
	case gojq.TermTypeNull:
		return shape.Of(shape.Null)
	case gojq.TermTypeTrue, gojq.TermTypeFalse:
		return shape.Const(value.FromBool(t.Type == gojq.TermTypeTrue))
	case gojq.TermTypeIndex:
		return access{i, nil, t}.index(in, t.Index, in, sc)
	case gojq.TermTypeFunc:
		return i.function(t, in, sc)
	case gojq.TermTypeObject:
		return i.object(t.Object, in, sc)
	case gojq.TermTypeArray:
		if t.Array.Query == nil {
			return shape.ArrayOf(shape.Nothing())
		}
		return shape.ArrayOf(i.query(t.Array.Query, in, sc))
	case gojq.TermTypeNumber:
		return number(t.Number)
	case gojq.TermTypeUnary:
		return i.unary(t, in, sc)
	case gojq.TermTypeFormat:
		return i.format(t, in, sc)
	case gojq.TermTypeString:
		return i.text(t.Str, in, sc)
	case gojq.TermTypeIf:
		return i.conditional(t.If, in, sc)
	case gojq.TermTypeTry:
		return i.try(t.Try, in, sc)
	case gojq.TermTypeReduce:
		return i.reduce(t.Reduce, in, sc)
	case gojq.TermTypeForeach:
		return i.foreach(t.Foreach, in, sc)
	case gojq.TermTypeLabel:
		return i.query(t.Label.Body, in, sc)
	case gojq.TermTypeBreak:
		return shape.Nothing()
	case gojq.TermTypeQuery:
		return i.query(t.Query, in, sc)
	default: // ..
		return shape.Any()
	}
}

// number is the literal; jq also reads .5 and 1., which JSON does not.
func number(text string) shape.Shape {
	if v, err := value.Scan([]byte(text), 1); err == nil {
		return shape.Const(v)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return shape.Of(shape.Number)
	}
	return shape.Const(value.FromFloat(f))
}

func (i *inference) unary(t *gojq.Term, in shape.Shape, sc *scope) shape.Shape {
	s := i.term(t.Unary.Term, in, sc)
	if consts, ok := s.Consts(); ok && len(consts) == 1 && s.Is(shape.Number) {
		f, _ := consts[0].Float()
		if n, ok := consts[0].Int(); ok && t.Unary.Op == gojq.OpSub {
			return shape.Const(value.FromInt(-n))
		} else if t.Unary.Op == gojq.OpSub {
			return shape.Const(value.FromFloat(-f))
		}
		return s
	}
	if !i.takes(t, s, shape.Number, "T110", "`"+t.Unary.Op.String()+"`") {
		return shape.Any()
	}
	return s.Wide().Restrict(shape.Number | shape.Absent)
}

// text is a string with or without interpolations; any value can be put in.
func (i *inference) text(t *gojq.String, in shape.Shape, sc *scope) shape.Shape {
	if t.Queries == nil {
		return shape.Const(value.FromString(t.Str))
	}
	for _, q := range t.Queries {
		if !i.query(q, in, sc).Possible() {
			return shape.Nothing()
		}
	}
	return shape.Of(shape.String)
}

func (i *inference) format(t *gojq.Term, in shape.Shape, sc *scope) shape.Shape {
	if t.Str != nil {
		return i.text(t.Str, in, sc).Wide()
	}
	if (t.Format == "@csv" || t.Format == "@tsv") && !i.takes(t, in, shape.Array, "T111", t.Format) {
		return shape.Any()
	}
	return shape.Of(shape.String)
}

// object is a construction. A key that is not known beforehand may be any.
func (i *inference) object(o *gojq.Object, in shape.Shape, sc *scope) shape.Shape {
	var fields []shape.Field
	var others []shape.Shape
	for _, kv := range o.KeyVals {
		keys, v := i.member(kv, in, sc)
		if !v.Possible() || keys != nil && len(keys) == 0 {
			return shape.Nothing()
		}
		if len(keys) == 1 {
			fields = append(fields, shape.Field{Name: keys[0], Shape: v, Required: true})
			continue
		}
		others = append(others, v)
	}
	if others == nil {
		return shape.ObjectOf(fields...)
	}
	rest := shape.Union(others...)
	for n := range fields {
		fields[n].Shape = shape.Union(fields[n].Shape, rest)
	}
	return shape.OpenObject(rest, fields...)
}

// member is one of an object: the names it may have, nil if they are not known, and its value.
func (i *inference) member(kv *gojq.ObjectKeyVal, in shape.Shape, sc *scope) ([]string, shape.Shape) {
	var keys []string
	var v shape.Shape
	switch {
	case strings.HasPrefix(kv.Key, "$"):
		return []string{kv.Key[1:]}, i.variable(kv, kv.Key, sc)
	case kv.Key != "":
		keys = []string{kv.Key}
	case kv.KeyString != nil:
		keys = names(i.text(kv.KeyString, in, sc))
	default:
		key := i.query(kv.KeyQuery, in, sc)
		if !i.takes(kv, key, shape.String, "T110", "a name in { }") {
			return nil, shape.Any()
		}
		keys = names(key)
	}
	switch {
	case kv.Val != nil:
		v = i.query(kv.Val, in, sc)
	case len(keys) == 1:
		v = access{i, nil, kv}.field(in, keys[0])
	default:
		v = in.Values().OrAbsent()
	}
	return keys, v
}

// names are the strings that a shape may be, nil if they are not known.
func names(s shape.Shape) []string {
	if !s.Possible() {
		return []string{}
	}
	consts, ok := s.Consts()
	if !ok || !s.Is(shape.String) {
		return nil
	}
	var all []string
	for _, v := range consts {
		all = append(all, v.Text())
	}
	return all
}

func (i *inference) conditional(c *gojq.If, in shape.Shape, sc *scope) shape.Shape {
	var results []shape.Shape
	branch := func(cond, then *gojq.Query) {
		i.query(cond, in, sc)
		yesIn, yesScope := i.narrow(cond, true, in, sc)
		results = append(results, i.query(then, yesIn, yesScope))
		in, sc = i.narrow(cond, false, in, sc)
	}
	branch(c.Cond, c.Then)
	for _, e := range c.Elif {
		branch(e.Cond, e.Then)
	}
	return shape.Union(append(results, i.query(c.Else, in, sc))...)
}

// try also yields what catch makes of an error, which may be any value.
func (i *inference) try(t *gojq.Try, in shape.Shape, sc *scope) shape.Shape {
	s := i.catch(func() shape.Shape { return i.query(t.Body, in, sc) })
	if t.Catch == nil {
		return s
	}
	return shape.Union(s, i.query(t.Catch, shape.Any(), sc))
}
