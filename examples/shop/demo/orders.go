package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"time"
)

// settle is how long the undo of a failed order may take after its answer.
const settle = 10 * time.Second

// order is a cart and how it should end.
type order struct {
	title string
	cart  string
	want  ending
}

// ending is how an order should end: its answer, and what it leaves behind.
type ending struct {
	status  int
	taken   map[string]int // from the shelves, by article
	calls   []string       // that were made, at least, in this order
	never   []string       // calls that were not made
	payment string         // the state of the payment; "" is none
	body    map[string]any // fields that the answer has, at least
}

// orders is what the demo places, one after the other.
var orders = []order{
	{
		title: "An order that succeeds",
		cart:  `{"customerId":"c-1","card":"tok_visa","items":[{"sku":"mug","qty":2},{"sku":"tea","qty":1},{"sku":"pot","qty":1}]}`,
		want: ending{
			status:  http.StatusCreated,
			taken:   map[string]int{"mug": 2, "tea": 1, "pot": 1},
			calls:   []string{"inventory.reserve", "payments.authorize", "orders.createOrder", "shipping.createShipment"},
			never:   []string{"inventory.release", "payments.void", "orders.cancelOrder", "shipping.cancelShipment"},
			payment: "authorized",
			body:    map[string]any{"status": "confirmed", "total": 8590.0},
		},
	},
	{
		title: "More teapots than there are",
		cart:  `{"customerId":"c-2","card":"tok_visa","items":[{"sku":"mug","qty":1},{"sku":"pot","qty":9}]}`,
		want: ending{
			status: http.StatusConflict,
			calls:  []string{"inventory.getStock"},
			never:  []string{"inventory.reserve", "payments.authorize", "orders.createOrder"},
			body: map[string]any{
				"status": 409.0, "title": "Out of stock",
				"missing": []any{map[string]any{"sku": "pot", "wanted": 9.0, "available": 2.0}},
			},
		},
	},
	{
		title: "A card that is declined after the goods were reserved",
		cart:  `{"customerId":"c-1","card":"tok_declined","items":[{"sku":"mug","qty":3},{"sku":"tea","qty":2}]}`,
		want: ending{
			status: http.StatusPaymentRequired,
			calls:  []string{"inventory.reserve", "payments.authorize", "inventory.release"},
			never:  []string{"orders.createOrder", "shipping.createShipment"},
			body:   map[string]any{"status": 402.0, "title": "Payment declined"},
		},
	},
}

// place places one order, prints what happened, and returns what is not as it should be.
func place(ctx context.Context, s *shop, o order) ([]string, error) {
	seen, err := s.calls(ctx, 0)
	if err != nil {
		return nil, err
	}
	before, err := s.stock(ctx)
	if err != nil {
		return nil, err
	}
	seq := 0
	if len(seen) > 0 {
		seq = seen[len(seen)-1].Seq
	}

	fmt.Printf("   POST /checkout %s\n", o.cart)
	begin := time.Now()
	got, err := s.ask(ctx, "POST", s.url["gateway"]+"/checkout", o.cart)
	if err != nil {
		return nil, err
	}
	took := time.Since(begin)

	r := result{reply: got, before: before}
	wrong, err := r.settle(ctx, s, seq, o.want)
	if err != nil {
		return nil, err
	}
	fmt.Printf("   %d %s in %d ms", got.status, http.StatusText(got.status), took.Milliseconds())
	if got.location != "" {
		fmt.Printf(", Location: %s", got.location)
	}
	fmt.Printf("\n\n   %s\n\n%s", pretty(got.body), chart(r.calls, begin))
	return wrong, nil
}

func pretty(b []byte) string {
	var out bytes.Buffer
	if json.Indent(&out, bytes.TrimSpace(b), "   ", "  ") != nil {
		return string(b)
	}
	return out.String()
}

// result is how an order ended.
type result struct {
	reply
	calls         []call
	before, after map[string]shelf
	payment       string // its state, "" if there is none
}

// settle looks at what the order left behind until it is as it should be, or
// time is over: the undo goes on after the client has its answer.
func (r *result) settle(ctx context.Context, s *shop, seq int, want ending) (wrong []string, err error) {
	deadline := time.Now().Add(settle)
	for {
		if err := r.look(ctx, s, seq); err != nil {
			return nil, err
		}
		wrong = r.against(want)
		if len(wrong) == 0 || time.Now().After(deadline) || r.status != want.status {
			return wrong, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// look reads the ledger and the services' state.
func (r *result) look(ctx context.Context, s *shop, seq int) (err error) {
	if r.calls, err = s.calls(ctx, seq); err != nil {
		return err
	}
	if r.after, err = s.stock(ctx); err != nil {
		return err
	}
	var p struct{ Status string }
	if len(r.calls) > 0 {
		err = s.read(ctx, "PAYMENTS_URL", "/payments/"+r.calls[0].run(), &p)
	}
	r.payment = p.Status
	return err
}

// against returns a line for everything that is not as wanted.
func (r *result) against(want ending) (wrong []string) {
	differs := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if r.status != want.status {
		differs("the status is %d, it should be %d", r.status, want.status)
	}
	var body map[string]any
	if err := json.Unmarshal(r.body, &body); err != nil {
		differs("the answer is no JSON object: %v", err)
	}
	for _, name := range slices.Sorted(maps.Keys(want.body)) {
		if !reflect.DeepEqual(body[name], want.body[name]) {
			differs("%q of the answer is %v, it should be %v", name, body[name], want.body[name])
		}
	}
	if want.status == http.StatusCreated && (r.location == "" || r.location != fmt.Sprint("/orders/", body["order"])) {
		differs("Location is %q, the order is %v", r.location, body["order"])
	}
	if r.payment != want.payment {
		differs("the payment's state is %q, it should be %q", r.payment, want.payment)
	}
	for _, sku := range slices.Sorted(maps.Keys(r.before)) {
		b, a, n := r.before[sku], r.after[sku], want.taken[sku]
		if a.Available != b.Available-n || a.Reserved != b.Reserved+n {
			differs("of %s, %d are available and %d reserved; it should be %d and %d", sku, a.Available, a.Reserved, b.Available-n, b.Reserved+n)
		}
	}
	return append(wrong, callsAgainst(r.calls, want)...)
}

// callsAgainst holds the calls against those that should and should not be there.
func callsAgainst(calls []call, want ending) (wrong []string) {
	next := 0
	for _, c := range calls {
		if c.run() != calls[0].run() {
			wrong = append(wrong, fmt.Sprintf("%s was called by the run %s, the others by %s", c.name(), c.run(), calls[0].run()))
		}
		if c.Outcome == running {
			wrong = append(wrong, c.name()+" is still running")
		}
		if next < len(want.calls) && c.name() == want.calls[next] {
			next++
		}
		if slices.Contains(want.never, c.name()) {
			wrong = append(wrong, c.name()+" was called, it should not be")
		}
	}
	if next < len(want.calls) {
		wrong = append(wrong, want.calls[next]+" was not called (in its place)")
	}
	return wrong
}
