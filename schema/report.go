package schema

import (
	"slices"
	"strconv"

	"tutti/document"
	"tutti/value"
)

// broken notes that the value at a place breaks a keyword. It is false.
func (v *validator) broken(at int, s *Schema, keyword string) bool {
	if !v.quiet {
		v.add(at, s, keyword, s.message(keyword, v.kindAt(at)))
	}
	return false
}

// lacks notes that the object at a place has no member called name.
func (v *validator) lacks(at int, s *Schema, keyword, name string) bool {
	if !v.quiet {
		v.add(at, s, keyword, strconv.Quote(name)+" is missing")
	}
	return false
}

// unknown notes that the value at a place must not be there. name is where its name stands, if it has one.
func (v *validator) unknown(at, name int, s *Schema, keyword string) bool {
	if !v.quiet {
		v.add(at, s, keyword, s.unknown(v.nameAt(name)))
	}
	return false
}

func (v *validator) add(at int, s *Schema, keyword, message string) {
	f := Finding{Instance: v.pointer(at), Schema: s.path(keyword), At: s.At(), Message: message}
	if len(v.found) < v.o.Max && !slices.Contains(v.found, f) {
		v.found = append(v.found, f)
	}
}

func (v *validator) kindAt(at int) value.Kind {
	c := v.c
	c.Seek(at)
	return c.Kind()
}

// nameAt is the name of a member, "" if at is the place of an element.
func (v *validator) nameAt(at int) string {
	c := v.c
	c.Seek(at)
	if c.Kind() != value.String {
		return ""
	}
	inside, _ := c.Text()
	return string(value.Plain(nil, inside))
}

// pointer is the JSON pointer to the value at a place of the text.
func (v *validator) pointer(at int) string {
	c := v.root.Cursor()
	var path []byte
	for c.At() < at {
		next, ok := towards(&c, at)
		if !ok {
			break
		}
		path = append(append(path, '/'), next...)
	}
	return string(path)
}

// towards steps to the part of the container behind the cursor that reaches to a place, and is its token.
func towards(c *value.Cursor, at int) (token string, ok bool) {
	kind := c.Kind()
	if kind != value.Object && kind != value.Array {
		return "", false
	}
	n := 0
	for more := c.Enter(); more; more = c.Next() {
		if token = strconv.Itoa(n); kind == value.Object {
			inside, _ := c.Name()
			token = document.Escape(string(value.Plain(nil, inside)))
		}
		from := c.At()
		if c.Skip(); at < c.At() {
			c.Seek(from)
			return token, at >= from
		}
		n++
	}
	return "", false
}

// noneOf reports that the value fits no branch: by what is wrong with the one that was meant, as far as that can be told.
func (v *validator) noneOf(s *Schema, keyword string, branches []*Schema, from int) bool {
	if v.quiet {
		return false
	}
	const deep = 2
	var best []Finding
	cost := tooFar
	if v.trying < deep {
		for _, b := range branches {
			if found := v.tried(b, from); distance(found, v.pointer(from)) < cost {
				best, cost = found, distance(found, v.pointer(from))
			}
		}
	}
	if cost >= tooFar {
		return v.broken(from, s, keyword)
	}
	for _, f := range best {
		if len(v.found) < v.o.Max && !slices.Contains(v.found, f) {
			v.found = append(v.found, f)
		}
	}
	return false
}

// tried is what is wrong with the value at from for one branch.
func (v *validator) tried(b *Schema, from int) []Finding {
	const some = 5
	kept, limit := v.found, v.o.Max
	v.found, v.o.Max = nil, some
	v.trying++
	v.again(b, from)
	v.trying--
	found := v.found
	v.found, v.o.Max = kept, limit
	return found
}

// tooFar is the distance of a branch that was surely not meant.
const tooFar = 1000

// distance is how far a value is from a branch: one of another type is not meant, one with another constant hardly.
func distance(found []Finding, root string) int {
	sum := 0
	for _, f := range found {
		switch {
		case f.Instance == root && f.keyword() == "type", f.keyword() == "":
			return tooFar
		case f.keyword() == "enum":
			sum += 100
		case f.keyword() == "required":
			sum += 10
		default:
			sum += 11
		}
	}
	return sum
}
