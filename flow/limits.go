package flow

import "time"

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
