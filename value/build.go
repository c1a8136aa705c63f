package value

import "slices"

// Builder writes one value front to back into one piece of memory. It puts the commas; the caller
// pairs Begin and End, gives every member its Name first, and names none twice. The zero Builder is ready;
// it must not be used again after Done.
type Builder struct{ buf []byte }

// NewBuilder is a Builder with room for size bytes.
func NewBuilder(size int) *Builder { return &Builder{make([]byte, 0, size)} }

// comma separates what is written next from an element or member before it. No value ends
// with an opening bracket or a colon, so the last byte says whether there is one.
func (b *Builder) comma() {
	if n := len(b.buf); n > 0 {
		switch b.buf[n-1] {
		case '{', '[', ':':
		default:
			b.buf = append(b.buf, ',')
		}
	}
}

// BeginObject opens an object.
func (b *Builder) BeginObject() { b.open('{') }

// EndObject closes it.
func (b *Builder) EndObject() { b.buf = append(b.buf, '}') }

// BeginArray opens an array.
func (b *Builder) BeginArray() { b.open('[') }

// EndArray closes it.
func (b *Builder) EndArray() { b.buf = append(b.buf, ']') }

func (b *Builder) open(bracket byte) {
	b.comma()
	b.buf = append(b.buf, bracket)
}

// Name begins a member of the open object; its value must follow.
func (b *Builder) Name(name string) {
	b.comma()
	b.buf = append(AppendString(b.buf, name), ':')
}

// Value adds v as it is.
func (b *Builder) Value(v Value) {
	b.comma()
	b.buf = v.Append(b.buf)
}

// Text adds the string s.
func (b *Builder) Text(s string) {
	b.comma()
	b.buf = AppendString(b.buf, s)
}

// Done is the value that was written; null if nothing was.
func (b *Builder) Done() Value { return Value{b.buf} }

// Member is one name of an object with its value.
type Member struct {
	Name  string
	Value Value
}

// ObjectOf is the object of the members in their order. Of members with equal names the last one stands.
func ObjectOf(members ...Member) Value {
	members = withValidNames(members)
	b := NewBuilder(sizeOf(members))
	last := lastOf(members)
	b.BeginObject()
	for i, m := range members {
		if last(i) {
			b.Name(m.Name)
			b.Value(m.Value)
		}
	}
	b.EndObject()
	return b.Done()
}

// withValidNames leaves members alone if all names are UTF-8, since names that
// are not may become equal when written.
func withValidNames(members []Member) []Member {
	if !slices.ContainsFunc(members, func(m Member) bool { return invalidUTF8(m.Name) }) {
		return members
	}
	members = slices.Clone(members)
	for i := range members {
		members[i].Name = validUTF8(members[i].Name)
	}
	return members
}

func sizeOf(members []Member) int {
	n := 2
	for _, m := range members {
		n += len(m.Name) + len(m.Value.raw) + 8
	}
	return n
}

// lastOf tells for each place whether no later member has that name.
func lastOf(members []Member) func(i int) bool {
	if len(members) > inPlace {
		at := make(map[string]int, len(members))
		for i, m := range members {
			at[m.Name] = i
		}
		return func(i int) bool { return at[members[i].Name] == i }
	}
	return func(i int) bool {
		for _, m := range members[i+1:] {
			if m.Name == members[i].Name {
				return false
			}
		}
		return true
	}
}

// ArrayOf is the array of the elements.
func ArrayOf(elems ...Value) Value {
	size := 2
	for _, e := range elems {
		size += len(e.raw) + 5
	}
	b := NewBuilder(size)
	b.BeginArray()
	for _, e := range elems {
		b.Value(e)
	}
	b.EndArray()
	return b.Done()
}
