package value_test

import (
	"cmp"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/itchyny/gojq"
	"pgregory.net/rapid"

	"tutti/value"
)

func TestCompareNumbers(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"1", "1.0", 0},
		{"1", "1e0", 0},
		{"100", "1E+2", 0},
		{"0.001", "1e-3", 0},
		{"0.00100", "0.1e-2", 0},
		{"-0", "0", 0},
		{"0e999999999999999999999", "0.000", 0},
		{"2", "10", -1},
		{"-2", "-10", 1},
		{"-1", "1", -1},
		{"0", "-1", 1},
		{"1.5", "1.25", 1},
		{"1.2", "1.20000000000000000000001", -1},
		{"9007199254740993", "9007199254740992", 1},
		{"9007199254740993", "9007199254740993.0", 0},
		{"123456789012345678901234567890", "123456789012345678901234567891", -1},
		{"1e400", "1e401", -1},
		{"-1e400", "-1e401", 1},
		{"1e-400", "0", 1},
		{"1e999999999", "1e999999998", 1},
		{"1e-999999999", "1e-999999998", -1},
		{"1e99999999999999999999", "1e99999999999999999998", 1},
		{"1e-99999999999999999999", "1e-99999999999999999998", -1},
		{"1e99999999999999999999", "1e099999999999999999999", 0},
		{"1e99999999999999999999", "1e-99999999999999999999", 1},
		{"1e99999999999999999999", "9e5", 1},
		{"1e-99999999999999999999", "9e-5", -1},
		{"2e99999999999999999999", "1e99999999999999999999", 1},
		{"1e00000000000000000000000003", "1000", 0},
	} {
		a, b := must(t, c.a), must(t, c.b)
		if got := value.Compare(a, b); got != c.want {
			t.Errorf("Compare(%s, %s) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := value.Compare(b, a); got != -c.want {
			t.Errorf("Compare(%s, %s) = %d, want %d", c.b, c.a, got, -c.want)
		}
		if got := value.Equal(a, b); got != (c.want == 0) {
			t.Errorf("Equal(%s, %s) = %t", c.a, c.b, got)
		}
	}
}

func TestCompareNumbersIsLinear(t *testing.T) {
	long := strings.Repeat("7", 1<<20)
	for _, c := range [][2]string{
		{long, long + ".0"},
		{"1e" + long, "1.0e" + long},
		{"0." + long, "0." + long + "1"},
	} {
		a, b := must(t, c[0]), must(t, c[1])
		value.Compare(a, b)
		a.Int()
	}
}

func TestInt(t *testing.T) {
	for _, c := range []struct {
		text string
		want int64
		ok   bool
	}{
		{"0", 0, true},
		{"-0", 0, true},
		{"201.0", 201, true},
		{"1e3", 1000, true},
		{"1.25e2", 125, true},
		{"0.5e1", 5, true},
		{"9223372036854775807", math.MaxInt64, true},
		{"-9223372036854775808", math.MinInt64, true},
		{"9223372036854775808", 0, false},
		{"1e19", 0, false},
		{"1e18", 1e18, true},
		{"1.5", 0, false},
		{"1e-1", 0, false},
		{"1e999999999", 0, false},
		{"1e99999999999999999999", 0, false},
		{"0e99999999999999999999", 0, true},
		{`"1"`, 0, false},
		{"null", 0, false},
	} {
		if got, ok := must(t, c.text).Int(); ok != c.ok || ok && got != c.want {
			t.Errorf("Int of %s = %d, %t, want %d, %t", c.text, got, ok, c.want, c.ok)
		}
	}
}

func TestFloat(t *testing.T) {
	for _, c := range []struct {
		text string
		want float64
		ok   bool
	}{
		{"0.1", 0.1, true},
		{"12", 12, true},
		{"123456789012345678", 123456789012345678, true},
		{"9007199254740993", 9007199254740992, true},
		{"1e400", math.Inf(1), true},
		{"-1e400", math.Inf(-1), true},
		{"1e-400", 0, true},
		{"true", 0, false},
	} {
		if got, ok := must(t, c.text).Float(); ok != c.ok || got != c.want {
			t.Errorf("Float of %s = %v, %t, want %v, %t", c.text, got, ok, c.want, c.ok)
		}
	}
	if f, _ := must(t, "-0").Float(); !math.Signbit(f) {
		t.Errorf("Float of -0 = %v, want -0", f)
	}
}

// numberText draws numbers in all spellings, with exponents that big.Rat can still expand.
func numberText() *rapid.Generator[string] {
	return rapid.StringMatching(`-?(0|[1-9][0-9]{0,22})(\.[0-9]{1,22})?([eE][+-]?[0-9]{1,2})?`)
}

func TestNumbersAgreeWithBigRat(t *testing.T) {
	rat := func(text string) *big.Rat {
		r, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Fatalf("big.Rat refuses %s", text)
		}
		return r
	}
	rapid.Check(t, func(t *rapid.T) {
		a := numberText().Draw(t, "a")
		b := rapid.OneOf(numberText(), rapid.Just(rat(a).FloatString(150))).Draw(t, "b")
		if got, want := value.Compare(must(t, a), must(t, b)), rat(a).Cmp(rat(b)); got != want {
			t.Fatalf("Compare(%s, %s) = %d, want %d", a, b, got, want)
		}
		n, ok := must(t, a).Int()
		if r := rat(a); ok != (r.IsInt() && r.Num().IsInt64()) || ok && n != r.Num().Int64() {
			t.Fatalf("Int of %s = %d, %t", a, n, ok)
		}
		if f, _ := must(t, a).Float(); f != float(a) {
			t.Fatalf("Float of %s = %v, want %v", a, f, float(a))
		}
	})
}

func float(text string) float64 {
	f, _ := strconv.ParseFloat(text, 64)
	return f
}

func TestFromFloatIsWhatGojqPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.OneOf(rapid.Float64(), rapid.Map(rapid.Uint64(), math.Float64frombits)).Draw(t, "f")
		want, err := gojq.Marshal(f)
		if got := value.FromFloat(f).String(); err != nil || got != string(want) {
			t.Fatalf("FromFloat(%v) = %s, want %s", f, got, want)
		}
		if back, ok := value.FromFloat(f).Float(); ok && cmp.Compare(back, min(max(f, -math.MaxFloat64), math.MaxFloat64)) != 0 {
			t.Fatalf("%v came back as %v", f, back)
		}
	})
}
