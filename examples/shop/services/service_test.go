package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

const reserveMug = `{"reference":"r1","items":[{"sku":"mug","qty":1}]}`

func TestTheSameKeyHasOneEffect(t *testing.T) {
	s := openShop(t)
	first := s.ask("inventory POST /reservations", "run/reservation", reserveMug)
	again := s.ask("inventory POST /reservations", "run/reservation", reserveMug)
	if again.Code != 201 || again.Body.String() != first.Body.String() || again.Header().Get("Location") != first.Header().Get("Location") {
		t.Errorf("the second answer is %d %s, want that of the first: %d %s", again.Code, again.Body, first.Code, first.Body)
	}
	if first.Header().Get("Idempotent-Replayed") != "" || again.Header().Get("Idempotent-Replayed") != "true" {
		t.Errorf("Idempotent-Replayed: %q then %q, want it on the second only", first.Header().Get("Idempotent-Replayed"), again.Header().Get("Idempotent-Replayed"))
	}
	entries := s.ledger.after(0)
	if entries[0].Replayed || !entries[1].Replayed {
		t.Errorf("the ledger says replayed %t, %t, want false, true", entries[0].Replayed, entries[1].Replayed)
	}
	other := s.ask("inventory POST /reservations", "run/reservation", strings.Replace(reserveMug, "r1", "r2", 1))
	if other.Code != http.StatusUnprocessableEntity {
		t.Errorf("another body under the same key: %d %s, want 422", other.Code, other.Body)
	}
}

func TestManyAtOnceUnderOneKeyHaveOneEffect(t *testing.T) {
	s := openShop(t)
	var asked sync.WaitGroup
	for range 20 {
		asked.Go(func() { s.ask("inventory POST /reservations", "k", reserveMug) })
	}
	asked.Wait()
	s.want("inventory GET /stock/mug", "", 200, `{"sku":"mug","title":"Mug, blue","price":1250,"available":39,"reserved":1}`)
}

func TestOldAnswersAreForgotten(t *testing.T) {
	p := newReplays()
	r := &request{Request: httptest.NewRequest("POST", "/x", nil)}
	for i := range maxReplays + 1 {
		p.keep(fmt.Sprint(i), r, reply{status: 200})
	}
	if _, ok := p.find("0", r); ok || len(p.given) != maxReplays {
		t.Errorf("%d answers are kept, the first among them: %t; want %d without it", len(p.given), ok, maxReplays)
	}
}

func TestSwitches(t *testing.T) {
	s := openShop(t)
	s.want("orders POST /_switch", `{"service":"inventory","operation":"getStock","fail":503,"times":2}`, 204, "")
	s.want("orders POST /_switch", `{"service":"payments","fail":"reset","latency":"20ms"}`, 204, "")
	s.want("orders GET /_switch", "", 200, `{"items":[{"service":"inventory","operation":"getStock","fail":503,"times":2},
		{"service":"payments","operation":"","fail":"reset","latency":"20ms"}]}`)
	s.want("inventory GET /stock/mug", "", 503, "")
	s.want("inventory GET /reservations/x", "", 404, "")
	s.want("inventory GET /stock/mug", "", 503, "")
	s.want("inventory GET /stock/mug", "", 200, "")
	s.want("orders POST /_switch", `{"service":"payments"}`, 204, "")
	s.want("payments GET /payments/x", "", 404, "")
	s.want("orders POST /_switch", `{"service":"orders","operation":"getOrder","fail":500}`, 204, "")
	s.want("orders DELETE /_switch", "", 204, "")
	s.want("orders GET /orders/o-1", "", 404, "")
}

func TestASwitchThatMakesNoSense(t *testing.T) {
	s := openShop(t)
	for body, status := range map[string]int{
		`{"service":"inventory","operation":"getstock","fail":503}`: 422,
		`{"service":"bakery","fail":503}`:                           422,
		`{"fail":503}`:                                              422,
		`{"service":"orders","fail":503,"times":-1}`:                422,
		`{"service":"orders","fail":200}`:                           400,
		`{"service":"orders","fail":"sometimes"}`:                   400,
		`{"service":"orders","latency":"2h"}`:                       400,
		`{"service":"orders","speed":1}`:                            400,
	} {
		s.want("orders POST /_switch", body, status, "")
	}
	s.want("orders PUT /_switch", "", 405, "")
	for _, arg := range []string{"orders", "orders.getOrder=", "orders.get=503", "=503"} {
		if err := s.switches.parse(arg); err == nil {
			t.Errorf("-fail %s was taken, want an error", arg)
		}
	}
}

func TestAFailureBeforeHasNoEffectAndOneAfterHas(t *testing.T) {
	for _, c := range []struct {
		after  string
		status int
	}{{"false", 404}, {"true", 200}} {
		s := openShop(t)
		s.want("inventory POST /_switch", `{"service":"inventory","operation":"reserve","fail":503,"times":1,"after":`+c.after+`}`, 204, "")
		if got := s.ask("inventory POST /reservations", "k", reserveMug); got.Code != 503 {
			t.Errorf("after=%s: status %d, want 503", c.after, got.Code)
		}
		s.want("inventory GET /reservations/r1", "", c.status, "")
		if got := s.ask("inventory POST /reservations", "k", reserveMug); got.Code != 201 {
			t.Errorf("after=%s: the retry has status %d, want 201: %s", c.after, got.Code, got.Body)
		}
	}
}

func TestLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openShop(t)
		s.switches.latency = 30 * time.Millisecond
		s.want("orders POST /_switch", `{"service":"orders","operation":"getOrder","latency":"2s"}`, 204, "")
		s.want("orders GET /orders/o-1", "", 404, "")
		s.want("customers GET /customers/c-1", "", 200, "")
		for i, want := range []float64{2000, 30} {
			if e := s.ledger.after(0)[i]; e.Duration != want {
				t.Errorf("%s.%s took %v ms, want %v", e.Service, e.Operation, e.Duration, want)
			}
		}
	})
}

func TestWhoLeavesEarlyHasNoEffect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openShop(t)
		s.switches.latency = time.Second
		r := httptest.NewRequest("POST", "/reservations", strings.NewReader(reserveMug))
		r.Header.Set("Content-Type", "application/json")
		ctx, leave := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer leave()
		s.services["inventory"].ServeHTTP(httptest.NewRecorder(), r.WithContext(ctx))
		if e := s.ledger.after(0)[0]; e.Outcome != gone || e.Status != 0 {
			t.Errorf("outcome %s, status %d, want gone and 0", e.Outcome, e.Status)
		}
		s.switches.latency = 0
		s.want("inventory GET /reservations/r1", "", 404, "")
	})
}

func TestTheLedgerTellsWhatHappened(t *testing.T) {
	s := openShop(t)
	s.ask("orders GET /orders/o-1?x=y", "run/order", "")
	s.ask("payments POST /payments", "", "{")
	var got struct{ Items []entry }
	if err := json.Unmarshal(s.ask("shipping GET /_ledger", "", "").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Items) != 2 {
		t.Fatalf("%d entries, want 2", len(got.Items))
	}
	first, second := got.Items[0], got.Items[1]
	if first.Start.IsZero() || second.Start.Before(first.Start) {
		t.Errorf("starts %s, %s, want two times in order", first.Start, second.Start)
	}
	first.Start, first.Duration = time.Time{}, 0
	want := entry{Seq: 1, Service: "orders", Operation: "getOrder", Method: "GET", Path: "/orders/o-1?x=y", Status: 404, Outcome: answered, Key: "run/order"}
	if first != want {
		t.Errorf("got  %+v\nwant %+v", first, want)
	}
	if second.Operation != "authorize" || second.Status != 400 {
		t.Errorf("the refused request is %+v, want authorize with status 400", second)
	}
	for query, n := range map[string]int{"?after=0": 2, "?after=1": 1, "?after=2": 0, "?after=99": 0} {
		if err := json.Unmarshal(s.ask("shipping GET /_ledger"+query, "", "").Body.Bytes(), &got); err != nil || len(got.Items) != n {
			t.Errorf("%s: %d entries (%v), want %d", query, len(got.Items), err, n)
		}
	}
	s.want("shipping GET /_ledger?after=now", "", 422, "")
}

func TestALongLedgerForgetsItsBeginning(t *testing.T) {
	l := newLedger()
	r := httptest.NewRequest("GET", "/", nil)
	first := l.begin("a", "b", r)
	for range maxEntries {
		l.end(l.begin("a", "b", r), 200, answered)
	}
	l.end(first, 500, answered)
	kept := l.after(0)
	if n := len(kept); n != maxEntries/2+1 || kept[n-1].Seq != maxEntries+1 || kept[0].Status != 200 {
		t.Errorf("%d entries, from %+v to %d", n, kept[0], kept[n-1].Seq)
	}
	if got := l.after(maxEntries); len(got) != 1 || got[0].Seq != maxEntries+1 {
		t.Errorf("after %d: %+v, want the last one", maxEntries, got)
	}
}
