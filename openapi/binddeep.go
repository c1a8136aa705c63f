package openapi

import (
	"strings"

	"tutti/value"
)

// branch is an object that comes in single texts with a way each, as filter[price][max]=7 does.
type branch struct {
	texts []string // that stand here themselves
	names []string // of the branches below, in order of their first text
	below map[string]*branch
}

// add puts a text at the end of a way; false: another text stands on the way, or further on.
func (b *branch) add(way []string, text string) bool {
	for _, name := range way {
		if len(b.texts) > 0 {
			return false
		}
		next := b.below[name]
		if next == nil {
			next = new(branch)
			if b.below == nil {
				b.below = map[string]*branch{}
			}
			b.below[name] = next
			b.names = append(b.names, name)
		}
		b = next
	}
	b.texts = append(b.texts, text)
	return len(b.names) == 0
}

// value is what the texts mean to a reader. Of a list, the names are places, which count in the order they come in.
func (b *branch) value(r *reader) value.Value {
	to := value.NewBuilder(64)
	b.write(r, to)
	return to.Done()
}

func (b *branch) write(r *reader, to *value.Builder) {
	switch {
	case len(b.names) == 0 && (len(b.texts) > 1 || r.isList() && !r.isScalar()):
		to.Value(r.array(b.texts))
	case len(b.names) == 0:
		to.Value(r.scalar(b.texts[0]))
	case r.isList() && !r.isObject():
		b.writeList(r, to)
	default:
		to.BeginObject()
		for _, name := range b.names {
			to.Name(name)
			b.below[name].write(r.field(name), to)
		}
		to.EndObject()
	}
}

func (b *branch) writeList(r *reader, to *value.Builder) {
	to.BeginArray()
	for _, name := range b.names {
		if part := b.below[name]; len(part.names) > 0 || r.items().isList() {
			part.write(r.items(), to)
		} else {
			for _, t := range part.texts {
				to.Value(r.items().scalar(t))
			}
		}
	}
	to.EndArray()
}

// deep is the object of the parameter called name.
func (r *reader) deep(name string, got []pair) (value.Value, string) {
	var top branch
	for _, one := range got {
		way, ok := wayOf(strings.TrimPrefix(one.name, name))
		if !ok || len(way) > maxLevels {
			return value.Value{}, "is not written as the contract says: " + name + "[member]=value"
		}
		if text, _ := form(one.text); !top.add(way, text) {
			return value.Value{}, "has a member that is a value and an object"
		}
	}
	return top.value(r), ""
}

// wayOf takes [a][b] apart.
func wayOf(brackets string) ([]string, bool) {
	var way []string
	for brackets != "" {
		name, ok := strings.CutPrefix(brackets, "[")
		if !ok {
			return nil, false
		}
		name, brackets, ok = strings.Cut(name, "]")
		if !ok {
			return nil, false
		}
		way = append(way, name)
	}
	return way, len(way) > 0
}
