package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// start runs the program until the test ends and returns its addresses.
func start(t *testing.T, args ...string) map[string]string {
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, args, in, io.Discard) }() // ends by stop
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("run: %v", err)
		}
	})
	var addresses map[string]string
	if err := json.NewDecoder(out).Decode(&addresses); err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, out) // ends with the pipe
	t.Cleanup(func() { out.Close() })
	return addresses
}

func TestTheServicesListenWhereTheySay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "addresses.json")
	addresses := start(t, "-addresses", file)
	for _, name := range []string{"INVENTORY_URL", "CUSTOMERS_URL", "PAYMENTS_URL", "ORDERS_URL", "SHIPPING_URL"} {
		got, err := http.Get(addresses[name] + "/_health")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got.Body.Close()
		if got.StatusCode != http.StatusNoContent {
			t.Errorf("%s: status %d, want 204", name, got.StatusCode)
		}
	}
	var written map[string]string
	b, err := os.ReadFile(file)
	if err != nil || json.Unmarshal(b, &written) != nil || len(written) != 5 || written["ORDERS_URL"] != addresses["ORDERS_URL"] {
		t.Errorf("the file says %s (%v), want %v", b, err, addresses)
	}
}

func TestAResetBreaksTheConnection(t *testing.T) {
	addresses := start(t, "-fail", "orders.getOrder=reset")
	got, err := http.Get(addresses["ORDERS_URL"] + "/orders/o-1")
	if err == nil {
		got.Body.Close()
		t.Fatalf("status %d, want a broken connection", got.StatusCode)
	}
	ledger, err := http.Get(addresses["ORDERS_URL"] + "/_ledger")
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Body.Close()
	var list struct{ Items []entry }
	// A broken GET may be sent a second time by the client's transport.
	if err := json.NewDecoder(ledger.Body).Decode(&list); err != nil || len(list.Items) == 0 || list.Items[0].Outcome != reset {
		t.Errorf("the ledger says %+v (%v), want a reset", list.Items, err)
	}
}

func TestADrainLetsRequestsFinish(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, []string{"-latency", "200ms"}, in, io.Discard) }() // ends by stop
	var addresses map[string]string
	if err := json.NewDecoder(out).Decode(&addresses); err != nil {
		t.Fatal(err)
	}
	status := make(chan int, 1)
	go func() { // ends with its answer
		got, err := http.Get(addresses["CUSTOMERS_URL"] + "/customers/c-1")
		if err != nil {
			status <- 0
			return
		}
		got.Body.Close()
		status <- got.StatusCode
	}()
	waitForEntry(t, addresses["ORDERS_URL"])
	stop()
	if got := <-status; got != http.StatusOK {
		t.Errorf("the request in flight has status %d, want 200", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("run: %v", err)
	}
}

// waitForEntry returns when the ledger has seen a request.
func waitForEntry(t *testing.T, url string) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for {
		r, err := http.NewRequestWithContext(ctx, "GET", url+"/_ledger", nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(io.LimitReader(got.Body, 1<<20))
		got.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("running")) {
			return
		}
	}
}

func TestBadArguments(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"-listen 0.0.0.0:0", "no loopback address"},
		{"-listen 127.0.0.1:http", "no number"},
		{"-listen 127.0.0.1", "missing port"},
		{"-fail orders.nothing=503", "there is no orders.nothing"},
		{"extra", `unexpected argument "extra"`},
	} {
		err := run(t.Context(), strings.Fields(c.args), io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", c.args, err, c.want)
		}
	}
}
