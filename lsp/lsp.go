// Package lsp is a language server: it tells an editor what is wrong in a project while it is being written, what
// could stand at the cursor and what stands there already. It speaks LSP 3.17 over a pair of streams. It judges
// nothing by itself: findings, shapes and contracts are those of tutti check.
package lsp

import (
	"context"
	"errors"
	"io"
	"log"
	"sync"

	"github.com/sourcegraph/jsonrpc2"
)

// Config is what the server is told from outside. Zero values work.
type Config struct {
	Version string      // of the program
	Log     *log.Logger // hears of the connection's troubles; nil: nobody
}

// ErrNoShutdown is what Serve returns when a client left without asking the server to shut down.
var ErrNoShutdown = errors.New("the client went away without a shutdown")

// Serve answers a client until it says exit, the input ends or ctx does. If in is an io.Closer it is closed then.
// What it started has ended when it returns, but for a Read of in that nothing can end.
func Serve(ctx context.Context, in io.Reader, out io.Writer, cfg Config) error {
	outer := ctx
	ctx, cancel := context.WithCancel(outer)
	defer cancel()
	if cfg.Log == nil {
		cfg.Log = log.New(io.Discard, "", 0)
	}
	s := newServer(cfg)
	var work sync.WaitGroup
	stream := jsonrpc2.NewBufferedStream(pipe{in, out}, framing{})
	s.conn = jsonrpc2.NewConn(ctx, stream, s, jsonrpc2.SetLogger(cfg.Log))
	close(s.connected)
	work.Go(func() { s.check(ctx) })
	<-s.conn.DisconnectNotify()
	cancel()
	s.end()
	work.Wait()
	if outer.Err() == nil && !s.leftWell() {
		return ErrNoShutdown
	}
	return nil
}

// pipe makes one stream of two.
type pipe struct {
	io.Reader
	io.Writer
}

// Close ends the reading, where that can be ended.
func (p pipe) Close() error {
	if c, ok := p.Reader.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
