package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// made is a list of calls of one run: "inventory.reserve 201".
func made(lines ...string) []call {
	var out []call
	for i, l := range lines {
		name, status, _ := strings.Cut(l, " ")
		service, op, _ := strings.Cut(name, ".")
		c := call{Seq: i + 1, Service: service, Operation: op, Outcome: "answered", Key: "run-1/step"}
		if status == running {
			c.Outcome = running
		}
		out = append(out, c)
	}
	return out
}

// declined is the third order as it should end.
func declined() result {
	shelves := map[string]shelf{"mug": {40, 0}}
	return result{
		reply: reply{status: 402, body: []byte(`{"status":402,"title":"Payment declined","step":"checkout.steps[7]"}`)},
		calls: made("inventory.getStock", "inventory.reserve", "payments.authorize", "inventory.release"), before: shelves, after: shelves,
	}
}

func TestAnOrderAsItShouldBe(t *testing.T) {
	r := declined()
	if wrong := r.against(orders[2].want); len(wrong) > 0 {
		t.Errorf("got %q, want nothing", wrong)
	}
}

func TestWhatIsNotAsItShouldBe(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*result)
		want   string
	}{
		{"status", func(r *result) { r.status = 502 }, "the status is 502, it should be 402"},
		{"title", func(r *result) { r.body = []byte(`{"status":402,"title":"No"}`) }, `"title" of the answer is No, it should be Payment declined`},
		{"no JSON", func(r *result) { r.body = []byte("oops") }, "the answer is no JSON object"},
		{"stock", func(r *result) { r.after = map[string]shelf{"mug": {37, 3}} }, "of mug, 37 are available and 3 reserved; it should be 40 and 0"},
		{"payment", func(r *result) { r.payment = "authorized" }, `the payment's state is "authorized"`},
		{"no release", func(r *result) { r.calls = r.calls[:3] }, "inventory.release was not called"},
		{"release too early", func(r *result) {
			r.calls = made("inventory.release", "inventory.reserve", "payments.authorize")
		}, "inventory.release was not called (in its place)"},
		{"order written", func(r *result) { r.calls = append(r.calls, made("orders.createOrder")...) }, "orders.createOrder was called, it should not be"},
		{"still at it", func(r *result) { r.calls = append(r.calls[:3], made("inventory.release running")...) }, "inventory.release is still running"},
		{"two runs", func(r *result) { r.calls[1].Key = "run-2/step" }, "inventory.reserve was called by the run run-2"},
	} {
		r := declined()
		c.change(&r)
		wrong := r.against(orders[2].want)
		if !slices.ContainsFunc(wrong, func(w string) bool { return strings.Contains(w, c.want) }) {
			t.Errorf("%s: got %q, want a line with %q", c.name, wrong, c.want)
		}
	}
}

func TestTheLocationMustBeTheOrder(t *testing.T) {
	r := result{reply: reply{status: 201, location: "/orders/o-2", body: []byte(`{"order":"o-1"}`)}}
	if wrong := r.against(ending{status: 201}); len(wrong) != 1 || !strings.Contains(wrong[0], `Location is "/orders/o-2"`) {
		t.Errorf("got %q, want one line about the Location", wrong)
	}
}

func TestChart(t *testing.T) {
	begin := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	at := func(ms int, took float64, c call) call {
		c.Start, c.Duration = begin.Add(time.Duration(ms)*time.Millisecond), took
		return c
	}
	got := chart([]call{
		at(0, 50, call{Service: "customers", Operation: "getCustomer", Status: 200}),
		at(0, 25, call{Service: "inventory", Operation: "getStock", Status: 200}),
		at(50, 0.2, call{Service: "payments", Operation: "authorize", Outcome: "reset"}),
		at(60, 40, call{Service: "inventory", Operation: "release", Status: 204}),
	}, begin)
	want := `   call                     status   start      ms
   customers.getCustomer       200     0.0    50.0  |====================
   inventory.getStock          200     0.0    25.0  |==========
   payments.authorize        reset    50.0     0.2  |                    =
   inventory.release           204    60.0    40.0  |                        ================
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
