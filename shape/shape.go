// Package shape is what is known of a value before it is there: its kinds, members, elements and constants,
// from a schema or from how an expression makes it. It does not read expressions, and it promises less than
// a schema: a Shape may allow more values than there will be, never fewer.
//
// There is one exception, and it is meant. JSON Schema lets an object have members that nobody listed, and
// contracts rarely say otherwise though they mean to list all. So an object that lists its properties and says
// nothing about others is taken for closed.
package shape

import (
	"slices"
	"strings"
	"sync"

	"tutti/schema"
	"tutti/value"
)

// Shape is what is known of a value. The zero Shape knows nothing: any value may be there, and nothing is
// reported about it. Shapes are immutable and may be used by several goroutines at once.
type Shape struct {
	n  *node
	at *origin
}

// node is the facts, or how to find them. What stands in a schema is looked at when it is asked for, since
// schemas refer to each other in circles; and each schema has one node, wherever it is met.
type node struct {
	once   sync.Once
	load   func() facts
	known  facts
	schema *schema.Schema // what they were read from
}

// origin is where a shape was found: below another, or at the top of something that has a name.
type origin struct {
	parent *origin
	step   string // from the parent: a member's name, or "[]"
	of     string
}

func (n *node) facts() *facts {
	if n.load != nil {
		n.once.Do(func() { n.known = n.load() })
	}
	return &n.known
}

var anything = facts{kinds: Something | Absent}

func (s Shape) facts() *facts {
	if s.n == nil {
		return &anything
	}
	return s.n.facts()
}

func made(f facts) Shape { return Shape{n: &node{known: f}} }

// same tells whether two shapes are surely alike.
func (s Shape) same(t Shape) bool { return s.n == t.n }

// Any is a value nobody knows anything about; it is the zero Shape.
func Any() Shape { return Shape{} }

// Nothing is no value at all: what `empty` and `error` yield.
func Nothing() Shape { return made(facts{}) }

// Of is any value of the kinds.
func Of(k Kinds) Shape {
	if k.Solid() == Something && !k.Has(Null) {
		return Any()
	}
	return made(facts{kinds: k})
}

// Const is the value v.
func Const(v value.Value) Shape { return constant(v, maxDepth) }

// ArrayOf is an array with such elements.
func ArrayOf(elem Shape) Shape {
	f := facts{kinds: Array}
	f.addElem(elem)
	return made(f)
}

// Field is a member of an object. One that is not Required may be absent.
type Field struct {
	Name     string
	Shape    Shape
	Required bool
}

// ObjectOf is an object with these members and no others, as a literal is.
func ObjectOf(fields ...Field) Shape {
	o := object{closed: byLiteral}
	for _, f := range fields {
		o.set(f)
	}
	return made(facts{kinds: Object, objects: []object{o}})
}

// OpenObject is an object with these members, and any others of the shape rest.
func OpenObject(rest Shape, fields ...Field) Shape {
	o := object{rest: rest}
	for _, f := range fields {
		o.set(f)
	}
	return made(facts{kinds: Object, objects: []object{o}})
}

// Union is a value of one of the shapes.
func Union(shapes ...Shape) Shape {
	switch len(shapes) {
	case 0:
		return Nothing()
	case 1:
		return shapes[0]
	}
	if slices.ContainsFunc(shapes, func(s Shape) bool { return s.n == nil }) {
		return Any()
	}
	var alike []Shape
	for _, s := range shapes {
		i := slices.IndexFunc(alike, s.same)
		switch {
		case s.facts().kinds == 0:
		case i < 0:
			alike = append(alike, s)
		case !alike[i].at.is(s.at):
			alike[i].at = nil // it is not known which of the two it is
		}
	}
	switch len(alike) {
	case 0:
		return Nothing()
	case 1:
		return alike[0]
	}
	u := *alike[0].facts()
	for _, s := range alike[1:] {
		u = u.or(s.facts())
	}
	return made(u)
}

// Kinds is what the value may be.
func (s Shape) Kinds() Kinds { return s.facts().kinds }

// Is tells whether the value is surely of the kinds.
func (s Shape) Is(k Kinds) bool { return s.Kinds() != 0 && s.Kinds()&^k == 0 }

// Known tells whether anything is known.
func (s Shape) Known() bool {
	f := s.facts()
	return f.kinds.Solid() != Something || f.pinned != 0 || f.objects != nil || f.elems != nil
}

// Possible is false if there cannot be a value.
func (s Shape) Possible() bool { return s.facts().kinds != 0 }

// Consts are all values there may be, if they are few scalars. Absent is not among them.
func (s Shape) Consts() ([]value.Value, bool) {
	f := s.facts()
	if f.pinned == 0 || f.kinds&^(f.pinned|Null|Absent) != 0 {
		return nil, false
	}
	consts := f.consts
	if f.kinds.Has(Null) {
		consts = append(slices.Clip(consts), value.Value{})
	}
	return consts, true
}

// Elem is what an element of the array is.
func (s Shape) Elem() Shape {
	f := s.facts()
	switch {
	case !f.kinds.Has(Array):
		return Nothing()
	case f.elems == nil:
		return Any()
	default:
		return s.below("[]", f.elems)
	}
}

// Owner says whose value it is: "inventory.checkStock", or "items[].price of inventory.checkStock"; "" if
// nobody knows.
func (s Shape) Owner() string {
	path := ""
	at := s.at
	for ; at != nil && at.parent != nil; at = at.parent {
		path = join(at.step, path)
	}
	if at == nil || path == "" || at.of == "" {
		return at.name()
	}
	return PartOf(path, at.of)
}

// PartOf is how messages name the part at a path of something: "items[].price of inventory.checkStock", and "price of
// an element of $lines" where the path begins with the elements.
func PartOf(path, whole string) string {
	rest, elements := strings.CutPrefix(path, "[]")
	switch {
	case !elements:
		return path + " of " + whole
	case rest == "":
		return "an element of " + whole
	}
	return strings.TrimPrefix(rest, ".") + " of an element of " + whole
}

// is tells whether both are the same place.
func (o *origin) is(p *origin) bool {
	for o != nil && p != nil && o != p && o.step == p.step && o.of == p.of {
		o, p = o.parent, p.parent
	}
	return o == p
}

func (o *origin) name() string {
	if o == nil {
		return ""
	}
	return o.of
}

func join(step, path string) string {
	if step == "" || path == "" || path[0] == '[' {
		return step + path
	}
	return step + "." + path
}
