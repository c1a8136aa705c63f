package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// atOnce is how many requests are worked on at the same time, and grace how long a client that leaves is given to take
// the last answers.
const (
	atOnce = 4
	grace  = 2 * time.Second
)

// server is one session with a client. What the client tells is taken in the order in which it comes; what it asks is
// answered beside that, each request from the texts as they were when it came.
type server struct {
	cfg       Config
	conn      *jsonrpc2.Conn
	connected chan struct{} // closed when conn is there
	space     *workspace
	answers   sync.WaitGroup // to requests of the client
	requests  sync.WaitGroup // these, and those to the client
	slots     chan struct{}

	mu      sync.Mutex
	state   state
	running map[string]context.CancelFunc // requests by their id
	folders []workspaceFolder             // until the client is ready to be told of them
	watches bool                          // the client can watch files for us
	ended   bool                          // nothing more is started
}

// state is how far a session is.
type state uint8

const (
	fresh state = iota
	ready
	down // after shutdown
)

func newServer(cfg Config) *server {
	return &server{
		cfg: cfg, connected: make(chan struct{}), space: newWorkspace(),
		slots: make(chan struct{}, atOnce), running: map[string]context.CancelFunc{},
	}
}

// Handle implements jsonrpc2.Handler. It is called for one message after the other.
func (s *server) Handle(ctx context.Context, _ *jsonrpc2.Conn, r *jsonrpc2.Request) {
	<-s.connected
	if r.Params == nil {
		r.Params = &json.RawMessage{}
	}
	if r.Notif {
		s.notified(ctx, r)
		return
	}
	s.start(ctx, r, s.work(r))
}

// work is what a request asks for. What of it depends on the order of messages is done at once.
func (s *server) work(r *jsonrpc2.Request) func(context.Context) (any, error) {
	if err := s.admit(r.Method); err != nil {
		return func(context.Context) (any, error) { return nil, err }
	}
	switch r.Method {
	case "initialize":
		result, err := s.initialize(r)
		return func(context.Context) (any, error) { return result, err }
	case "shutdown":
		s.setState(down)
		return func(context.Context) (any, error) { return nil, nil }
	default:
		return s.answer(r)
	}
}

// start answers a request beside the reading of messages, which must not wait for a client that does not read.
func (s *server) start(ctx context.Context, r *jsonrpc2.Request, answer func(context.Context) (any, error)) {
	ctx, cancel := context.WithCancel(ctx)
	id := r.ID.String()
	s.mu.Lock()
	s.running[id] = cancel
	s.mu.Unlock()
	s.answers.Add(1)
	started := s.spawn(func() {
		defer s.answers.Done()
		defer func() {
			cancel()
			s.mu.Lock()
			delete(s.running, id)
			s.mu.Unlock()
		}()
		s.reply(ctx, r, func() (any, error) {
			select {
			case s.slots <- struct{}{}:
				defer func() { <-s.slots }()
			case <-ctx.Done():
				return nil, ctx.Err()
			}
			return answer(ctx)
		})
	})
	if !started {
		s.answers.Done()
		cancel()
	}
}

// The protocol's own error codes.
const (
	codeNotInitialized = -32002
	codeCancelled      = -32800
)

// admit tells whether a request may come now.
func (s *server) admit(method string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.state == fresh && method != "initialize":
		return &jsonrpc2.Error{Code: codeNotInitialized, Message: "the first request is initialize"}
	case s.state == ready && method == "initialize":
		return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "initialize comes once"}
	case s.state == down:
		return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "the server is shut down"}
	}
	return nil
}

// reply sends what work comes to. A panic is a bug of ours; it costs the client this one answer, not the session.
func (s *server) reply(ctx context.Context, r *jsonrpc2.Request, work func() (any, error)) {
	result, err := s.guarded(r.Method, work)
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err == nil {
		_ = s.conn.Reply(ctx, r.ID, result)
		return
	}
	answer := &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: err.Error()}
	var known *jsonrpc2.Error
	switch {
	case errors.As(err, &known):
		answer = known
	case errors.Is(err, context.Canceled):
		answer = &jsonrpc2.Error{Code: codeCancelled, Message: "the request was cancelled"}
	}
	_ = s.conn.ReplyWithError(ctx, r.ID, answer)
}

func (s *server) guarded(method string, work func() (any, error)) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.cfg.Log.Printf("%s: %v\n%s", method, p, debug.Stack())
			err = fmt.Errorf("%s failed by a mistake of the server: %v", method, p)
		}
	}()
	return work()
}

// read takes the parameters of a message.
func read[T any](r *jsonrpc2.Request) (T, error) {
	var p T
	if err := json.Unmarshal(*r.Params, &p); err != nil {
		return p, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: fmt.Sprintf("%s: %v", r.Method, err)}
	}
	return p, nil
}

// spawn starts work that end waits for; false if the end has begun.
func (s *server) spawn(work func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		s.requests.Go(work)
	}
	return !s.ended
}

// end waits for what was started; nothing more is.
func (s *server) end() {
	s.mu.Lock()
	s.ended = true
	s.mu.Unlock()
	s.requests.Wait()
}

func (s *server) leftWell() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state == down
}
