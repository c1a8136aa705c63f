package flow_test

import (
	"strings"
	"testing"
	"time"

	"tutti/flow"
)

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
		if got, err := flow.ParseDuration(c.text); err != nil || got != c.want {
			t.Errorf("ParseDuration(%q) = %v, %v; want %v", c.text, got, err, c.want)
		}
	}
	for _, c := range []struct {
		text string
		want string
	}{
		{"", "is written"},
		{"5", "is written"},
		{"s", "is written"},
		{"1.5s", "is written"},
		{"-1s", "is written"},
		{"1 s", "is written"},
		{"1h30m", "is written"},
		{"1us", "is written"},
		{"P", "is written"},
		{"PT", "is written"},
		{"P1DT", "is written"},
		{"PT1D", "is written"},
		{"P1H", "is written"},
		{"pt1s", "is written"},
		{"P1W2D", "is written"},
		{"PT1.S", "is written"},
		{"P1M", "write days"},
		{"P1Y", "write days"},
		{"P1Y2M", "write days"},
		{"P1Y2M3DT4H", "write days"},
		{"0s", "positive"},
		{"PT0S", "positive"},
		{"106752d", "positive"},
		{"999999999999999999d", "positive"},
		{"P999999999999999999W", "positive"},
	} {
		if got, err := flow.ParseDuration(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("ParseDuration(%q) = %v, %v; want an error with %q", c.text, got, err, c.want)
		}
	}
}
