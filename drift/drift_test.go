package drift_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tutti/drift"
	"tutti/schema"
)

var paid = drift.Where{Service: "payments", Operation: "authorize", Status: 200}

func finding(path, instance string) schema.Finding {
	return schema.Finding{Schema: path, Instance: instance, Message: "must be string, not number"}
}

func TestRecord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		table := drift.NewTable(slog.New(slog.NewTextHandler(&log, nil)))
		first := time.Now()
		table.Record(paid, []schema.Finding{finding("p.yaml#/a/type", "/0/a"), finding("p.yaml#/a/type", "/1/a"), finding("p.yaml#/b/type", "/0/b")})
		time.Sleep(time.Minute)
		table.Record(paid, []schema.Finding{finding("p.yaml#/a/type", "/7/a")})
		table.Record(drift.Where{Operation: "checkout", Status: 201}, []schema.Finding{finding("p.yaml#/a/type", "")})

		got := table.Entries()
		if len(got) != 3 || got[0].Operation != "checkout" || got[1].Schema != "p.yaml#/a/type" || got[2].Schema != "p.yaml#/b/type" {
			t.Fatalf("got %+v", got)
		}
		if e := got[1]; e.Count != 2 || !e.First.Equal(first) || e.Last.Sub(e.First) != time.Minute {
			t.Errorf("got %d from %s to %s, want 2 within a minute", e.Count, e.First, e.Last)
		}
		if n := strings.Count(log.String(), "\n"); n != 3 {
			t.Errorf("logged %d lines, want one for each kind:\n%s", n, log.String())
		}
		if strings.Contains(log.String(), "/0/a") {
			t.Errorf("the log names a place in the data:\n%s", log.String())
		}
	})
}

func TestTableIsBounded(t *testing.T) {
	var log bytes.Buffer
	table := drift.NewTable(slog.New(slog.NewTextHandler(&log, nil)))
	for i := range 1500 {
		table.Record(paid, []schema.Finding{finding(fmt.Sprint("p.yaml#/", i), "")})
	}
	got := table.Entries()
	if len(got) != 1001 {
		t.Fatalf("got %d entries, want 1000 and one for the others", len(got))
	}
	e := got[0]
	if e.Service != "payments" || e.Operation != "" || e.Schema != drift.Others || e.Count != 500 {
		t.Errorf("the others: got %+v, want 500 of payments", e)
	}
	if n := strings.Count(log.String(), "\n"); n != 1001 {
		t.Errorf("logged %d lines, want 1001", n)
	}
}

func TestNilTable(t *testing.T) {
	var table *drift.Table
	table.Record(paid, []schema.Finding{finding("a", "")})
	if got := table.Entries(); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestManyAtOnce(t *testing.T) {
	table := drift.NewTable(nil)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 100 {
				table.Record(paid, []schema.Finding{finding(fmt.Sprint("p.yaml#/", n%10), fmt.Sprint(i))})
			}
		})
	}
	wg.Wait()
	sum := int64(0)
	for _, e := range table.Entries() {
		sum += e.Count
	}
	if sum != 800 {
		t.Errorf("counted %d, want 800", sum)
	}
}
