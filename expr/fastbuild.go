package expr

import (
	"strings"

	"github.com/itchyny/gojq"
)

func (c *fastCompiler) array(a *gojq.Array) *node {
	if a.Query == nil {
		return constant(listDatum(dArray, nil))
	}
	return collect(c.query(a.Query))
}

// collect is [n].
func collect(n *node) *node {
	if n == nil {
		return nil
	}
	return single(func(e *fastEval, in datum) (datum, bool) {
		var list []datum
		ok := n.each(e, in, func(d datum) bool {
			if list == nil {
				list = make([]datum, 0, 8)
			}
			list = append(list, d)
			return e.spend(0, datumBytes)
		})
		return listDatum(dArray, list), ok && e.tick()
	})
}

// object is a construction whose keys and values are single.
func (c *fastCompiler) object(o *gojq.Object) *node {
	type member struct {
		name  string
		key   *node // nil: the name is constant
		value *node
	}
	var members []member
	for _, kv := range o.KeyVals {
		m := member{name: kv.Key}
		switch {
		case strings.HasPrefix(kv.Key, "$"):
			if kv.Val != nil {
				return nil
			}
			m.name = kv.Key[1:]
			m.value, _ = c.variable(kv.Key, nil)
		case kv.KeyString != nil && kv.KeyString.Queries == nil:
			m.name = kv.KeyString.Str
		case kv.KeyString != nil:
			if m.key = c.text(kv.KeyString); m.key == nil || kv.Val == nil {
				return nil
			}
		case kv.KeyQuery != nil:
			if m.key = c.query(kv.KeyQuery); m.key == nil {
				return nil
			}
		}
		switch {
		case kv.Val != nil:
			m.value = c.query(kv.Val)
		case m.value == nil && m.key == nil:
			name := m.name
			m.value = step(identityNode(), false, func(_ *fastEval, d datum) (datum, bool) { return d.field(name) })
		}
		if m.value == nil || m.value.one == nil || m.key != nil && m.key.one == nil {
			return nil
		}
		members = append(members, m)
	}
	return single(func(e *fastEval, in datum) (datum, bool) {
		pairs := make([]datum, 0, 2*len(members))
		for i := range members {
			m := &members[i]
			name := m.name
			if m.key != nil {
				key, ok := m.key.one(e, in)
				if !ok {
					return datum{}, false
				}
				if name, ok = key.string(); !ok {
					return datum{}, e.leave()
				}
			}
			d, ok := m.value.one(e, in)
			if !ok {
				return datum{}, false
			}
			pairs = setPair(pairs, name, d)
		}
		return listDatum(dObject, pairs), e.spend(0, len(pairs)*datumBytes)
	})
}

// setPair replaces the member with that name, or adds one.
func setPair(pairs []datum, name string, d datum) []datum {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i].text == name {
			pairs[i+1] = d
			return pairs
		}
	}
	return append(pairs, textDatum(name), d)
}

func (c *fastCompiler) conditional(f *gojq.If) *node {
	cond, then := c.query(f.Cond), c.query(f.Then)
	var otherwise *node
	switch {
	case len(f.Elif) > 0:
		otherwise = c.conditional(&gojq.If{Cond: f.Elif[0].Cond, Then: f.Elif[0].Then, Elif: f.Elif[1:], Else: f.Else})
	case f.Else != nil:
		otherwise = c.query(f.Else)
	default:
		otherwise = identityNode()
	}
	if cond == nil || cond.one == nil || then == nil || otherwise == nil {
		return nil
	}
	return choose(cond, then, otherwise)
}

// choose is `if cond then … else … end`.
func choose(cond, then, otherwise *node) *node {
	if then.one != nil && otherwise.one != nil {
		return single(func(e *fastEval, in datum) (datum, bool) {
			d, ok := cond.one(e, in)
			switch {
			case !ok || !e.tick():
				return d, false
			case d.truthy():
				return then.one(e, in)
			default:
				return otherwise.one(e, in)
			}
		})
	}
	return multi(func(e *fastEval, in datum, yield func(datum) bool) bool {
		d, ok := cond.one(e, in)
		switch {
		case !ok || !e.tick():
			return false
		case d.truthy():
			return then.each(e, in, yield)
		default:
			return otherwise.each(e, in, yield)
		}
	})
}

// text is a string with its interpolations, each of them single.
func (c *fastCompiler) text(s *gojq.String) *node {
	if s.Queries == nil {
		return constant(textDatum(s.Str))
	}
	parts := make([]*node, len(s.Queries))
	for i, q := range s.Queries {
		if q.Term == nil {
			return nil
		}
		if q.Term.Str != nil && q.Term.Type == gojq.TermTypeString {
			parts[i] = constant(textDatum(q.Term.Str.Str))
		} else if parts[i] = c.query(q); parts[i] == nil || parts[i].one == nil {
			return nil
		}
	}
	return single(func(e *fastEval, in datum) (datum, bool) {
		texts := make([]string, len(parts))
		for i := len(parts) - 1; i >= 0; i-- {
			d, ok := parts[i].one(e, in)
			if !ok {
				return d, false
			}
			if d, ok = e.textOf(d); !ok {
				return d, false
			}
			texts[i] = d.text
		}
		whole := strings.Join(texts, "")
		return textDatum(whole), e.spend(0, len(whole))
	})
}
