package value_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/itchyny/gojq"

	"tutti/value"
)

func TestAnyOfNumbers(t *testing.T) {
	for _, c := range []struct {
		text string
		want any
	}{
		{"1", 1},
		{"-12", -12},
		{"0", 0},
		{"1.5", 1.5},
		{"0.000001", 0.000001},
		{"1.10", json.Number("1.10")},
		{"1.0", json.Number("1.0")},
		{"1e3", json.Number("1e3")},
		{"1e400", json.Number("1e400")},
		{"0.0000001", json.Number("0.0000001")},
		{"123456789012345678", 123456789012345678},
		{"9223372036854775807", json.Number("9223372036854775807")},
		{"123456789012345678901234567890", json.Number("123456789012345678901234567890")},
	} {
		if got := must(t, c.text).Any(); got != c.want {
			t.Errorf("Any of %s = %T %v, want %T %v", c.text, got, got, c.want, c.want)
		}
	}
}

// What an expression only passes on must come out as it went in.
func TestGojqPassesNumbersOnUnchanged(t *testing.T) {
	query, err := gojq.Parse(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"0", "-0", "-0.0", "1", "1.10", "1e400", "1E5", "9007199254740993", "123456789012345678901234567890", "0.1", "0.10", "5e-324", "1e-7", "1e21", "100000000000000000000", "1e+21", "3.14159",
	} {
		out, _ := query.Run(must(t, text).Any()).Next()
		if got, err := value.FromAny(out); err != nil || got.String() != text {
			t.Errorf("%s came back as %s, %v", text, got, err)
		}
	}
}

func TestFromAny(t *testing.T) {
	for _, c := range []struct {
		in   any
		want string
	}{
		{nil, "null"},
		{true, "true"},
		{-5, "-5"},
		{2.50, "2.5"},
		{new(big.Int).Exp(big.NewInt(10), big.NewInt(30), nil), "1000000000000000000000000000000"},
		{json.Number("1.10"), "1.10"},
		{json.Number(".5"), "0.5"},
		{json.Number("1."), "1"},
		{json.Number("1e999999"), "1e999999"},
		{json.Number("01"), "1"},
		{"a\nb", `"a\nb"`},
		{[]any{}, "[]"},
		{[]any{1, []any{"x"}, nil}, `[1,["x"],null]`},
		{map[string]any{}, "{}"},
		{map[string]any{"b": 1, "a": map[string]any{"z": nil, "é": 2, "Z": 3}}, `{"a":{"Z":3,"z":null,"é":2},"b":1}`},
		{map[string]any{"\xfe": 1, "\xff": 2, "a": 3}, "{\"a\":3,\"\ufffd\":2}"},
	} {
		got, err := value.FromAny(c.in)
		if err != nil || got.String() != c.want {
			t.Errorf("FromAny(%#v) = %s, %v, want %s", c.in, got, err, c.want)
		}
		must(t, got.String())
	}
}

func TestFromAnyRefuses(t *testing.T) {
	deep := any(nil)
	for range 10_001 {
		deep = []any{deep}
	}
	deepObject := any(nil)
	for range 10_001 {
		deepObject = map[string]any{"a": deepObject}
	}
	for _, c := range []struct {
		in   any
		want string
	}{
		{struct{}{}, "a struct {} is no JSON value"},
		{[]any{1, uint8(2)}, "a uint8 is no JSON value"},
		{map[string]any{"a": int64(2)}, "a int64 is no JSON value"},
		{json.Number("one"), `"one" is no number`},
		{json.Number(""), `"" is no number`},
		{deep, "more than 10000 arrays and objects inside each other"},
		{deepObject, "more than 10000 arrays and objects inside each other"},
	} {
		if _, err := value.FromAny(c.in); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("FromAny(%.40T) = %v, want %s", c.in, err, c.want)
		}
	}
}
