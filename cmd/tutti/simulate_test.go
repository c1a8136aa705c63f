package main

import (
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"tutti/simulate"
)

// The world that the help shows is one that can be read.
func TestHelpShowsAWorld(t *testing.T) {
	long := runCommand(world{err: io.Discard}).Long
	_, text, ok := strings.Cut(long, "and people.\n\n")
	if !ok {
		t.Fatalf("no world in the help:\n%s", long)
	}
	text = regexp.MustCompile(`(?m)^  `).ReplaceAllString(text, "")
	script, found := simulate.Parse("help", []byte(text), []string{"payments.authorize", "orders.create"})
	if len(found) > 0 || len(script.Answers) != 2 || len(script.Events) != 1 || len(script.People) != 1 || script.Cancel == nil || script.Seed != 7 {
		t.Errorf("the world in the help is not read: %v\n%s", found, text)
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                                  "0s",
		1500 * time.Microsecond:            "2ms",
		250 * time.Millisecond:             "250ms",
		90 * time.Second:                   "1m30s",
		5 * time.Minute:                    "5m",
		2 * time.Hour:                      "2h",
		2*time.Hour + 5*time.Second:        "2h0m5s",
		24 * time.Hour:                     "1d",
		30*24*time.Hour + 90*time.Minute:   "30d1h30m",
		24*time.Hour + 10*time.Millisecond: "1d10ms",
	} {
		if got := span(d); got != want {
			t.Errorf("%d: got %s, want %s", d, got, want)
		}
	}
}
