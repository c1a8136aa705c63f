package tutti

import (
	"testing"

	"tutti/value"
)

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		text, want string // want is "" if the text is no number
	}{
		{"0", "0"},
		{"-0", "-0"},
		{"7", "7"},
		{"-12", "-12"},
		{"1.10", "1.10"},
		{"1e3", "1e3"},
		{"1E-3", "1E-3"},
		{"1.5e+3", "1.5e+3"},
		{"+1", "1"},
		{"0123", "123"},
		{"-007", "-7"},
		{"00", "0"},
		{"+0.50", "0.50"},
		{"1.", "1"},
		{"1.e5", "1e5"},
		{".5", "0.5"},
		{"-.5e1", "-0.5e1"},
		{"00.10", "0.10"},
		{"0x1F", "31"},
		{"0xffffffffffffffffff", "4722366482869645213695"},
		{"0o17", "15"},
		{"", ""},
		{"-", ""},
		{".", ""},
		{"+.", ""},
		{"1e", ""},
		{"e1", ""},
		{"1_000", ""},
		{"0x", ""},
		{"0xG", ""},
		{"-0x1", ""},
		{"0o8", ""},
		{"0b1", ""},
		{"1.2.3", ""},
		{"2026-12-24", ""},
		{"12:30", ""},
		{"1 ", ""},
		{"٣", ""},
		{"infinity", ""},
		{"NaN", ""},
	} {
		got, err := number(c.text)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("number(%q) = %q, %v; want %q", c.text, got, err, c.want)
		}
		if got != "" {
			if _, err := value.Scan([]byte(got), value.DefaultDepth); err != nil {
				t.Errorf("number(%q) = %q is no JSON: %v", c.text, got, err)
			}
		}
	}
	for _, text := range []string{".inf", "-.inf", "+.INF", ".Inf", ".nan", ".NaN", ".NAN"} {
		if _, err := number(text); err != errNotJSON {
			t.Errorf("number(%q): %v, want %v", text, err, errNotJSON)
		}
	}
}
