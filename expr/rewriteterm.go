package expr

import (
	"slices"
	"strings"

	"github.com/itchyny/gojq"
)

// term rewrites a term with its suffixes, from left to right.
func (r *rewriter) term(t *gojq.Term) *gojq.Query {
	var cur *gojq.Query
	suffixes := t.SuffixList
	switch {
	case t.Type == gojq.TermTypeFunc && r.isFree(t.Func.Name):
		cur, suffixes = r.variable(t.Func.Name, suffixes)
	case t.Type == gojq.TermTypeIndex:
		cur, suffixes = identity0(), slices.Concat([]*gojq.Suffix{{Index: t.Index}}, suffixes)
	default:
		cur = r.scoped(func() *gojq.Query { return r.head(t) })
	}
	for i := 0; i < len(suffixes); i++ {
		s := suffixes[i]
		switch {
		case s.Optional:
			cur = r.try(cur, nil)
		case i+1 < len(suffixes) && suffixes[i+1].Optional:
			// Only the last step is tried, and gojq evaluates its index on what stands before.
			cur = pipe(cur, r.try(r.suffix(identity0(), s), nil))
			i++
		default:
			cur = r.suffix(cur, s)
		}
	}
	return cur
}

// suffix is cur[…] or cur[].
func (r *rewriter) suffix(cur *gojq.Query, s *gojq.Suffix) *gojq.Query {
	if s.Iter {
		return with(r.guarded("[]", nil, func([]*gojq.Query) *gojq.Query { return identity0() }), cur, s)
	}
	x := s.Index
	switch {
	case x.Name != "" || x.Str != nil && x.Str.Queries == nil:
		return appendSuffix(cur, s)
	case x.IsSlice:
		bounds := &gojq.Index{Start: r.query(x.Start), End: r.query(x.End), IsSlice: true}
		return with(r.guarded("[:]", nil, func([]*gojq.Query) *gojq.Query { return identity0() }), cur, &gojq.Suffix{Index: bounds})
	}
	if _, ok := ConstantField(x); ok {
		return appendSuffix(cur, s)
	}
	index := r.query(x.Start)
	if x.Str != nil {
		index = r.text(x.Str, "")
	}
	guard, _ := guardIndex("[i]")
	return r.bind(index, func(i *gojq.Query) *gojq.Query {
		return with(callNative("%guard", number(guard), i), cur, &gojq.Suffix{Index: &gojq.Index{Start: i}})
	})
}

// with is (cur | guard) and then the suffix.
func with(guard, cur *gojq.Query, s *gojq.Suffix) *gojq.Query {
	if cur.Term == nil || cur.Term.Type != gojq.TermTypeIdentity || len(cur.Term.SuffixList) > 0 {
		guard = pipe(cur, guard)
	}
	return appendSuffix(guard, s)
}

func appendSuffix(q *gojq.Query, s *gojq.Suffix) *gojq.Query {
	t := wrapAlways(q)
	if q.Term != nil && len(q.FuncDefs) == 0 {
		t = new(gojq.Term)
		*t = *q.Term
	}
	t.SuffixList = append(slices.Clip(t.SuffixList), s)
	return term(t)
}

// try charges for the message of what it catches. Without a handler the error vanishes.
func (r *rewriter) try(body, handler *gojq.Query) *gojq.Query {
	if handler == nil {
		handler = call("empty")
	}
	return term(&gojq.Term{Type: gojq.TermTypeTry, Try: &gojq.Try{
		Body: term(wrapAlways(body)), Catch: term(wrapAlways(pipe(callNative("%caught"), handler))),
	}})
}

func (r *rewriter) isFree(name string) bool {
	return strings.HasPrefix(name, "$") && !slices.Contains(r.bound, name)
}

// variable is a load, and the suffixes that it leaves.
func (r *rewriter) variable(name string, suffixes []*gojq.Suffix) (*gojq.Query, []*gojq.Suffix) {
	slot, keys, rest, ok := loadPath(r.slot, name, suffixes)
	if !ok && r.unknown == nil {
		r.unknown = &Error{Message: "there is no variable " + name}
	}
	if !r.cut {
		rest, keys = suffixes, nil
		if isNamespace(name[1:]) && len(suffixes) > 0 {
			rest = suffixes[1:]
		}
	}
	return callNative("%load", number(r.loadIndex(slot, keys))), rest
}

func (r *rewriter) loadIndex(slot int, keys []string) int {
	l := load{slot: slot, keys: keys}
	i := slices.IndexFunc(r.loads, func(o load) bool { return o.slot == l.slot && slices.Equal(o.keys, l.keys) })
	if i < 0 {
		i = len(r.loads)
		r.loads = append(r.loads, l)
	}
	return i
}

func (r *rewriter) head(t *gojq.Term) *gojq.Query {
	switch t.Type {
	case gojq.TermTypeRecurse:
		return r.fromPrelude("recurse")
	case gojq.TermTypeFunc:
		return r.call(t.Func)
	case gojq.TermTypeObject:
		return r.object(t.Object)
	case gojq.TermTypeArray:
		return term(&gojq.Term{Type: t.Type, Array: &gojq.Array{Query: r.query(t.Array.Query)}})
	case gojq.TermTypeUnary:
		return term(&gojq.Term{Type: t.Type, Unary: &gojq.Unary{Op: t.Unary.Op, Term: wrap(r.term(t.Unary.Term))}})
	case gojq.TermTypeFormat:
		return r.format(t)
	case gojq.TermTypeString:
		return r.text(t.Str, "")
	case gojq.TermTypeIf:
		return term(&gojq.Term{Type: t.Type, If: r.conditional(t.If)})
	case gojq.TermTypeTry:
		return r.try(r.query(t.Try.Body), r.query(t.Try.Catch))
	case gojq.TermTypeReduce:
		return r.reduce(t.Reduce)
	case gojq.TermTypeForeach:
		return r.foreach(t.Foreach)
	case gojq.TermTypeLabel:
		return term(&gojq.Term{Type: t.Type, Label: &gojq.Label{Ident: t.Label.Ident, Body: r.query(t.Label.Body)}})
	case gojq.TermTypeQuery:
		return term(&gojq.Term{Type: t.Type, Query: r.query(t.Query)})
	default: // identity, constants, break
		return term(&gojq.Term{Type: t.Type, Number: t.Number, Break: t.Break})
	}
}

func (r *rewriter) conditional(c *gojq.If) *gojq.If {
	n := &gojq.If{Cond: r.query(c.Cond), Then: r.query(c.Then), Else: r.query(c.Else)}
	for _, e := range c.Elif {
		n.Elif = append(n.Elif, &gojq.IfElif{Cond: r.query(e.Cond), Then: r.query(e.Then)})
	}
	return n
}

func (r *rewriter) reduce(e *gojq.Reduce) *gojq.Query {
	n := &gojq.Reduce{Query: term(wrapAlways(r.query(e.Query))), Start: r.query(e.Start)}
	n.Patterns = r.patterns(e.Patterns)
	n.Update = r.query(e.Update)
	return term(&gojq.Term{Type: gojq.TermTypeReduce, Reduce: n})
}

func (r *rewriter) foreach(e *gojq.Foreach) *gojq.Query {
	n := &gojq.Foreach{Query: term(wrapAlways(r.query(e.Query))), Start: r.query(e.Start)}
	n.Patterns = r.patterns(e.Patterns)
	n.Update, n.Extract = r.query(e.Update), r.query(e.Extract)
	return term(&gojq.Term{Type: gojq.TermTypeForeach, Foreach: n})
}

func (r *rewriter) object(o *gojq.Object) *gojq.Query {
	n := &gojq.Object{}
	for _, kv := range o.KeyVals {
		m := &gojq.ObjectKeyVal{Key: kv.Key, KeyString: r.keyText(kv.KeyString), KeyQuery: r.query(kv.KeyQuery), Val: r.query(kv.Val)}
		if strings.HasPrefix(kv.Key, "$") && r.isFree(kv.Key) {
			value, _ := r.variable(kv.Key, nil)
			if kv.Val == nil {
				m.Key, m.Val = kv.Key[1:], value
			} else {
				m.Key, m.KeyQuery = "", value
			}
		}
		n.KeyVals = append(n.KeyVals, m)
	}
	return term(&gojq.Term{Type: gojq.TermTypeObject, Object: n})
}

// call resolves a function as gojq would: the expression's own definitions come first.
func (r *rewriter) call(f *gojq.Func) *gojq.Query {
	args := make([]*gojq.Query, len(f.Args))
	for i, a := range f.Args {
		args[i] = r.query(a)
	}
	sig := signature(f.Name, len(args))
	own := slices.ContainsFunc(r.defs, func(d def) bool { return d.name == f.Name && d.arity == len(args) })
	switch {
	case strings.HasPrefix(f.Name, "$"): // bound
		return call(f.Name)
	case own && r.isPreludes(f.Name, len(args)):
		return call(mangled(f.Name), args...)
	case own:
		return call(f.Name, args...)
	case sig == "path/1":
		return pipe(call(f.Name, args...), callNative("%path"))
	}
	return r.builtin(f.Name, sig, args)
}

// isPreludes tells whether the innermost definition of the name is the prelude's function being defined.
func (r *rewriter) isPreludes(name string, arity int) bool {
	return r.inPrelude && r.defs[0].name == name && r.defs[0].arity == arity
}

func (r *rewriter) builtin(name, sig string, args []*gojq.Query) *gojq.Query {
	if r.inPrelude && strings.HasPrefix(name, "__") {
		if _, ok := r.prelude.index[sig]; ok {
			return r.fromPrelude(name, args...)
		}
		return callNative(mangled(name), args...)
	}
	if _, ok := r.prelude.index[sig]; ok {
		return r.fromPrelude(name, args...)
	}
	if _, ok := replaced[sig]; ok {
		return callNative("%"+name, args...)
	}
	if _, ok := guardIndex(sig); ok && (r.inPrelude || !strings.HasPrefix(name, "_")) {
		return r.guarded(sig, args, func(args []*gojq.Query) *gojq.Query { return call(name, args...) })
	}
	if !instant(sig) && r.unknown == nil {
		r.unknown = &Error{Message: "function not defined: " + sig}
	}
	return call(name, args...)
}

// format is @name, or @name "text" which formats what is put into the text.
func (r *rewriter) format(t *gojq.Term) *gojq.Query {
	if t.Str != nil {
		return r.text(t.Str, t.Format)
	}
	return r.formatted(t.Format)
}

// formatted is the function behind a format, on its input.
func (r *rewriter) formatted(format string) *gojq.Query {
	name, known := map[string]string{
		"": "tostring", "@text": "tostring", "@json": "tojson", "@html": "_tohtml", "@uri": "_touri", "@urid": "_tourid", "@csv": "_tocsv",
		"@tsv": "_totsv", "@sh": "_tosh", "@base64": "_tobase64", "@base64d": "_tobase64d",
	}[format]
	if !known {
		unknown := term(&gojq.Term{Type: gojq.TermTypeString, Str: &gojq.String{Str: format[1:]}})
		return r.guarded("format/1", []*gojq.Query{unknown}, func(args []*gojq.Query) *gojq.Query { return call("format", args...) })
	}
	return r.guarded(name+"/0", nil, func([]*gojq.Query) *gojq.Query { return call(name) })
}

// text is a string, its parts joined at once.
func (r *rewriter) text(s *gojq.String, format string) *gojq.Query {
	if s.Queries == nil {
		return term(&gojq.Term{Type: gojq.TermTypeString, Str: s})
	}
	parts := make([]*gojq.Query, len(s.Queries))
	for i, q := range s.Queries {
		if q.Term != nil && q.Term.Str != nil {
			parts[i] = q
		} else {
			parts[i] = pipe(r.query(q), r.formatted(format))
		}
	}
	for len(parts) > maxParts {
		parts = append([]*gojq.Query{callNative("%concat", parts[:maxParts]...)}, parts[maxParts:]...)
	}
	return callNative("%concat", parts...)
}
