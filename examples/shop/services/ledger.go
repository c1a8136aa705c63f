package main

import (
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// maxEntries bounds the ledger; beyond it the older half is forgotten.
const maxEntries = 20_000

// outcome is how a request ended.
type outcome string

const (
	running  outcome = "running"
	answered outcome = "answered"
	reset    outcome = "reset" // by a switch, without an answer
	gone     outcome = "gone"  // the client left before it was processed
)

// entry is one request that a service received.
type entry struct {
	Seq       int       `json:"seq"` // from 1, in order of arrival over all services
	Service   string    `json:"service"`
	Operation string    `json:"operation"`
	Method    string    `json:"method"`
	Path      string    `json:"path"` // with the query
	Status    int       `json:"status"`
	Outcome   outcome   `json:"outcome"`
	Key       string    `json:"key"` // Idempotency-Key, "" without
	Trace     string    `json:"trace"`
	Start     time.Time `json:"start"`
	Duration  float64   `json:"duration_ms"`
	Replayed  bool      `json:"replayed"` // answered from memory, without an effect
}

// ledger lists the requests to all services, oldest first.
type ledger struct {
	mu      sync.Mutex
	seq     int
	entries []entry
}

func newLedger() *ledger { return &ledger{} }

// begin notes a request on its arrival. The caller hands its entry to end; until
// then it is the caller's own.
func (l *ledger) begin(service, operation string, r *http.Request) *entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seq++
	e := entry{
		Seq: l.seq, Service: service, Operation: operation, Method: r.Method, Path: r.URL.RequestURI(), Outcome: running,
		Key: r.Header.Get("Idempotency-Key"), Trace: r.Header.Get("Traceparent"), Start: time.Now(),
	}
	if len(l.entries) == maxEntries {
		l.entries = append([]entry(nil), l.entries[maxEntries/2:]...)
	}
	l.entries = append(l.entries, e)
	return &e
}

// end notes how the request ended. Status 0 means that there was no answer.
func (l *ledger) end(e *entry, status int, how outcome) {
	e.Status, e.Outcome = status, how
	e.Duration = float64(time.Since(e.Start).Microseconds()) / 1000
	l.mu.Lock()
	defer l.mu.Unlock()
	// The entries are in a row without gaps, so the place follows from the number.
	if at := len(l.entries) - 1 - (l.seq - e.Seq); at >= 0 {
		l.entries[at] = *e
	}
}

// after returns a copy of the entries behind the one numbered seq.
func (l *ledger) after(seq int) []entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	skip := min(max(0, len(l.entries)-(l.seq-seq)), len(l.entries))
	return append([]entry{}, l.entries[skip:]...)
}

// serve answers GET /_ledger?after=SEQ with {"items":[...]}.
func (l *ledger) serve(w http.ResponseWriter, r *http.Request) {
	seq := 0
	if s := r.URL.Query().Get("after"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 {
			send(w, replyOf(answer{}, invalid("after must be the number of an entry")))
			return
		}
		seq = n
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"items": l.after(seq)})
}
