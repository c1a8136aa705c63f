package flow

import (
	"strconv"
	"strings"
	"time"
)

// Limits bound what one request, run, call or expression may take.
type Limits struct {
	RequestBody     int64 // bytes
	AnswerBody      int64 // bytes
	JSONDepth       int
	ExprSteps       int
	ExprBytes       int
	HeaderRead      time.Duration
	Idle            time.Duration
	CallTimeout     time.Duration // of one attempt
	RunTimeout      time.Duration // of an express run
	ForElements     int
	RepeatTurns     int
	NestedRuns      int
	Branches        int // of one parallel
	ConcurrentCalls int // of one run
}

// DefaultLimits is the table "Defaults" of the language.
func DefaultLimits() Limits {
	return Limits{
		RequestBody:     1 << 20,
		AnswerBody:      8 << 20,
		JSONDepth:       128,
		ExprSteps:       100_000,
		ExprBytes:       16 << 20,
		HeaderRead:      5 * time.Second,
		Idle:            60 * time.Second,
		CallTimeout:     10 * time.Second,
		RunTimeout:      30 * time.Second,
		ForElements:     10_000,
		RepeatTurns:     1_000,
		NestedRuns:      16,
		Branches:        64,
		ConcurrentCalls: 64,
	}
}

// Limit is one of the Limits in words.
type Limit struct{ Name, Value string }

// Words are the limits for people.
func (l Limits) Words() []Limit {
	return []Limit{
		{"body of a request", size(l.RequestBody)},
		{"body of a service's answer", size(l.AnswerBody)},
		{"depth of JSON", count(l.JSONDepth)},
		{"steps of an expression", count(l.ExprSteps)},
		{"memory of an expression", size(int64(l.ExprBytes))},
		{"time to send the headers of a request", seconds(l.HeaderRead)},
		{"idle connection", seconds(l.Idle)},
		{"one attempt of a call", seconds(l.CallTimeout)},
		{"a run in express mode", seconds(l.RunTimeout)},
		{"elements of a for", count(l.ForElements)},
		{"turns of a repeat", count(l.RepeatTurns)},
		{"runs inside each other", count(l.NestedRuns)},
		{"branches of a parallel", count(l.Branches)},
		{"calls of one run at once", count(l.ConcurrentCalls)},
	}
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s" }

// size writes bytes in the largest unit that needs no fraction.
func size(bytes int64) string {
	units := []string{"bytes", "KiB", "MiB", "GiB"}
	i := 0
	for ; i+1 < len(units) && bytes >= 1024 && bytes%1024 == 0; i++ {
		bytes /= 1024
	}
	return count(int(bytes)) + " " + units[i]
}

// count writes a number with commas between the thousands.
func count(n int) string {
	digits := strconv.Itoa(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}
