package schema

import "tutti/document"

// applicator reads the keywords that put schemas together.
func (b *builder) applicator(name string, n document.Node) bool {
	switch name {
	case "allOf":
		b.rest().allOf = b.parts(name, n)
	case "anyOf":
		b.rest().anyOf = b.parts(name, n)
	case "oneOf":
		b.rest().oneOf = b.parts(name, n)
	case "$ref":
		b.ref(n)
	case "$dynamicRef":
		b.dynamicRef(n)
	case "not", "if", "then", "else":
		b.chooses(name, n)
	case "prefixItems", "contains", "unevaluatedItems":
		b.inList(name, n)
	case "patternProperties", "propertyNames", "unevaluatedProperties", "dependentSchemas", "dependentRequired", "dependencies":
		b.inObject(name, n)
	default:
		return false
	}
	return true
}

// ref: what is nothing but a $ref was gone through before; here something else counts too.
func (b *builder) ref(n document.Node) {
	if n.Text() == "" {
		return
	}
	if to := b.target(b.n); to.OK() {
		b.s.ref = b.get(to, b.d, nil)
	}
}

func (b *builder) rules() *rules {
	r := b.rest()
	if r.rules == nil {
		r.rules = &rules{}
	}
	return r.rules
}

func (b *builder) chooses(name string, n document.Node) {
	switch r := b.rules(); name {
	case "not":
		r.not = b.part(n)
	case "if":
		r.test = b.part(n)
	case "then":
		r.then = b.part(n)
	case "else":
		r.orElse = b.part(n)
	}
}

func (b *builder) list() *listRules {
	m := b.more()
	if m.list == nil {
		m.list = &listRules{max: -1, minContains: 1, maxContains: -1}
	}
	return m.list
}

func (b *builder) inList(name string, n document.Node) {
	switch l := b.list(); name {
	case "prefixItems":
		l.prefix = b.parts(name, n)
	case "contains":
		l.contains = b.part(n)
	case "unevaluatedItems":
		l.unevaluated = b.part(n)
		b.s.traits |= closing
	}
}

func (b *builder) object() *objectRules {
	m := b.more()
	if m.object == nil {
		m.object = &objectRules{max: -1}
	}
	return m.object
}

func (b *builder) inObject(name string, n document.Node) {
	switch o := b.object(); name {
	case "patternProperties":
		for k, m := range b.pairs(name, n) {
			if p := b.pattern(k); p != nil {
				o.patterns = append(o.patterns, patternProperty{p, b.part(m)})
			}
		}
	case "propertyNames":
		o.names = b.part(n)
	case "unevaluatedProperties":
		o.unevaluated = b.part(n)
		b.s.traits |= closing
	case "dependentSchemas":
		for k, m := range b.pairs(name, n) {
			o.dependent = append(o.dependent, dependent{name: b.intern(k.Text()), schema: b.part(m)})
		}
	case "dependentRequired":
		for k, m := range b.pairs(name, n) {
			o.dependent = append(o.dependent, dependent{name: b.intern(k.Text()), required: b.requiredNames(m)})
		}
	case "dependencies": // of older drafts, both in one; still allowed
		for k, m := range b.pairs(name, n) {
			d := dependent{name: b.intern(k.Text())}
			if m.IsList() {
				d.required = b.requiredNames(m)
			} else {
				d.schema = b.part(m)
			}
			o.dependent = append(o.dependent, d)
		}
	}
}

// pairs are the members of what must be a mapping.
func (b *builder) pairs(name string, n document.Node) func(yield func(k, m document.Node) bool) {
	if !n.IsMapping() {
		b.wrong(n, "%s is a mapping of names to schemas", name)
	}
	return n.Members()
}
