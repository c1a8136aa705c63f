// Package drift counts how messages break their contracts. It does not decide what becomes of such a message.
package drift

import (
	"cmp"
	"log/slog"
	"slices"
	"sync"
	"time"

	"tutti/schema"
)

// maxEntries bounds a Table; what comes later is counted under Others.
const maxEntries = 1000

// Others is the schema path under which a full Table counts.
const Others = "others"

// Where is the message that broke a contract.
type Where struct {
	Service   string // "": the project's own contract, which clients see
	Operation string
	Status    int // of an answer; 0: a request
}

// Entry is one way in which messages break their contract.
type Entry struct {
	Where
	Schema      string // file#/pointer of the keyword that is broken, or Others
	Message     string // of the first finding
	Count       int64
	First, Last time.Time
}

// Table counts; it may be used by many goroutines at once. A nil Table counts nothing.
type Table struct {
	log *slog.Logger

	mu      sync.Mutex
	entries map[key]*Entry
}

type key struct {
	Where
	schema string
}

// NewTable is an empty Table. The first finding of each kind goes to log; nil: to none.
func NewTable(log *slog.Logger) *Table {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Table{log: log, entries: map[key]*Entry{}}
}

// Record counts what is wrong with one message. Findings that differ only in their place of the message count as one.
func (t *Table) Record(w Where, found []schema.Finding) {
	if t == nil {
		return
	}
	for i, f := range found {
		if !slices.ContainsFunc(found[:i], func(other schema.Finding) bool { return other.Schema == f.Schema }) {
			t.count(w, f)
		}
	}
}

func (t *Table) count(w Where, f schema.Finding) {
	now := time.Now()
	t.mu.Lock()
	e, known := t.entries[key{w, f.Schema}]
	if !known {
		e = t.enter(w, f, now)
		known = e.Count > 0
	}
	e.Count++
	e.Last = now
	t.mu.Unlock()
	if !known {
		t.log.Warn("a contract is broken", "service", w.Service, "operation", w.Operation, "status", w.Status, "schema", e.Schema, "message", e.Message)
	}
}

// enter makes room for an entry; a full table has one more for each service.
func (t *Table) enter(w Where, f schema.Finding, now time.Time) *Entry {
	k, message := key{w, f.Schema}, f.Message
	if len(t.entries) >= maxEntries {
		k, message = key{Where{Service: w.Service}, Others}, "more kinds of broken contracts than are counted one by one"
		if e, ok := t.entries[k]; ok {
			return e
		}
	}
	e := &Entry{Where: k.Where, Schema: k.schema, Message: message, First: now}
	t.entries[k] = e
	return e
}

// Entries are what was counted, in order of service, operation, status and schema.
func (t *Table) Entries() []Entry {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	all := make([]Entry, 0, len(t.entries))
	for _, e := range t.entries {
		all = append(all, *e)
	}
	slices.SortFunc(all, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Status, b.Status), cmp.Compare(a.Schema, b.Schema))
	})
	return all
}
