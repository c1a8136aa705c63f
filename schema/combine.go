package schema

// Any tells whether the schema says nothing about values: everything is accepted.
func (s *Schema) Any() bool { return s == nil || s.has(plain) }

// Either accepts what a accepts or b does. It stands nowhere itself.
func Either(a, b *Schema) *Schema {
	switch {
	case a == b:
		return a
	case a.Any() || b.Any():
		return nil
	}
	return &Schema{traits: composed, res: &resource{family: &family{}}, more: &more{rest: &rest{anyOf: []*Schema{a, b}}}}
}
