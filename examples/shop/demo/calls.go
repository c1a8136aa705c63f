package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// running is the outcome of a call that a service is still working on.
const running = "running"

// call is a request that a service received, as its ledger tells it.
type call struct {
	Seq       int
	Service   string
	Operation string
	Status    int // 0: there was no answer
	Outcome   string
	Key       string // <run>/<step>/...
	Start     time.Time
	Duration  float64 `json:"duration_ms"`
}

func (c call) name() string { return c.Service + "." + c.Operation }

// run is the id of the run that made the call.
func (c call) run() string {
	id, _, _ := strings.Cut(c.Key, "/")
	return id
}

// shelf is how much there is of one article.
type shelf struct{ Available, Reserved int }

// calls returns what workflows called since the entry seq of the ledger. The
// demo's own requests have no key.
func (s *shop) calls(ctx context.Context, seq int) ([]call, error) {
	var list struct{ Items []call }
	err := s.read(ctx, "ORDERS_URL", fmt.Sprintf("/_ledger?after=%d", seq), &list)
	var out []call
	for _, c := range list.Items {
		if c.Key != "" {
			out = append(out, c)
		}
	}
	return out, err
}

func (s *shop) stock(ctx context.Context) (map[string]shelf, error) {
	out := map[string]shelf{}
	for _, sku := range []string{"mug", "tea", "pot"} {
		var on shelf
		if err := s.read(ctx, "INVENTORY_URL", "/stock/"+sku, &on); err != nil {
			return nil, err
		}
		out[sku] = on
	}
	return out, nil
}

// chartWidth is how many characters the longest row of bars takes.
const chartWidth = 40

// chart draws the calls as a table with a bar for each, so that those that ran
// at the same time stand below each other. Times count from begin, in ms.
func chart(calls []call, begin time.Time) string {
	var out strings.Builder
	fmt.Fprintf(&out, "   %-24s %6s %7s %7s\n", "call", "status", "start", "ms")
	offset := func(c call) float64 { return float64(c.Start.Sub(begin).Microseconds()) / 1000 }
	end := 1.0
	for _, c := range calls {
		end = max(end, offset(c)+c.Duration)
	}
	for _, c := range calls {
		status := fmt.Sprint(c.Status)
		if c.Status == 0 {
			status = c.Outcome
		}
		from := min(max(0, int(offset(c)/end*chartWidth)), chartWidth-1)
		long := min(max(1, int(c.Duration/end*chartWidth+0.5)), chartWidth-from)
		bar := strings.Repeat(" ", from) + strings.Repeat("=", long)
		fmt.Fprintf(&out, "   %-24s %6s %7.1f %7.1f  |%s\n", c.name(), status, offset(c), c.Duration, bar)
	}
	return out.String()
}
