package value_test

import (
	"testing"

	"tutti/value"
)

func must(t testing.TB, text string) value.Value {
	t.Helper()
	v, err := value.Scan([]byte(text), 0)
	if err != nil {
		t.Fatalf("Scan(%s): %v", text, err)
	}
	return v
}

func TestGet(t *testing.T) {
	v := must(t, ` {"a": 1.10, "b\n": [true, {"x":"}\""}, "é\u00e9"], "c": {}} `)
	for _, c := range []struct{ name, want string }{
		{"a", "1.10"}, {"b\n", `[true, {"x":"}\""}, "é\u00e9"]`}, {"c", "{}"}, {"d", "null"}, {"", "null"},
	} {
		if got := v.Get(c.name).String(); got != c.want {
			t.Errorf("Get(%q) = %s, want %s", c.name, got, c.want)
		}
	}
}

func TestThin(t *testing.T) {
	a, b := must(t, `{"a":[1,2.50,"x"],"b":{"c":1e3}}`), must(t, `{"b":{"c":1000},"a":[1.0,2.5,"\u0078"]}`)
	if !value.Equal(a, b) || value.Compare(a, b) != 0 {
		t.Errorf("%s and %s should be equal", a, b)
	}
	back, err := value.FromAny(a.Any())
	if err != nil || back.String() != `{"a":[1,2.50,"x"],"b":{"c":1e3}}` {
		t.Errorf("got %s, %v", back, err)
	}
	if _, err := value.Scan([]byte("{\"a\":1,\n \"\\u0061\":2}"), 0); err == nil || err.Error() != `line 2, column 2: duplicate key "a"` {
		t.Errorf("got %v", err)
	}
}
