package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxLatency keeps a mistyped latency from holding connections for hours.
const maxLatency = time.Minute

// switches make operations slow, or fail, until they are put back.
type switches struct {
	latency time.Duration // of operations without a switch of their own

	known map[string]bool // what can be switched: service.operation, and service. for all of it

	mu  sync.Mutex
	set map[string]toggle // by the names of known
}

// toggle is one switch, as POST /_switch takes it. Without fail and latency it
// puts the operation back.
type toggle struct {
	Service   string   `json:"service"`
	Operation string   `json:"operation"` // "" is every operation of the service
	Fail      failure  `json:"fail"`
	Latency   duration `json:"latency,omitzero"`
	Times     int      `json:"times,omitempty"` // how many requests it holds for; 0: until it is put back
	After     bool     `json:"after,omitempty"` // wait and fail after the effect: what a caller sees when an answer is lost
}

// failure is a status from 400 on, or "reset" for a broken connection.
type failure struct {
	status int
	reset  bool
}

type duration time.Duration

func newSwitches() *switches { return &switches{known: map[string]bool{}, set: map[string]toggle{}} }

func (f failure) IsZero() bool { return f == failure{} }

func (f *failure) UnmarshalJSON(b []byte) error {
	return f.parse(strings.Trim(string(b), `"`))
}

func (f failure) MarshalJSON() ([]byte, error) {
	switch {
	case f.reset:
		return []byte(`"reset"`), nil
	case f.status != 0:
		return strconv.AppendInt(nil, int64(f.status), 10), nil
	}
	return []byte("null"), nil
}

func (f *failure) parse(s string) error {
	*f = failure{reset: s == "reset"}
	if f.reset || s == "null" {
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 400 || n > 599 {
		return fmt.Errorf("%q is neither a status from 400 to 599 nor reset", s)
	}
	f.status = n
	return nil
}

func (d *duration) UnmarshalText(b []byte) error {
	n, err := time.ParseDuration(string(b))
	if err == nil && (n < 0 || n > maxLatency) {
		err = fmt.Errorf("%s is not between 0 and %s", n, maxLatency)
	}
	*d = duration(n)
	return err
}

func (d duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// parse takes a switch as the command line has it: service.operation=503.
func (s *switches) parse(arg string) error {
	name, fail, ok := strings.Cut(arg, "=")
	service, op, _ := strings.Cut(name, ".")
	if !ok {
		return fmt.Errorf("%q is not of the form service.operation=status", arg)
	}
	t := toggle{Service: service, Operation: op}
	if err := t.Fail.parse(fail); err != nil {
		return err
	}
	return s.put(t)
}

// know makes the operation switchable; all are known before the first request.
func (s *switches) know(service, op string) {
	s.known[service+"."] = true
	s.known[service+"."+op] = true
}

func (s *switches) put(t toggle) error {
	name := t.Service + "." + t.Operation
	if !s.known[name] {
		return invalid("there is no " + strings.TrimSuffix(name, "."))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.Fail.IsZero() && t.Latency == 0 {
		delete(s.set, name)
		return nil
	}
	s.set[name] = t
	return nil
}

// take returns the switch that holds for one request, and counts it.
func (s *switches) take(service, op string) toggle {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := service + "." + op
	t, ok := s.set[name]
	if !ok {
		name = service + "."
		t, ok = s.set[name]
	}
	if ok && t.Times > 0 {
		rest := t
		if rest.Times--; rest.Times == 0 {
			delete(s.set, name)
		} else {
			s.set[name] = rest
		}
	}
	t.Latency = cmp.Or(t.Latency, duration(s.latency))
	return t
}

// wait lets the latency pass; false if the client left before that.
func (t toggle) wait(ctx context.Context) bool {
	if t.Latency == 0 {
		return true
	}
	timer := time.NewTimer(time.Duration(t.Latency))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// serve is /_switch: POST puts one switch, GET lists them, DELETE puts all back.
func (s *switches) serve(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		s.mu.Lock()
		defer s.mu.Unlock()
		items := []toggle{}
		for _, name := range slices.Sorted(maps.Keys(s.set)) {
			items = append(items, s.set[name])
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]any{"items": items})
	case http.MethodPost:
		send(w, replyOf(s.post(w, r)))
	case http.MethodDelete:
		s.mu.Lock()
		defer s.mu.Unlock()
		clear(s.set)
		w.WriteHeader(http.StatusNoContent)
	default:
		send(w, replyOf(answer{}, refuse(http.StatusMethodNotAllowed, "Method not allowed", "GET, POST or DELETE")))
	}
}

func (s *switches) post(w http.ResponseWriter, r *http.Request) (answer, error) {
	req, err := read(w, r)
	if err != nil {
		return answer{}, err
	}
	var t toggle
	if err := req.decode(&t); err != nil {
		return answer{}, err
	}
	if t.Times < 0 {
		return answer{}, invalid("times must not be negative")
	}
	return answer{status: http.StatusNoContent}, s.put(t)
}
