package openapi

import (
	"strings"

	"tutti/schema"
	"tutti/value"
)

// style is how a text holds several values.
type style struct {
	separators []string // any of them stands between two elements
	explode    bool     // members of an object are name=value
	decode     decoder
}

// read is what a text means; false: it is not well-formed.
func (r *reader) read(text string, s style) (value.Value, bool) {
	several := r.isList() || r.isObject()
	if !several || r.isScalar() && len(s.split(text, r)) < 2 {
		decoded, ok := s.decode(text)
		return r.scalar(decoded), ok
	}
	parts := s.split(text, r)
	if !r.isList() {
		return r.object(parts, s)
	}
	for i, p := range parts {
		decoded, ok := s.decode(p)
		if !ok {
			return value.Value{}, false
		}
		parts[i] = decoded
	}
	return r.array(parts), true
}

// split takes a text apart. Many clients encode the separator too; where no element can be text, that is understood.
func (s style) split(text string, r *reader) []string {
	sep := s.separators[0]
	for _, other := range s.separators[1:] {
		text = strings.ReplaceAll(text, other, sep)
	}
	if sep == "," && r.isList() && !strings.Contains(text, sep) && r.items().kinds&schema.String == 0 {
		text = strings.NewReplacer("%2C", sep, "%2c", sep).Replace(text)
	}
	return strings.Split(text, sep)
}

// object reads name,value,name,value or, exploded, name=value,name=value.
func (r *reader) object(parts []string, s style) (value.Value, bool) {
	if s.explode {
		var both []string
		for _, p := range parts {
			name, text, ok := strings.Cut(p, "=")
			if !ok {
				return value.Value{}, false
			}
			both = append(both, name, text)
		}
		parts = both
	}
	if len(parts)%2 != 0 {
		return value.Value{}, false
	}
	b := value.NewBuilder(16 * len(parts))
	b.BeginObject()
	seen := make(map[string]bool, len(parts)/2)
	for i := 0; i < len(parts); i += 2 {
		name, ok := s.decode(parts[i])
		text, ok2 := s.decode(parts[i+1])
		if !ok || !ok2 || seen[name] {
			return value.Value{}, false
		}
		seen[name] = true
		b.Name(name)
		b.Value(r.field(name).scalar(text))
	}
	b.EndObject()
	return b.Done(), true
}
