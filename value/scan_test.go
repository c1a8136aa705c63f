package value_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"tutti/value"
)

func TestScanKeepsTheText(t *testing.T) {
	for _, text := range []string{
		"1.10", "1e400", "9007199254740993", "-0", "0.0", "1E+2", `"\u00e9\/"`, `{"b":1, "a":[ ]}`, "{ }", `"😀"`, `"\ud83d\ude00"`,
	} {
		if got := must(t, " \n\t\r"+text+" \n"); got.String() != text {
			t.Errorf("Scan(%s) = %s, want the same text", text, got)
		}
	}
}

func TestScanRefuses(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "line 1, column 1: the text ends where a value should be"},
		{" \n ", "line 2, column 2: the text ends where a value should be"},
		{"nul", "line 1, column 4: the text ends where null should be"},
		{"trux", "line 1, column 4: found 'x' where true should be"},
		{"1 2", "line 1, column 3: found '2' where the end of the text should be"},
		{"[1,]", "line 1, column 4: found ']' where a value should be"},
		{"[1 2]", `line 1, column 4: found '2' where "," or "]" should be`},
		{"[", "line 1, column 2: the text ends where a value should be"},
		{"[1", `line 1, column 3: the text ends where "," or "]" should be`},
		{`{"a" 1}`, `line 1, column 6: found '1' where ":" should be`},
		{`{"a":1,}`, "line 1, column 8: found '}' where a name in quotes should be"},
		{`{a:1}`, "line 1, column 2: found 'a' where a name in quotes should be"},
		{`{"a":1;`, `line 1, column 7: found ';' where "," or "}" should be`},
		{`{"a":1]`, `line 1, column 7: found ']' where "," or "}" should be`},
		{`{"a":}`, "line 1, column 6: found '}' where a value should be"},
		{"01", "line 1, column 1: a number must not start with 0"},
		{"-", "line 1, column 2: the text ends where a digit should be"},
		{"+1", "line 1, column 1: found '+' where a value should be"},
		{".5", "line 1, column 1: found '.' where a value should be"},
		{"1.", "line 1, column 3: the text ends where a digit should be"},
		{"1.e2", "line 1, column 3: found 'e' where a digit should be"},
		{"[1e]", "line 1, column 4: found ']' where a digit should be"},
		{"NaN", "line 1, column 1: found 'N' where a value should be"},
		{`"abc`, "line 1, column 1: this string has no closing quote"},
		{"[\"a\tb\"]", `line 1, column 4: control character in a string; write it as \u0009`},
		{"\"\x00\"", `line 1, column 2: control character in a string; write it as \u0000`},
		{`"\x"`, `line 1, column 2: unknown escape; JSON has \" \\ \/ \b \f \n \r \t and \uXXXX`},
		{`"\`, `line 1, column 2: unknown escape; JSON has \" \\ \/ \b \f \n \r \t and \uXXXX`},
		{`"\u12g4"`, `line 1, column 2: \u needs four hexadecimal digits`},
		{`"\u12`, `line 1, column 2: \u needs four hexadecimal digits`},
		{`"\ud800"`, "line 1, column 2: half a surrogate pair"},
		{`"\udc00"`, "line 1, column 2: half a surrogate pair"},
		{`"\ud800\u0041"`, "line 1, column 2: half a surrogate pair"},
		{`"\ud800\ud800"`, "line 1, column 2: half a surrogate pair"},
		{`"\ud800\udc`, "line 1, column 2: half a surrogate pair"},
		{"\"é\xff\"", "line 1, column 3: invalid UTF-8"},
		{"\"\xed\xa0\x80\"", "line 1, column 2: invalid UTF-8"},
		{"\"\xc0\x80\"", "line 1, column 2: invalid UTF-8"},
		{"\xff", "line 1, column 1: invalid UTF-8"},
		{"[1,\x001]", `line 1, column 4: found '\x00' where a value should be`},
		{"\ufeff{}", `line 1, column 1: found '\ufeff' where a value should be`},
		{`{"a":1,"a":1}`, `line 1, column 8: duplicate key "a"`},
		{"{\"é\":1,\n \"b\":{}, \"\\u00e9\":2}", `line 2, column 10: duplicate key "é"`},
		{`{"a\"":1,"a\u0022":1}`, `line 1, column 10: duplicate key "a\""`},
		{`{"":1,"":1}`, `line 1, column 7: duplicate key ""`},
		{`[{"a":{"a":1}},{"x":{"b":1,"b":2}}]`, `line 1, column 28: duplicate key "b"`},
	} {
		_, err := value.Scan([]byte(c.text), 0)
		if err == nil || err.Error() != c.want {
			t.Errorf("Scan(%q)\ngot  %v\nwant %s", c.text, err, c.want)
		}
	}
}

func TestSyntaxErrorCountsCharactersAndBytes(t *testing.T) {
	_, err := value.Scan([]byte("[\n  \"äöü\", ?]"), 0)
	var e *value.SyntaxError
	if !errors.As(err, &e) || e.Offset != 14 || e.Line != 2 || e.Col != 10 {
		t.Errorf("got %#v, want offset 14, line 2, column 10", e)
	}
}

func TestScanDepth(t *testing.T) {
	nested := func(n int) []byte { return []byte(strings.Repeat("[", n) + strings.Repeat("]", n)) }
	for _, c := range []struct {
		nesting, depth int
		ok             bool
	}{
		{128, 0, true},
		{129, 0, false},
		{3, 3, true},
		{4, 3, false},
		{10_000, math.MaxInt, true},
		{10_001, math.MaxInt, false},
		{5_000_000, math.MaxInt, false},
	} {
		if _, err := value.Scan(nested(c.nesting), c.depth); (err == nil) != c.ok {
			t.Errorf("%d arrays, depth %d: got %v, want ok %t", c.nesting, c.depth, err, c.ok)
		}
	}
	if _, err := value.Scan([]byte("[[],[[]],{},{\"a\":[]}]"), 3); err != nil {
		t.Errorf("closed containers count against the depth: %v", err)
	}
}

// The sizes lie around the switch from comparing in place to a table, its growth, and the room that the
// scanner brings for names.
func TestScanFindsDuplicatesInObjectsOfAllSizes(t *testing.T) {
	for _, n := range []int{1, 2, 15, 16, 17, 18, 23, 24, 25, 31, 32, 33, 63, 64, 65, 1000} {
		members := make([]string, n)
		for i := range members {
			members[i] = fmt.Sprintf(`"name-%d":{"name-%d":0}`, i, i)
		}
		if text := "{" + strings.Join(members, ",") + "}"; must(t, text).Len() != n {
			t.Errorf("%d names: got length %d", n, must(t, text).Len())
		}
		for _, twice := range []int{0, n / 2, n - 1} {
			text := fmt.Sprintf(`{%s,"n\u0061me-%d":1}`, strings.Join(members, ","), twice)
			want := fmt.Sprintf("duplicate key \"name-%d\"", twice)
			if _, err := value.Scan([]byte(text), 0); err == nil || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("%d names: got %v, want %s", n, err, want)
			}
		}
	}
}

func TestScanAllocatesNothing(t *testing.T) {
	doc := order(33)
	if got := testing.AllocsPerRun(10, func() {
		if _, err := value.Scan(doc, 0); err != nil {
			t.Fatal(err)
		}
	}); got != 0 {
		t.Errorf("%d bytes: got %v allocations, want 0", len(doc), got)
	}
}
