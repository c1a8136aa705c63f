package value_test

import (
	"fmt"
	"hash/maphash"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tutti/value"
)

// walked is what a cursor meets, written as JSON without space.
func walked(c *value.Cursor) string {
	var b strings.Builder
	switch c.Kind() {
	case value.Array:
		b.WriteByte('[')
		for more := c.Enter(); more; more = c.Next() {
			b.WriteString(walked(c) + ";")
		}
		b.WriteByte(']')
	case value.Object:
		b.WriteByte('{')
		for more := c.Enter(); more; more = c.Next() {
			name, escaped := c.Name()
			fmt.Fprintf(&b, "%s %v:%s;", value.Plain(nil, name), escaped, walked(c))
		}
		b.WriteByte('}')
	case value.String:
		text, escaped := c.Text()
		fmt.Fprintf(&b, "%s %v", value.Plain(nil, text), escaped)
	default:
		from := c.At()
		v := c.Value()
		to := c.At()
		c.Seek(from)
		if c.Skip(); c.At() != to {
			b.WriteString("!")
		}
		b.WriteString(v.String())
	}
	return b.String()
}

func TestCursor(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`null`, `null`},
		{`"a\u0062"`, `ab true`},
		{`[ ]`, `[]`},
		{`{ }`, `{}`},
		{" [ 1 , [ ] , { } ,true\n] ", `[1;[];{};true;]`},
		{`{"a" : {"\n":[-1.5e3]} , "":null}`, "{a false:{\n true:[-1.5e3;];}; false:null;}"},
	} {
		v, err := value.Scan([]byte(c.text), 0)
		if err != nil {
			t.Fatal(err)
		}
		cursor := v.Cursor()
		if got := walked(&cursor); got != c.want || cursor.At() != len(v.Raw()) {
			t.Errorf("%s: got %q, %d of %d bytes, want %q", c.text, got, cursor.At(), len(v.Raw()), c.want)
		}
	}
	var zero value.Value
	if c := zero.Cursor(); c.Kind() != value.Null {
		t.Error("the zero value is null to a cursor too")
	}
}

func TestWhole(t *testing.T) {
	for text, want := range map[string]bool{
		"0": true, "-0.0": true, "7": true, "1.0": true, "1.50e1": true, "1e400": true, "12345678901234567890": true, "1e99999999999999999999": true,
		"0.5": false, "1e-1": false, "1.05e1": false, "1e-99999999999999999999": false, `"1"`: false, "null": false,
	} {
		if got := value.Trusted([]byte(text)).Whole(); got != want {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}

func TestMultipleOf(t *testing.T) {
	for _, c := range []struct {
		n, of string
		want  bool
	}{
		{"6", "3", true},
		{"7", "3", false},
		{"-6", "3", true},
		{"0", "3", true},
		{"0.0", "0.1", true},
		{"0.3", "0.1", true},
		{"0.35", "0.1", false},
		{"4.5", "1.5", true},
		{"0.0075", "0.0001", true},
		{"0.00751", "0.0001", false},
		{"1e308", "0.123456789", false},
		{"1e400", "0.5", true},
		{"1e1000000000", "7", false},
		{"7e1000000000", "7", true},
		{"1e99999999999999999999", "8", true},
		{"1e-99999999999999999999", "8", false},
		{"12345678901234567890123456789", "3", true},
		{"12345678901234567890123456788", "3", false},
		{"12391239123912391239123", "123912391239123912391239123", false},
		{"7", "0", false},
		{"0", "0", true},
		{`"6"`, "3", false},
	} {
		if got := value.Trusted([]byte(c.n)).MultipleOf(value.Trusted([]byte(c.of))); got != c.want {
			t.Errorf("%s of %s: got %v, want %v", c.n, c.of, got, c.want)
		}
	}
}

// A number with a million digits is looked at in the time that reading it takes.
func TestMultipleOfAMillionDigits(t *testing.T) {
	digits := value.Trusted([]byte(strings.Repeat("123456789", 111_111)))
	if !digits.MultipleOf(value.Trusted([]byte("9.0"))) || digits.MultipleOf(value.Trusted([]byte("70.0"))) {
		t.Error("wrong about a number of a million digits")
	}
}

func TestHash(t *testing.T) {
	seed := maphash.MakeSeed()
	hash := func(text string) uint64 { return value.Trusted([]byte(text)).Hash(seed) }
	for _, same := range [][]string{
		{"1", "1.0", "1e0", "10e-1"},
		{"0", "-0", "0.00e5"},
		{"12345678901234567890.5", "1234567890123456789050e-2"},
		{"1e99999999999999999999", "1e+99999999999999999999"},
		{`"a"`, `"\u0061"`},
		{`[1,"a"]`, `[ 1.0, "\u0061" ]`},
		{`{"a":1,"b":[]}`, `{ "b" : [ ], "\u0061" : 1.0 }`},
	} {
		for _, other := range same[1:] {
			if hash(same[0]) != hash(other) {
				t.Errorf("%s and %s are equal, their hashes are not", same[0], other)
			}
		}
	}
	met := map[uint64]string{}
	for _, text := range []string{`null`, `true`, `false`, `0`, `1`, `-1`, `1.5`, `-1.5`, `15`, `""`, `"1"`, `"null"`, `[]`, `{}`, `[[]]`, `[{}]`, `[1,2]`, `[2,1]`, `{"a":1}`, `{"a":2}`, `{"b":1}`, `{"a":1,"b":2}`, `{"a":2,"b":1}`} {
		if other, ok := met[hash(text)]; ok {
			t.Errorf("%s and %s have one hash", text, other)
		}
		met[hash(text)] = text
	}
}

// Whatever is equal has one hash.
func TestHashFollowsEqual(t *testing.T) {
	seed := maphash.MakeSeed()
	numbers := rapid.Custom(func(t *rapid.T) string {
		return fmt.Sprintf("%s%d.%de%d", rapid.SampledFrom([]string{"", "-"}).Draw(t, "sign"), rapid.IntRange(0, 20).Draw(t, "n"), rapid.IntRange(0, 20).Draw(t, "fraction"), rapid.IntRange(-3, 3).Draw(t, "e"))
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := value.Trusted([]byte(numbers.Draw(t, "a"))), value.Trusted([]byte(numbers.Draw(t, "b")))
		if value.Equal(a, b) != (a.Hash(seed) == b.Hash(seed)) {
			t.Fatalf("%s and %s: equal %v, hashes %d and %d", a, b, value.Equal(a, b), a.Hash(seed), b.Hash(seed))
		}
		if a.Whole() != a.MultipleOf(value.FromInt(1)) {
			t.Fatalf("%s: whole %v, but a multiple of 1 %v", a, a.Whole(), a.MultipleOf(value.FromInt(1)))
		}
	})
}
