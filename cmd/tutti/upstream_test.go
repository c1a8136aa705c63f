package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// upstream is a service that answers as a file says. The file has blocks with an
// empty line between them: the request line (method and path with query), a line
// with the status and, if it is not JSON, the content type, then the body.
// Instead of a status, "reset" breaks the connection and "hang" never answers. Of
// several blocks for a request each is used once, the last one from then on. A last
// segment * of a path stands for all that have no block of their own.
type upstream struct {
	answers map[string][]canned
	mu      sync.Mutex
	got     []request
	stop    chan struct{} // ends what hangs
}

type request struct {
	line   string
	header http.Header
}

type canned struct {
	how  string // "reset", "hang", or ""
	code int
	kind string
	body string
}

func startUpstream(ts *testscript.TestScript, _ bool, args []string) {
	name := args[0]
	src, err := os.ReadFile(ts.MkAbs(name + ".http"))
	ts.Check(err)
	u := &upstream{answers: map[string][]canned{}, stop: make(chan struct{})}
	for block := range strings.SplitSeq(strings.TrimSpace(string(src)), "\n\n") {
		u.learn(ts, block)
	}
	s := httptest.NewServer(u)
	ts.Defer(s.Close)
	ts.Defer(func() { close(u.stop) })
	sceneOf(ts).upstreams[name] = u
	export(ts, strings.ToUpper(name)+"_URL", s.URL)
}

func (u *upstream) learn(ts *testscript.TestScript, block string) {
	request, rest, _ := strings.Cut(strings.TrimSpace(block), "\n")
	head, body, _ := strings.Cut(rest, "\n")
	c := canned{body: body, kind: "application/json"}
	status, kind, _ := strings.Cut(head, " ")
	if kind != "" {
		c.kind = kind
	}
	if status == "reset" || status == "hang" {
		c.how = status
	} else {
		var err error
		c.code, err = strconv.Atoi(status)
		ts.Check(err)
	}
	u.answers[request] = append(u.answers[request], c)
}

// ServeHTTP implements http.Handler.
func (u *upstream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	line := r.Method + " " + r.URL.RequestURI()
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	c, ok := u.next(line, request{strings.TrimSpace(line + " " + string(body)), r.Header})
	switch {
	case !ok:
		http.NotFound(w, r)
	case c.how == "reset":
		panic(http.ErrAbortHandler)
	case c.how == "hang":
		select {
		case <-r.Context().Done():
		case <-u.stop:
		}
	default:
		w.Header().Set("Content-Type", c.kind)
		w.WriteHeader(c.code)
		_, _ = io.WriteString(w, c.body)
	}
}

// next notes a request and gives its answer, if there is one.
func (u *upstream) next(line string, r request) (canned, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.got = append(u.got, r)
	list := u.answers[line]
	if len(list) == 0 {
		line = line[:strings.LastIndexByte(line, '/')+1] + "*"
		list = u.answers[line]
	}
	if len(list) == 0 {
		return canned{}, false
	}
	if len(list) > 1 {
		u.answers[line] = list[1:]
	}
	return list[0], true
}

// printRequests prints what an upstream got; with -keys also the idempotency keys,
// in which RUN stands for the run, and with -trace the ids that lead back to who asked.
func printRequests(ts *testscript.TestScript, _ bool, args []string) {
	u := sceneOf(ts).upstreams[args[0]]
	if u == nil {
		ts.Fatalf("there is no upstream %s", args[0])
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	var out bytes.Buffer
	for _, r := range u.got {
		fmt.Fprint(&out, r.line)
		switch {
		case slices.Contains(args, "-keys"):
			_, rest, _ := strings.Cut(r.header.Get("Idempotency-Key"), "/")
			fmt.Fprint(&out, " RUN/", rest)
		case slices.Contains(args, "-trace"):
			fmt.Fprintf(&out, " id=%s trace=%s state=%s", r.header.Get("X-Request-Id"), r.header.Get("Traceparent"), r.header.Get("Tracestate"))
		}
		fmt.Fprintln(&out)
	}
	_, err := ts.Stdout().Write(out.Bytes())
	ts.Check(err)
}
