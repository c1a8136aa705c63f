package value_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/itchyny/gojq"
	"pgregory.net/rapid"

	"tutti/value"
)

func TestEqual(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{`"a"`, `"\u0061"`, true},
		{`"a"`, `"b"`, false},
		{"true", "false", false},
		{"null", "false", false},
		{"1", `"1"`, false},
		{"[1, 2.0]", "[1.0,2]", true},
		{"[1,2]", "[1,2,3]", false},
		{"[1,2,3]", "[1,2]", false},
		{"[[1],2]", "[[1, 3],2]", false},
		{`{"a":1,"b":2}`, `{ "b":2.0, "\u0061":1 }`, true},
		{`{"a":1,"b":2,"c":3}`, `{"a":1,"c":3,"b":2}`, true},
		{`{"a":1,"b":2}`, `{"a":1,"c":2}`, false},
		{`{"a":1,"b":2}`, `{"a":1}`, false},
		{`{"a":1}`, `{"a":1,"b":2}`, false},
		{`{"b":1,"a":1}`, `{"a":1}`, false},
		{`{"a":1}`, `{"b":1,"a":1}`, false},
		{`{"a":1,"b":2}`, `{"b":1,"a":2}`, false},
		{`[{"a":[1],"b":{}},7]`, `[{"b":{},"a":[1.0]},7]`, true},
		{`[{"a":[1],"b":{}},7]`, `[{"b":{},"a":[1.0]},8]`, false},
		{`{}`, `{ }`, true},
		{`[]`, `{}`, false},
	} {
		a, b := must(t, c.a), must(t, c.b)
		if got := value.Equal(a, b); got != c.want {
			t.Errorf("Equal(%s, %s) = %t, want %t", a, b, got, c.want)
		}
		if got := value.Compare(a, b) == 0; got != c.want {
			t.Errorf("Compare(%s, %s) == 0 is %t, want %t", a, b, got, c.want)
		}
	}
}

func TestCompareIsJqsOrder(t *testing.T) {
	ascending := []string{
		"null", "false", "true", "-1e999", "-1", "0", "0.5", "1", "1e999", `""`, `"A"`, `"a"`, `"a\u0000"`, `"aa"`, `"\uffff"`, `"\ud83d\ude00"`,
		"[]", "[null]", "[null,null]", "[1]", "[1,0]", "[[]]", "{}", `{"a":1}`, `{"b":0,"a":1}`, `{"a":2,"b":-1}`, `{"b":0}`, `{"c":null}`,
	}
	for i, a := range ascending {
		for j, b := range ascending {
			x, y := must(t, a), must(t, b)
			if got, want := value.Compare(x, y), cmp.Compare(i, j); got != want {
				t.Errorf("Compare(%s, %s) = %d, want %d", a, b, got, want)
			}
			if got, want := gojq.Compare(x.Any(), y.Any()), cmp.Compare(i, j); got != want {
				t.Errorf("gojq.Compare(%s, %s) = %d, want %d", a, b, got, want)
			}
		}
	}
}

// document draws the text of a value whose numbers float64 holds exactly, so that gojq does
// not round them.
func document(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		switch kind := rapid.IntRange(0, 7).Draw(t, "kind"); {
		case kind < 2 && depth > 0:
			return "[" + strings.Join(rapid.SliceOfN(document(depth-1), 0, 4).Draw(t, "elems"), " ,") + "]"
		case kind < 4 && depth > 0:
			members := rapid.SliceOfNDistinct(rapid.StringN(0, 3, -1), 0, 4, rapid.ID).Draw(t, "names")
			for i, name := range members {
				members[i] = value.FromString(name).String() + " :" + document(depth-1).Draw(t, "member")
			}
			return "{" + strings.Join(members, ", ") + "}"
		case kind == 5:
			return value.FromString(rapid.String().Draw(t, "text")).String()
		case kind == 6:
			return rapid.SampledFrom([]string{"null", "true", "false", "1.0", "1", "10e-1", `"\u0061"`}).Draw(t, "word")
		default:
			return fmt.Sprint(rapid.IntRange(-3, 300).Draw(t, "number"))
		}
	})
}

func TestCompareAgreesWithGojq(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := must(t, document(3).Draw(t, "a")), must(t, document(3).Draw(t, "b"))
		want := gojq.Compare(a.Any(), b.Any())
		if got := value.Compare(a, b); got != want {
			t.Fatalf("Compare(%s, %s) = %d, want %d", a, b, got, want)
		}
		if got := value.Equal(a, b); got != (want == 0) {
			t.Fatalf("Equal(%s, %s) = %t, Compare says %d", a, b, got, want)
		}
	})
}

func TestOtherSpellingsAreEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := must(t, document(4).Draw(t, "a"))
		b := respelt(t, a)
		if !value.Equal(a, b) || !value.Equal(b, a) || value.Compare(a, b) != 0 {
			t.Fatalf("%s and %s should be equal", a, b)
		}
	})
}

// respelt is v with its members shuffled, its strings escaped and its numbers written otherwise.
func respelt(t *rapid.T, v value.Value) value.Value {
	var b value.Builder
	switch v.Kind() {
	case value.Object:
		var members []value.Member
		for name, m := range v.Members() {
			members = append(members, value.Member{Name: name, Value: respelt(t, m)})
		}
		return value.ObjectOf(rapid.Permutation(members).Draw(t, "order")...)
	case value.Array:
		b.BeginArray()
		for e := range v.Elems() {
			b.Value(respelt(t, e))
		}
		b.EndArray()
		return b.Done()
	case value.String:
		text := []byte{'"'}
		for _, r := range v.Text() {
			if r < 0x10000 {
				text = fmt.Appendf(text, `\u%04X`, r)
			} else {
				text = append(text, string(r)...)
			}
		}
		return must(t, string(text)+`"`)
	case value.Number:
		if strings.ContainsAny(v.String(), ".e") {
			return v
		}
		return must(t, v.String()+rapid.SampledFrom([]string{"", ".0", "E0", "e-00"}).Draw(t, "ending"))
	default:
		return v
	}
}
