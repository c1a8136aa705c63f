package value_test

import (
	"encoding/json"
	"math"
	"testing"

	"tutti/value"
)

// must scans a text that the test knows to be valid.
func must(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string,
) value.Value {
	t.Helper()
	v, err := value.Scan([]byte(text), 0)
	if err != nil {
		t.Fatalf("Scan(%s): %v", text, err)
	}
	return v
}

func TestZeroIsNull(t *testing.T) {
	var v value.Value
	if v.String() != "null" || !v.IsNull() || v.Truthy() || v.Bool() || v.Kind() != value.Null || v.Len() != 0 || v.Text() != "" || v.Any() != nil {
		t.Errorf("the zero Value is not null: %s", v)
	}
	if got := v.Get("a").Elem(0); !got.IsNull() {
		t.Errorf("a part of null: got %s, want null", got)
	}
	if !value.Equal(v, must(t, "null")) {
		t.Error("the zero Value differs from null")
	}
}

func TestKinds(t *testing.T) {
	for _, c := range []struct {
		text   string
		name   string
		truthy bool
		len    int
	}{
		{"null", "null", false, 0},
		{"true", "boolean", true, 0},
		{"false", "boolean", false, 0},
		{"0", "number", true, 0},
		{"-1e3", "number", true, 0},
		{`""`, "string", true, 0},
		{`"né\ud83d\ude00\n"`, "string", true, 4},
		{"[]", "array", true, 0},
		{`[ 1 , [2,3] , "a,b" ]`, "array", true, 3},
		{"{}", "object", true, 0},
		{`{ "a" : {"b":1,"c":2} , "d" : [1,2] }`, "object", true, 2},
	} {
		v := must(t, c.text)
		if v.Kind().String() != c.name || v.Truthy() != c.truthy || v.Len() != c.len {
			t.Errorf("%s: got %s, truthy %t, length %d; want %s, %t, %d", c.text, v.Kind(), v.Truthy(), v.Len(), c.name, c.truthy, c.len)
		}
	}
}

func TestConstructors(t *testing.T) {
	for _, c := range []struct {
		got  value.Value
		want string
	}{
		{value.FromBool(true), "true"},
		{value.FromBool(false), "false"},
		{value.FromInt(math.MinInt64), "-9223372036854775808"},
		{value.FromFloat(5), "5"},
		{value.FromFloat(0.1), "0.1"},
		{value.FromFloat(1e-7), "1e-7"},
		{value.FromFloat(1e21), "1e+21"},
		{value.FromFloat(math.Copysign(0, -1)), "-0"},
		{value.FromFloat(math.NaN()), "null"},
		{value.FromFloat(math.Inf(-1)), "-1.7976931348623157e+308"},
		{value.FromString("a\"b\\\n\x01\x7fé"), `"a\"b\\\n\u0001\u007fé"`},
		{value.FromString("\xff!"), "\"\ufffd!\""},
	} {
		if c.got.String() != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
		must(t, c.got.String())
	}
}

func TestScalar(t *testing.T) {
	for _, c := range []struct {
		text, want string
		ok         bool
	}{
		{`"a\u0062"`, "ab", true},
		{"1.10", "1.10", true},
		{"false", "false", true},
		{"null", "", false},
		{"[1]", "", false},
		{"{}", "", false},
	} {
		if got, ok := must(t, c.text).Scalar(); got != c.want || ok != c.ok {
			t.Errorf("Scalar of %s = %q, %t, want %q, %t", c.text, got, ok, c.want, c.ok)
		}
	}
}

func TestInsideEncodingJSON(t *testing.T) {
	var doc struct{ A, B value.Value }
	source := []byte(`{"a": {"x":1.10}, "b": [1, 2]}`)
	if err := json.Unmarshal(source, &doc); err != nil {
		t.Fatal(err)
	}
	for i := range source {
		source[i] = '!'
	}
	got, err := json.Marshal(doc)
	if want := `{"A":{"x":1.10},"B":[1,2]}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
	if err := json.Unmarshal([]byte(`{"a": {"x":1,"x":2}}`), &doc); err == nil {
		t.Error("a duplicate key inside encoding/json went unnoticed")
	}
}
