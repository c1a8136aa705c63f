package expr

import (
	"slices"
	"strconv"
	"strings"

	"github.com/itchyny/gojq"
)

// fastCompiler compiles what the fast path knows; nil means that it does not.
type fastCompiler struct {
	slot   func(name string) (int, bool)
	locals []local // variables bound by `as`, the innermost last
	bound  int     // how many there are in all
	loops  int     // around the part being compiled
	cached []load  // loads inside loops
}

// local has a place of its own among fastEval.locals, even beside bindings of other scopes: a result may be
// used while the part that yields it goes on.
type local struct {
	name string
	at   int
}

func (c *fastCompiler) query(q *gojq.Query) *node {
	switch {
	case len(q.FuncDefs) > 0:
		return nil
	case q.Term != nil:
		return c.term(q.Term)
	case q.Op == gojq.OpPipe && len(q.Patterns) > 0:
		return c.bind(q)
	}
	l := c.query(q.Left)
	if l == nil {
		return nil
	}
	if q.Op == gojq.OpPipe && l.one == nil {
		c.loops++
		defer func() { c.loops-- }()
	}
	r := c.query(q.Right)
	if r == nil {
		return nil
	}
	return operator(q.Op, l, r)
}

// bind is `l as $name | r` for one plain name.
func (c *fastCompiler) bind(q *gojq.Query) *node {
	if len(q.Patterns) != 1 || q.Patterns[0].Name == "" {
		return nil
	}
	l := c.query(q.Left)
	if l == nil || l.one == nil {
		return nil
	}
	at, outside := c.bound, len(c.locals)
	c.bound++
	c.locals = append(c.locals, local{q.Patterns[0].Name, at})
	r := c.query(q.Right)
	c.locals = c.locals[:outside]
	if r == nil {
		return nil
	}
	return after(func(e *fastEval, in datum) bool {
		d, ok := l.one(e, in)
		if ok {
			e.locals[at] = d
		}
		return ok
	}, r)
}

// after is n, once before has run.
func after(before func(e *fastEval, in datum) bool, n *node) *node {
	if n.one != nil {
		return single(func(e *fastEval, in datum) (datum, bool) {
			if !before(e, in) {
				return datum{}, false
			}
			return n.one(e, in)
		})
	}
	return multi(func(e *fastEval, in datum, yield func(datum) bool) bool {
		return before(e, in) && n.each(e, in, yield)
	})
}

func (c *fastCompiler) term(t *gojq.Term) *node {
	suffixes := t.SuffixList
	var n *node
	switch {
	case t.Type == gojq.TermTypeFunc && strings.HasPrefix(t.Func.Name, "$"):
		n, suffixes = c.variable(t.Func.Name, suffixes)
	case t.Type == gojq.TermTypeIndex:
		n, suffixes = identityNode(), slices.Concat([]*gojq.Suffix{{Index: t.Index}}, suffixes)
	default:
		n = c.head(t)
	}
	for i := 0; n != nil && i < len(suffixes); i++ {
		optional := i+1 < len(suffixes) && suffixes[i+1].Optional
		n = c.suffix(n, suffixes[i], optional)
		if optional {
			i++
		}
	}
	return n
}

func identityNode() *node {
	n := single(func(_ *fastEval, in datum) (datum, bool) { return in, true })
	n.identity = true
	return n
}

// variable is a load with the constant fields behind it, or a local.
func (c *fastCompiler) variable(name string, suffixes []*gojq.Suffix) (*node, []*gojq.Suffix) {
	for _, l := range slices.Backward(c.locals) {
		if l.name == name {
			return single(func(e *fastEval, _ datum) (datum, bool) { return e.locals[l.at], e.tick() }), suffixes
		}
	}
	slot, keys, rest, ok := loadPath(c.slot, name, suffixes)
	if !ok {
		return nil, nil
	}
	if c.loops > 0 {
		return c.cachedLoad(load{slot: slot, keys: keys}), rest
	}
	return single(func(e *fastEval, _ datum) (datum, bool) { return e.load(slot, keys) }), rest
}

// loadPath takes the constant fields behind a variable, up to one that is optional.
func loadPath(slotOf func(string) (int, bool), name string, suffixes []*gojq.Suffix) (slot int, keys []string, rest []*gojq.Suffix, ok bool) {
	taken := 0
	for taken < len(suffixes) {
		key, constant := ConstantField(suffixes[taken].Index)
		if !constant {
			break
		}
		keys, taken = append(keys, key), taken+1
	}
	if taken > 0 && taken < len(suffixes) && suffixes[taken].Optional {
		keys, taken = keys[:taken-1], taken-1
	}
	name = name[1:]
	if isNamespace(name) && len(keys) > 0 {
		name, keys = name+"."+keys[0], keys[1:]
	}
	slot, ok = slotOf(name)
	return slot, keys, suffixes[taken:], ok
}

// load goes down the raw text.
func (e *fastEval) load(slot int, keys []string) (datum, bool) {
	d := rawDatum(e.env.Var(slot))
	for _, k := range keys {
		if d.kind != dRawObject && d.kind != dNull {
			return d, e.leave()
		}
		if !e.spend(len(d.raw.Raw()), 0) {
			return d, false
		}
		d = rawDatum(d.raw.Get(k))
	}
	return d, e.tick()
}

// cachedLoad is searched for once, however often the loop comes by.
func (c *fastCompiler) cachedLoad(l load) *node {
	i := slices.IndexFunc(c.cached, func(o load) bool { return o.slot == l.slot && slices.Equal(o.keys, l.keys) })
	if i < 0 {
		i = len(c.cached)
		c.cached = append(c.cached, l)
	}
	return single(func(e *fastEval, _ datum) (datum, bool) {
		if !e.isCached[i] {
			d, ok := e.load(l.slot, l.keys)
			if !ok {
				return d, false
			}
			e.cached[i], e.isCached[i] = d, true
		}
		return e.cached[i], e.tick()
	})
}

func (c *fastCompiler) head(t *gojq.Term) *node {
	switch t.Type {
	case gojq.TermTypeIdentity:
		return identityNode()
	case gojq.TermTypeNull:
		return constant(datum{})
	case gojq.TermTypeTrue, gojq.TermTypeFalse:
		return constant(boolDatum(t.Type == gojq.TermTypeTrue))
	case gojq.TermTypeNumber:
		return literalNumber(t.Number)
	case gojq.TermTypeString:
		return c.text(t.Str)
	case gojq.TermTypeUnary:
		return negation(t.Unary.Op, c.term(t.Unary.Term))
	case gojq.TermTypeFunc:
		return c.function(t.Func)
	case gojq.TermTypeObject:
		return c.object(t.Object)
	case gojq.TermTypeArray:
		return c.array(t.Array)
	case gojq.TermTypeIf:
		return c.conditional(t.If)
	case gojq.TermTypeQuery:
		return c.query(t.Query)
	default:
		return nil
	}
}

func constant(d datum) *node {
	return single(func(e *fastEval, _ datum) (datum, bool) { return d, e.tick() })
}

// literalNumber leaves out what gojq would make a big integer or an infinity. It reads `.5`, `1.` and `007`, as jq does.
func literalNumber(s string) *node {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return constant(intDatum(n))
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && strings.ContainsAny(s, ".eE") {
		return constant(floatDatum(f))
	}
	return nil
}

// suffix is n.name, n[i] or n[].
func (c *fastCompiler) suffix(n *node, s *gojq.Suffix, optional bool) *node {
	if s.Optional {
		return nil
	}
	if s.Iter {
		return pipeNodes(n, iteration(optional))
	}
	if name, ok := ConstantField(s.Index); ok {
		return step(n, optional, func(e *fastEval, d datum) (datum, bool) {
			if d.kind == dRawObject && !e.spend(len(d.raw.Raw()), 0) {
				return datum{}, true
			}
			return d.field(name)
		})
	}
	x := s.Index
	if x.IsSlice || x.Str != nil || x.Start == nil || x.Start.Term == nil || len(x.Start.FuncDefs) > 0 {
		return nil
	}
	index, ok := constantIndex(x.Start.Term)
	if !ok {
		return c.dynamicStep(n, x.Start, optional)
	}
	return step(n, optional, func(e *fastEval, d datum) (datum, bool) {
		if d.rank() == rankString {
			return datum{}, e.leave()
		}
		if d.kind == dRawArray && !e.spend(len(d.raw.Raw()), 0) {
			return datum{}, true
		}
		return d.element(index)
	})
}

// constantIndex is a whole number, maybe negative.
func constantIndex(t *gojq.Term) (int, bool) {
	if len(t.SuffixList) > 0 {
		return 0, false
	}
	switch t.Type {
	case gojq.TermTypeNumber:
		n, err := strconv.ParseInt(t.Number, 10, 32)
		return int(n), err == nil
	case gojq.TermTypeUnary:
		n, ok := constantIndex(t.Unary.Term)
		if t.Unary.Op == gojq.OpSub {
			n = -n
		}
		return n, ok && t.Unary.Term.Type == gojq.TermTypeNumber
	default:
		return 0, false
	}
}

// dynamicStep is n[index], where the index is evaluated on the same input as n.
func (c *fastCompiler) dynamicStep(n *node, index *gojq.Query, optional bool) *node {
	i := c.query(index)
	if i == nil || i.one == nil || n.one == nil || optional {
		return nil
	}
	return single(func(e *fastEval, in datum) (datum, bool) {
		key, ok := i.one(e, in)
		if !ok {
			return datum{}, false
		}
		d, ok := n.one(e, in)
		if !ok || !e.spend(d.size(), 0) {
			return datum{}, false
		}
		switch key.rank() {
		case rankString:
			name, _ := key.string()
			d, ok = d.field(name)
		case rankNumber:
			at, isNumber := key.number()
			if ok = isNumber && at.kind == dInt && at.int() == int64(int32(at.int())); ok {
				d, ok = d.element(int(at.int()))
			}
		default:
			ok = false
		}
		return d, ok || e.leave()
	})
}

// step applies f, which is false where gojq raises an error; an optional step then has no result.
func step(n *node, optional bool, f func(e *fastEval, d datum) (datum, bool)) *node {
	if n.identity && !optional {
		return single(func(e *fastEval, in datum) (datum, bool) {
			if !e.tick() {
				return datum{}, false
			}
			d, ok := f(e, in)
			if !ok {
				return d, e.leave()
			}
			return d, !e.over()
		})
	}
	if n.one != nil && !optional {
		return single(func(e *fastEval, in datum) (datum, bool) {
			d, ok := n.one(e, in)
			if !ok || !e.tick() {
				return d, false
			}
			if d, ok = f(e, d); !ok {
				return d, e.leave()
			}
			return d, !e.over()
		})
	}
	return pipeNodes(n, multi(func(e *fastEval, in datum, yield func(datum) bool) bool {
		d, ok := f(e, in)
		switch {
		case e.over() || !e.tick():
			return false
		case ok:
			return yield(d) || !e.over()
		case optional:
			return true
		default:
			return e.leave()
		}
	}))
}

// iteration is .[]
func iteration(optional bool) *node {
	return multi(func(e *fastEval, in datum, yield func(datum) bool) bool {
		if optional && in.rank() < rankArray {
			return e.tick()
		}
		return e.elements(&in, yield)
	})
}
