package value_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tutti/value"
)

const sample = ` {"a": 1.10, "b\n": [true, {"x":"}\"]\\"}, "é\u00e9"], "c": {}, "c2" :[ ] ,"long name \\ with a quote \" in it":null,"z":"é"} `

func TestGet(t *testing.T) {
	v := must(t, sample)
	for _, c := range []struct{ name, want string }{
		{"a", "1.10"},
		{"b\n", `[true, {"x":"}\"]\\"}, "é\u00e9"]`},
		{`b\n`, "null"},
		{"c", "{}"},
		{"c2", "[ ]"},
		{`long name \ with a quote " in it`, "null"},
		{"z", `"é"`},
		{"x", "null"},
		{"", "null"},
	} {
		if got := v.Get(c.name).String(); got != c.want {
			t.Errorf("Get(%q) = %s, want %s", c.name, got, c.want)
		}
	}
	if _, ok := v.Lookup(`long name \ with a quote " in it`); !ok {
		t.Error("Lookup does not find a member that is null")
	}
	if _, ok := v.Lookup("absent"); ok {
		t.Error("Lookup finds what is not there")
	}
	if got := must(t, `["a"]`).Get("a"); !got.IsNull() {
		t.Errorf("Get of an array: got %s, want null", got)
	}
}

func TestElem(t *testing.T) {
	v := must(t, `[ 0 , "one]" ,[2], {"three":3}, false ]`)
	for _, c := range []struct {
		i    int
		want string
	}{
		{0, "0"},
		{1, `"one]"`},
		{2, "[2]"},
		{3, `{"three":3}`},
		{4, "false"},
		{5, "null"},
		{-1, "false"},
		{-5, "0"},
		{-6, "null"},
	} {
		if got := v.Elem(c.i).String(); got != c.want {
			t.Errorf("Elem(%d) = %s, want %s", c.i, got, c.want)
		}
	}
	if got := must(t, `{"a":1}`).Elem(-1); !got.IsNull() {
		t.Errorf("Elem of an object: got %s, want null", got)
	}
}

func TestMembersAndElemsInOrder(t *testing.T) {
	var got []string
	for name, m := range must(t, sample).Members() {
		got = append(got, fmt.Sprintf("%s=%s", name, m))
		for e := range m.Elems() {
			got = append(got, e.String())
		}
	}
	want := []string{
		"a=1.10", "b\n=[true, {\"x\":\"}\\\"]\\\\\"}, \"é\\u00e9\"]", "true", `{"x":"}\"]\\"}`, `"é\u00e9"`,
		"c={}", "c2=[ ]", `long name \ with a quote " in it=null`, `z="é"`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestWalksCanStop(t *testing.T) {
	for range must(t, `[1,2]`).Elems() {
		break
	}
	for range must(t, `{"a":1,"b":2}`).Members() {
		break
	}
	for range must(t, `"no container"`).Elems() {
		t.Error("a string has elements")
	}
	for range must(t, `[1]`).Members() {
		t.Error("an array has members")
	}
}

// Strings of every length put quotes and backslashes at every place of the eight bytes that are read at once.
func TestStringsOfAllLengths(t *testing.T) {
	for n := range 40 {
		for _, end := range []string{"", `"`, `\`, "é", "\n", `\"`, "x\x7f"} {
			s := strings.Repeat("a", n) + end
			for _, tail := range []string{"", ",\"after\""} {
				v := must(t, "["+value.FromString(s).String()+tail+"]")
				if got := v.Elem(0).Text(); got != s {
					t.Errorf("got %q, want %q", got, s)
				}
				if tail != "" && v.Elem(1).Text() != "after" {
					t.Errorf("%s: the walk missed the end of a string", v)
				}
			}
		}
	}
}

func TestPartsCannotBeAppendedInto(t *testing.T) {
	v := must(t, `{"a":[1,2],"b":3}`)
	_ = append(v.Get("a").Raw(), "!!!!"...)
	_ = append(v.Get("a").Elem(0).Raw(), '9')
	if v.String() != `{"a":[1,2],"b":3}` {
		t.Errorf("the whole was overwritten: %s", v)
	}
}
