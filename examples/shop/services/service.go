package main

import (
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strconv"
	"sync"
)

// operation is one entry of a service's contract.
type operation struct {
	name    string // the operationId
	pattern string // of net/http's ServeMux: "GET /stock/{sku}"
	do      func(*request) (answer, error)
}

// answer is what an operation says; a nil body is none.
type answer struct {
	status   int
	location string
	body     any
}

// reply is an answer as it goes over the wire, and as it is replayed.
type reply struct {
	status      int
	contentType string
	location    string
	body        []byte
}

// service is one of the shop's services. Its operations run one at a time.
type service struct {
	name     string
	mux      *http.ServeMux
	ledger   *ledger
	switches *switches

	mu       sync.Mutex // guards the state behind the operations, and answered
	answered *replays
}

func newService(name string, ops []operation, l *ledger, s *switches) *service {
	svc := &service{name: name, mux: http.NewServeMux(), ledger: l, switches: s, answered: newReplays()}
	for _, op := range ops {
		s.know(name, op.name)
		svc.mux.Handle(op.pattern, svc.handle(op))
	}
	svc.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		send(w, replyOf(answer{}, refuse(http.StatusNotFound, "No such operation", name+" has no "+r.Method+" "+r.URL.Path)))
	})
	svc.mux.HandleFunc("GET /_health", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	svc.mux.HandleFunc("GET /_ledger", l.serve)
	svc.mux.HandleFunc("/_switch", s.serve)
	return svc
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// handle is the way of every request: ledger, limits, switch, replay, effect.
func (s *service) handle(op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		e := s.ledger.begin(s.name, op.name, r)
		req, err := read(w, r)
		if err != nil {
			s.say(w, e, replyOf(answer{}, err))
			return
		}
		sw := s.switches.take(s.name, op.name)
		var out reply
		if sw.After {
			out, e.Replayed = s.perform(op, req)
		}
		if !sw.wait(r.Context()) {
			s.ledger.end(e, 0, gone)
			return
		}
		if sw.Fail.reset {
			s.ledger.end(e, 0, reset)
			hangUp(w)
			return
		}
		if sw.Fail.status != 0 {
			out = replyOf(answer{}, refuse(sw.Fail.status, "Switched to fail", s.name+"."+op.name+" fails because a switch says so"))
		} else if !sw.After {
			out, e.Replayed = s.perform(op, req)
		}
		if e.Replayed {
			w.Header().Set("Idempotent-Replayed", "true")
		}
		s.say(w, e, out)
	}
}

// say answers. The ledger knows it before the client does, so that a client that
// has its answer finds it there.
func (s *service) say(w http.ResponseWriter, e *entry, out reply) {
	s.ledger.end(e, out.status, answered)
	send(w, out)
}

// perform lets the operation have its effect, once for an idempotency key.
func (s *service) perform(op operation, r *request) (out reply, replayed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := r.Header.Get("Idempotency-Key")
	if key == "" || r.Method == http.MethodGet {
		return replyOf(op.do(r)), false
	}
	if out, ok := s.answered.find(key, r); ok {
		return out, true
	}
	out = replyOf(op.do(r))
	s.answered.keep(key, r, out)
	return out, false
}

// replyOf puts an answer, or the error instead of it, into bytes.
func replyOf(a answer, err error) reply {
	if err == nil {
		if a.body == nil {
			return reply{status: a.status}
		}
		b, err := json.Marshal(a.body)
		if err == nil {
			return reply{status: a.status, contentType: "application/json", location: a.location, body: append(b, '\n')}
		}
	}
	p := &problem{Status: http.StatusInternalServerError, Title: "Internal error"}
	errors.As(err, &p)
	b, err := json.Marshal(p)
	if err != nil {
		panic("services: a problem is always valid JSON: " + err.Error())
	}
	return reply{status: p.Status, contentType: "application/problem+json", body: append(b, '\n')}
}

func send(w http.ResponseWriter, r reply) {
	h := w.Header()
	if r.location != "" {
		h.Set("Location", r.location)
	}
	if r.body != nil {
		h.Set("Content-Type", r.contentType)
		h.Set("Content-Length", strconv.Itoa(len(r.body)))
	}
	w.WriteHeader(r.status)
	w.Write(r.body) // a client that has gone is no concern of ours
}

// hangUp ends the connection as a crashed process would: with a TCP reset.
func hangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}
