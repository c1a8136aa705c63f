package main

import (
	"bytes"
	"net/http"
)

// maxReplays bounds the memory of a service; the oldest answers are forgotten first.
const maxReplays = 10_000

// replays remembers the answer given under each Idempotency-Key.
// It is not safe for concurrent use.
type replays struct {
	given map[string]given
	order []string // of the keys, oldest first
}

type given struct {
	target string // method and URL of the request
	body   []byte
	reply  reply
}

func newReplays() *replays { return &replays{given: map[string]given{}} }

// find returns the answer once given under the key; for a request that is not the
// same as the one then, the answer is a refusal.
func (p *replays) find(key string, r *request) (reply, bool) {
	g, ok := p.given[key]
	if !ok {
		return reply{}, false
	}
	if g.target != target(r) || !bytes.Equal(g.body, r.body) {
		return replyOf(answer{}, refuse(http.StatusUnprocessableEntity, "Key used twice", "the Idempotency-Key "+key+" belongs to another request")), true
	}
	return g.reply, true
}

func (p *replays) keep(key string, r *request, out reply) {
	if len(p.order) == maxReplays {
		delete(p.given, p.order[0])
		p.order = p.order[1:]
	}
	p.given[key] = given{target: target(r), body: r.body, reply: out}
	p.order = append(p.order, key)
}

func target(r *request) string { return r.Method + " " + r.URL.RequestURI() }
