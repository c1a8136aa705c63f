package tutti

import (
	"testing"
	"time"

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

func TestDuration(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		text string
		want time.Duration
	}{
		{"200ms", 200 * time.Millisecond},
		{"30s", 30 * time.Second},
		{"5m", 5 * time.Minute},
		{"2h", 2 * time.Hour},
		{"7d", 7 * day},
		{"007d", 7 * day},
		{"PT30S", 30 * time.Second},
		{"P1D", day},
		{"P2W", 14 * day},
		{"P1DT2H3M4.5S", day + 2*time.Hour + 3*time.Minute + 4500*time.Millisecond},
		{"PT1M", time.Minute},
		{"PT0.001S", time.Millisecond},
		{"106751d", 106751 * day},
	} {
		if got, err := duration(c.text); err != nil || got != c.want {
			t.Errorf("duration(%q) = %v, %v; want %v", c.text, got, err, c.want)
		}
	}
	for _, c := range []struct {
		text string
		want error
	}{
		{"", errDuration},
		{"5", errDuration},
		{"s", errDuration},
		{"1.5s", errDuration},
		{"-1s", errDuration},
		{"1 s", errDuration},
		{"1h30m", errDuration},
		{"1us", errDuration},
		{"P", errDuration},
		{"PT", errDuration},
		{"P1DT", errDuration},
		{"PT1D", errDuration},
		{"P1H", errDuration},
		{"pt1s", errDuration},
		{"P1W2D", errDuration},
		{"PT1.S", errDuration},
		{"P1M", errCalendar},
		{"P1Y", errCalendar},
		{"P1Y2M", errCalendar},
		{"P1Y2M3DT4H", errCalendar},
		{"0s", errTooLong},
		{"PT0S", errTooLong},
		{"106752d", errTooLong},
		{"999999999999999999d", errTooLong},
		{"P999999999999999999W", errTooLong},
	} {
		if got, err := duration(c.text); err != c.want {
			t.Errorf("duration(%q) = %v, %v; want the error %v", c.text, got, err, c.want)
		}
	}
}
