package shape_test

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"tutti/schema"
	"tutti/shape"
	"tutti/value"
)

func lit(text string) shape.Shape { return shape.Const(value.Trusted([]byte(text))) }

func TestString(t *testing.T) {
	many := make([]shape.Shape, 100)
	for i := range many {
		many[i] = shape.Const(value.FromInt(int64(i)))
	}
	for _, c := range []struct {
		s    shape.Shape
		want string
	}{
		{shape.Any(), "any"},
		{shape.Shape{}, "any"},
		{shape.Nothing(), "nothing"},
		{shape.Of(shape.Null), "null"},
		{shape.Of(shape.Absent), "null"},
		{shape.Of(shape.Number), "number"},
		{shape.Of(shape.Integer | shape.String), "string | integer"},
		{shape.Of(shape.Something), "any"},
		{lit(`"a"`), `"a"`},
		{lit(`null`), "null"},
		{lit(`[1, "x"]`), `[1 | "x"]`},
		{lit(`[]`), "[]"},
		{lit(`{"a": [true]}`), `{ a: [true] }`},
		{lit(`{}`), "{}"},
		{shape.ArrayOf(shape.Any()), "array"},
		{shape.OpenObject(shape.Any()), "{ … }"},
		{shape.OpenObject(shape.Of(shape.String), shape.Field{Name: "a", Shape: shape.Of(shape.Boolean)}), "{ a?: boolean, … }"},
		{shape.Union(lit("1"), lit("1.0"), lit("2")), "1 | 2"},
		{shape.Union(lit("1"), shape.Of(shape.Integer)), "integer"},
		{shape.Union(lit(`"a"`), shape.Of(shape.Integer)), `"a" | integer`},
		{shape.Union(lit(`"a"`), shape.Any()), "any"},
		{shape.Union(many...), "integer"},
		{shape.Union(), "nothing"},
		{shape.Union(shape.Nothing(), lit("1")), "1"},
		{lit(`"a"`).Wide(), "string"},
		{shape.Union(lit(`"a"`), lit("1")).Restrict(shape.String), `"a"`},
		{lit("1").OrAbsent(), "1"},
		{lit(strings.Repeat("[", 20) + strings.Repeat("]", 20)), "[[[array]]]"},
	} {
		if got := c.s.String(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestKinds(t *testing.T) {
	for _, c := range []struct {
		k    shape.Kinds
		want string
	}{
		{0, "nothing"},
		{shape.All, "anything"},
		{shape.Something, "anything"},
		{shape.Null, "null"},
		{shape.Absent, "null"},
		{shape.Number, "number"},
		{shape.Integer | shape.Null, "integer or null"},
		{shape.Object | shape.Array | shape.String, "object, array or string"},
	} {
		if got := c.k.String(); got != c.want {
			t.Errorf("%b: got %q, want %q", c.k, got, c.want)
		}
	}
	for text, want := range map[string]shape.Kinds{
		"1": shape.Integer, "1.0": shape.Integer, "1e3": shape.Integer, "1.5": shape.Fraction, "1e400": shape.Integer, "123456789012345678901": shape.Integer,
		"true": shape.Boolean, `"x"`: shape.String, "[]": shape.Array, "{}": shape.Object, "null": shape.Null,
	} {
		if got := shape.KindOf(value.Trusted([]byte(text))); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestField(t *testing.T) {
	dog := shape.ObjectOf(shape.Field{Name: "a", Shape: lit("1"), Required: true}, shape.Field{Name: "bark", Shape: lit(`"w"`), Required: true})
	cat := shape.ObjectOf(shape.Field{Name: "a", Shape: lit("2"), Required: true}, shape.Field{Name: "purr", Shape: lit("3")})
	open := shape.OpenObject(shape.Of(shape.Boolean), shape.Field{Name: "a", Shape: lit("1"), Required: true})
	for _, c := range []struct {
		s    shape.Shape
		name string
		want string
		is   shape.Presence
	}{
		{dog, "a", "1", shape.Surely},
		{dog, "purr", "nothing", shape.Never},
		{cat, "purr", "3", shape.Perhaps},
		{shape.Union(dog, cat), "a", "1 | 2", shape.Surely},
		{shape.Union(dog, cat), "bark", `"w"`, shape.Perhaps},
		{shape.Union(dog, cat), "wag", "nothing", shape.Never},
		{open, "x", "boolean", shape.Open},
		{shape.Union(open, dog), "bark", `"w" | boolean`, shape.Open},
		{shape.Union(dog, lit("1")), "a", "1", shape.Surely},
		{shape.Any(), "a", "any", shape.Open},
		{shape.Of(shape.Object), "a", "any", shape.Open},
		{shape.Of(shape.Array), "a", "nothing", shape.Never},
		{dog.With(shape.Field{Name: "a", Shape: lit("9"), Required: true}), "a", "9", shape.Surely},
		{dog.With(shape.Field{Name: "new", Shape: lit("9")}), "new", "9", shape.Perhaps},
		{dog.Without("a"), "a", "nothing", shape.Never},
		{shape.Any().With(shape.Field{Name: "new", Shape: lit("9"), Required: true}), "new", "9", shape.Surely},
		{shape.Merge(dog, cat), "a", "2", shape.Surely},
		{shape.Merge(dog, cat), "bark", `"w"`, shape.Surely},
		{shape.Merge(dog, cat), "purr", "3", shape.Perhaps},
		{shape.Merge(cat, open), "purr", "3 | boolean", shape.Perhaps},
		{shape.Merge(dog, shape.Any()), "a", "any", shape.Open},
	} {
		got, is := c.s.Field(c.name)
		if got.String() != c.want || is != c.is {
			t.Errorf("%s of %s: got %s (%d), want %s (%d)", c.name, c.s, got, is, c.want, c.is)
		}
	}
	if got := shape.Union(dog, cat).Names(); !slices.Equal(got, []string{"a", "bark", "purr"}) {
		t.Errorf("names: got %q", got)
	}
	if got := shape.Union(dog, cat).Values().String(); got != `1 | "w" | 2 | 3` {
		t.Errorf("values: got %s", got)
	}
	if dog.Open() || !open.Open() || !shape.Any().Open() || lit("1").Open() {
		t.Error("what is open is closed, or the other way round")
	}
}

// TestManyAlternatives: over the bound, the alternatives become one object with all their members.
func TestManyAlternatives(t *testing.T) {
	all := make([]shape.Shape, 100)
	for i := range all {
		all[i] = shape.ObjectOf(shape.Field{Name: "kind", Shape: lit(strconv.Itoa(i)), Required: true},
			shape.Field{Name: "f" + strconv.Itoa(i), Shape: lit(strconv.Itoa(i)), Required: true})
	}
	u := shape.Union(all...)
	if got := len(u.Names()); got != 101 {
		t.Errorf("got %d names, want 101", got)
	}
	for i := range all {
		v := value.Trusted([]byte(`{"kind": ` + strconv.Itoa(i) + `, "f` + strconv.Itoa(i) + `": ` + strconv.Itoa(i) + `}`))
		if !u.Contains(v) {
			t.Errorf("%s is not in the union", v)
		}
	}
	if _, is := u.Field("kind"); is != shape.Surely {
		t.Errorf("what all have is there: got %d", is)
	}
	if _, is := u.Field("f3"); is != shape.Perhaps {
		t.Errorf("what one has may be there: got %d", is)
	}
}

func TestOwner(t *testing.T) {
	s := fromText(t, `{"properties": {"items": {"type": "array", "items": {"properties": {"price": {"description": "in cents"}}}},
		"either": {"anyOf": [{"properties": {"x": {"type": "string"}}}, {"properties": {"x": {"type": "integer"}}}]}}}`, schema.Both)
	items, _ := s.Field("items")
	price, _ := items.Elem().Field("price")
	either, _ := s.Field("either")
	x, _ := either.Field("x")
	for _, c := range []struct {
		s    shape.Shape
		want string
	}{
		{s, "shop.getItem"},
		{items, "items of shop.getItem"},
		{items.Elem(), "items[] of shop.getItem"},
		{price, "items[].price of shop.getItem"},
		{x, "either.x of shop.getItem"},
		{x.Restrict(shape.String), "either.x of shop.getItem"},
		{lit("1"), ""},
		{lit("1").Named("$total"), "$total"},
		{items.Named("$total"), "items of shop.getItem"},
		{shape.Any(), ""},
	} {
		if got := c.s.Owner(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	if price.Schema() == nil || price.Doc() != "" || price.At().Line != 1 {
		t.Errorf("the schema of price: %v at %s", price.Schema(), price.At())
	}
	if shape.Any().Schema() != nil || shape.Any().At().Line != 0 || shape.Any().Doc() != "" {
		t.Error("nothing has a schema")
	}
}

func TestConsts(t *testing.T) {
	for _, c := range []struct {
		s    shape.Shape
		want string
	}{
		{shape.Union(lit(`"a"`), lit("1")), `["a",1]`},
		{shape.Union(lit(`"a"`), lit("null")), `["a",null]`},
		{lit(`"a"`).OrAbsent(), `["a"]`},
		{shape.Of(shape.String), ""},
		{shape.Union(lit(`"a"`), shape.Of(shape.Integer)), ""},
		{shape.Any(), ""},
		{lit("null"), ""},
	} {
		consts, ok := c.s.Consts()
		got := ""
		if ok {
			got = value.ArrayOf(consts...).String()
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.s, got, c.want)
		}
	}
}

// TestGoroutines: what is lazy is found once, whoever asks.
func TestGoroutines(t *testing.T) {
	s := fromText(t, `{"$defs": {"n": {"properties": {"next": {"$ref": "#/$defs/n"}, "v": {"type": "integer"}}}}, "$ref": "#/$defs/n"}`, schema.Both)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			at := s
			for range 100 {
				at, _ = at.Field("next")
			}
			if v, _ := at.Field("v"); v.String() != "integer" {
				t.Errorf("got %s", v)
			}
		})
	}
	wg.Wait()
}
